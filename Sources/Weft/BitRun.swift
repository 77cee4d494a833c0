/// A stretch of bits that is known to be there, read at constant offsets.
///
/// Where the compiler can see the offset (generated code states it as a literal) a field is one load, one shift and one
/// mask, wherever in a byte the run starts.
@frozen
public struct BitRun: ~Escapable {
  @usableFromInline let bytes: RawSpan
  @usableFromInline let tail: UInt64
  /// The run's first bit, from the start of the input.
  public let start: Int
  public let bitCount: Int

  @inlinable
  @inline(__always)
  @_lifetime(copy bytes)
  init(bytes: RawSpan, tail: UInt64, start: Int, bitCount: Int) {
    self.bytes = bytes
    self.tail = tail
    self.start = start
    self.bitCount = bitCount
  }

  /// A part of the run. The caller guarantees that it lies inside.
  @inlinable
  @inline(__always)
  @_lifetime(copy self)
  public func part(at offset: Int, bitCount: Int) -> BitRun {
    BitRun(bytes: bytes, tail: tail, start: start &+ offset, bitCount: bitCount)
  }

  /// `count` bits at `offset`, 0...64 of them. They lie inside the run: that is the emitter's promise, not the input's.
  @inlinable
  @inline(__always)
  public func bits(at offset: Int, count: Int) -> UInt64 {
    if count == 0 { return 0 }
    if count > 57 &- (offset & 7) {
      return shortBits(at: offset, count: 32) | shortBits(at: offset &+ 32, count: count &- 32) << 32
    }
    return shortBits(at: offset, count: count)
  }

  /// At most 57 bits less the offset within a byte, so that one word holds them all, wherever the run starts.
  @inlinable
  @inline(__always)
  func shortBits(at offset: Int, count: Int) -> UInt64 {
    let window = windowStart(at: offset, count: count)
    let shift = UInt64(truncatingIfNeeded: (start & 7) &+ (offset &- window))
    return (word(at: window) &>> shift) & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count))
  }

  /// A multiple of 8 from which one word covers the field: earlier than the field where that keeps the load inside the run.
  @inlinable
  @inline(__always)
  func windowStart(at offset: Int, count: Int) -> Int {
    let last = (bitCount &- 64) & ~7
    let own = offset & ~7
    return own > last && last >= 0 && offset &+ count &- 57 <= last ? last : own
  }

  /// The 64 bits from the byte that holds the run's bit `offset`, a multiple of 8; zeros after the end of the input.
  @inlinable
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    let index = (start &+ offset) >> 3
    if offset &+ 64 <= bitCount || index &+ 8 <= bytes.byteCount { return BitReader.load(bytes, at: index) }
    return tail &>> UInt64(truncatingIfNeeded: (index &+ 8 &- bytes.byteCount) &* 8)
  }

  @inlinable
  @inline(__always)
  public func bool(at offset: Int) -> Bool { bits(at: offset, count: 1) != 0 }
}
