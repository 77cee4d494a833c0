import Weft

/// From packed bits to columns.
extension ColumnForm {
  mutating func spread(_ index: Int, from reader: inout BitReader) throws(DecodeError) {
    let node = program.nodes[index]
    switch node.kind {
    case .end: break
    case .scalar: _ = try spreadScalar(node.first, to: node.column, from: &reader)
    case .key:
      let value = try Self.take(node.first, from: &reader)
      append(ascent(of: value, node: node, index: index), bitCount: node.first, to: node.column)
    case .raw: try spreadBytes(node.first, to: node.column, from: &reader)
    case .bytes: try spreadCounted(node, least: node.first, from: &reader)
    case .block: if presence[presenceBase + node.first] { try spreadCounted(node, least: 0, from: &reader) }
    case .list:
      try spreadElements(node, count: node.first + spreadScalar(node.second, to: node.column, from: &reader), from: &reader)
    case .array: try spreadElements(node, count: node.first, from: &reader)
    case .varint: while try spreadScalar(8, to: node.column, from: &reader) > 0x7F {}
    case .union:
      let start = reader.bitOffset
      let tag = try spreadScalar(node.first, to: node.column, from: &reader)
      guard tag < node.bodies.count else { throw DecodeError(.unknownTag(found: UInt64(tag)), at: start) }
      try spread(node.bodies[tag], from: &reader)
    case .record: try spreadRecord(node, from: &reader)
    case .optional: if presence[presenceBase + node.first] { try spread(node.bodies[0], from: &reader) }
    }
  }

  private mutating func spread(_ body: Range<Int>, from reader: inout BitReader) throws(DecodeError) {
    var index = body.lowerBound
    while index < body.upperBound {
      try spread(index, from: &reader)
      index = program.nodes[index].next
    }
  }

  private mutating func spreadElements(_ node: ColumnProgram.Node, count: Int, from reader: inout BitReader) throws(DecodeError) {
    for key in node.keys { keys[key] = 0 }
    for _ in 0..<count { try spread(node.bodies[0], from: &reader) }
  }

  private mutating func spreadRecord(_ node: ColumnProgram.Node, from reader: inout BitReader) throws(DecodeError) {
    let outer = presenceBase
    presenceBase = presence.count
    for bit in 0..<node.first {
      let isSet = try spreadScalar(1, to: node.column == 0 ? 0 : node.column + bit, from: &reader)
      presence.append(isSet != 0)
    }
    try spread(node.bodies[0], from: &reader)
    presence.removeLast(presence.count - presenceBase)
    presenceBase = outer
  }

  private mutating func spreadCounted(_ node: ColumnProgram.Node, least: Int, from reader: inout BitReader) throws(DecodeError) {
    let count = try least + spreadScalar(node.second, to: node.column, from: &reader)
    try spreadBytes(count, to: contentsColumn(of: node), from: &reader)
  }

  private mutating func spreadBytes(_ count: Int, to column: Int, from reader: inout BitReader) throws(DecodeError) {
    for _ in 0..<count { columns[column].append(UInt8(truncatingIfNeeded: try Self.take(8, from: &reader))) }
  }

  private mutating func spreadScalar(_ bitCount: Int, to column: Int, from reader: inout BitReader) throws(DecodeError) -> Int {
    let value = try Self.take(bitCount, from: &reader)
    append(value, bitCount: bitCount, to: column)
    return Int(truncatingIfNeeded: value)
  }

  private static func take(_ bitCount: Int, from reader: inout BitReader) throws(DecodeError) -> UInt64 {
    bitCount == 0 ? 0 : try reader.run(bitCount: bitCount).integer(at: 0, count: bitCount)
  }

  /// One byte after the other: to the shared column, or each to a column of its own.
  private mutating func append(_ value: UInt64, bitCount: Int, to column: Int) {
    for place in 0..<(bitCount + 7) / 8 {
      columns[column == 0 ? 0 : column + place].append(UInt8(truncatingIfNeeded: value >> UInt64(place * 8)))
    }
  }

  /// A key as its distance from the one before it: keys ascend, so that it is small.
  private mutating func ascent(of value: UInt64, node: ColumnProgram.Node, index: Int) -> UInt64 {
    guard node.column > 0 else { return value }
    let distance = (value &- keys[index]) & (UInt64.max >> UInt64(64 - node.first))
    keys[index] = value
    return distance
  }
}

extension ColumnForm {
  /// Where the bytes behind a count go.
  func contentsColumn(of node: ColumnProgram.Node) -> Int { node.column == 0 ? 0 : node.column + (node.second + 7) / 8 }
}
