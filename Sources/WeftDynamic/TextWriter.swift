import WeftSchema

extension DynamicCodec {
  /// Appends the node's value as text output shows it: display forms, names of cases, numbers; no quotes.
  public func writeText(
    _ tree: ValueTree, node: Int = 0, decodedFrom input: RawSpan, into output: inout [UInt8]
  ) {
    output.append { writeText(tree, node: node, decodedFrom: input, into: &$0) }
  }

  /// The same into a buffer that is kept.
  public func writeText(
    _ tree: borrowing ValueTree, node: Int = 0, decodedFrom input: RawSpan, into output: inout OutputBuffer
  ) {
    guard node < tree.nodes.count else { return }
    let value = tree.nodes[node]
    let type = value.type < 0 ? nil : program.types[Int(value.type)]
    switch value.kind {
    case .bytes, .padding, .extensionTail:
      writeBytes(tree, value, as: type?.display, input, into: &output)
    case .text: tree.forEachByte(of: value, input) { output.append($0) }
    case .unsigned, .bool, .flags, .enumeration, .signed:
      writeNumber(tree, value, as: type?.display, bitCount: value.bitCount, into: &output)
    case .fixed, .float: output.append(utf8: reference.real(of: value).description)
    case .union, .match:
      output.append(utf8: reference.caseName(of: value))
      if node + 1 < Int(value.end) {
        output.append(" ")
        writeText(tree, node: node + 1, decodedFrom: input, into: &output)
      }
    case .list, .record:
      output.append(value.kind == .list ? "[" : "{")
      var child = node + 1
      while child < Int(value.end) {
        if child > node + 1 { output.append(", ") }
        if tree.nodes[child].field >= 0 {
          output.append(utf8: program.names.fields[Int(tree.nodes[child].field)])
          output.append(": ")
        }
        writeText(tree, node: child, decodedFrom: input, into: &output)
        child = Int(tree.nodes[child].end)
      }
      output.append(value.kind == .list ? "]" : "}")
    }
  }

  private func writeNumber(
    _ tree: borrowing ValueTree, _ node: ValueNode, as display: Display?, bitCount: Int, into output: inout OutputBuffer
  ) {
    switch (node.kind, display) {
    case (_, .hexadecimal): output.append(hexadecimal: node.payload & ones(bitCount), bitCount: bitCount)
    case (_, .ipv4): output.append(ipv4: UInt32(truncatingIfNeeded: node.payload))
    case (_, .time): output.append(time: node.payload)
    case (.signed, _): output.append(signed: Int64(bitPattern: node.payload))
    case (.bool, nil): output.append(node.payload == 0 ? "false" : "true")
    case (.enumeration, nil):
      let enumeration = program.enumerations[Int(program.types[Int(node.type)].detail)]
      guard let index = enumeration.index(of: node.payload) else { return output.append(decimal: node.payload) }
      output.append(utf8: enumeration.names[index])
    case (.flags, nil):
      let enumeration = program.enumerations[Int(program.types[Int(node.type)].detail)]
      var rest = node.payload
      while rest != 0 {
        if rest != node.payload { output.append(UInt8(ascii: "|")) }
        let bit = UInt64(rest.trailingZeroBitCount)
        if let index = enumeration.index(of: bit) {
          output.append(utf8: enumeration.names[index])
        } else {
          output.append(decimal: bit)
        }
        rest &= rest - 1
      }
      if node.payload == 0 { output.append("0") }
    default: output.append(decimal: node.payload)
    }
  }

  private func writeBytes(
    _ tree: borrowing ValueTree, _ node: ValueNode, as display: Display?, _ input: RawSpan, into output: inout OutputBuffer
  ) {
    func byte(_ index: Int) -> UInt8 {
      let offset = node.byteOffset + index
      return node.flags.contains(.isInHeap) ? tree.heap[offset] : input.byte(at: offset)
    }
    switch (display, node.byteCount) {
    case (.ipv4, 4):
      output.append(ipv4: (0..<4).reduce(0) { $0 << 8 | UInt32(byte($1)) })
    case (.ipv6, 16):
      var groups = InlineArray<8, UInt16>(repeating: 0)
      for index in 0..<8 { groups[index] = UInt16(byte(index * 2)) << 8 | UInt16(byte(index * 2 + 1)) }
      output.append(ipv6: groups)
    case (.mac, _):
      for index in 0..<node.byteCount {
        if index > 0 { output.append(UInt8(ascii: ":")) }
        output.append(hexadecimal: byte(index))
      }
    default: tree.forEachByte(of: node, input) { output.append(hexadecimal: $0) }
    }
  }
}

extension OutputBuffer {
  mutating func append(ipv4 address: UInt32) {
    for shift in [UInt32(24), 16, 8, 0] {
      append(decimal: UInt64(address >> shift & 0xFF))
      if shift > 0 { append(UInt8(ascii: ".")) }
    }
  }

  /// RFC 5952 section 4: lowercase, no leading zeros, the first of the longest runs of at least two zero groups as `::`; an
  /// IPv4-mapped address with its last part dotted (section 5).
  mutating func append(ipv6 groups: InlineArray<8, UInt16>) {
    var (best, bestCount) = (8, 1)
    var index = 0
    while index < 8 {
      var end = index
      while end < 8, groups[end] == 0 { end += 1 }
      if end - index > bestCount { (best, bestCount) = (index, end - index) }
      index = Swift.max(end, index + 1)
    }
    let isMapped = best == 0 && bestCount == 5 && groups[5] == 0xFFFF
    index = 0
    while index < 8 {
      if index == best {
        append("::")
        index += bestCount
        continue
      }
      if isMapped, index == 6 {
        append(":")
        return append(ipv4: UInt32(groups[6]) << 16 | UInt32(groups[7]))
      }
      if index > 0, index != best + bestCount { append(UInt8(ascii: ":")) }
      append(hexadecimalWithoutZeros: groups[index])
      index += 1
    }
  }

  private mutating func append(hexadecimalWithoutZeros group: UInt16) {
    append(utf8: String(group, radix: 16))
  }

  /// Seconds since 1970 as UTC, `2026-11-22T15:49:10Z`, in the proleptic Gregorian calendar.
  mutating func append(time seconds: UInt64) {
    guard seconds < 253_402_300_800 else { return append(decimal: seconds) }
    let (days, second) = (seconds / 86400, seconds % 86400)
    // Days since 0000-03-01, so that a leap day is the last of its year; 400 years are 146,097 days.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let day = shifted % 146_097
    let year = (day - day / 1460 + day / 36524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let civilMonth = month < 10 ? month + 3 : month - 9
    append(decimal: year + era * 400 + (civilMonth <= 2 ? 1 : 0), digits: 4)
    append("-")
    append(decimal: civilMonth, digits: 2)
    append("-")
    append(decimal: dayOfYear - (153 * month + 2) / 5 + 1, digits: 2)
    append("T")
    append(decimal: second / 3600, digits: 2)
    append(":")
    append(decimal: second / 60 % 60, digits: 2)
    append(":")
    append(decimal: second % 60, digits: 2)
    append("Z")
  }
}
