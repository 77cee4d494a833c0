// One function for each type that a field can have, and no generic one: what is not generic is compiled here, and comes to
// whoever uses it as a few instructions. A generic one made every user's compiler specialise it, and read what the standard
// library says about each type of integer, which was a third of the time that a message took to compile.

extension BitRun {
  @inlinable
  @inline(__always)
  public func bool(at offset: Int) -> Bool { bits(at: offset, count: 1) != 0 }

  /// `count` bits at `offset`, 1...64 of them.
  @inlinable
  @inline(__always)
  func code(at offset: Int, count: Int) -> UInt64 {
    count > 50 ? wideBits(at: offset, count: count) : bits(at: offset, count: count)
  }

  /// The same in two's complement.
  @inlinable
  @inline(__always)
  func signedCode(at offset: Int, count: Int) -> Int64 {
    let unused = Int64(truncatingIfNeeded: 64 &- count)
    return (Int64(bitPattern: code(at: offset, count: count)) &<< unused) &>> unused
  }

  /// The same, 1...50 of them.
  @inlinable
  @inline(__always)
  func signedBits(at offset: Int, count: Int) -> Int64 {
    let unused = Int64(truncatingIfNeeded: 64 &- count)
    return (Int64(bitPattern: bits(at: offset, count: count)) &<< unused) &>> unused
  }

  /// The value of `int(lower...upper)` of at most 50 bits, as the bits of a 64-bit integer.
  @inlinable
  @inline(__always)
  func rangedBits(
    at offset: Int, from lower: UInt64, through upper: UInt64, field: FieldName
  ) throws(DecodeError) -> UInt64 {
    let maximum = upper &- lower
    let code = bits(at: offset, count: 64 &- maximum.leadingZeroBitCount)
    guard code <= maximum else {
      try DecodeError.failAboveMaximum(code, maximum, at: start &+ offset, field: field)
    }
    return code &+ lower
  }

  /// The value of `int(lower...upper)`, as the bits of a 64-bit integer.
  @inlinable
  @inline(__always)
  func ranged(
    at offset: Int, from lower: UInt64, through upper: UInt64, field: FieldName
  ) throws(DecodeError) -> UInt64 {
    let maximum = upper &- lower
    let code = code(at: offset, count: 64 &- maximum.leadingZeroBitCount)
    guard code <= maximum else {
      try DecodeError.failAboveMaximum(code, maximum, at: start &+ offset, field: field)
    }
    return code &+ lower
  }

  /// The count of a bounded list, `bytes` or `text`: `count − min`, in the bits that `max − min` needs.
  @inlinable
  @inline(__always)
  public func count(
    at offset: Int, from lowest: Int, through highest: Int, field: FieldName
  ) throws(DecodeError) -> Int {
    Int(truncatingIfNeeded: try integer(at: offset, from: Int64(lowest), through: Int64(highest), field: field))
  }
}

/// `u1`…`u64` and, in two's complement, `i1`…`i64`: `count` bits into the type that the caller expects.
extension BitRun {
  @inlinable
  @inline(__always)
  public func integer(at offset: Int, count: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: bits(at: offset, count: count))
  }

  @inlinable
  @inline(__always)
  public func integer(at offset: Int, count: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: bits(at: offset, count: count))
  }

  @inlinable
  @inline(__always)
  public func integer(at offset: Int, count: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: bits(at: offset, count: count))
  }

  @inlinable
  @inline(__always)
  public func integer(at offset: Int, count: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: code(at: offset, count: count))
  }

  @inlinable
  @inline(__always)
  public func integer(at offset: Int, count: Int) -> Int8 {
    Int8(truncatingIfNeeded: signedBits(at: offset, count: count))
  }

  @inlinable
  @inline(__always)
  public func integer(at offset: Int, count: Int) -> Int16 {
    Int16(truncatingIfNeeded: signedBits(at: offset, count: count))
  }

  @inlinable
  @inline(__always)
  public func integer(at offset: Int, count: Int) -> Int32 {
    Int32(truncatingIfNeeded: signedBits(at: offset, count: count))
  }

  @inlinable
  @inline(__always)
  public func integer(at offset: Int, count: Int) -> Int64 {
    Int64(truncatingIfNeeded: signedCode(at: offset, count: count))
  }
}

/// `int(a...b)`: `value − a`, in the bits that `b − a` needs (law 3). The type holds both bounds. Two numbers and not a range,
/// which every field's compiling would make and take apart again.
extension BitRun {
  @inlinable
  @inline(__always)
  public func integer(
    at offset: Int, from lowest: UInt8, through highest: UInt8, field: FieldName
  ) throws(DecodeError) -> UInt8 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return UInt8(truncatingIfNeeded: try rangedBits(at: offset, from: lower, through: upper, field: field))
  }

  @inlinable
  @inline(__always)
  public func integer(
    at offset: Int, from lowest: UInt16, through highest: UInt16, field: FieldName
  ) throws(DecodeError) -> UInt16 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return UInt16(truncatingIfNeeded: try rangedBits(at: offset, from: lower, through: upper, field: field))
  }

  @inlinable
  @inline(__always)
  public func integer(
    at offset: Int, from lowest: UInt32, through highest: UInt32, field: FieldName
  ) throws(DecodeError) -> UInt32 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return UInt32(truncatingIfNeeded: try rangedBits(at: offset, from: lower, through: upper, field: field))
  }

  @inlinable
  @inline(__always)
  public func integer(
    at offset: Int, from lowest: UInt64, through highest: UInt64, field: FieldName
  ) throws(DecodeError) -> UInt64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return UInt64(truncatingIfNeeded: try ranged(at: offset, from: lower, through: upper, field: field))
  }

  @inlinable
  @inline(__always)
  public func integer(
    at offset: Int, from lowest: Int8, through highest: Int8, field: FieldName
  ) throws(DecodeError) -> Int8 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return Int8(truncatingIfNeeded: try rangedBits(at: offset, from: lower, through: upper, field: field))
  }

  @inlinable
  @inline(__always)
  public func integer(
    at offset: Int, from lowest: Int16, through highest: Int16, field: FieldName
  ) throws(DecodeError) -> Int16 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return Int16(truncatingIfNeeded: try rangedBits(at: offset, from: lower, through: upper, field: field))
  }

  @inlinable
  @inline(__always)
  public func integer(
    at offset: Int, from lowest: Int32, through highest: Int32, field: FieldName
  ) throws(DecodeError) -> Int32 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return Int32(truncatingIfNeeded: try rangedBits(at: offset, from: lower, through: upper, field: field))
  }

  @inlinable
  @inline(__always)
  public func integer(
    at offset: Int, from lowest: Int64, through highest: Int64, field: FieldName
  ) throws(DecodeError) -> Int64 {
    let (lower, upper) = (UInt64(truncatingIfNeeded: lowest), UInt64(truncatingIfNeeded: highest))
    return Int64(truncatingIfNeeded: try ranged(at: offset, from: lower, through: upper, field: field))
  }
}
