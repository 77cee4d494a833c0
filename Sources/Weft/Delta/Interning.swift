// A field that is `interned(n)`, in a link's messages: a bit that says whether the index of a table entry follows, or the full
// form, which makes an entry (`docs/language.md`, "Links"). Without tables there is neither bit nor entry.

extension BitWriter {
  /// Puts the index of the value's entry if the peer has one.
  ///
  /// - Returns: `false` if the full form has to follow.
  @inlinable
  public mutating func put<Value: ConstantSizeCodable>(
    entryOf value: Value, in table: InternTable, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) -> Bool {
    guard let tables = state.tables else { return false }
    return try value.withEncoding(field: field) { bytes throws(EncodeError) in try put(entry: bytes, in: table, of: tables) }
  }

  /// The same for `bytes[max: n]`.
  @inlinable
  public mutating func put(
    entryOf value: [UInt8], in table: InternTable, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) -> Bool {
    guard let tables = state.tables else { return false }
    return try unsafe put(entry: value.span.bytes, in: table, of: tables)
  }

  /// The same for `text[max: n]`.
  public mutating func put(
    entryOf value: String, in table: InternTable, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) -> Bool {
    guard let tables = state.tables else { return false }
    return try unsafe put(entry: value.utf8Span.span.bytes, in: table, of: tables)
  }

  /// The same for `inline bytes[max: n]`.
  @inlinable
  public mutating func put<let capacity: Int>(
    entryOf value: InlineBytes<capacity>, in table: InternTable, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) -> Bool {
    guard let tables = state.tables else { return false }
    return try value.withBytes { bytes throws(EncodeError) in try put(entry: bytes, in: table, of: tables) }
  }

  /// The same for `inline text[max: n]`.
  @inlinable
  public mutating func put<let capacity: Int>(
    entryOf value: InlineText<capacity>, in table: InternTable, state: inout DeltaState, field: FieldName
  ) throws(EncodeError) -> Bool {
    try put(entryOf: value.utf8, in: table, state: &state, field: field)
  }

  @usableFromInline
  mutating func put(entry: RawSpan, in table: InternTable, of tables: any InternTables) throws(EncodeError) -> Bool {
    guard let index = tables.index(of: entry, in: table) else {
      try put(bit: false)
      tables.add(entry, to: table)
      return false
    }
    try put(bit: true)
    try reserve(bitCount: table.indexBitCount)
    put(UInt64(truncatingIfNeeded: index), bitCount: table.indexBitCount)
    return true
  }
}

