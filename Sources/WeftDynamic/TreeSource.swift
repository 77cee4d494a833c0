import Weft

/// A tree and what its byte strings refer to.
struct TreeSource {
  let tree: ValueTree
  let input: [UInt8]

  init(_ value: Value) {
    tree = value.tree
    input = value.input
  }

  init(_ tree: ValueTree, input: [UInt8]) {
    self.tree = tree
    self.input = input
  }

  func node(_ index: Int) -> ValueNode { tree.nodes[index] }

  func byte(_ index: Int, of node: ValueNode) -> UInt8 {
    let offset = node.byteOffset + index
    return node.flags.contains(.isInHeap) ? tree.heap[offset] : input[offset]
  }

  func bytes(of node: ValueNode) -> [UInt8] { (0..<node.byteCount).map { byte($0, of: node) } }

  /// The children of a record, a list or a union, in order.
  func children(of parent: Int) -> [Int] {
    var children: [Int] = []
    var child = parent + 1
    while child < Int(tree.nodes[parent].end) {
      children.append(child)
      child = Int(tree.nodes[child].end)
    }
    return children
  }

  /// The nodes of a record's fields by local index, and of its extension's tail.
  func fields(of record: Int, _ entry: RecordEntry) -> (nodes: [Int?], tail: Int?) {
    var nodes = [Int?](repeating: nil, count: Int(entry.fieldCount))
    var tail: Int?
    for child in children(of: record) {
      let field = tree.nodes[child].field
      if field >= 0 { nodes[Int(field - entry.firstField)] = child } else { tail = child }
    }
    return (nodes, tail)
  }

  /// Whether two subtrees hold the same value, as it stands on the wire.
  func isEqual(_ index: Int, to other: TreeSource, _ otherIndex: Int) -> Bool {
    let count = Int(tree.nodes[index].end) - index
    guard count == Int(other.tree.nodes[otherIndex].end) - otherIndex else { return false }
    return (0..<count).allSatisfy { place in
      let (left, right) = (tree.nodes[index + place], other.tree.nodes[otherIndex + place])
      guard left.kind == right.kind, place == 0 || left.field == right.field else { return false }
      guard left.holdsBytes else { return left.payload == right.payload }
      return left.byteCount == right.byteCount
        && (0..<left.byteCount).allSatisfy { byte($0, of: left) == other.byte($0, of: right) }
    }
  }

  func isEqual(_ index: Int?, to other: TreeSource, _ otherIndex: Int?) -> Bool {
    guard let index, let otherIndex else { return index == nil && otherIndex == nil }
    return isEqual(index, to: other, otherIndex)
  }

  /// What orders the elements of a keyed list; `field` is the global index of their key field.
  func key(of element: Int, field: Int32) -> ElementKey? {
    guard let key = children(of: element).first(where: { tree.nodes[$0].field == field }) else { return nil }
    let node = tree.nodes[key]
    return node.holdsBytes ? .bytes(bytes(of: node)) : .integer(node.number)
  }
}

/// Integers by value, enums by code, bytes from the first (`docs/language.md`, "keyed by").
enum ElementKey: Hashable, Comparable {
  case integer(Int128)
  case bytes([UInt8])

  static func < (left: ElementKey, right: ElementKey) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right
    case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
    case (.integer, .bytes): true
    case (.bytes, .integer): false
    }
  }
}

extension ValueNode {
  /// Of integers and enums.
  var number: Int128 { kind == .signed ? Int128(Int64(bitPattern: payload)) : Int128(payload) }
}

extension Interpreter {
  /// Whether the key of the element at `second` is above that of the one at `first`. In a full form of a keyed list all are
  /// in this order.
  @inline(never)
  func keysAscend(from first: Int, to second: Int, _ field: Int32, _ input: RawSpan) -> Bool {
    guard let left = keyNode(of: first, field), let right = keyNode(of: second, field) else { return false }
    guard left.holdsBytes, right.holdsBytes else { return left.number < right.number }
    for index in 0..<min(left.byteCount, right.byteCount) {
      let (one, other) = (byte(index, of: left, input), byte(index, of: right, input))
      if one != other { return one < other }
    }
    return left.byteCount < right.byteCount
  }

  private func keyNode(of element: Int, _ field: Int32) -> ValueNode? {
    var child = element + 1
    while child < Int(nodes[element].end) {
      if nodes[child].field == field { return nodes[child] }
      child = Int(nodes[child].end)
    }
    return nil
  }
}
