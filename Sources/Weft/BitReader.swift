/// Reads native bits, least significant first, from bytes that it borrows (`docs/language.md`, "Native definitions").
///
/// It hands out *runs*: stretches of constant layout that are checked once to be there (law 8). A ``BitRun`` then reads the
/// fields at constant offsets, without a check of length and without moving a cursor.
///
/// ```swift
/// var reader = BitReader(bytes)
/// let ping = try Ping(decoding: &reader)
/// try reader.finish()
/// ```
@frozen
public struct BitReader: ~Copyable, ~Escapable {
  @usableFromInline let bytes: RawSpan
  @usableFromInline var position: Int
  /// The first bit after the input, or after the part of it that is being read.
  @usableFromInline var limit: Int

  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
    position = 0
    limit = bytes.byteCount &* 8
  }

  /// The next bit, from the start of the input.
  @inlinable
  public var bitOffset: Int { position }

  /// The bits that are left.
  @inlinable
  public var remainingBitCount: Int { limit &- position }

  /// The next `bitCount` bits, which the reader steps over.
  @inlinable
  @inline(__always)
  @_lifetime(copy self)
  public mutating func run(bitCount: Int) throws(DecodeError) -> BitRun {
    guard bitCount <= limit &- position else { try truncated(bitCount: bitCount) }
    return checkedRun(bitCount: bitCount)
  }

  /// The next `bitCount` bits, which the caller has seen to be there.
  @inlinable
  @inline(__always)
  @_lifetime(copy self)
  mutating func checkedRun(bitCount: Int) -> BitRun {
    let run = Self.run(of: bytes, at: position, bitCount: bitCount)
    position &+= bitCount
    return run
  }

  /// The `bitCount` bits from `start` on, which the caller has seen to be there.
  @inlinable
  @inline(__always)
  @_lifetime(copy bytes)
  static func run(of bytes: RawSpan, at start: Int, bitCount: Int) -> BitRun {
    BitRun(bytes: bytes, last: lastWord(of: bytes, at: start, bitCount: bitCount), start: start, bitCount: bitCount)
  }

  /// The end of those bits, the last one in the highest bit.
  @inlinable
  @inline(__always)
  static func lastWord(of bytes: RawSpan, at start: Int, bitCount: Int) -> UInt64 {
    let end = start &+ bitCount
    // The compiler knows the bit count and not the position: a long run's last word needs no look at where it ends.
    return bitCount > 56 ? longWord(of: bytes, endingAt: end) : word(of: bytes, endingAt: end)
  }

  /// The bits before `end`, at least 57 of them unless the input starts there, the last one in the highest bit.
  @inlinable
  @inline(__always)
  static func word(of bytes: RawSpan, endingAt end: Int) -> UInt64 {
    end > 56 ? longWord(of: bytes, endingAt: end) : head(of: bytes) &<< UInt64(truncatingIfNeeded: 64 &- end)
  }

  /// The same where more than 56 bits precede `end`.
  @inlinable
  @inline(__always)
  static func longWord(of bytes: RawSpan, endingAt end: Int) -> UInt64 {
    load(bytes, at: ((end &+ 7) >> 3) &- 8) &<< UInt64(truncatingIfNeeded: (0 &- end) & 7)
  }

  /// The end of a message: zero bits up to the byte, and no byte after them, are all that may be left.
  @inlinable
  @inline(__always)
  public func finish() throws(DecodeError) {
    let left = limit &- position
    if left == 0 { return }
    guard left < 8, Self.word(of: bytes, endingAt: limit) &>> UInt64(truncatingIfNeeded: 64 &- left) == 0 else {
      try DecodeError.failLeftOver(bytes, at: position, limit: limit)
    }
  }
}

extension BitReader {
  /// Eight bytes, little-endian. The caller has checked that `index + 8 <= byteCount`.
  @inlinable
  @inline(__always)
  static func load(_ bytes: RawSpan, at index: Int) -> UInt64 {
    UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
  }

  /// The first eight bytes as one word, zeros for what a shorter input has not: a load would leave the buffer. A call, since
  /// few runs are that near the start, and every run has the code for it.
  @inline(never)
  @usableFromInline
  static func head(of bytes: RawSpan) -> UInt64 {
    if bytes.byteCount >= 8 { return load(bytes, at: 0) }
    var word: UInt64 = 0
    for index in 0..<bytes.byteCount {
      word |= UInt64(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) << UInt64(index * 8)
    }
    return word
  }
}
