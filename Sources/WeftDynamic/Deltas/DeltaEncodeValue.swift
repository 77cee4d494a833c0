import Weft

extension DeltaEncoder {
  /// The contents of a changed value that both have, by its type.
  mutating func change(
    _ type: Int32, node: Int, base: Int, slot: Int, isInArray: Bool = false
  ) throws(EncodeFailure) {
    let entry = program.types[type]
    switch entry.kind {
    case .record where codec.hasDelta(entry): try record(type, node: node, base: base, slot: slot)
    case .union where codec.hasDelta(entry): try unionChange(entry, node: node, base: base, slot: slot)
    case .list where entry.count == .fixed: try arrayChange(entry, node: node, base: base, slot: slot)
    case .list where entry.keyField >= 0 && !isInArray: try keyedChange(entry, node: node, base: base, slot: slot)
    case .bool: break
    default: try fullForm(node)
    }
  }

  private mutating func unionChange(_ entry: TypeEntry, node: Int, base: Int, slot: Int) throws(EncodeFailure) {
    let tag = value.node(node).payload
    put(tag, bitCount: entry.bitCount)
    guard let carried = value.children(of: node).first else { return }
    let name = entry.operands.lowerBound + Int32(tag)
    path.append(.caseName(name))
    if tag == baseline.node(base).payload, let old = baseline.children(of: base).first {
      let slot = slot + codec.firstSlot(ofCase: Int(tag), of: entry)
      try change(program.cases[name].type, node: carried, base: old, slot: slot)
    } else {
      try fullForm(carried)
    }
    path.removeLast()
  }

  private mutating func arrayChange(_ entry: TypeEntry, node: Int, base: Int, slot: Int) throws(EncodeFailure) {
    let (new, old) = (value.children(of: node), baseline.children(of: base))
    guard new.count == entry.minimumCount, old.count == new.count else {
      throw failure(.countOutOfBounds(found: new.count, minimum: entry.minimumCount, maximum: entry.minimumCount))
    }
    let changed = new.indices.filter { !value.isEqual(new[$0], to: baseline, old[$0]) }
    putChoice(of: changed, outOf: new.count)
    for index in changed {
      path.append(.element(index))
      try change(entry.detail, node: new[index], base: old[index], slot: slot, isInArray: true)
      path.removeLast()
    }
  }

  /// At least one of `count` places.
  private mutating func putChoice(of places: [Int], outOf count: Int) {
    put(UInt64(places.count - 1), bitCount: bitCount(ofCodesBelow: count))
    guard places.count < count else { return }
    // Of each run its first place and the one behind it.
    var runs: [Range<Int>] = []
    for place in places {
      if let last = runs.last, last.upperBound == place {
        runs[runs.count - 1] = last.lowerBound..<place + 1
      } else {
        runs.append(place..<place + 1)
      }
    }
    let isInRuns = 2 * runs.count <= places.count
    if places.count > 1 { put(isInRuns) }
    if isInRuns { return putRuns(runs, chosenCount: places.count, outOf: count) }
    let parameter = riceParameter(sum: UInt64(count - places.count), count: UInt64(places.count))
    var next = 0
    for place in places {
      put(rice: UInt64(place - next), parameter)
      next = place + 1
    }
  }

  /// How many there are; of each how many places stand before it that need not, and how long it is, which of the last is clear.
  private mutating func putRuns(_ runs: [Range<Int>], chosenCount: Int, outOf count: Int) {
    let leftOut = count - chosenCount
    put(UInt64(runs.count - 1), bitCount: bitCount(ofCodesBelow: min(chosenCount / 2, leftOut + 1)))
    let gapParameter = riceParameter(sum: UInt64(leftOut - (runs.count - 1)), count: UInt64(runs.count))
    let lengthParameter = riceParameter(sum: UInt64(chosenCount - runs.count), count: UInt64(runs.count))
    var previous: Range<Int>?
    for (index, run) in runs.enumerated() {
      put(rice: UInt64(run.lowerBound - (previous.map { $0.upperBound + 1 } ?? 0)), gapParameter)
      if index < runs.count - 1 { put(rice: UInt64(run.count - 1), lengthParameter) }
      previous = run
    }
  }

