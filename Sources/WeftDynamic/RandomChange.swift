import WeftSchema

// Random changes: what a state may be a moment later. Most fields stay, numbers take small steps and now and then a jump, wrap
// around their range, and elements of keyed lists come and go.
extension RandomValue {
  /// A value that differs from `value` here and there, or not at all, and its bytes.
  ///
  /// - Returns: `nil` where no attempt gave an encodable value.
  public mutating func change(of value: Value) -> (tree: ValueTree, bytes: [UInt8])? {
    let source = TreeSource(value)
    for _ in 0..<64 where !source.tree.nodes.isEmpty {
      builder.tree = ValueTree()
      // How many of the places where something may change do.
      let rate = [1, 2, 4, 8, 16, 64][generator.below(6)]
      var change = Change(source: source, oneIn: rate)
      if generator.chance(1, in: 16) { change.oneIn = .max }
      changed(0, change)
      var tree = settled(builder.tree, pulls: false)
      guard let bytes = try? codec.encoded(&tree) else { continue }
      return (tree, bytes)
    }
    return nil
  }

  struct Change {
    var source: TreeSource
    /// A leaf or an optional changes once in so many times.
    var oneIn: Int
  }

  private mutating func happens(_ change: Change) -> Bool { change.oneIn < .max && generator.chance(1, in: change.oneIn) }

  private mutating func changed(_ index: Int, _ change: Change) {
    let node = change.source.node(index)
    guard node.type >= 0 else { return builder.appendBytes(tail(node, change), .extensionTail, type: -1, field: -1) }
    let entry = codec.program.types[node.type]
    switch entry.kind {
    case .record: changedRecord(index, node, change)
    case .list where entry.keyField >= 0: changedElements(index, node, entry, change)
    case .list where entry.count == .fixed || !happens(change): copied(index, node, change)
    case .union where !generator.chance(1, in: 4) || !happens(change): copied(index, node, change)
    case .bool, .unsigned, .signed, .ranged, .fixed, .varint, .zigzag, .float, .enumeration, .flags:
      if happens(change) { step(node, entry) } else { append(node) }
    case .bytes, .text:
      if happens(change) {
        value(node.type, field: node.field, depth: 0)
      } else {
        builder.appendBytes(change.source.bytes(of: node), node.kind, type: node.type, field: node.field)
      }
    default: value(node.type, field: node.field, depth: 0)
    }
  }

  private mutating func tail(_ node: ValueNode, _ change: Change) -> [UInt8] {
    var bytes = change.source.bytes(of: node)
    if happens(change), !bytes.isEmpty { bytes[generator.below(bytes.count)] &+= 1 }
    return bytes
  }

  /// The node with its children changed, one by one.
  private mutating func copied(_ index: Int, _ node: ValueNode, _ change: Change) {
    let copy = append(node)
    for child in change.source.children(of: index) { changed(child, change) }
    builder.close(copy)
  }

  @discardableResult
  private mutating func append(_ node: ValueNode) -> Int {
    builder.open(node.kind, type: node.type, field: node.field, payload: node.payload)
  }

  private mutating func changedRecord(_ index: Int, _ node: ValueNode, _ change: Change) {
    let entry = codec.program.records[codec.program.types[node.type].detail]
    let old = change.source.fields(of: index, entry)
    let copy = append(node)
    for local in 0..<entry.fieldCount {
      let reference = codec.fields[Int(entry.firstField + local)]
      guard case .record(let definition) = codec.schema[reference.definition].body else { continue }
      let isOptional = definition.fields[reference.index].isOptional
      let flips = isOptional && happens(change)
      if let field = old.nodes[Int(local)], !flips {
        changed(field, change)
      } else if flips, old.nodes[Int(local)] == nil {
        value(codec.program.fieldTypes[entry.firstField + local], field: entry.firstField + local, depth: 1)
      }
    }
    if let tail = old.tail, !happens(change) { changed(tail, change) }
    builder.close(copy)
  }

  /// Some elements are removed, some change, some are created.
  private mutating func changedElements(_ index: Int, _ node: ValueNode, _ entry: TypeEntry, _ change: Change) {
    var elements: [ValueTree] = []
    for element in change.source.children(of: index) where !happens(change) {
      elements.append(apart { $0.changed(element, change) })
    }
    while happens(change), elements.count < entry.maximumCount {
      elements.append(apart { $0.value(entry.detail, field: -1, depth: 1) })
    }
    let list = append(node)
    appendSorted(elements, entry, to: list)
  }

  /// What `body` builds, as a tree of its own.
  mutating func apart(_ body: (inout Self) -> Void) -> ValueTree {
    let outer = builder.tree
    builder.tree = ValueTree()
    body(&self)
    let tree = builder.tree
    builder.tree = outer
    return tree
  }

  /// Ends a keyed list with these elements in the order of their keys; of two with one key the first stays.
  mutating func appendSorted(_ elements: [ValueTree], _ entry: TypeEntry, to list: Int) {
    var sorted: [ElementKey: ValueTree] = [:]
    for element in elements {
      guard let key = TreeSource(element, input: []).key(of: 0, field: entry.keyField) else { continue }
      sorted[key] = sorted[key] ?? element
    }
    for (_, element) in sorted.sorted(by: { $0.key < $1.key }) {
      let (first, bytes) = (builder.tree.nodes.count, builder.tree.heap.count)
      for var node in element.nodes {
        node.end += Int32(first)
        if node.flags.contains(.isInHeap) { node.payload += UInt64(bytes) << 32 }
        builder.tree.nodes.append(node)
      }
      builder.tree.heap += element.heap
    }
    builder.tree.nodes[list].payload = UInt64(sorted.count)
    builder.close(list)
  }

  // MARK: Leaves

  /// A small step up or down, around the end of the range, or a jump.
  private mutating func step(_ node: ValueNode, _ entry: TypeEntry) {
    let codes = DeltaCodes(entry)
    let hasCodes: Bool
    switch entry.kind {
    case .unsigned, .signed, .ranged, .fixed: hasCodes = entry.bitCount > 0
    default: hasCodes = false
    }
    guard hasCodes, !generator.chance(1, in: 8) else { return value(node.type, field: node.field, depth: 0) }
    let size = Int128(1 + generator.next() >> UInt64(generator.chance(1, in: 4) ? generator.below(64) : 60 + generator.below(4)))
    let code = codes.wrapped(codes.code(of: node) + (generator.chance(1, in: 2) ? size : -size))
    _ = builder.open(entry.node, type: node.type, field: node.field, payload: codes.payload(of: code))
  }
}