extension BitReader {
  /// Reads the value of a table's entry.
  ///
  /// - Returns: `nil` if the full form follows.
  /// - Throws: `unknownEntry` at the bit, for an index without an entry or with one that is no such value.
  @inlinable
  public mutating func readEntry<Value: ConstantSizeCodable>(
    of type: Value.Type, in table: InternTable, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> Value? {
    let start = position
    guard let entry = try readEntry(in: table, tables: state.tables, field: field) else { return nil }
    do throws(DecodeError) {
      return try Value(decoding: entry.bytes)
    } catch {
      try Self.fail(.unknownEntry(found: entry.index), at: start, field: field)
    }
  }

  /// The same for `bytes[max: n]`.
  @inlinable
  public mutating func readEntry(
    of type: [UInt8].Type, byteCounts: ClosedRange<Int>, in table: InternTable, state: inout DeltaState,
    field: FieldName
  ) throws(DecodeError) -> [UInt8]? {
    let start = position
    guard let entry = try readEntry(in: table, tables: state.tables, field: field) else { return nil }
    guard byteCounts.contains(entry.bytes.count) else {
      try Self.fail(.unknownEntry(found: entry.index), at: start, field: field)
    }
    return entry.bytes
  }

  /// The same for `text[max: n]`.
  public mutating func readEntry(
    of type: String.Type, byteCounts: ClosedRange<Int>, in table: InternTable, state: inout DeltaState,
    field: FieldName
  ) throws(DecodeError) -> String? {
    let start = position
    guard let entry = try readEntry(in: table, tables: state.tables, field: field) else { return nil }
    guard byteCounts.contains(entry.bytes.count), isUTF8(unsafe entry.bytes.span.bytes) else {
      try Self.fail(.unknownEntry(found: entry.index), at: start, field: field)
    }
    return String(decoding: entry.bytes, as: UTF8.self)
  }

  /// The same for `inline bytes[max: n]`.
  @inlinable
  public mutating func readEntry<let capacity: Int>(
    of type: InlineBytes<capacity>.Type, byteCounts: ClosedRange<Int>, in table: InternTable, state: inout DeltaState,
    field: FieldName
  ) throws(DecodeError) -> InlineBytes<capacity>? {
    let start = position
    guard let entry = try readEntry(in: table, tables: state.tables, field: field) else { return nil }
    guard byteCounts.contains(entry.bytes.count), let value = InlineBytes<capacity>(entry.bytes) else {
      try Self.fail(.unknownEntry(found: entry.index), at: start, field: field)
    }
    return value
  }

  /// The same for `inline text[max: n]`.
  @inlinable
  public mutating func readEntry<let capacity: Int>(
    of type: InlineText<capacity>.Type, byteCounts: ClosedRange<Int>, in table: InternTable, state: inout DeltaState,
    field: FieldName
  ) throws(DecodeError) -> InlineText<capacity>? {
    let start = position
    guard let entry = try readEntry(in: table, tables: state.tables, field: field) else { return nil }
    guard byteCounts.contains(entry.bytes.count), let bytes = InlineBytes<capacity>(entry.bytes),
      let text = InlineText(utf8: bytes)
    else { try Self.fail(.unknownEntry(found: entry.index), at: start, field: field) }
    return text
  }

  @usableFromInline
  mutating func readEntry(
    in table: InternTable, tables: (any InternTables)?, field: FieldName
  ) throws(DecodeError) -> (index: UInt64, bytes: [UInt8])? {
    guard let tables else { return nil }
    let start = position
    guard try readBit() else { return nil }
    let bitCount = table.indexBitCount
    let run = try run(bitCount: bitCount)
    let index = bitCount == 0 ? 0 : run.bits(at: 0, count: bitCount)
    guard index < UInt64(truncatingIfNeeded: table.capacity),
      let entry = tables.entry(at: Int(truncatingIfNeeded: index), in: table)
    else { try Self.fail(.unknownEntry(found: index), at: start, field: field) }
    return (index, entry)
  }
}

extension DeltaState {
  /// A value was read in full: an entry of it is made, as the encoder's end did.
  @inlinable
  public func add<Value: ConstantSizeCodable>(_ value: Value, to table: InternTable) {
    guard let tables else { return }
    // What was decoded encodes.
    do throws(EncodeError) {
      try value.withEncoding(field: "") { bytes throws(EncodeError) in tables.add(bytes, to: table) }
    } catch {}
  }

  @inlinable
  public func add(_ value: [UInt8], to table: InternTable) { tables?.add(unsafe value.span.bytes, to: table) }

  public func add(_ value: String, to table: InternTable) { tables?.add(unsafe value.utf8Span.span.bytes, to: table) }

  @inlinable
  public func add<let capacity: Int>(_ value: InlineBytes<capacity>, to table: InternTable) {
    guard let tables else { return }
    value.withBytes { tables.add($0, to: table) }
  }

  @inlinable
  public func add<let capacity: Int>(_ value: InlineText<capacity>, to table: InternTable) { add(value.utf8, to: table) }
}

extension ConstantSizeCodable {
  /// Calls `body` with the bytes that the value is encoded as.
  @inlinable
  func withEncoding<Result>(
    field: FieldName, _ body: (RawSpan) throws(EncodeError) -> Result
  ) throws(EncodeError) -> Result {
    try unsafe withUnsafeTemporaryAllocation(byteCount: Self.maximumByteCount, alignment: 1) { buffer throws(EncodeError) in
      do throws(EncodeError) {
        _ = try encode(into: unsafe buffer.mutableBytes)
      } catch {
        try error.rethrow(within: field)
      }
      return try body(unsafe UnsafeRawBufferPointer(buffer).bytes)
    }
  }
}
