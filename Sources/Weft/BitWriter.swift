/// Writes native bits, least significant first, into a buffer that it borrows.
///
/// Bits gather in a word and leave it eight bytes at a time. Bytes of the buffer behind the ones written may be overwritten.
///
/// ```swift
/// var writer = BitWriter(buffer.mutableBytes)
/// try ping.encode(into: &writer)
/// let byteCount = writer.finish()
/// ```
@frozen
public struct BitWriter: ~Copyable, ~Escapable {
  @usableFromInline var bytes: MutableRawSpan
  /// The next byte to be stored.
  @usableFromInline var index: Int
  /// The bits that were put and not yet stored, from the least significant one.
  @usableFromInline var pending: UInt64
  /// 0...63.
  @usableFromInline var pendingBitCount: Int

  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: consuming MutableRawSpan) {
    self.bytes = bytes
    index = 0
    pending = 0
    pendingBitCount = 0
  }

  /// The bits put so far.
  @inlinable
  public var bitOffset: Int { index &* 8 &+ pendingBitCount }

  /// Makes sure that the buffer has room for `bitCount` more bits; what is then put needs no check.
  @inlinable
  @inline(__always)
  public mutating func reserve(bitCount: Int) throws(EncodeError) {
    guard bitOffset &+ bitCount <= bytes.byteCount &* 8 else {
      try EncodeError.failTooSmall(bitCount: bitCount, behind: bitOffset)
    }
  }

  /// The low `bitCount` bits of `word`, 0...64; the others are zero. There is room for them: `reserve` has seen to that.
  @inlinable
  @inline(__always)
  public mutating func put(_ word: UInt64, bitCount: Int) {
    pending |= word &<< UInt64(truncatingIfNeeded: pendingBitCount)
    let total = pendingBitCount &+ bitCount
    if total >= 64 {
      store(pending)
      pending = (word >> 1) &>> UInt64(truncatingIfNeeded: 63 &- pendingBitCount)
      pendingBitCount = total &- 64
    } else {
      pendingBitCount = total
    }
  }

  /// All 64 bits of `word`: one word is stored in any case.
  @inlinable
  @inline(__always)
  mutating func put(word: UInt64) {
    store(pending | word &<< UInt64(truncatingIfNeeded: pendingBitCount))
    pending = (word >> 1) &>> UInt64(truncatingIfNeeded: 63 &- pendingBitCount)
  }

  @inlinable
  @inline(__always)
  mutating func store(_ word: UInt64) {
    unsafe bytes.storeBytes(of: word.littleEndian, toUncheckedByteOffset: index, as: UInt64.self)
    index &+= 8
  }

  /// Pads with zero bits to a byte, stores what is pending, and returns how many bytes were written in all.
  @inlinable
  public mutating func finish() -> Int {
    let byteCount = index &+ (pendingBitCount &+ 7) >> 3
    if index &+ 8 <= bytes.byteCount {
      unsafe bytes.storeBytes(of: pending.littleEndian, toUncheckedByteOffset: index, as: UInt64.self)
    } else {
      storeTail(byteCount: byteCount &- index)
    }
    index = byteCount
    pending = 0
    pendingBitCount = 0
    return byteCount
  }

  @inline(never)
  @usableFromInline
  mutating func storeTail(byteCount: Int) {
    for position in 0..<byteCount {
      let byte = UInt8(truncatingIfNeeded: pending >> UInt64(position * 8))
      bytes.storeBytes(of: byte, toByteOffset: index + position, as: UInt8.self)
    }
  }
}
