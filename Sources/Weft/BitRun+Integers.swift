extension BitRun {
  /// `u1`…`u64` and, in two's complement, `i1`…`i64`: `count` bits into the type that the caller expects.
  @inlinable
  @inline(__always)
  public func integer<Value: FixedWidthInteger>(at offset: Int, count: Int) -> Value {
    let code = bits(at: offset, count: count)
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
    let code = bits(at: offset, count: 64 &- maximum.leadingZeroBitCount)
    guard code <= maximum else { throw .codeAboveMaximum(code, maximum, at: start &+ offset, field: field) }
    return Value(truncatingIfNeeded: code &+ lower)
  }

  /// A value of a definition of constant size.
  @inlinable
  @inline(__always)
  public func read<Value: ConstantSizeCodable>(
    _ type: Value.Type, at offset: Int, field: StaticString
  ) throws(DecodeError) -> Value {
    do throws(DecodeError) {
      return try Value(decoding: part(at: offset, bitCount: Value.bitCount))
    } catch {
      throw error.within(field)
    }
  }
}
