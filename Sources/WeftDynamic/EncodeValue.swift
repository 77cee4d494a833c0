import Weft

extension Interpreter {
  /// The value at `node`, written at `position`.
  mutating func encodeValue(_ type: Int32, node: Int, _ source: RawSpan, into output: inout [UInt8]) -> Bool {
    let entry = program.types[Int(type)]
    let first = position
    var isComplete = true
    switch entry.kind {
    case .bool, .unsigned, .signed, .ranged, .fixed, .float, .enumeration, .flags:
      guard let code = wireCode(entry, nodes[node]) else { return false }
      append(code, bitCount: entry.bitCount, entry.stream, into: &output)
    case .varint, .zigzag: isComplete = encodeVarint(entry, node: node, into: &output)
    case .bytes where entry.form != .whole: isComplete = encodeAddressValue(entry, node: node, source, into: &output)
    case .bytes, .text, .list:
      guard encodeCount(entry, node: node, bitCount: entry.count == .bounded ? countBitCount(type) : 0, into: &output)
      else { return false }
      isComplete = encodeContents(type, node: node, source, into: &output)
    case .record:
      guard let arguments = pushArguments(entry.operands, unsafe output.span.bytes) else {
        return refuse(.expression)
      }
      isComplete = encodeRecord(node, arguments: arguments, source, into: &output)
      argumentStack.count = arguments.lowerBound
    case .union:
      append(nodes[node].payload, bitCount: entry.bitCount, entry.stream, into: &output)
      let chosen = program.cases[Int(entry.operands.lowerBound) + Int(nodes[node].payload)].type
      isComplete = chosen < 0 || encodeValue(chosen, node: node + 1, source, into: &output)
      if !isComplete { path.append(.caseName(entry.operands.lowerBound + Int32(nodes[node].payload))) }
    case .match:
      let match = program.matches[Int(entry.detail)]
      let chosen = match.cases.lowerBound + Int32(nodes[node].payload)
      guard !verifies || isSelected(chosen, by: match, unsafe output.span.bytes) else { return refuse(.caseMismatch) }
      let caseType = program.cases[Int(chosen)].type
      isComplete = caseType < 0 || encodeValue(caseType, node: node + 1, source, into: &output)
      if !isComplete { path.append(.matchCase(chosen)) }
    case .padding: isComplete = encodePadding(entry, node: node, source, into: &output)
    }
    nodes[node].bitOffset = first
    nodes[node].bitCount = position - first
    return isComplete
  }

  /// The code of a leaf; `nil`, with the reason, if it has none.
  mutating func wireCode(_ entry: TypeEntry, _ node: ValueNode) -> UInt64? {
    let payload = node.payload
    func refused(_ reason: EncodeError.Reason) -> UInt64? {
      _ = refuse(reason)
      return nil
    }
    if node.flags.contains(.isOutOfRange) { return refused(entry.kind == .fixed && payload == 1 ? .notFinite : .outOfRange) }
    switch entry.kind {
    case .signed:
      let value = Int64(bitPattern: payload)
      let shift = Int64(64 - entry.bitCount)
      return (value << shift) >> shift == value ? payload & ones(entry.bitCount) : refused(.outOfRange)
    case .ranged:
      let isBelow =
        entry.node == .signed
        ? Int64(bitPattern: payload) < Int64(bitPattern: entry.lower) : payload < entry.lower
      let code = payload &- entry.lower
      return isBelow || code > entry.maximum ? refused(.outOfRange) : code
    case .fixed: return payload <= entry.maximum ? payload : refused(.outOfRange)
    case .float: return isCanonical(payload, bitCount: entry.bitCount) ? payload : canonicalNaN(entry.bitCount)
    case .enumeration:
      return payload <= ones(entry.bitCount) && (entry.isOpen || hasCase(entry, payload))
        ? payload : refused(.unknownCode(found: payload))
    case .flags:
      let known = entry.isOpen ? ones(entry.bitCount) : entry.maximum
      return payload & ~known == 0 ? payload : refused(.unknownCode(found: payload))
    default: return payload <= ones(entry.bitCount) ? payload : refused(.outOfRange)
    }
  }

  private mutating func encodeVarint(_ entry: TypeEntry, node: Int, into output: inout [UInt8]) -> Bool {
    guard !nodes[node].flags.contains(.isOutOfRange) else { return refuse(.outOfRange) }
    let payload = nodes[node].payload
    var code = entry.kind == .zigzag ? payload << 1 ^ UInt64(bitPattern: Int64(bitPattern: payload) >> 63) : payload
    while code > 0x7F {
      append(code & 0x7F | 0x80, bitCount: 8, entry.stream, into: &output)
      code >>= 7
    }
    append(code, bitCount: 8, entry.stream, into: &output)
    return true
  }

  /// Whether the subject's value leads to this case.
  private mutating func isSelected(_ chosen: Int32, by match: MatchEntry, _ output: RawSpan) -> Bool {
    guard let subject = integer(match.subject, output) else { return false }
    for index in match.cases where integer(program.cases[Int(index)].value, output) == subject { return index == chosen }
    return chosen == match.fallback
  }

  private mutating func encodePadding(
    _ entry: TypeEntry, node: Int, _ source: RawSpan, into output: inout [UInt8]
  ) -> Bool {
    let multiple = entry.minimumCount * 8
    let over = multiple == 0 ? 0 : (position - frame.firstBit) % multiple
    let bitCount = over == 0 ? 0 : multiple - over
    let byteCount = (bitCount + 7) / 8
    if nodes[node].flags.contains(.isPending) {
      output.grow(toBitOffset: position + bitCount)
      position += bitCount
      return true
    }
    if nodes[node].byteCount != byteCount {
      if verifies { return refuse(.extentMismatch(found: nodes[node].byteCount, expected: byteCount)) }
      // Fields before it may still be dropped: what is stated is kept for the next pass.
      encodeBytes(of: node, bitCount: nodes[node].byteCount * 8, entry.stream, source, into: &output)
      return true
    }
    encodeBytes(of: node, bitCount: bitCount, entry.stream, source, into: &output)
    return true
  }
}

func canonicalNaN(_ bitCount: Int) -> UInt64 {
  switch bitCount {
  case 16: 0x7E00
  case 32: 0x7FC0_0000
  default: 0x7FF8_0000_0000_0000
  }
}
