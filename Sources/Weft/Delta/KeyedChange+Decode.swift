extension BitReader {
  /// Reads what has changed in a list of keyed elements, and makes the new list in the room of `list`
  /// (`docs/language.md`, "Keyed change").
  ///
  /// - Returns: Whether anything has.
  /// - Throws: `choiceOutOfBounds`, `keysOutOfOrder`, `unchangedValue`, `tooFewElements`, and what elements throw.
  @inlinable
  public mutating func readChange<List: ElementList>(
    of list: inout List, from baseline: List, in bounds: ClosedRange<Int>, state: inout DeltaState, slots: Int,
    field: FieldName
  ) throws(DecodeError) -> Bool where List.Element: KeyedCodable & DeltaCodable {
    let start = position
    let removedCount = try readRemovals(of: &list, from: baseline, field: field)
    let keptCount = list.count
    let changedCount = try readChanges(of: &list, state: &state, slots: slots, field: field)
    let created =
      try readCreated(
        besides: baseline, keptCount: keptCount, maximum: bounds.upperBound, state: &state, field: field) as [List.Element]
    if !created.isEmpty { list.merge(created) }
    guard list.count >= bounds.lowerBound else {
      try Self.fail(.tooFewElements(found: list.count, minimum: bounds.lowerBound), at: start, field: field)
    }
    return removedCount > 0 || changedCount > 0 || !created.isEmpty
  }

  /// The bit of a group: whether it has members.
  @inlinable
  @inline(__always)
  mutating func readHasMembers() throws(DecodeError) -> Bool { try run(bitCount: 1).bool(at: 0) }

  /// Makes `list` the baseline without the elements that were removed.
  @inlinable
  mutating func readRemovals<List: ElementList>(
    of list: inout List, from baseline: List, field: FieldName
  ) throws(DecodeError) -> Int {
    guard try readHasMembers() else {
      list.replaceAll(with: baseline)
      return 0
    }
    let wordCount = baseline.count >> 6 &+ 1
    return try unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: wordCount) { marks throws(DecodeError) in
      unsafe marks.initialize(repeating: 0)
      let removedCount = try unsafe readChoice(into: marks, of: baseline.count, field: field)
      list.removeAll(keepingCapacity: true)
      list.reserveCapacity(baseline.count &- removedCount)
      for place in 0..<baseline.count
      where unsafe marks[place >> 6] &>> UInt64(truncatingIfNeeded: place) & 1 == 0 {
        list.append(baseline[place])
      }
      return removedCount
    }
  }

  /// Changes those elements of `list` that differ.
  @inlinable
  mutating func readChanges<List: ElementList>(
    of list: inout List, state: inout DeltaState, slots: Int, field: FieldName
  ) throws(DecodeError) -> Int where List.Element: KeyedCodable & DeltaCodable {
    guard try readHasMembers() else { return 0 }
    let wordCount = list.count >> 6 &+ 1
    return try unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 &* wordCount) { marks throws(DecodeError) in
      unsafe marks.initialize(repeating: 0)
      let changed = unsafe UnsafeMutableBufferPointer(rebasing: marks[..<wordCount])
      let heads = unsafe UnsafeMutableBufferPointer(rebasing: marks[wordCount...])
      let changedCount = try unsafe readChoice(into: changed, of: list.count, field: field)
      if List.Element.choosesHeads, try readHasMembers() {
        _ = try unsafe readChoice(into: heads, of: changedCount, field: field)
      }
      var changedPlace = 0
      for index in changed.indices {
        var word = unsafe changed[index]
        while word != 0 {
          let place = index &* 64 &+ word.trailingZeroBitCount
          word &= word &- 1
          if List.Element.choosesHeads {
            state.elementHasHead =
              unsafe heads[changedPlace >> 6] &>> UInt64(truncatingIfNeeded: changedPlace) & 1 == 1
            changedPlace &+= 1
          }
          try readChange(ofElement: &list[place], at: place, state: &state, slots: slots, field: field)
        }
      }
      return changedCount
    }
  }

  /// One element of a list or an array, in which something differs.
  @inlinable
  @inline(__always)
  mutating func readChange<Element: DeltaCodable>(
    ofElement element: inout Element, at index: Int, state: inout DeltaState, slots: Int, field: FieldName
  ) throws(DecodeError) {
    let start = position
    let baseline = element
    let differs: Bool
    do throws(DecodeError) {
      differs = try element.decodeDelta(
        from: &self, against: baseline, state: &state, slots: slots, isElement: true)
    } catch {
      try error.rethrow(within: field, element: index)
    }
    guard differs else { try Self.unchanged(at: start, field: field, element: index) }
  }

  /// The elements that the baseline does not have, in the order of their keys.
  @inlinable
  mutating func readCreated<List: ElementList>(
    besides baseline: List, keptCount: Int, maximum: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> [List.Element] where List.Element: KeyedCodable & DeltaCodable {
    guard try readHasMembers() else { return [] }
    let count = try readCreatedCount(room: maximum &- keptCount, field: field)
    var created: [List.Element] = []
    created.reserveCapacity(min(count, remainingBitCount / max(1, List.Element.bitCountRange.lowerBound)))
    var old = 0
    for index in 0..<count {
      let start = position
      let element: List.Element
      do throws(DecodeError) {
        element = try readFull(List.Element.self, state: &state)
      } catch {
        try error.rethrow(within: field, element: keptCount &+ index)
      }
      let key = List.Element.key(of: element)
      while old < baseline.count, List.Element.key(of: baseline[old]) < key { old &+= 1 }
      let isKnown = old < baseline.count && List.Element.key(of: baseline[old]) == key
      if isKnown || (index > 0 && key <= List.Element.key(of: created[index &- 1])) {
        try Self.keysOutOfOrder(at: start, field: field, element: keptCount &+ index)
      }
      created.append(element)
    }
    return created
  }

  /// How many elements were created: no more than there is room for, which is checked before any is made.
  @usableFromInline
  mutating func readCreatedCount(room: Int, field: FieldName) throws(DecodeError) -> Int {
    let start = position
    guard room > 0 else { try Self.fail(.choiceOutOfBounds, at: start, field: field) }
    let maximum = UInt64(truncatingIfNeeded: room &- 1)
    let bitCount = 64 &- maximum.leadingZeroBitCount
    guard bitCount > 0 else { return 1 }
    let code = try run(bitCount: bitCount).bits(at: 0, count: bitCount)
    guard code <= maximum else { try Self.fail(.codeAboveMaximum(found: code, maximum: maximum), at: start, field: field) }
    return Int(truncatingIfNeeded: code) &+ 1
  }

  /// A value without a baseline: on a link in its link form.
  @inlinable
  @inline(__always)
  mutating func readFull<Value: LinkCodable>(
    _ type: Value.Type, state: inout DeltaState
  ) throws(DecodeError) -> Value {
    state.tables == nil ? try Value(decoding: &self) : try Value(decoding: &self, state: &state)
  }

  @inline(never)
  @usableFromInline
  static func unchanged(at bitOffset: Int, field: FieldName, element: Int) throws(DecodeError) -> Never {
    throw DecodeError(.unchangedValue, at: bitOffset).within(field, element: element)
  }
}

extension ElementList {
  /// Takes over another list's elements. An array that nobody else holds keeps its room.
  @inlinable
  mutating func replaceAll(with list: Self) {
    removeAll(keepingCapacity: true)
    append(contentsOf: list)
  }
}

extension ElementList where Element: KeyedCodable {
  /// Puts elements, in the order of their keys, where they belong among those that are here.
  @inlinable
  mutating func merge(_ created: [Element]) {
    // From behind, so that each element moves once: first to make room, then into it.
    var old = count &- 1
    var new = created.count &- 1
    append(contentsOf: created)
    var target = count &- 1
    while new >= 0 {
      if old >= 0, Element.key(of: self[old]) > Element.key(of: created[new]) {
        self[target] = self[old]
        old &-= 1
      } else {
        self[target] = created[new]
        new &-= 1
      }
      target &-= 1
    }
  }
}
