extension BitWriter {
  @inlinable
  @inline(__always)
  public func code(_ value: Bool) -> UInt64 { value ? 1 : 0 }

  /// A value that must leave the bits from `bitCount` on clear.
  @inlinable
  @inline(__always)
  func code(fitting value: UInt64, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    // Two shifts: one by 64 would be none.
    guard (value &>> UInt64(truncatingIfNeeded: bitCount &- 1)) >> 1 == 0 else {
      try EncodeError.failOutOfRange(field: field)
    }
    return value
  }

  /// A value that must be its own sign extension from `bitCount` bits.
  @inlinable
  @inline(__always)
  func code(fitting value: Int64, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    let unused = Int64(truncatingIfNeeded: 64 &- bitCount)
    guard (value &<< unused) &>> unused == value else { try EncodeError.failOutOfRange(field: field) }
    return UInt64(bitPattern: value &<< unused) &>> UInt64(bitPattern: unused)
  }

  /// `value − lower`, both as the bits of 64-bit integers.
  @inlinable
  @inline(__always)
  func code(
    _ value: UInt64, from lower: UInt64, through upper: UInt64, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    let code = value &- lower
    guard code <= upper &- lower else { try EncodeError.failOutOfRange(field: field) }
    return code
  }

  /// Puts a value of another definition.
  @inlinable
  @inline(__always)
  public mutating func put<Value: BitCodable>(_ value: Value, field: FieldName) throws(EncodeError) {
    do throws(EncodeError) {
      try value.encode(into: &self)
    } catch {
      try error.rethrow(within: field)
    }
  }
}

// One function a type, as in ``BitRun``.

/// The code of an integer as wide as its type.
extension BitWriter {
  @inlinable
  @inline(__always)
  public func code(_ value: UInt8) -> UInt64 { UInt64(truncatingIfNeeded: value) }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt16) -> UInt64 { UInt64(truncatingIfNeeded: value) }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt32) -> UInt64 { UInt64(truncatingIfNeeded: value) }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt64) -> UInt64 { value }

  @inlinable
  @inline(__always)
  public func code(_ value: Int8) -> UInt64 { UInt64(truncatingIfNeeded: UInt8(bitPattern: value)) }

  @inlinable
  @inline(__always)
  public func code(_ value: Int16) -> UInt64 { UInt64(truncatingIfNeeded: UInt16(bitPattern: value)) }

  @inlinable
  @inline(__always)
  public func code(_ value: Int32) -> UInt64 { UInt64(truncatingIfNeeded: UInt32(bitPattern: value)) }

  @inlinable
  @inline(__always)
  public func code(_ value: Int64) -> UInt64 { UInt64(truncatingIfNeeded: UInt64(bitPattern: value)) }
}

/// The code of a `u1`…`u64` or, in two's complement, an `i1`…`i64` that is narrower than its type.
///
/// - Throws: ``EncodeError/Reason/outOfRange`` if the value needs more than `bitCount` bits.
extension BitWriter {
  @inlinable
  @inline(__always)
  public func code(_ value: UInt8, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    try code(fitting: UInt64(truncatingIfNeeded: value), bitCount: bitCount, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt16, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    try code(fitting: UInt64(truncatingIfNeeded: value), bitCount: bitCount, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt32, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    try code(fitting: UInt64(truncatingIfNeeded: value), bitCount: bitCount, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt64, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    try code(fitting: UInt64(truncatingIfNeeded: value), bitCount: bitCount, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int8, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    try code(fitting: Int64(truncatingIfNeeded: value), bitCount: bitCount, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int16, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    try code(fitting: Int64(truncatingIfNeeded: value), bitCount: bitCount, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int32, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    try code(fitting: Int64(truncatingIfNeeded: value), bitCount: bitCount, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int64, bitCount: Int, field: FieldName) throws(EncodeError) -> UInt64 {
    try code(fitting: Int64(truncatingIfNeeded: value), bitCount: bitCount, field: field)
  }
}

/// The code of an `int(a...b)`: `value − a`.
///
/// - Throws: ``EncodeError/Reason/outOfRange``.
extension BitWriter {
  @inlinable
  @inline(__always)
  public func code(_ value: UInt8, in range: ClosedRange<UInt8>, field: FieldName) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt16, in range: ClosedRange<UInt16>, field: FieldName) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt32, in range: ClosedRange<UInt32>, field: FieldName) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt64, in range: ClosedRange<UInt64>, field: FieldName) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int8, in range: ClosedRange<Int8>, field: FieldName) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int16, in range: ClosedRange<Int16>, field: FieldName) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int32, in range: ClosedRange<Int32>, field: FieldName) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field)
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int64, in range: ClosedRange<Int64>, field: FieldName) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field)
  }
}
