import Weft

/// From columns to packed bits.
extension ColumnForm {
  mutating func gather(_ index: Int, into writer: inout ColumnBits) throws(DecodeError) {
    let node = program.nodes[index]
    switch node.kind {
    case .end: break
    case .scalar: _ = try gatherScalar(node.first, from: node.column, into: &writer)
    case .key:
      var value = try take(node.first, from: node.column)
      if node.column > 0 {
        value = (value &+ keys[index]) & (UInt64.max >> UInt64(64 - node.first))
        keys[index] = value
      }
      writer.put(value, bitCount: node.first)
    case .raw: try gatherBytes(node.first, from: node.column, into: &writer)
    case .bytes: try gatherCounted(node, least: node.first, into: &writer)
    case .block: if presence[presenceBase + node.first] { try gatherCounted(node, least: 0, into: &writer) }
    case .list:
      try gatherElements(node, count: node.first + gatherScalar(node.second, from: node.column, into: &writer), into: &writer)
    case .array: try gatherElements(node, count: node.first, into: &writer)
    case .varint: while try gatherScalar(8, from: node.column, into: &writer) > 0x7F {}
    case .union:
      let tag = try gatherScalar(node.first, from: node.column, into: &writer)
      guard tag < node.bodies.count else { throw DecodeError(.unknownTag(found: UInt64(tag)), at: 0) }
      try gather(node.bodies[tag], into: &writer)
    case .record: try gatherRecord(node, into: &writer)
    case .optional: if presence[presenceBase + node.first] { try gather(node.bodies[0], into: &writer) }
    }
  }

  private mutating func gather(_ body: Range<Int>, into writer: inout ColumnBits) throws(DecodeError) {
    var index = body.lowerBound
    while index < body.upperBound {
      try gather(index, into: &writer)
      index = program.nodes[index].next
    }
  }

  /// An element of a native list has a bit at least, and so takes a byte of some column: a count costs no more than the input.
  private mutating func gatherElements(_ node: ColumnProgram.Node, count: Int, into writer: inout ColumnBits) throws(DecodeError)
  {
    for key in node.keys { keys[key] = 0 }
    for _ in 0..<count { try gather(node.bodies[0], into: &writer) }
  }

  private mutating func gatherRecord(_ node: ColumnProgram.Node, into writer: inout ColumnBits) throws(DecodeError) {
    let outer = presenceBase
    presenceBase = presence.count
    for bit in 0..<node.first {
      let isSet = try gatherScalar(1, from: node.column == 0 ? 0 : node.column + bit, into: &writer)
      presence.append(isSet != 0)
    }
    try gather(node.bodies[0], into: &writer)
    presence.removeLast(presence.count - presenceBase)
    presenceBase = outer
  }

  private mutating func gatherCounted(_ node: ColumnProgram.Node, least: Int, into writer: inout ColumnBits) throws(DecodeError) {
    let count = try least + gatherScalar(node.second, from: node.column, into: &writer)
    try gatherBytes(count, from: contentsColumn(of: node), into: &writer)
  }

  private mutating func gatherBytes(_ count: Int, from column: Int, into writer: inout ColumnBits) throws(DecodeError) {
    guard count <= columns[column].count - positions[column] else { throw truncated(column) }
    for _ in 0..<count { try writer.put(take(8, from: column), bitCount: 8) }
  }

  private mutating func gatherScalar(_ bitCount: Int, from column: Int, into writer: inout ColumnBits) throws(DecodeError) -> Int
  {
    let value = try take(bitCount, from: column)
    writer.put(value, bitCount: bitCount)
    return Int(truncatingIfNeeded: value)
  }

  private mutating func take(_ bitCount: Int, from column: Int) throws(DecodeError) -> UInt64 {
    var value: UInt64 = 0
    for place in 0..<(bitCount + 7) / 8 {
      let source = column == 0 ? 0 : column + place
      let position = positions[source]
      guard position < columns[source].count else { throw truncated(source) }
      value |= UInt64(columns[source][position]) << UInt64(place * 8)
      positions[source] = position + 1
    }
    guard bitCount == 64 || value >> UInt64(bitCount) == 0 else { throw DecodeError(.nonZeroPadding, at: 0) }
    return value
  }

  private func truncated(_ column: Int) -> DecodeError { DecodeError(.truncated(neededBitCount: 8), at: 0) }
}
