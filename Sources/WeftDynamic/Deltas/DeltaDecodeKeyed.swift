import Weft

extension DeltaDecoder {
  /// A list of a keyed struct:
  ///
  ///     removed?  choice  |  changed?  choice  delta forms  |  created?  number  full forms
  mutating func keyedChange(_ type: Int32, field: Int32, base: Int, slot: Int) throws(DecodeFailure) -> Bool {
    let list = KeyedList(
      element: program.types[type].detail, entry: program.types[type], base: base,
      node: open(.list, type: type, field: field, base: base), slot: slot)
    let start = position
    let all = baseline.children(of: base)
    try requireKnownKeys(all, list)
    // Where elements that stand in the delta begin, by key.
    var starts: [ElementKey: Int] = [:]

    let hasRemoved = try takeBit()
    addPart(position - 1, .removed(hasRemoved), node: list.node, baselineNode: base)
    let removed = Set(hasRemoved ? try choice(outOf: all, node: list.node, base: base) : [])
    output.removedNodes += removed.sorted().map { all[$0] }
    let left = all.indices.filter { !removed.contains($0) }.map { all[$0] }

    let hasChanged = try takeBit()
    addPart(position - 1, .changedElements(hasChanged), node: list.node, baselineNode: base)
    if hasChanged { try changedElements(list, left, &starts) }

    let hasCreated = try takeBit()
    addPart(position - 1, .created(hasCreated), node: list.node, baselineNode: base)
    let count = left.count + (hasCreated ? try createdElements(list, all, leftCount: left.count, &starts) : 0)
    guard count >= list.entry.minimumCount else {
      throw failure(.tooFewElements(found: count, minimum: list.entry.minimumCount), at: start)
    }
    nodes[list.node].payload = UInt64(count)
    arrange(list, starts, left)
    close(list.node)
    return hasRemoved || hasChanged || hasCreated
  }

  /// Elements whose keys are entries that nobody knows cannot be told apart.
  private func requireKnownKeys(_ elements: [Int], _ list: KeyedList) throws(DecodeFailure) {
    guard keepsUnknownEntries, !baseline.tree.marks.isEmpty else { return }
    for mark in baseline.tree.marks where baseline.node(mark.node).field == list.entry.keyField {
      if let first = elements.first, let last = elements.last, mark.node > first, mark.node < Int(baseline.node(last).end) {
        throw failure(mark.reason, at: position)
      }
    }
  }

  private struct KeyedList {
    /// The type of its elements.
    var element: Int32
    var entry: TypeEntry
    /// In the baseline, and in the new value.
    var base: Int
    var node: Int
    var slot: Int
  }

  /// A choice out of those left, then each one's delta form.
  private mutating func changedElements(
    _ list: KeyedList, _ left: [Int], _ starts: inout [ElementKey: Int]
  ) throws(DecodeFailure) {
    let chosen = try choice(outOf: left, node: list.node, base: list.base)
    let choosesHeads = codec.deltaRecord(list.element)?.choosesHeads ?? false
    var headed = Set(chosen.indices)
    if choosesHeads {
      let hasHeads = try takeBit()
      addPart(position - 1, .heads(hasHeads), node: list.node, baselineNode: list.base)
      headed = hasHeads ? Set(try choice(outOf: chosen.map { left[$0] }, node: list.node, base: list.base)) : []
    }
    for (index, place) in chosen.enumerated() {
      path.append(.element(place))
      let start = position
      starts[key(of: left[place], list)] = nodes.count
      let differs = try record(
        list.element, field: -1, base: left[place], slot: list.slot, isElement: true, hasHead: headed.contains(index))
      guard differs else { throw failure(.unchangedValue, at: start) }
      path.removeLast()
    }
  }

  /// Their number, then their full forms in the order of keys, none of which the baseline has.
  private mutating func createdElements(
    _ list: KeyedList, _ all: [Int], leftCount: Int, _ starts: inout [ElementKey: Int]
  ) throws(DecodeFailure) -> Int {
    let bit = position
    let room = list.entry.maximumCount - leftCount
    guard room > 0 else { throw failure(.choiceOutOfBounds, at: bit) }
    let code = try take(bitCount: bitCount(ofCodesBelow: room))
    guard code < UInt64(room) else { throw failure(.codeAboveMaximum(found: code, maximum: UInt64(room - 1)), at: bit) }
    let count = Int(code) + 1
    addPart(bit, .createdCount(count), node: list.node)
    let taken = Set(all.map { key(of: $0, list) })
    var last: ElementKey?
    for place in 0..<count {
      path.append(.element(leftCount + place))
      let (start, node, outerDepth) = (position, nodes.count, ownerDepth)
      // An element is a record: its runs are its own.
      ownerDepth = path.count
      try fullForm(list.element, field: -1)
      ownerDepth = outerDepth
      let key = keyOfBuilt(node, list)
      let isAscending = last.map { $0 < key } ?? true
      guard isAscending, !taken.contains(key) else { throw failure(.keysOutOfOrder, at: start) }
      starts[key] = node
      last = key
      path.removeLast()
    }
    return count
  }

  private func key(of element: Int, _ list: KeyedList) -> ElementKey {
    baseline.key(of: element, field: list.entry.keyField) ?? .bytes([])
  }

  private func keyOfBuilt(_ node: Int, _ list: KeyedList) -> ElementKey {
    subtree(node).key(of: 0, field: list.entry.keyField) ?? .bytes([])
  }

  /// Puts the elements, which were read in the order of the wire, into the order of their keys, with those of the baseline
  /// that did not change between them.
  private mutating func arrange(_ list: KeyedList, _ starts: [ElementKey: Int], _ left: [Int]) {
    let first = list.node + 1
    let read = (nodes: Array(nodes[first...]), baselineNodes: Array(output.baselineNodes[first...]))
    nodes.removeLast(read.nodes.count)
    output.baselineNodes.removeLast(read.nodes.count)
    let kept = left.map { (key: key(of: $0, list), node: $0, isKept: true) }.filter { starts[$0.key] == nil }
    let elements = (kept + starts.map { (key: $0.key, node: $0.value, isKept: false) }).sorted { $0.key < $1.key }
    var moves = [Int](repeating: 0, count: read.nodes.count)
    // Those that `keep` adds stand where they are to be.
    let readMarks = output.tree.marks.indices
    for element in elements {
      if element.isKept {
        keep(element.node)
        continue
      }
      let start = element.node - first
      let end = Int(read.nodes[start].end) - first
      let shift = nodes.count - element.node
      for index in start..<end {
        var node = read.nodes[index]
        node.end += Int32(shift)
        nodes.append(node)
        output.baselineNodes.append(read.baselineNodes[index])
        moves[index] = shift
      }
    }
    for index in readMarks
    where output.tree.marks[index].node >= first && output.tree.marks[index].node < first + moves.count {
      output.tree.marks[index].node += moves[output.tree.marks[index].node - first]
    }
    for index in output.parts.indices where output.parts[index].node >= first {
      output.parts[index].node += moves[output.parts[index].node - first]
    }
  }
}
