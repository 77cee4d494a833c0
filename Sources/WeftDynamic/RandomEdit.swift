import WeftSchema

// Edits: one place of a value becomes something else that its definition allows. Where `change(of:)` makes the next moment of a state, an
// edit makes another message: another case, another number of elements, a part of somebody else's.
extension RandomValue {
  /// Begins again: what follows depends on the seed alone.
  public mutating func reseed(_ seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// The bytes of a value that differs from `value` in one place.
  ///
  /// Elements are removed, doubled, put in or shuffled, a union changes its case, an optional field comes or goes, a leaf gets another value,
  /// or a part of `donor` of the same type takes the place of one. Computed fields of foreign definitions are mostly computed anew.
  /// - Returns: `nil` where what was made has no encoding.
  public mutating func edit(
    of value: Value, donor: Value? = nil, arguments: borrowing Arguments = Arguments()
  ) -> [UInt8]? {
    let source = TreeSource(value)
    guard !source.tree.nodes.isEmpty else { return nil }
    let computesAnew = generator.chance(3, in: 4)
    for _ in 0..<4 {
      builder.tree = ValueTree()
      isStuck = false
      let edit = Edit(
        source: source, donor: donor.map(TreeSource.init), place: generator.below(source.tree.nodes.count),
        computesAnew: computesAnew)
      copy(0, edit, depth: 0)
      guard !isStuck else { continue }
      var tree = settled(builder.tree, pulls: false)
      if let bytes = try? codec.encoded(&tree, isLenient: !computesAnew, arguments: arguments) { return bytes }
    }
    return nil
  }

  struct Edit {
    let source: TreeSource
    let donor: TreeSource?
    /// The node where something happens.
    let place: Int
    let computesAnew: Bool
  }

  private mutating func copy(_ index: Int, _ edit: Edit, depth: Int) {
    let node = edit.source.node(index)
    // Unknown added fields, and whatever else has no type.
    guard node.type >= 0 else { return append(node, edit.source) }
    let outer = scope
    defer { scope = outer }
    if node.kind == .record { enter(codec.program.types[node.type]) }
    if index == edit.place, replace(index, node, edit, depth: depth) { return }
    switch node.kind {
    case .record where index == edit.place: editedRecord(index, node, edit, depth: depth)
    case .record, .list, .union, .match: copied(node, children: edit.source.children(of: index), edit, depth: depth)
    default: append(node, edit.source)
    }
    if node.field >= 0, edit.computesAnew { settle(node.field, at: builder.tree.nodes.count) }
  }

  /// Expressions of a foreign record have no value while it is edited: what they would decide is left to chance.
  private mutating func enter(_ entry: TypeEntry) {
    let record = codec.program.records[entry.detail]
    let count = record.isForeign ? Int(record.fieldCount) : 0
    scope = ForeignScope(
      firstField: record.firstField, nodes: [Int](repeating: -1, count: count), chosenCases: [Int](repeating: -1, count: count))
  }

  /// Computed fields of foreign records are left to the encoder.
  private mutating func settle(_ field: Int32, at end: Int) {
    let rules = codec.program.fieldRules[field]
    guard rules >= 0, codec.program.rules[rules].computed >= 0, end > 0 else { return }
    let node = end - 1
    if builder.tree.nodes[node].field == field { builder.tree.nodes[node].flags.insert(.isPending) }
  }

  private mutating func copied(_ node: ValueNode, children: [Int], _ edit: Edit, depth: Int) {
    let copy = builder.open(node.kind, type: node.type, field: node.field, payload: node.payload)
    for child in children { self.copy(child, edit, depth: depth + 1) }
    builder.close(copy)
  }

  private mutating func append(_ node: ValueNode, _ source: TreeSource) {
    if node.holdsBytes {
      builder.appendBytes(source.bytes(of: node), node.kind, type: node.type, field: node.field)
    } else {
      _ = builder.open(node.kind, type: node.type, field: node.field, payload: node.payload)
    }
  }

  // MARK: What happens at the place

  /// Whether the node was replaced.
  private mutating func replace(_ index: Int, _ node: ValueNode, _ edit: Edit, depth: Int) -> Bool {
    if let donor = edit.donor, generator.chance(1, in: 3), let other = part(of: donor, like: node) {
      take(other, from: donor, field: node.field)
      return true
    }
    let entry = codec.program.types[node.type]
    switch node.kind {
    case .record: return false
    case .list where entry.count == .fixed: return false
    case .list:
      editedList(index, node, entry, edit, depth: depth)
      return true
    default:
      value(node.type, field: node.field, depth: depth)
      return true
    }
  }

  /// A node of `donor` that has the type of `node`.
  private mutating func part(of donor: TreeSource, like node: ValueNode) -> Int? {
    let alike = donor.tree.nodes.indices.filter { donor.tree.nodes[$0].type == node.type }
    return alike.isEmpty ? nil : alike[generator.below(alike.count)]
  }

  private mutating func take(_ index: Int, from donor: TreeSource, field: Int32) {
    let part = Edit(source: donor, donor: nil, place: -1, computesAnew: true)
    let first = builder.tree.nodes.count
    copy(index, part, depth: 0)
    if first < builder.tree.nodes.count { builder.tree.nodes[first].field = field }
  }

  /// An optional field comes or goes.
  private mutating func editedRecord(_ index: Int, _ node: ValueNode, _ edit: Edit, depth: Int) {
    let entry = codec.program.records[codec.program.types[node.type].detail]
    let old = edit.source.fields(of: index, entry)
    let chosen = Int32(generator.below(Int(entry.fieldCount)))
    let copy = builder.open(node.kind, type: node.type, field: node.field, payload: node.payload)
    for local in 0..<entry.fieldCount {
      let field = entry.firstField + local
      let isChosen = local == chosen && mayBeAbsent(field)
      if let child = old.nodes[Int(local)] {
        if !isChosen { self.copy(child, edit, depth: depth + 1) }
      } else if isChosen {
        value(codec.program.fieldTypes[field], field: field, depth: depth + 1)
      }
    }
    if let tail = old.tail { append(edit.source.node(tail), edit.source) }
    builder.close(copy)
  }

  private func mayBeAbsent(_ field: Int32) -> Bool {
    let reference = codec.fields[Int(field)]
    guard case .record(let record) = codec.schema[reference.definition].body else { return false }
    let rules = codec.program.fieldRules[field]
    return record.fields[reference.index].isOptional || (rules >= 0 && codec.program.rules[rules].condition >= 0)
  }

  private mutating func editedList(_ index: Int, _ node: ValueNode, _ entry: TypeEntry, _ edit: Edit, depth: Int) {
    let children = edit.source.children(of: index)
    let inner = Edit(source: edit.source, donor: nil, place: -1, computesAnew: edit.computesAnew)
    var elements = children.map { child in apart { $0.copy(child, inner, depth: depth + 1) } }
    switch generator.below(7) {
    case 0 where !elements.isEmpty: elements.remove(at: generator.below(elements.count))
    case 1 where !elements.isEmpty:
      elements.insert(elements[generator.below(elements.count)], at: generator.below(elements.count + 1))
    case 2 where elements.count > 1: elements.swapAt(generator.below(elements.count), generator.below(elements.count))
    case 3: elements = []
    case 4 where elements.count < 1 << 10: elements += elements
    case 5:
      if let donor = edit.donor, let other = part(of: donor, like: node) {
        let part = Edit(source: donor, donor: nil, place: -1, computesAnew: true)
        elements += donor.children(of: other).prefix(16).map { child in apart { $0.copy(child, part, depth: depth + 1) } }
      }
    default:
      let element = apart { $0.value(entry.detail, field: -1, depth: depth + 1) }
      elements.insert(element, at: generator.below(elements.count + 1))
    }
    if entry.count == .bounded { elements = Array(elements.prefix(entry.maximumCount)) }
    let list = builder.open(.list, type: node.type, field: node.field, payload: UInt64(elements.count))
    guard entry.keyField < 0 else { return appendSorted(elements, entry, to: list) }
    for element in elements { builder.tree.append(element, field: -1, at: 0) }
    builder.close(list)
  }
}
