// Fields: those of constant width have had their run reserved.
extension ForeignWriter {
  /// `uN`, `iN` in two's complement.
  ///
  /// - Throws: ``EncodeError/Reason/outOfRange`` if the value needs more than `bitCount` bits.
  @inlinable
  public mutating func put<Value: FixedWidthInteger>(
    _ value: Value, bitCount: Int, _ order: WireOrder, field: FieldName? = nil
  ) throws(EncodeError) {
    putCode(try Self.code(value, bitCount: bitCount, field: field), bitCount: bitCount, order)
  }

  /// An enum or flags.
  public mutating func put<Value: CodedValue>(
    coded value: Value, bitCount: Int, _ order: WireOrder, field: FieldName? = nil
  ) throws(EncodeError) {
    putCode(try Self.code(of: value, field: field), bitCount: bitCount, order)
  }

  @inlinable
  public mutating func put(_ value: Bool, _ order: WireOrder) { putCode(value ? 1 : 0, bitCount: 1, order) }

  /// The bits of a value.
  @inlinable
  public static func code<Value: FixedWidthInteger>(
    _ value: Value, bitCount: Int, field: FieldName? = nil
  ) throws(EncodeError) -> UInt64 {
    let code = UInt64(truncatingIfNeeded: value) & (bitCount == 0 ? 0 : UInt64.max >> UInt64(64 - bitCount))
    guard WireWord.value(code, bitCount: bitCount) == value else { throw failure(.outOfRange, field: field) }
    return code
  }

  /// A word whose fields have been filled in.
  @inlinable
  public mutating func put(_ word: WireWord, _ order: WireOrder) { putCode(word.bits, bitCount: word.bitCount, order) }

  /// `bytes` of any count.
  public mutating func put(_ value: [UInt8], _ order: WireOrder) throws(EncodeError) {
    try put(unsafe value.span.bytes, order)
  }

  /// `bytes[n]`.
  public mutating func put<let count: Int>(_ value: FixedBytes<count>, _ order: WireOrder) throws(EncodeError) {
    try value.withBytes { (bytes) throws(EncodeError) in try put(bytes, order) }
  }

  private mutating func put(_ value: RawSpan, _ order: WireOrder) throws(EncodeError) {
    let bitCount = value.byteCount * 8
    try reserve(bitCount: bitCount)
    if isCounting {
      cursor += bitCount
    } else if cursor & 7 == 0 {
      let first = cursor >> 3
      unsafe bytes.withUnsafeMutableBytes { target in
        unsafe value.withUnsafeBytes { source in
          unsafe UnsafeMutableRawBufferPointer(rebasing: target[first..<first + source.count]).copyMemory(from: source)
        }
      }
      cursor += bitCount
    } else {
      for index in 0..<value.byteCount { putCode(UInt64(value.byte(at: index)), bitCount: 8, order) }
    }
  }

  /// A constant or computed byte string.
  public mutating func put(_ value: WireBytes, _ order: WireOrder, field: FieldName) throws(EncodeError) {
    try put(byteString(value, field: field), order)
  }

  /// Fills in a byte string that was put as zeros.
  public mutating func patch(
    _ value: WireBytes, at start: Int, _ order: WireOrder, field: FieldName
  ) throws(EncodeError) {
    for (index, byte) in try byteString(value, field: field).enumerated() {
      patch(UInt64(byte), at: start + index * 8, bitCount: 8, order)
    }
  }

  /// `text`: its UTF-8 bytes.
  public mutating func put(_ value: String, _ order: WireOrder) throws(EncodeError) {
    try put(Array(value.utf8), order)
  }

  /// `padding(n)`: the bits as they were found, zeros where there are none.
  public mutating func putPadding(
    _ kept: [UInt8], toMultipleOf byteCount: Int, since record: Int, _ order: WireOrder, field: FieldName
  ) throws(EncodeError) {
    var left = WirePadding.bitCount(at: bitOffset - record, toMultipleOf: byteCount)
    try reserve(bitCount: left)
    guard kept.isEmpty || isCounting || kept.count == (left + 7) / 8 else {
      throw EncodeError(.extentMismatch(found: kept.count, expected: (left + 7) / 8)).within(field)
    }
    var index = 0
    while left > 0 {
      let part = min(8, left)
      putCode(index < kept.count ? UInt64(kept[index]) : 0, bitCount: part, order)
      index += 1
      left -= part
    }
  }

  /// `xor EXPR` of bytes: with the first bytes of the mask.
  public func masked(_ bytes: [UInt8], _ mask: WireBytes, field: FieldName) throws(EncodeError) -> [UInt8] {
    if isCounting { return bytes }
    guard let masked = WirePadding.xor(bytes, mask) else { throw EncodeError(.expression).within(field) }
    return masked
  }

