/// Reads native bits, least significant first, from bytes that it borrows (`docs/language.md`, "Native definitions").
///
/// It can do one thing: hand out *runs*. A run is a stretch of constant layout that is checked once to be there (law 8);
/// its fields are then read by ``BitRun`` at constant offsets, without a check of length and without moving a cursor.
///
/// ```swift
/// var reader = BitReader(bytes.span.bytes)
/// let ping = try Ping(decoding: &reader)
/// try reader.finish()
/// ```
@frozen
public struct BitReader: ~Copyable, ~Escapable {
  @usableFromInline let bytes: RawSpan
  /// The last eight bytes as one word, the last of all in its highest bits; zeros stand for what a shorter input has not.
  /// So the fields near the end cost a shift, where a load of eight bytes would leave the buffer.
  @usableFromInline let tail: UInt64
  @usableFromInline var position: Int
  /// The first bit after the input, or after the part of it that is being read.
  @usableFromInline var limit: Int

  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
    tail = bytes.byteCount >= 8 ? Self.load(bytes, at: bytes.byteCount &- 8) : Self.loadShort(bytes)
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
    guard bitCount <= limit &- position else { throw truncation(bitCount: bitCount) }
    let run = BitRun(bytes: bytes, tail: tail, start: position, bitCount: bitCount)
    position &+= bitCount
    return run
  }

  /// The end of a message: zero bits up to the byte, and no byte after them, are all that may be left.
  @inlinable
  public mutating func finish() throws(DecodeError) {
    try skipPadding()
    guard position == limit else { throw .leftOver(bitCount: limit &- position, at: position) }
  }

  /// Zero bits up to a byte.
  @inlinable
  mutating func skipPadding() throws(DecodeError) {
    let run = try run(bitCount: -position & 7)
    guard run.bits(at: 0, count: run.bitCount) == 0 else { throw .padding(at: run.start) }
  }

  @inline(never)
  @usableFromInline
  borrowing func truncation(bitCount: Int) -> DecodeError {
    DecodeError(.truncated(neededBitCount: bitCount &- (limit &- position)), at: limit)
  }

  /// Eight bytes, little-endian. The caller has checked that `index + 8 <= byteCount`.
  @inlinable
  @inline(__always)
  static func load(_ bytes: RawSpan, at index: Int) -> UInt64 {
    UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
  }

  /// All of fewer than eight bytes, in the highest bits.
  @inline(never)
  @usableFromInline
  static func loadShort(_ bytes: RawSpan) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<bytes.byteCount {
      word = word >> 8 | UInt64(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) << 56
    }
    return word
  }
}
