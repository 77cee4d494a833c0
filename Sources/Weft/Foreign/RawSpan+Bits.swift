/// Up to 64 bits from anywhere in a span. Bits behind the end are zero, so that no mistake of a caller can trap on input.
extension RawSpan {
  /// The first bit consumed is the most significant one of its byte and of the value.
  @inlinable
  func mostSignificantFirst(at bitOffset: Int, bitCount: Int) -> UInt64 {
    guard bitCount > 0 else { return 0 }
    let shift = UInt64(truncatingIfNeeded: bitOffset & 7)
    var value = word(at: bitOffset >> 3).byteSwapped &<< shift
    if Int(truncatingIfNeeded: shift) &+ bitCount > 64 {
      value |= UInt64(byte(at: bitOffset >> 3 &+ 8)) &>> (8 &- shift)
    }
    return value &>> UInt64(truncatingIfNeeded: 64 &- bitCount)
  }

  /// The first bit consumed is the least significant one of its byte and of the value.
  @inlinable
  func leastSignificantFirst(at bitOffset: Int, bitCount: Int) -> UInt64 {
    guard bitCount > 0 else { return 0 }
    let shift = UInt64(truncatingIfNeeded: bitOffset & 7)
    var value = word(at: bitOffset >> 3) &>> shift
    if Int(truncatingIfNeeded: shift) &+ bitCount > 64 {
      value |= UInt64(byte(at: bitOffset >> 3 &+ 8)) &<< (64 &- shift)
    }
    return value & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- bitCount))
  }

  /// The byte at `offset`, 0 behind the end.
  @inlinable
  func byte(at offset: Int) -> UInt8 {
    offset >= 0 && offset < byteCount ? unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self) : 0
  }

  /// Eight bytes, the first the least significant; zeros behind the end.
  @inlinable
  func word(at offset: Int) -> UInt64 {
    guard offset >= 0, offset &+ 8 <= byteCount else { return lastWord(at: offset) }
    return UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  @inline(never)
  @usableFromInline
  func lastWord(at offset: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<8 { word |= UInt64(byte(at: offset &+ index)) << UInt64(index * 8) }
    return word
  }
}
