// What the delta form of a record is made of, besides its own bits.

extension BitWriter {
  /// The delta form of a record or union that a field, a case or an array's element holds.
  @inlinable
  @inline(__always)
  public mutating func put<Value: DeltaCodable>(
    delta value: Value, against baseline: Value, state: inout DeltaState, slots: Int, field: FieldName
  ) throws(EncodeError) {
    do throws(EncodeError) {
      try value.encodeDelta(into: &self, against: baseline, state: &state, slots: slots, isElement: false)
    } catch {
      try error.rethrow(within: field)
    }
  }

  /// A value without a baseline: on a link in its link form.
  @inlinable
  @inline(__always)
  public mutating func put<Value: LinkCodable>(
    full value: Value, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) {
    do throws(EncodeError) {
      try value.encode(into: &self, state: &state)
    } catch {
      try error.rethrow(within: field)
    }
  }

  /// The elements of a list without a baseline: on a link in their link forms.
  @inlinable
  public mutating func put<List: ElementList>(
    fullElements list: List, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) where List.Element: LinkCodable {
    for index in 0..<list.count {
      do throws(EncodeError) {
        try list[index].encode(into: &self, state: &state)
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }

  /// One bit that stands by itself: presence, where a field is told from its baseline.
  @inlinable
  @inline(__always)
  public mutating func put(bit: Bool) throws(EncodeError) {
    try reserve(bitCount: 1)
    put(bit ? 1 : 0, bitCount: 1)
  }
}

extension BitReader {
  /// The delta form of a record or union that a field, a case or an array's element holds.
  ///
  /// - Returns: Whether anything differs.
  @inlinable
  @inline(__always)
  public mutating func readDelta<Value: DeltaCodable>(
    of value: inout Value, against baseline: Value, state: inout DeltaState, slots: Int, field: FieldName
  ) throws(DecodeError) -> Bool {
    do throws(DecodeError) {
      return try value.decodeDelta(from: &self, against: baseline, state: &state, slots: slots, isElement: false)
    } catch {
      try error.rethrow(within: field)
    }
  }

  /// A value without a baseline: on a link in its link form.
  @inlinable
  @inline(__always)
  public mutating func readFull<Value: LinkCodable>(
    _ type: Value.Type, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> Value {
    do throws(DecodeError) {
      return try readFull(type, state: &state)
    } catch {
      try error.rethrow(within: field)
    }
  }

  /// The same for a value of constant size, which is one run where it is in full.
  @inlinable
  @inline(__always)
  public mutating func readFull<Value: LinkCodable & ConstantSizeCodable>(
    _ type: Value.Type, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> Value {
    if state.tables == nil { return try run(bitCount: Value.bitCount).read(type, at: 0, field: field) }
    do throws(DecodeError) {
      return try Value(decoding: &self, state: &state)
    } catch {
      try error.rethrow(within: field)
    }
  }

  /// The elements of a list without a baseline, in their link forms.
  @inlinable
  @_disfavoredOverload
  public mutating func readFullElements<List: ElementList>(
    count: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> List where List.Element: LinkCodable {
    var list: List = []
    list.reserveCapacity(min(count, remainingBitCount / max(1, List.Element.bitCountRange.lowerBound)))
    for index in 0..<count {
      do throws(DecodeError) {
        list.append(try readFull(List.Element.self, state: &state))
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
    return list
  }

  /// One bit that stands by itself: presence, where a field is told from its baseline.
  @inlinable
  @inline(__always)
  public mutating func readBit() throws(DecodeError) -> Bool { try run(bitCount: 1).bool(at: 0) }
}

extension BitReader {
  /// The elements of a list in their link forms, in the order of their keys.
  @inlinable
  @_disfavoredOverload
  public mutating func readFullKeyedElements<List: ElementList>(
    count: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> List where List.Element: LinkCodable & KeyedCodable {
    var list: List = []
    list.reserveCapacity(min(count, remainingBitCount / max(1, List.Element.bitCountRange.lowerBound)))
    for index in 0..<count {
      let start = position
      do throws(DecodeError) {
        list.append(try readFull(List.Element.self, state: &state))
      } catch {
        try error.rethrow(within: field, element: index)
      }
      if index > 0, List.Element.key(of: list[index]) <= List.Element.key(of: list[index &- 1]) {
        try Self.keysOutOfOrder(at: start, field: field, element: index)
      }
    }
    return list
  }

  /// The elements of a `[T * n]` in their link forms.
  @inlinable
  @_disfavoredOverload
  public mutating func readFullElements<let count: Int, Element: LinkCodable>(
    state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> FixedArray<count, Element> {
    try FixedArray { (index: Int) throws(DecodeError) -> Element in
      do throws(DecodeError) {
        return try readFull(Element.self, state: &state)
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }
}

extension BitWriter {
  /// The elements of a list in their link forms, in the order of their keys.
  @inlinable
  public mutating func put<List: ElementList>(
    fullKeyedElements list: List, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) where List.Element: LinkCodable & KeyedCodable {
    try checkKeys(of: list, field: field)
    try put(fullElements: list, state: &state, field: field)
  }

  /// The elements of a `[T * n]` in their link forms.
  @inlinable
  public mutating func put<let count: Int, Element: LinkCodable>(
    fullElements list: FixedArray<count, Element>, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) {
    for index in list.indices {
      do throws(EncodeError) {
        try list[index].encode(into: &self, state: &state)
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }
}

// Without tables the elements are in full: those of constant size are one run, as they are outside of a delta.

extension BitReader {
  /// The elements of a list, of constant size where they are in full.
  @inlinable
  public mutating func readFullElements<List: ElementList>(
    count: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> List where List.Element: LinkCodable & ConstantSizeCodable {
    guard state.tables == nil else { return try readLinkedElements(count: count, state: &state, field: field) }
    let bitCount = count &* List.Element.bitCount
    guard bitCount <= remainingBitCount else { try truncated(bitCount: bitCount) }
    var list: List = []
    list.reserveCapacity(count)
    for index in 0..<count { list.append(try readElement(index, field: field)) }
    return list
  }

  @inlinable
  mutating func readLinkedElements<List: ElementList>(
    count: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> List where List.Element: LinkCodable {
    try readFullElements(count: count, state: &state, field: field)
  }

  /// The same in the order of their keys.
  @inlinable
  public mutating func readFullKeyedElements<List: ElementList>(
    count: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> List where List.Element: LinkCodable & KeyedCodable & ConstantSizeCodable {
    guard state.tables == nil else { return try readLinkedKeyedElements(count: count, state: &state, field: field) }
    return try readKeyedElements(count: count, field: field)
  }

  @inlinable
  mutating func readLinkedKeyedElements<List: ElementList>(
    count: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> List where List.Element: LinkCodable & KeyedCodable {
    try readFullKeyedElements(count: count, state: &state, field: field)
  }

  /// The elements of a `[T * n]`, of constant size where they are in full.
  @inlinable
  public mutating func readFullElements<let count: Int, Element: LinkCodable & ConstantSizeCodable>(
    state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> FixedArray<count, Element> {
    guard state.tables == nil else { return try readLinkedElements(state: &state, field: field) }
    return try run(bitCount: count &* Element.bitCount).readElements(at: 0, field: field)
  }

  @inlinable
  mutating func readLinkedElements<let count: Int, Element: LinkCodable>(
    state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> FixedArray<count, Element> {
    try readFullElements(state: &state, field: field)
  }
}
