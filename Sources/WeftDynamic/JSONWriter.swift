import WeftSchema

extension DynamicCodec {
  /// Appends `node` of `tree` as JSON, by the one mapping of `docs/language.md`, "JSON"; no white space.
  ///
  /// `input` is what the tree was decoded from (empty for a built tree). Fields follow in wire order; those with constants and
  /// computed values are there too, so that `build` gives the same bytes back.
  public func writeJSON(
    _ tree: ValueTree, node: Int = 0, decodedFrom input: RawSpan, into output: inout [UInt8]
  ) {
    output.append { writeJSON(tree, node: node, decodedFrom: input, into: &$0) }
  }

  /// The same into a buffer that is kept.
  public func writeJSON(
    _ tree: borrowing ValueTree, node: Int = 0, decodedFrom input: RawSpan, into output: inout OutputBuffer
  ) {
    guard node < tree.nodes.count else {
      output.append("null")
      return
    }
    JSONWriter(reference: reference).write(tree, node: node, input, into: &output)
  }
}

struct JSONWriter {
  let reference: ProgramReference

  func write(_ tree: borrowing ValueTree, node index: Int, _ input: RawSpan, into output: inout OutputBuffer) {
    let node = tree.nodes[index]
    switch node.kind {
    case .unsigned: writeInteger(node.payload, into: &output)
    case .signed: writeInteger(Int64(bitPattern: node.payload), into: &output)
    case .bool: output.append(node.payload == 0 ? "false" : "true")
    case .bytes, .padding, .extensionTail:
      output.append(UInt8(ascii: "\""))
      tree.withBytes(of: node, input) { output.append(hexadecimal: $0) }
      output.append(UInt8(ascii: "\""))
    case .text:
      output.append(UInt8(ascii: "\""))
      writeText(tree, node, input, into: &output)
      output.append(UInt8(ascii: "\""))
    case .enumeration: writeCode(node, into: &output)
    case .flags: writeFlags(node, into: &output)
    case .fixed, .float: writeReal(node, into: &output)
    case .list:
      output.append(UInt8(ascii: "["))
      var child = index + 1
      while child < Int(node.end) {
        if child > index + 1 { output.append(UInt8(ascii: ",")) }
        write(tree, node: child, input, into: &output)
        child = Int(tree.nodes[child].end)
      }
      output.append(UInt8(ascii: "]"))
    case .union, .match:
      output.append("{\"")
      output.append(utf8: reference.caseName(of: node))
      output.append("\":")
      if index + 1 < Int(node.end) {
        write(tree, node: index + 1, input, into: &output)
      } else {
        output.append("null")
      }
      output.append(UInt8(ascii: "}"))
    case .record: writeRecord(tree, node: index, input, into: &output)
    }
  }

  private func writeRecord(_ tree: borrowing ValueTree, node index: Int, _ input: RawSpan, into output: inout OutputBuffer) {
    let entry = reference.program.records[Int(reference.program.types[Int(tree.nodes[index].type)].detail)]
    let end = Int(tree.nodes[index].end)
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    var next = entry.firstField
    var child = index + 1
    while child < end {
      let field = tree.nodes[child].field
      if field >= 0 { writeAbsent(next..<field, isFirst: &isFirst, into: &output) }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      if field >= 0 {
        output.append(reference.program.keys, reference.program.keyRanges[field])
        next = field + 1
      } else {
        output.append("\"extensionTail\":")
      }
      write(tree, node: child, input, into: &output)
      child = Int(tree.nodes[child].end)
    }
    output.append(UInt8(ascii: "}"))
  }

  /// An absent optional is left out, unless leaving it out would mean its default.
  private func writeAbsent(_ fields: Range<Int32>, isFirst: inout Bool, into output: inout OutputBuffer) {
    for field in fields where reference.program.hasDefault[Int(field)] {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      output.append(reference.program.keys, reference.program.keyRanges[field])
      output.append("null")
    }
  }

  // MARK: Leaves

  /// 2^53 − 1, beyond which readers of JSON lose digits.
  private static let largestNumber: UInt64 = 1 << 53 - 1

  private func writeInteger(_ value: UInt64, into output: inout OutputBuffer) {
    let isText = value > Self.largestNumber
    if isText { output.append(UInt8(ascii: "\"")) }
    output.append(decimal: value)
    if isText { output.append(UInt8(ascii: "\"")) }
  }

