extension BitWriter {
  /// The code of a `u1`…`u64` or, in two's complement, an `i1`…`i64`.
  ///
  /// - Throws: ``EncodeError/Reason/outOfRange`` if the value needs more than `bitCount` bits.
  @inlinable
  @inline(__always)
  public func code<Value: FixedWidthInteger>(
    _ value: Value, bitCount: Int, field: StaticString
  ) throws(EncodeError) -> UInt64 {
    let unused = UInt64(truncatingIfNeeded: 64 &- bitCount)
    let wide = UInt64(truncatingIfNeeded: value)
    let code = (wide &<< unused) &>> unused
    if bitCount < Value.bitWidth {
      let signed = UInt64(bitPattern: Int64(bitPattern: wide &<< unused) &>> Int64(bitPattern: unused))
      guard (Value.isSigned ? signed : code) == wide else { try EncodeError.failOutOfRange(field: FieldName(field)) }
    }
    return code
  }

  /// The code of an `int(a...b)`: `value − a`.
  ///
  /// - Throws: ``EncodeError/Reason/outOfRange``.
  @inlinable
  @inline(__always)
  public func code<Value: FixedWidthInteger>(
    _ value: Value, in range: ClosedRange<Value>, field: StaticString
  ) throws(EncodeError) -> UInt64 {
    let lower = UInt64(truncatingIfNeeded: range.lowerBound)
    let code = UInt64(truncatingIfNeeded: value) &- lower
    guard code <= UInt64(truncatingIfNeeded: range.upperBound) &- lower else {
      try EncodeError.failOutOfRange(field: FieldName(field))
    }
    return code
  }

  @inlinable
  @inline(__always)
  public func code(_ value: Bool) -> UInt64 { value ? 1 : 0 }

  /// Puts a value of another definition.
  @inlinable
  @inline(__always)
  public mutating func put<Value: BitCodable>(_ value: Value, field: StaticString) throws(EncodeError) {
    do throws(EncodeError) {
      try value.encode(into: &self)
    } catch {
      try error.rethrow(within: field)
    }
  }
}
