extension BitRun {
  @inlinable
  @inline(__always)
  public func bool(at offset: Int) -> Bool { bits(at: offset, count: 1) != 0 }

  /// `u1`…`u64` and, in two's complement, `i1`…`i64`: `count` bits into the type that the caller expects.
  @inlinable
  @inline(__always)
  public func integer<Value: FixedWidthInteger>(at offset: Int, count: Int) -> Value {
    let code = count > 50 ? wideBits(at: offset, count: count) : bits(at: offset, count: count)
    guard Value.isSigned else { return Value(truncatingIfNeeded: code) }
    let shift = UInt64(truncatingIfNeeded: 64 &- count)
    return Value(truncatingIfNeeded: Int64(bitPattern: code &<< shift) &>> Int64(bitPattern: shift))
  }

  /// `int(a...b)`: `value − a`, in the bits that `b − a` needs (law 3). The type holds both bounds.
  @inlinable
  @inline(__always)
  public func integer<Value: FixedWidthInteger>(
    at offset: Int, in range: ClosedRange<Value>, field: StaticString
  ) throws(DecodeError) -> Value {
    let lower = UInt64(truncatingIfNeeded: range.lowerBound)
    let maximum = UInt64(truncatingIfNeeded: range.upperBound) &- lower
    let count = 64 &- maximum.leadingZeroBitCount
    let code = count > 50 ? wideBits(at: offset, count: count) : bits(at: offset, count: count)
    guard code <= maximum else {
      try DecodeError.failAboveMaximum(code, maximum, at: start &+ offset, field: FieldName(field))
    }
    return Value(truncatingIfNeeded: code &+ lower)
  }

  /// The count of a bounded list, `bytes` or `text`: `count − min`, in the bits that `max − min` needs.
  @inlinable
  @inline(__always)
  public func count(at offset: Int, in range: ClosedRange<Int>, field: StaticString) throws(DecodeError) -> Int {
    try integer(at: offset, in: range, field: field)
  }
}
