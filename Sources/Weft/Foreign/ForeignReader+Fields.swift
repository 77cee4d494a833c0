// Fields whose run has been guarded by `require`; errors stand at the field's first bit.
extension ForeignReader {
  /// `uN`, `iN` in two's complement.
  @inlinable
  public mutating func take<Value: FixedWidthInteger>(bitCount: Int, _ order: WireOrder) -> Value {
    WireWord.value(takeCode(bitCount: bitCount, order), bitCount: bitCount)
  }

  @inlinable
  public mutating func takeBool(_ order: WireOrder) -> Bool { takeCode(bitCount: 1, order) != 0 }

  /// `word uN { … }`: whole bytes in the byte order, cut in the bit order.
  @inlinable
  public mutating func takeWord(bitCount: Int, _ order: WireOrder) -> WireWord {
    let start = bitOffset
    return WireWord(takeCode(bitCount: bitCount, order), bitCount: bitCount, order, at: start)
  }

  /// `bytes`: a copy of the next bytes; they are there.
  public mutating func takeBytes(count: Int, _ order: WireOrder) -> [UInt8] {
    let start = bitOffset
    cursor &+= count &* 8
    if start & 7 == 0 {
      let range = (start >> 3..<cursor >> 3).clamped(to: 0..<bytes.byteCount)
      return unsafe bytes.extracting(range).withUnsafeBytes { unsafe [UInt8]($0) }
    }
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count {
        let bit = start &+ index &* 8
        let code =
          order.isMostSignificantFirst(bitCount: 8)
          ? bytes.mostSignificantFirst(at: bit, bitCount: 8) : bytes.leastSignificantFirst(at: bit, bitCount: 8)
        unsafe buffer.initializeElement(at: index, to: UInt8(truncatingIfNeeded: code))
      }
      initialized = count
    }
  }

  /// `bytes … xor EXPR`: with the first bytes of the mask.
  public mutating func takeBytes(
    count: Int, _ order: WireOrder, xor mask: WireBytes, field: FieldName
  ) throws(DecodeError) -> [UInt8] {
    let start = cursor
    guard let bytes = WirePadding.xor(takeBytes(count: count, order), mask) else {
      throw failure(.expression, at: start, field: field)
    }
    return bytes
  }

  /// `bytes[n] xor EXPR`.
  public mutating func takeFixedBytes<let count: Int>(
    _ order: WireOrder, xor mask: WireBytes, field: FieldName
  ) throws(DecodeError) -> FixedBytes<count> {
    let bytes = try takeBytes(count: count, order, xor: mask, field: field)
    return FixedBytes { bytes[$0] }
  }

  /// `bytes[n]`; they are there.
  public mutating func takeFixedBytes<let count: Int>(_ order: WireOrder) -> FixedBytes<count> {
    if cursor & 7 == 0 {
      let first = cursor >> 3
      cursor &+= count &* 8
      return FixedBytes { self.bytes.byte(at: first &+ $0) }
    }
    let bytes = takeBytes(count: count, order)
    return FixedBytes { bytes[$0] }
  }

  /// `text`: UTF-8, checked.
  public mutating func takeText(count: Int, _ order: WireOrder, field: FieldName? = nil) throws(DecodeError) -> String {
    let start = bitOffset
    guard let text = String(validating: takeBytes(count: count, order), as: UTF8.self) else {
      throw failure(.invalidText, at: start, field: field)
    }
    return text
  }

  /// `padding(n)`: the bits up to a multiple of n bytes from the start of the record; empty where they are all zero.
  public mutating func takePadding(
    toMultipleOf byteCount: Int, since record: Int, _ order: WireOrder
  ) throws(DecodeError) -> [UInt8] {
    let bitCount = WirePadding.bitCount(at: bitOffset - record, toMultipleOf: byteCount)
    try require(bitCount: bitCount)
    var kept: [UInt8] = []
    var left = bitCount
    while left > 0 {
      let part = min(8, left)
      kept.append(UInt8(truncatingIfNeeded: takeCode(bitCount: part, order)))
      left -= part
    }
    return kept.allSatisfy { $0 == 0 } ? [] : kept
  }

  // MARK: Checks

  /// `const T = v` of an integer.
  @inlinable
  public mutating func expect(
    _ expected: UInt64, bitCount: Int, _ order: WireOrder, field: FieldName
  ) throws(DecodeError) {
    let start = bitOffset
    let found = takeCode(bitCount: bitCount, order)
    guard found == expected else {
      throw failure(.constantMismatch(found: found, expected: expected), at: start, field: field)
    }
  }

  /// A constant that was read otherwise: out of a word, or through a mask.
  @inlinable
  public func check(_ found: UInt64, isConstant expected: UInt64, at start: Int, field: FieldName) throws(DecodeError) {
    guard found == expected else {
      throw failure(.constantMismatch(found: found, expected: expected), at: start, field: field)
    }
  }

  /// `const bytes[n] = hex"…"`.
  public func check(
    _ found: [UInt8], isConstant expected: WireBytes, at start: Int, field: FieldName
  ) throws(DecodeError) {
    if let (found, expected) = try difference(found, expected, at: start, field: field) {
      throw failure(.constantMismatch(found: found, expected: expected), at: start, field: field)
    }
  }

  /// `= EXPR`: what was found is what the fields give.
  @inlinable
  public func check(_ found: WireInteger, computed: WireInteger, at start: Int, field: FieldName) throws(DecodeError) {
    let expected = try integer(computed, at: start, field: field)
    guard let found = found.value, found == expected else {
      throw failure(
        .computedMismatch(found: UInt64(bitPattern: found.value ?? -1), expected: UInt64(bitPattern: expected)), at: start,
        field: field)
    }
  }

  /// The same of bytes and text.
  public func check(_ found: [UInt8], computed: WireBytes, at start: Int, field: FieldName) throws(DecodeError) {
    if let (found, expected) = try difference(found, computed, at: start, field: field) {
      throw failure(.computedMismatch(found: found, expected: expected), at: start, field: field)
    }
  }

  /// The first bytes that differ, otherwise the two counts.
  private func difference(
    _ found: [UInt8], _ expected: WireBytes, at start: Int, field: FieldName
  ) throws(DecodeError) -> (UInt64, UInt64)? {
    let expected = try byteString(expected, at: start, field: field)
    for index in 0..<min(found.count, expected.count) where found[index] != expected[index] {
      return (UInt64(found[index]), UInt64(expected[index]))
    }
    return found.count == expected.count ? nil : (UInt64(found.count), UInt64(expected.count))
  }
}
