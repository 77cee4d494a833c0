extension BitWriter {
  @inlinable
  @inline(__always)
  public func code(_ value: Bool, at offset: UInt64 = 0) -> UInt64 { (value ? 1 : 0) &<< offset }

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

// One function a type, as in ``BitRun``. Each puts its code at the `offset` that it has in the word that is put together.

/// The code of an integer as wide as its type.
extension BitWriter {
  @inlinable
  @inline(__always)
  public func code(_ value: UInt8, at offset: UInt64 = 0) -> UInt64 { UInt64(truncatingIfNeeded: value) &<< offset }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt16, at offset: UInt64 = 0) -> UInt64 { UInt64(truncatingIfNeeded: value) &<< offset }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt32, at offset: UInt64 = 0) -> UInt64 { UInt64(truncatingIfNeeded: value) &<< offset }

  @inlinable
  @inline(__always)
  public func code(_ value: UInt64, at offset: UInt64 = 0) -> UInt64 { value &<< offset }

  @inlinable
  @inline(__always)
  public func code(_ value: Int8, at offset: UInt64 = 0) -> UInt64 {
    UInt64(truncatingIfNeeded: UInt8(bitPattern: value)) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int16, at offset: UInt64 = 0) -> UInt64 {
    UInt64(truncatingIfNeeded: UInt16(bitPattern: value)) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int32, at offset: UInt64 = 0) -> UInt64 {
    UInt64(truncatingIfNeeded: UInt32(bitPattern: value)) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Int64, at offset: UInt64 = 0) -> UInt64 {
    UInt64(truncatingIfNeeded: UInt64(bitPattern: value)) &<< offset
  }
}

/// The code of a `u1`…`u64` or, in two's complement, an `i1`…`i64` that is narrower than its type.
///
/// - Throws: ``EncodeError/Reason/outOfRange`` if the value needs more than `bitCount` bits.
extension BitWriter {
  @inlinable
  @inline(__always)
  public func code(
    _ value: UInt8, at offset: UInt64 = 0, bitCount: Int, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    try code(fitting: UInt64(truncatingIfNeeded: value), bitCount: bitCount, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: UInt16, at offset: UInt64 = 0, bitCount: Int, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    try code(fitting: UInt64(truncatingIfNeeded: value), bitCount: bitCount, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: UInt32, at offset: UInt64 = 0, bitCount: Int, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    try code(fitting: UInt64(truncatingIfNeeded: value), bitCount: bitCount, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: UInt64, at offset: UInt64 = 0, bitCount: Int, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    try code(fitting: UInt64(truncatingIfNeeded: value), bitCount: bitCount, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: Int8, at offset: UInt64 = 0, bitCount: Int, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    try code(fitting: Int64(truncatingIfNeeded: value), bitCount: bitCount, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: Int16, at offset: UInt64 = 0, bitCount: Int, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    try code(fitting: Int64(truncatingIfNeeded: value), bitCount: bitCount, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: Int32, at offset: UInt64 = 0, bitCount: Int, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    try code(fitting: Int64(truncatingIfNeeded: value), bitCount: bitCount, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: Int64, at offset: UInt64 = 0, bitCount: Int, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    try code(fitting: Int64(truncatingIfNeeded: value), bitCount: bitCount, field: field) &<< offset
  }
}

/// The code of an `int(a...b)`: `value − a`.
///
/// - Throws: ``EncodeError/Reason/outOfRange``.
extension BitWriter {
  @inlinable
  @inline(__always)
  public func code(
    _ value: UInt8, at offset: UInt64 = 0, from lowest: UInt8, through highest: UInt8, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: UInt16, at offset: UInt64 = 0, from lowest: UInt16, through highest: UInt16, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: UInt32, at offset: UInt64 = 0, from lowest: UInt32, through highest: UInt32, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: UInt64, at offset: UInt64 = 0, from lowest: UInt64, through highest: UInt64, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: Int8, at offset: UInt64 = 0, from lowest: Int8, through highest: Int8, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: Int16, at offset: UInt64 = 0, from lowest: Int16, through highest: Int16, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: Int32, at offset: UInt64 = 0, from lowest: Int32, through highest: Int32, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field) &<< offset
  }

  @inlinable
  @inline(__always)
  public func code(
    _ value: Int64, at offset: UInt64 = 0, from lowest: Int64, through highest: Int64, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return try code(UInt64(truncatingIfNeeded: value), from: lower, through: upper, field: field) &<< offset
  }
}
