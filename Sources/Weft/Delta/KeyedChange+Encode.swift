extension BitWriter {
  /// What has changed in a list of keyed elements: those removed, those that differ, and those created
  /// (`docs/language.md`, "Keyed change").
  ///
  /// Both lists are walked together, twice: to mark the places in a bit for each, and to put what the marks name. The marks
  /// stand in the stack's memory up to some thousand elements.
  ///
  /// - Throws: `countOutOfBounds`, `keysOutOfOrder`, and what elements throw.
  @inlinable
  public mutating func put<List: ElementList>(
    change list: List, from baseline: List, in bounds: ClosedRange<Int>, state: inout DeltaState, slots: Int,
    field: FieldName
  ) throws(EncodeError) where List.Element: KeyedCodable & DeltaCodable {
    _ = try code(count: list.count, from: bounds.lowerBound, through: bounds.upperBound, field: field)
    try checkKeys(of: list, field: field)
    let wordCount = baseline.count >> 6 &+ 1
    try unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 3 &* wordCount) { marks throws(EncodeError) in
      unsafe marks.initialize(repeating: 0)
      let removed = unsafe UnsafeMutableBufferPointer(rebasing: marks[..<wordCount])
      let changed = unsafe UnsafeMutableBufferPointer(rebasing: marks[wordCount..<2 &* wordCount])
      let heads = unsafe UnsafeMutableBufferPointer(rebasing: marks[(2 &* wordCount)...])
      let match = unsafe KeyedMatch(list, baseline, removed: removed, changed: changed, heads: heads)

      try put(hasMembers: match.removedCount)
      if match.removedCount > 0 {
        try unsafe put(
          choice: UnsafeBufferPointer(removed), chosenCount: match.removedCount, of: baseline.count)
      }
      try put(hasMembers: match.changedCount)
      if match.changedCount > 0 {
        try unsafe put(choice: UnsafeBufferPointer(changed), chosenCount: match.changedCount, of: match.keptCount)
        if List.Element.choosesHeads {
          try put(hasMembers: match.headCount)
          if match.headCount > 0 {
            try unsafe put(choice: UnsafeBufferPointer(heads), chosenCount: match.headCount, of: match.changedCount)
          }
        }
        try unsafe put(
          changed: UnsafeBufferPointer(changed), heads: UnsafeBufferPointer(heads), of: list, from: baseline, state: &state,
          slots: slots, field: field)
      }
      let createdCount = list.count &- match.keptCount
      try put(hasMembers: createdCount)
      if createdCount > 0 {
        try put(
          created: createdCount, of: list, from: baseline, room: bounds.upperBound &- match.keptCount, state: &state,
          field: field)
      }
    }
  }

  @inlinable
  @inline(__always)
  mutating func put(hasMembers count: Int) throws(EncodeError) {
    try reserve(bitCount: 1)
    put(count > 0 ? 1 : 0, bitCount: 1)
  }

  @inlinable
  func checkKeys<List: ElementList>(of list: List, field: FieldName) throws(EncodeError)
  where List.Element: KeyedCodable {
    guard list.count > 1 else { return }
    var last = List.Element.key(of: list[0])
    for index in 1..<list.count {
      let key = List.Element.key(of: list[index])
      if key <= last { try Self.keysOutOfOrder(field: field, element: index) }
      last = key
    }
  }

  /// The delta forms of the elements whose places among those kept are marked.
  @inlinable
  mutating func put<List: ElementList>(
    changed marks: UnsafeBufferPointer<UInt64>, heads: UnsafeBufferPointer<UInt64>, of list: List, from baseline: List,
    state: inout DeltaState, slots: Int, field: FieldName
  ) throws(EncodeError) where List.Element: KeyedCodable & DeltaCodable {
    var (new, old, place, changedPlace) = (0, 0, 0, 0)
    while new < list.count, old < baseline.count {
      let (newKey, oldKey) = (List.Element.key(of: list[new]), List.Element.key(of: baseline[old]))
      if newKey == oldKey {
        if unsafe marks[place >> 6] &>> UInt64(truncatingIfNeeded: place) & 1 == 1 {
          if List.Element.choosesHeads {
            state.elementHasHead =
              unsafe heads[changedPlace >> 6] &>> UInt64(truncatingIfNeeded: changedPlace) & 1 == 1
            changedPlace &+= 1
          }
          do throws(EncodeError) {
            try list[new].encodeDelta(into: &self, against: baseline[old], state: &state, slots: slots, isElement: true)
          } catch {
            try error.rethrow(within: field, element: new)
          }
        }
        place &+= 1
      }
      if newKey <= oldKey { new &+= 1 }
      if oldKey <= newKey { old &+= 1 }
    }
  }

  /// The number of new elements, and their full forms.
  @inlinable
  mutating func put<List: ElementList>(
    created count: Int, of list: List, from baseline: List, room: Int, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) where List.Element: KeyedCodable & DeltaCodable {
    let countBitCount = Int.bitWidth &- (room &- 1).leadingZeroBitCount
    try reserve(bitCount: countBitCount)
    put(UInt64(truncatingIfNeeded: count &- 1), bitCount: countBitCount)
    var old = 0
    for new in 0..<list.count {
      let key = List.Element.key(of: list[new])
      while old < baseline.count, List.Element.key(of: baseline[old]) < key { old &+= 1 }
      if old < baseline.count, List.Element.key(of: baseline[old]) == key { continue }
      do throws(EncodeError) {
        try list[new].encode(into: &self, state: &state)
      } catch {
        try error.rethrow(within: field, element: new)
      }
    }
  }
}

/// How the elements of a list and of its baseline belong together by their keys.
@frozen
@usableFromInline
struct KeyedMatch {
  @usableFromInline var removedCount = 0
  @usableFromInline var keptCount = 0
  @usableFromInline var changedCount = 0
  @usableFromInline var headCount = 0

  /// Marks the places of the baseline's elements that the list does not have in `removed`, and in `changed` the places, among
  /// the elements that both have, of those that differ. Where they choose their heads, `heads` marks which of those that differ have
  /// one.
  @inlinable
  init<List: ElementList>(
    _ list: List, _ baseline: List, removed: UnsafeMutableBufferPointer<UInt64>,
    changed: UnsafeMutableBufferPointer<UInt64>, heads: UnsafeMutableBufferPointer<UInt64>
  ) where List.Element: KeyedCodable & DeltaCodable {
    var new = 0
    for old in 0..<baseline.count {
      let key = List.Element.key(of: baseline[old])
      while new < list.count, List.Element.key(of: list[new]) < key { new &+= 1 }
      if new < list.count, List.Element.key(of: list[new]) == key {
        if list[new].differs(from: baseline[old]) {
          unsafe changed[keptCount >> 6] |= 1 &<< UInt64(truncatingIfNeeded: keptCount)
          if List.Element.choosesHeads, list[new].headDiffers(from: baseline[old]) {
            unsafe heads[changedCount >> 6] |= 1 &<< UInt64(truncatingIfNeeded: changedCount)
            headCount &+= 1
          }
          changedCount &+= 1
        }
        keptCount &+= 1
        new &+= 1
      } else {
        unsafe removed[old >> 6] |= 1 &<< UInt64(truncatingIfNeeded: old)
        removedCount &+= 1
      }
    }
  }
}
