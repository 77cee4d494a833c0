// Random values whose fields fit each other: what is `relative to` an address is in order of distance, and behind the bits that are
// `significant` there are zeros.
extension RandomValue {
  /// The value with such fields made right.
  ///
  /// - Parameter pulls: Addresses get some first bits of the one that they are relative to, which chance would not give them.
  mutating func settled(_ tree: ValueTree, pulls: Bool) -> ValueTree {
    guard hasAddresses, !tree.nodes.isEmpty else { return tree }
    var settled = ValueTree()
    settle(0, TreeSource(tree, input: []), pulls: pulls, into: &settled)
    return settled
  }

  private mutating func settle(_ index: Int, _ source: TreeSource, pulls: Bool, into tree: inout ValueTree) {
    let node = source.node(index)
    let entry = node.type < 0 ? nil : codec.program.types[node.type]
    if let entry, entry.form != .whole, let companion = companion(of: entry, in: tree) {
      switch (entry.form, entry.kind) {
      case (.significant, _):
        let bitCount = Int(clamping: companion.payload)
        return append(node, Self.prefix(source.bytes(of: node), bitCount: bitCount), to: &tree)
      case (_, .list): return settleElements(index, entry, Self.bytes(of: companion, in: tree), source, pulls: pulls, into: &tree)
      default:
        let target = Self.bytes(of: companion, in: tree)
        return append(node, pulled(source.bytes(of: node), to: target, pulls: pulls), to: &tree)
      }
    }
    if node.holdsBytes { return append(node, source.bytes(of: node), to: &tree) }
    let copy = tree.nodes.count
    tree.nodes.append(node)
    for child in source.children(of: index) { settle(child, source, pulls: pulls, into: &tree) }
    tree.nodes[copy].end = Int32(tree.nodes.count)
  }

  /// The elements in order of distance; of two with one address the first stays.
  private mutating func settleElements(
    _ index: Int, _ entry: TypeEntry, _ target: [UInt8], _ source: TreeSource, pulls: Bool, into tree: inout ValueTree
  ) {
    var elements: [(address: [UInt8], tree: ValueTree)] = []
    for child in source.children(of: index) {
      var element = ValueTree()
      settle(child, source, pulls: pulls, into: &element)
      let place = element.nodes.indices.first { entry.addressField < 0 || element.nodes[$0].field == entry.addressField } ?? 0
      let address = pulled(Self.bytes(of: element.nodes[place], in: element), to: target, pulls: pulls)
      let offset = element.nodes[place].byteOffset
      for (number, byte) in address.enumerated() { element.heap[offset + number] = byte }
      if !elements.contains(where: { $0.address == address }) { elements.append((address, element)) }
    }
    elements.sort { isFarther($1.address, than: $0.address, from: target) }
    let list = tree.nodes.count
    tree.nodes.append(source.node(index))
    for element in elements {
      let (first, bytes) = (tree.nodes.count, tree.heap.count)
      for var node in element.tree.nodes {
        node.end += Int32(first)
        if node.flags.contains(.isInHeap) { node.payload += UInt64(bytes) << 32 }
        tree.nodes.append(node)
      }
      tree.heap += element.tree.heap
    }
    tree.nodes[list].payload = UInt64(elements.count)
    tree.nodes[list].end = Int32(tree.nodes.count)
  }

  /// The field that another takes: the last one before it.
  private func companion(of entry: TypeEntry, in tree: ValueTree) -> ValueNode? {
    tree.nodes.indices.reversed().first { tree.nodes[$0].field == entry.companion }.map { tree.nodes[$0] }
  }

  private mutating func pulled(_ address: [UInt8], to target: [UInt8], pulls: Bool) -> [UInt8] {
    guard pulls, generator.chance(3, in: 4), target.count >= address.count else { return address }
    let shared = generator.below(address.count * 8 + 1)
    let tail = zip(address, Self.prefix(address, bitCount: shared)).map { $0 ^ $1 }
    return zip(Self.prefix(Array(target.prefix(address.count)), bitCount: shared), tail).map { $0 | $1 }
  }

  private func append(_ node: ValueNode, _ bytes: [UInt8], to tree: inout ValueTree) {
    var node = node
    node.payload = UInt64(tree.heap.count) << 32 | UInt64(bytes.count)
    node.flags.insert(.isInHeap)
    node.end = Int32(tree.nodes.count + 1)
    tree.nodes.append(node)
    tree.heap += bytes
  }

  private static func bytes(of node: ValueNode, in tree: ValueTree) -> [UInt8] {
    node.holdsBytes ? Array(tree.heap[node.byteOffset..<node.byteOffset + node.byteCount]) : []
  }

  /// The first bits, and zeros behind them.
  private static func prefix(_ bytes: [UInt8], bitCount: Int) -> [UInt8] {
    bytes.enumerated().map { index, byte in
      let left = bitCount - index * 8
      return left >= 8 ? byte : left <= 0 ? 0 : byte & ~(0xFF >> UInt8(left))
    }
  }
}