  private mutating func put(rice value: UInt64, _ parameter: Int) {
    for _ in 0..<value >> UInt64(parameter) { put(true) }
    put(false)
    put(value & ones(parameter), bitCount: parameter)
  }

  // MARK: Keyed lists

  private mutating func keyedChange(_ entry: TypeEntry, node: Int, base: Int, slot: Int) throws(EncodeFailure) {
    let (new, all) = (value.children(of: node), baseline.children(of: base))
    guard new.count >= entry.minimumCount, new.count <= entry.maximumCount else {
      throw failure(
        .countOutOfBounds(found: new.count, minimum: entry.minimumCount, maximum: entry.maximumCount))
    }
    let keys = new.map { value.key(of: $0, field: entry.keyField) ?? .bytes([]) }
    if let index = keys.indices.dropFirst().first(where: { keys[$0] <= keys[$0 - 1] }) {
      path.append(.element(index))
      throw failure(.keysOutOfOrder)
    }
    let places = Dictionary(zip(keys, new.indices)) { first, _ in first }
    let matches = all.map { places[baseline.key(of: $0, field: entry.keyField) ?? .bytes([])] }

    let removed = all.indices.filter { matches[$0] == nil }
    put(!removed.isEmpty)
    if !removed.isEmpty { putChoice(of: removed, outOf: all.count) }

    let left = zip(all, matches).compactMap { base, match in match.map { (base: base, index: $0) } }
    let changed = left.indices.filter { !value.isEqual(new[left[$0].index], to: baseline, left[$0].base) }
    put(!changed.isEmpty)
    if !changed.isEmpty { putChoice(of: changed, outOf: left.count) }
    let pairs = changed.map { left[$0] }
    var headed = Set(pairs.indices)
    if !changed.isEmpty, codec.deltaRecord(entry.detail)?.choosesHeads ?? false {
      let heads = pairs.indices.filter { headDiffers(entry.detail, node: new[pairs[$0].index], base: pairs[$0].base) }
      put(!heads.isEmpty)
      if !heads.isEmpty { putChoice(of: heads, outOf: pairs.count) }
      headed = Set(heads)
    }
    for (place, pair) in pairs.enumerated() {
      path.append(.element(pair.index))
      try record(
        entry.detail, node: new[pair.index], base: pair.base, slot: slot, isElement: true, hasHead: headed.contains(place))
      path.removeLast()
    }

    let created = Set(new.indices).subtracting(left.map(\.index)).sorted()
    put(!created.isEmpty)
    if created.isEmpty { return }
    put(UInt64(created.count - 1), bitCount: bitCount(ofCodesBelow: entry.maximumCount - left.count))
    for index in created {
      path.append(.element(index))
      try fullForm(new[index])
      path.removeLast()
    }
  }

  // MARK: Differences

  mutating func difference(_ type: Int32, node: Int, base: Int, _ code: DifferenceCode) throws(EncodeFailure) {
    let codes = DeltaCodes(program.types[type])
    let new = codes.code(of: value.node(node))
    if value.node(node).flags.contains(.isOutOfRange) {
      throw failure(codes.entry.kind == .fixed && value.node(node).payload == 1 ? .notFinite : .outOfRange)
    }
    guard codes.contains(new) else { throw failure(.outOfRange) }
    let difference = codes.difference(from: codes.code(of: baseline.node(base)), to: new, wraps: code.wraps)
    let folded = WeftDynamic.folded(difference)
    let model = models.model(for: code)
    if model.isSparse { put(folded != 0) }
    guard folded != 0 || !model.isSparse else { return models.learn(folded, step: nil, for: code) }
    let stepped = SteppedCode(model.isSparse ? folded - 1 : folded, parameter: model.parameter)
    put(ones(stepped.step), bitCount: stepped.step)
    if stepped.step == SteppedCode.escape {
      put(codes.wireBits(of: new), bitCount: codes.entry.bitCount)
    } else {
      put(false)
      put(stepped.rest, bitCount: stepped.restBitCount)
    }
    models.learn(folded, step: stepped.step, for: code)
  }
}