  private func writeInteger(_ value: Int64, into output: inout OutputBuffer) {
    let isText = value.magnitude > Self.largestNumber
    if isText { output.append(UInt8(ascii: "\"")) }
    output.append(signed: value)
    if isText { output.append(UInt8(ascii: "\"")) }
  }

  /// The name of the case; the number of a code without one.
  private func writeCode(_ node: ValueNode, into output: inout OutputBuffer) {
    let enumeration = reference.program.enumerations[Int(reference.program.types[Int(node.type)].detail)]
    guard let index = enumeration.index(of: node.payload) else { return writeInteger(node.payload, into: &output) }
    output.append(UInt8(ascii: "\""))
    output.append(utf8: enumeration.names[index])
    output.append(UInt8(ascii: "\""))
  }

  /// A list of names, lowest bit first; a bit without a name is its number.
  private func writeFlags(_ node: ValueNode, into output: inout OutputBuffer) {
    let enumeration = reference.program.enumerations[Int(reference.program.types[Int(node.type)].detail)]
    output.append(UInt8(ascii: "["))
    var rest = node.payload
    while rest != 0 {
      if rest != node.payload { output.append(UInt8(ascii: ",")) }
      let bit = UInt64(rest.trailingZeroBitCount)
      if let index = enumeration.index(of: bit) {
        output.append(UInt8(ascii: "\""))
        output.append(utf8: enumeration.names[index])
        output.append(UInt8(ascii: "\""))
      } else {
        output.append(decimal: bit)
      }
      rest &= rest - 1
    }
    output.append(UInt8(ascii: "]"))
  }

  /// The shortest digits that read back as the same number; NaN and infinities as text.
  private func writeReal(_ node: ValueNode, into output: inout OutputBuffer) {
    let entry = reference.program.types[Int(node.type)]
    if node.kind == .float, entry.bitCount == 32 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: node.payload))
      if value.isFinite { return output.append(utf8: value.description) }
    }
    let value = reference.real(of: node)
    if value.isNaN {
      output.append("\"NaN\"")
    } else if value.isInfinite {
      output.append(value < 0 ? "\"-Infinity\"" : "\"Infinity\"")
    } else {
      output.append(utf8: value.description)
    }
  }

  private func writeText(_ tree: borrowing ValueTree, _ node: ValueNode, _ input: RawSpan, into output: inout OutputBuffer) {
    // Text that lenient decoding kept although it is not UTF-8, or that decoding ended in before it was looked at, must not make the
    // JSON invalid.
    guard tree.isMarkedText(node) || tree.failure != nil else {
      tree.forEachByte(of: node, input) { output.append(escaping: $0) }
      return
    }
    var bytes: [UInt8] = []
    tree.forEachByte(of: node, input) { bytes.append($0) }
    for byte in String(decoding: bytes, as: UTF8.self).utf8 { output.append(escaping: byte) }
  }
}

extension ProgramReference {
  func real(of node: ValueNode) -> Double {
    let entry = program.types[node.type]
    return node.kind == .fixed
      ? program.fixedRanges[entry.detail].value(of: node.payload)
      : floatValue(node.payload, bitCount: entry.bitCount)
  }

  func caseName(of node: ValueNode) -> String {
    let entry = program.types[node.type]
    let first = node.kind == .union ? entry.operands.lowerBound : program.matches[entry.detail].cases.lowerBound
    return program.names.cases[Int(first) + Int(node.payload)]
  }
}

extension ValueTree {
  /// The bytes of a node that holds some; fewer where the input does not have them.
  @inline(__always)
  func withBytes(of node: ValueNode, _ input: RawSpan, _ body: (RawSpan) -> Void) {
    let range = node.byteOffset..<node.byteOffset + node.byteCount
    if node.flags.contains(.isInHeap) {
      body(unsafe heap.span.bytes.extracting(range))
    } else {
      body(input.extracting(range.clamped(to: 0..<input.byteCount)))
    }
  }

  @inline(__always)
  func forEachByte(of node: ValueNode, _ input: RawSpan, _ body: (UInt8) -> Void) {
    let first = node.byteOffset
    if node.flags.contains(.isInHeap) {
      for index in 0..<node.byteCount { body(heap[first + index]) }
    } else {
      for index in 0..<node.byteCount { body(input.byte(at: first + index)) }
    }
  }

  func isMarkedText(_ node: ValueNode) -> Bool { node.flags.contains(.isMarked) }
}
