import WeftDynamic
import WeftSchema

/// A message against a baseline, and which of its nodes are not what they were.
struct LinkChanges {
  let delta: DecodedDelta
  /// What was there before prediction moved it; node by node the delta's baseline.
  let previous: Value
  /// By node of the delta's tree: whether it, or anything in it, is not what it was.
  private(set) var differs: [Bool]
  /// Nodes of the baseline that are gone, ascending.
  let removed: [Int]

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

  init?(_ message: FollowedMessage) {
    guard let delta = message.delta, let previous = message.previous else { return nil }
    self.delta = delta
    self.previous = previous
    removed = delta.removedNodes.sorted()
    differs = delta.tree.nodes.map { _ in false }
    markDifferences()
  }

  /// The node of the baseline that a node was made from; −1 for what is new.
  func old(_ index: Int) -> Int { index < delta.baselineNodes.count ? Int(delta.baselineNodes[index]) : -1 }

  /// The nodes that are gone from the list that stands at a node of the baseline.
  func removed(from list: Int) -> ArraySlice<Int> {
    let end = Int(previous.tree.nodes[list].end)
    return removed[lowerBound(list + 1)..<lowerBound(end)]
  }

  private func lowerBound(_ node: Int) -> Int {
    var (low, high) = (0, removed.count)
    while low < high {
      let middle = (low + high) / 2
      if removed[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func markDifferences() {
    let nodes = delta.tree.nodes
    // The nodes that hold the one at hand, outermost first.
    var holders: [Int] = []
    for index in nodes.indices {
      while let last = holders.last, Int(nodes[last].end) <= index { holders.removeLast() }
      let isLeaf = Int(nodes[index].end) == index + 1
      if isDifferent(nodes[index], isLeaf: isLeaf, old: old(index)) {
        differs[index] = true
        for holder in holders { differs[holder] = true }
      }
      if !isLeaf { holders.append(index) }
    }
  }

  private func isDifferent(_ node: ValueNode, isLeaf: Bool, old: Int) -> Bool {
    if old >= 0, node.kind == .list, !removed.isEmpty, !removed(from: old).isEmpty { return true }
    if isLeaf, old >= 0, node.isNumber { return previous.tree.nodes[old].payload != node.payload }
    return !node.flags.contains(.isUnchanged) && (isLeaf || old < 0)
  }

  /// What is not as it was, in the order of the value: the first of it, and how much there is in all.
  func changes(_ channel: LinkChannel, atMost limit: Int = .max) -> (shown: [Change], count: Int) {
    var walk = ChangeWalk(changes: self, channel: channel, limit: limit)
    if !delta.tree.nodes.isEmpty { walk.visit(0, path: "") }
    return (walk.shown, walk.count)
  }
}

/// Goes down to the values that differ.
private struct ChangeWalk {
  let changes: LinkChanges
  let channel: LinkChannel
  let limit: Int
  var shown: [LinkChanges.Change] = []
  var count = 0

  mutating func visit(_ index: Int, path: String) {
    let node = changes.delta.tree.nodes[index]
    guard changes.differs[index], !node.flags.contains(.isImplied) else { return }
    let old = changes.old(index)
    let hasParts = node.kind == .record || node.kind == .list || node.kind == .union
    if (old < 0 && index > 0) || !hasParts {
      count += 1
      guard shown.count < limit else { return }
      let isExpected = node.flags.contains(.isUnchanged)
      return shown.append(LinkChanges.Change(path: path, node: index, old: old < 0 ? nil : old, isExpected: isExpected))
    }
    var child = index + 1
    var number = 0
    while child < Int(node.end) {
      // No path is made for what is only counted.
      visit(child, path: shown.count < limit ? step(child, number, of: node, path) : "")
      number += 1
      child = max(Int(changes.delta.tree.nodes[child].end), child + 1)
    }
  }

  private func step(_ child: Int, _ number: Int, of parent: ValueNode, _ outer: String) -> String {
    let field = Int(changes.delta.tree.nodes[child].field)
    if field < 0, parent.kind == .list { return "\(outer)[\(number)]" }
    let name = field < 0 ? channel.codec.caseName(of: parent) : channel.fieldNames[field]
    return outer.isEmpty ? name : "\(outer).\(name)"
  }
}

extension ValueNode {
  /// What prediction can move.
  fileprivate var isNumber: Bool { kind == .unsigned || kind == .signed || kind == .fixed }
}