  /// The same of `bytes[n]`.
  public func masked<let count: Int>(
    _ bytes: FixedBytes<count>, _ mask: WireBytes, field: FieldName
  ) throws(EncodeError) -> [UInt8] {
    try masked([UInt8](bytes), mask, field: field)
  }

  /// `xor EXPR` of an integer: the mask's low bits.
  public func mask(_ expression: WireInteger, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    UInt64(bitPattern: try integer(expression, field: field)) & (bitCount == 0 ? 0 : UInt64.max >> UInt64(64 - bitCount))
  }

  // MARK: Checks. A counting writer makes none.

  /// An expression's value where one is needed.
  @inlinable
  public func integer(_ expression: WireInteger, field: FieldName? = nil) throws(EncodeError) -> Int64 {
    if let value = expression.value { return value }
    if isCounting { return 0 }
    throw Self.failure(.expression, field: field)
  }

  @inlinable
  public func byteString(_ expression: WireBytes, field: FieldName? = nil) throws(EncodeError) -> [UInt8] {
    if let value = expression.value { return value }
    if isCounting { return [] }
    throw Self.failure(.expression, field: field)
  }

  /// `= EXPR`: the computed value's bits, if they fit.
  @inlinable
  public func code(
    computed expression: WireInteger, bitCount: Int, isSigned: Bool = false, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    if isCounting { return 0 }
    let value = try integer(expression, field: field)
    if isSigned { return try Self.code(value, bitCount: bitCount, field: field) }
    guard value >= 0 else { throw EncodeError(.outOfRange).within(field) }
    return try Self.code(UInt64(value), bitCount: bitCount, field: field)
  }

  /// `if EXPR`: a value is there exactly if the condition is not 0.
  @inlinable
  public func check(isPresent: Bool, _ condition: WireInteger, field: FieldName) throws(EncodeError) {
    if isCounting { return }
    guard try (integer(condition, field: field) != 0) == isPresent else { throw EncodeError(.caseMismatch).within(field) }
  }

  /// `if EXPR` of a field that is no property.
  @inlinable
  public func isPresent(_ condition: WireInteger, field: FieldName) throws(EncodeError) -> Bool {
    try integer(condition, field: field) != 0
  }

  /// A stated count of bytes or elements, or the extent of a region, is what there is.
  @inlinable
  public func check(_ found: Int, states expression: WireInteger, field: FieldName) throws(EncodeError) {
    if isCounting { return }
    let expected = try integer(expression, field: field)
    guard expected == Int64(found) else {
      throw EncodeError(.extentMismatch(found: found, expected: Int(clamping: expected))).within(field)
    }
  }

  /// `max: n`.
  @inlinable
  public func check(_ count: Int, maximum: Int, field: FieldName) throws(EncodeError) {
    guard count <= maximum else {
      throw EncodeError(.countOutOfBounds(found: count, minimum: 0, maximum: maximum)).within(field)
    }
  }

  /// The chosen case of a `match` is the one that its subject selects.
  @inlinable
  public func check(_ tag: WireInteger, selects subject: WireInteger, field: FieldName) throws(EncodeError) {
    if isCounting { return }
    guard try integer(subject, field: field) == integer(tag, field: field) else {
      throw EncodeError(.caseMismatch).within(field)
    }
  }

  /// The default case of a `match`: its subject selects no other.
  public func check(
    _ subject: WireInteger, selectsNoneOf values: [Int64], field: FieldName
  ) throws(EncodeError) {
    if isCounting { return }
    guard !values.contains(try integer(subject, field: field)) else { throw EncodeError(.caseMismatch).within(field) }
  }

  /// `= EXPR or N`: a kept value that is not N is what the fields give.
  public func check(kept: WireInteger, computed: WireInteger, field: FieldName) throws(EncodeError) {
    if isCounting { return }
    guard try integer(computed, field: field) == integer(kept, field: field) else {
      throw EncodeError(.computedMismatch).within(field)
    }
  }

  /// `span(a ... b)` and `self`: what has been put between two bits.
  public func wireBytes(from start: Int, to end: Int) -> WireBytes {
    if isCounting { return [] }
    return WireBytes((start / 8..<max(start, end) / 8).map { bytes.bytes.byte(at: $0) })
  }

  /// `preceding(n)`: what has been put before `bitOffset`, without the last n bytes.
  public func precedingBytes(of bitOffset: Int, dropping count: Int) -> WireBytes {
    wireBytes(from: 0, to: max(0, bitOffset - count * 8))
  }
}
