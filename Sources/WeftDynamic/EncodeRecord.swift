import Weft

// Encoding follows the same instructions as decoding. Each value is written where it stands, and its node's bit range becomes
// that place; a node of bytes then points to the output, so that expressions read what has been written.
//
// Where a computed field has to be filled in, the first pass lays everything out and fills in what sizes give; the last,
// with these values known from the start, computes checksums and checks what the schema states. Where nobody stated a field with a
// condition, a pass between them asks the conditions, and what they drop is laid out without.
extension Interpreter {
  /// The value in the tree, as whole bytes.
  mutating func encodeOutermost(arguments: borrowing Arguments, _ source: RawSpan, into output: inout [UInt8]) -> Bool {
    isEncoding = true
    let isTentative = tree.nodes.contains { $0.flags.contains(.isTentative) }
    let isPending = isTentative || tree.nodes.contains { $0.flags.contains(.isPending) }
    verifies = !isPending
    guard encodeOnce(arguments: arguments, source, into: &output) else { return false }
    if isTentative {
      drops = true
      guard encodeAgain(arguments: arguments, into: &output) else { return false }
      drops = false
      tree.removeDropped()
      guard encodeAgain(arguments: arguments, into: &output) else { return false }
    }
    verifies = true
    return !isPending || encodeAgain(arguments: arguments, into: &output)
  }

  /// The nodes point into the last pass's output.
  private mutating func encodeAgain(arguments: borrowing Arguments, into output: inout [UInt8]) -> Bool {
    let last = output
    return unsafe encodeOnce(arguments: arguments, last.span.bytes, into: &output)
  }

  private mutating func encodeOnce(
    arguments: borrowing Arguments, _ source: RawSpan, into output: inout [UInt8]
  ) -> Bool {
    output.removeAll(keepingCapacity: true)
    position = 0
    depth = 0
    limit = Int.max
    argumentStack.count = 0
    fieldNodes.count = 0
    guard nodes.count > 0 else { return refuse(.outOfRange) }
    let type = nodes[0].type
    let entry = program.types[Int(type)]
    if entry.kind == .record {
      pushArguments(of: arguments)
      guard encodeRecord(0, arguments: 0..<argumentStack.count, source, into: &output) else { return false }
    } else {
      guard encodeValue(type, node: 0, source, into: &output) else { return false }
    }
    tree.bitCount = position
    return true
  }

  @inline(never)
  mutating func refuse(_ reason: EncodeError.Reason) -> Bool {
    encodeReason = reason
    belongsToRecord = false
    return false
  }

  /// The contents of the record at `node`.
  mutating func encodeRecord(
    _ node: Int, arguments: Range<Int>, _ source: RawSpan, into output: inout [UInt8]
  ) -> Bool {
    guard depth < Self.maximumDepth else { return refuse(.outOfRange) }
    depth += 1
    let index = program.types[Int(nodes[node].type)].detail
    let entry = program.records[Int(index)]
    let outer = frame
    frame = Frame(
      record: index, firstBit: position, firstField: entry.firstField, arguments: arguments.lowerBound,
      argumentCount: arguments.count)
    if entry.orderParameter >= 0 { frame.isLittle = argument(entry.orderParameter) != 0 }
    nodes[node].bitOffset = position
    let tail = findFields(of: node, count: Int(entry.fieldCount))
    frame.hasExtension = entry.extensionMaximum >= 0 && hasExtension(entry, tail: tail, source)
    if !entry.companions.isEmpty { keepCompanions(of: entry, source) }
    let isComplete =
      encodeSteps(entry.instructions, tail: tail, source, into: &output) && encodeComputed(entry, into: &output)
    depth -= 1
    fieldNodes.count -= Int(entry.fieldCount)
    frame = outer
    nodes[node].bitCount = position - nodes[node].bitOffset
    return isComplete
  }

  /// Notes the nodes of the record's fields. Returns the node of the extension's tail, or −1.
  mutating func findFields(of node: Int, count: Int) -> Int {
    reserveFieldNodes(count)
    var tail = -1
    var index = node + 1
    while index < Int(nodes[node].end) {
      if nodes[index].kind == .extensionTail { tail = index }
      let field = nodes[index].field
      if field >= 0 { fieldNodes[frame.fieldNodes + Int(field - frame.firstField)] = Int32(truncatingIfNeeded: index) }
      index = Int(nodes[index].end)
    }
    return tail
  }

  mutating func encodeSteps(
    _ range: Range<Int32>, tail: Int, _ source: RawSpan, into output: inout [UInt8]
  ) -> Bool {
    var start = position
    for index in range {
      let step = program.instructions[Int(index)]
      let node = step.field < 0 ? nil : fieldNode(step.field)
      switch step.code {
      case .run:
        start = position
        position += step.bitCount
        output.grow(toBitOffset: position)
      case .extensionBit:
        put(frame.hasExtension ? 1 : 0, at: start + step.bitOffset, bitCount: 1, into: &output)
      case .presence:
        put(node == nil ? 0 : 1, at: start + step.bitOffset, bitCount: 1, into: &output)
      case .leaf, .constant, .bytes, .fixed:
        let after = position
        position = start + step.bitOffset
        guard encodeField(step, node: node, source, into: &output) else {
          return failed(in: frame.firstField + step.field)
        }
        position = after
      case .count:
        position = start + step.bitOffset
        let entry = program.types[Int(step.type)]
        guard let node, encodeCount(entry, node: node, bitCount: step.bitCount, into: &output) else {
          return failed(in: frame.firstField + step.field)
        }
      case .elements:
        guard let node, encodeContents(step.type, node: node, source, into: &output) else {
          return failed(in: frame.firstField + step.field)
        }
        nodes[node].bitOffset -= countBitCount(step.type)
        nodes[node].bitCount += countBitCount(step.type)
      case .varying:
        guard encodeField(step, node: node, source, into: &output) else {
          return failed(in: frame.firstField + step.field)
        }
      case .optional:
        guard let node else { continue }
        guard encodeValue(step.type, node: node, source, into: &output) else {
          return failed(in: frame.firstField + step.field)
        }
      case .interned, .optionalInterned:
        guard let node else { continue }
        guard encodeInterned(step.type, node: node, source, into: &output) else {
          return failed(in: frame.firstField + step.field)
        }
      case .extensionBlock:
        if frame.hasExtension {
          guard encodeExtension(tail: tail, source, into: &output) else { return false }
        }
      }
    }
    return true
  }

  func put(_ value: UInt64, at bit: Int, bitCount: Int, into output: inout [UInt8]) {
    output.put(value, at: bit, bitCount: bitCount, mostSignificantFirst: false)
  }

  /// Writes at `position`, which moves behind it.
  mutating func append(_ value: UInt64, bitCount: Int, _ stream: BitStream, into output: inout [UInt8]) {
    output.grow(toBitOffset: position + bitCount)
    output.put(value, at: position, bitCount: bitCount, mostSignificantFirst: isMostSignificantFirst(stream))
    position += bitCount
  }

  func isMostSignificantFirst(_ stream: BitStream) -> Bool {
    stream == .mostSignificantFirst || (stream == .byParameter && !frame.isLittle)
  }
}
