import WeftDynamic
import WeftSchema

extension FollowedMessage {
  /// A plain value that is not what it was, or a value that is new.
  struct Change {
    var path: String
    /// In the tree.
    var node: Int
    /// In `previous`; `nil`: it is new.
    var old: Int?
    /// Prediction has said so: there is no difference in the bits.
    var isExpected: Bool
  }

  /// By node of the tree: whether it, or anything in it, is not what it was before.
  var differences: [Bool] {
    guard let delta, let previous else { return tree.nodes.map { _ in true } }
    var differs = tree.nodes.map { _ in false }
    // The nodes that hold the one at hand, outermost first.
    var holders: [Int] = []
    for index in tree.nodes.indices {
      while let last = holders.last, Int(tree.nodes[last].end) <= index { holders.removeLast() }
      let isLeaf = Int(tree.nodes[index].end) == index + 1
      let old = index < delta.baselineNodes.count ? Int(delta.baselineNodes[index]) : -1
      let hasMoved: Bool
      if isLeaf, old >= 0, tree.nodes[index].isNumber {
        hasMoved = previous.tree.nodes[old].payload != tree.nodes[index].payload
      } else {
        hasMoved = !tree.nodes[index].flags.contains(.isUnchanged) && (isLeaf || old < 0)
      }
      if hasMoved {
        differs[index] = true
        for holder in holders { differs[holder] = true }
      }
      if !isLeaf { holders.append(index) }
    }
    for removed in delta.removedNodes { markHolders(of: removed, &differs, delta) }
    return differs
  }

  /// A list from which an element is gone differs, and what holds it.
  private func markHolders(of removed: Int, _ differs: inout [Bool], _ delta: DecodedDelta) {
    let nodes = delta.baseline.tree.nodes
    for index in tree.nodes.indices where index < delta.baselineNodes.count {
      let old = Int(delta.baselineNodes[index])
      if old >= 0, old < removed, removed < Int(nodes[old].end), Int(tree.nodes[index].end) >= index { differs[index] = true }
    }
  }

  /// What is not as it was, in the order of the value.
  var changes: [Change] {
    guard let delta, !tree.nodes.isEmpty, let value = delta.value else { return [] }
    var changes: [Change] = []
    collect(value, path: "", delta, differences, into: &changes)
    return changes
  }

  private func collect(
    _ value: Value, path: String, _ delta: DecodedDelta, _ differs: [Bool], into changes: inout [Change]
  ) {
    guard differs[value.index], !value.node.flags.contains(.isImplied) else { return }
    let old = value.index < delta.baselineNodes.count ? Int(delta.baselineNodes[value.index]) : -1
    let hasParts = value.kind == .record || value.kind == .list || value.kind == .union
    if (old < 0 && value.index > 0) || !hasParts {
      let isExpected = value.node.flags.contains(.isUnchanged)
      return changes.append(Change(path: path, node: value.index, old: old < 0 ? nil : old, isExpected: isExpected))
    }
    for (number, child) in value.children.enumerated() {
      let name = child.name ?? (value.kind == .list ? nil : value.caseName)
      let step = name.map { path.isEmpty ? $0 : "\(path).\($0)" } ?? "\(path)[\(number)]"
      collect(child, path: step, delta, differs, into: &changes)
    }
  }
}

extension ValueNode {
  /// What prediction can move.
  fileprivate var isNumber: Bool { kind == .unsigned || kind == .signed || kind == .fixed }
}
