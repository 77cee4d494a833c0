/// A column program, parsed: which column each value of a message goes to (`docs/streams.md`, "Columns").
///
/// Outside of lists all values share column 0. In lists each scalar has a column for each of its bytes, each count, presence bit,
/// tag and byte string one of its own.
struct ColumnProgram: Sendable {
  enum Kind: UInt8 {
    case end, scalar, key, raw, bytes, list, array, varint, union, record, optional, block
  }

  struct Node: Sendable {
    var kind: Kind
    /// The operands, as the table in `WeftSchema.ColumnOpcode` lists them.
    var first = 0
    var second = 0
    /// Of nodes inside lists; 0 elsewhere.
    var column = 0
    /// Where the nodes of each body stand.
    var bodies: [Range<Int>] = []
    /// The node after this one and its bodies.
    var next = 0
    /// Of a list: the keys whose ascent starts anew with it.
    var keys: [Int] = []
  }

  private(set) var nodes: [Node] = []
  private(set) var columnCount = 1
  private var program: [UInt8]
  private var position = 0

  /// Deeper than any definition nests.
  private static let maximumDepth = 80

  /// `nil` where the bytes are no program.
  init?(_ program: [UInt8]) {
    self.program = program
    guard parse(isInList: false, depth: 0), position == program.count, nodes.count > 0 else { return nil }
  }

  private mutating func operand() -> Int? {
    var value = 0
    var shift = 0
    while position < program.count, shift < 42 {
      let group = Int(program[position])
      position += 1
      value |= (group & 0x7F) << shift
      if group < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  private mutating func parse(isInList: Bool, depth: Int) -> Bool {
    guard depth < Self.maximumDepth, position < program.count, let kind = Kind(rawValue: program[position]) else { return false }
    position += 1
    var node = Node(kind: kind, column: isInList ? columnCount : 0)
    let index = nodes.count
    nodes.append(node)
    guard let (bodyCount, isList, columns) = operands(of: kind, into: &node) else { return false }
    if isInList { columnCount += columns }
    for _ in 0..<bodyCount {
      let start = nodes.count
      while position < program.count, program[position] != Kind.end.rawValue {
        guard parse(isInList: isInList || isList, depth: depth + 1) else { return false }
      }
      guard position < program.count else { return false }
      position += 1
      node.bodies.append(start..<nodes.count)
    }
    if isList { node.keys = (index + 1..<nodes.count).filter { nodes[$0].kind == .key } }
    node.next = nodes.count
    nodes[index] = node
    return true
  }

  /// How many bodies follow, whether they are a list's, and how many columns the node itself takes.
  private mutating func operands(of kind: Kind, into node: inout Node) -> (bodies: Int, isList: Bool, columns: Int)? {
    switch kind {
    case .end: return nil
    case .varint: return (0, false, 1)
    case .scalar, .key, .raw, .array, .record, .optional:
      guard let first = operand() else { return nil }
      node.first = first
    case .bytes, .list, .union, .block:
      guard let first = operand(), let second = operand() else { return nil }
      (node.first, node.second) = (first, second)
    }
    switch kind {
    case .scalar, .key:
      guard 1...64 ~= node.first else { return nil }
      return (0, false, (node.first + 7) / 8)
    case .raw: return (0, false, 1)
    case .bytes, .block:
      guard node.second <= 32 else { return nil }
      return (0, false, (node.second + 7) / 8 + 1)
    case .list:
      guard node.second <= 32 else { return nil }
      return (1, true, (node.second + 7) / 8)
    case .array: return (1, true, 0)
    case .union:
      guard node.first <= 16, 1...65_536 ~= node.second else { return nil }
      return (node.second, false, (node.first + 7) / 8)
    case .record: return (1, false, node.first)
    case .optional: return (1, false, 0)
    case .end, .varint: return nil
    }
  }
}
