import Weft

/// One decoding call: the program, the tree being made, and where in the input it stands.
///
/// Every function that reads returns whether it could. After `false`, `reason` and `failureBit` say why, and each
/// level on the way out puts its part before the path, as generated code does.
struct Decoder {
  let program: Program
  let isLenient: Bool
  var tree = ValueTree()
  /// The next bit, and one past the last bit of the region.
  var position = 0
  var limit = 0
  var depth = 0
  var frame = Frame()

  var reason = DecodeError.Reason.expression
  var failureBit = 0
  /// A truncation has the path of the record around it, not of the field.
  var belongsToRecord = false
  var path: [PathPart] = []

  /// Records within records; the same bound for every schema, since foreign ones may be recursive.
  static let maximumDepth = 64
  /// Only lists can make more nodes than the schema has fields; this bounds them for inputs of any size.
  static let maximumNodeCount = 1 << 24

  /// The record being decoded.
  struct Frame {
    var firstBit = 0
    var firstField: Int32 = 0
    /// Where its fields' nodes stand in `ValueTree.fieldNodes`; −1 if it keeps none.
    var fieldNodes = -1
    var arguments = 0
    var argumentCount = 0
    /// The byte order that a parameter chose.
    var isLittle = false
    var hasExtension = false
  }

  enum PathPart {
    case field(Int32)
    case element(Int)
  }

  init(_ program: Program, isLenient: Bool) {
    self.program = program
    self.isLenient = isLenient
  }

  // MARK: Failing

  @inline(never)
  mutating func fail(_ reason: DecodeError.Reason, at bit: Int) -> Bool {
    self.reason = reason
    failureBit = bit
    belongsToRecord = false
    return false
  }

  /// The run at `position` needs `bitCount` bits, and the region ends before.
  @inline(never)
  mutating func truncated(bitCount: Int) -> Bool {
    reason = .truncated(neededBitCount: bitCount - (limit - position))
    failureBit = limit
    belongsToRecord = true
    return false
  }

  @inline(never)
  mutating func failed(in field: Int32) -> Bool {
    if !belongsToRecord { path.append(.field(field)) }
    return false
  }

  /// The path from the outermost value on: the parts were found from the inside.
  func pathText() -> String {
    var text = ""
    for part in path.reversed() {
      switch part {
      case .field(let field):
        if !text.isEmpty { text += "." }
        text += program.names.fields[Int(field)]
      case .element(let index): text += "[\(index)]"
      }
    }
    return text
  }

  // MARK: Nodes

  /// Starts a node whose children follow; `close` ends it.
  mutating func open(_ kind: ValueNode.Kind, type: Int32, field: Int32, at bit: Int, payload: UInt64 = 0) -> Int {
    let index = tree.nodes.count
    tree.nodes.append(
      ValueNode(
        bitOffset: bit, bitCount: 0, payload: payload, field: field, type: type, end: Int32(truncatingIfNeeded: index + 1),
        kind: kind))
    return index
  }

  mutating func close(_ index: Int) {
    tree.nodes[index].bitCount = position - tree.nodes[index].bitOffset
    tree.nodes[index].end = Int32(truncatingIfNeeded: tree.nodes.count)
  }

  /// Remembers where the field's node stands, for expressions.
  @inline(__always)
  mutating func remember(field: Int32, node: Int) {
    if frame.fieldNodes >= 0, field >= 0 {
      tree.fieldNodes[frame.fieldNodes + Int(field - frame.firstField)] = Int32(truncatingIfNeeded: node)
    }
  }

  // MARK: Reading

  @inline(__always)
  func read(_ stream: BitStream, at bit: Int, bitCount: Int, _ input: RawSpan) -> UInt64 {
    switch stream {
    case .leastSignificantFirst: input.leastSignificantFirst(at: bit, bitCount: bitCount)
    case .mostSignificantFirst: input.mostSignificantFirst(at: bit, bitCount: bitCount)
    case .byParameter:
      frame.isLittle
        ? input.leastSignificantFirst(at: bit, bitCount: bitCount)
        : input.mostSignificantFirst(at: bit, bitCount: bitCount)
    }
  }

  /// The whole value, from the first bit of the input to its zero padding.
  mutating func decodeOutermost(
    _ type: Int32, byteCount: Int, allowsTrailingBytes: Bool, _ input: RawSpan
  ) -> Bool {
    limit = byteCount * 8
    guard value(type, field: -1, input) else { return false }
    tree.bitCount = position
    let padding = (8 - position & 7) & 7
    let isPadded = padding == 0 || paddingIsZero(bitCount: padding, input)
    guard isPadded else { return fail(.nonZeroPadding, at: position) }
    let left = (limit - position) / 8
    if left > 0, !allowsTrailingBytes { return fail(.trailingBytes(count: left), at: position + padding) }
    return true
  }

  private func paddingIsZero(bitCount: Int, _ input: RawSpan) -> Bool {
    let node = program.types[Int(tree.nodes[0].type)]
    let isForeign = node.kind == .record && program.records[Int(node.detail)].isForeign
    // Of a foreign definition that ends inside a byte, the rest of that byte is nobody's.
    return isForeign || input.leastSignificantFirst(at: position, bitCount: bitCount) == 0
  }
}
