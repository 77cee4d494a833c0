/// A stretch of bits that is known to be there, read at constant offsets.
///
/// Where the compiler can see the offset (generated code states it as a literal) a field is one load, one shift and one
/// mask, wherever in a byte the run starts.
@frozen
public struct BitRun: ~Escapable {
  @usableFromInline let bytes: RawSpan
  /// The run's last 57 bits and more, the last one in the highest bit. With it no load has to reach beyond the run.
  @usableFromInline let last: UInt64
  /// The run's first bit, from the start of the input.
  public let start: Int
  /// How many bits are known to be there: a part of a run knows those to the end of the run.
  public let bitCount: Int

  @inlinable
  @inline(__always)
  @_lifetime(copy bytes)
  init(bytes: RawSpan, last: UInt64, start: Int, bitCount: Int) {
    self.bytes = bytes
    self.last = last
    self.start = start
    self.bitCount = bitCount
  }

  /// What begins at `offset`, which lies inside the run: that is the emitter's promise.
  @inlinable
  @inline(__always)
  @_lifetime(copy self)
  public func part(at offset: Int) -> BitRun {
    BitRun(bytes: bytes, last: last, start: start &+ offset, bitCount: bitCount &- offset)
  }
}

extension BitRun {
  /// `count` bits at `offset`, 1...50 of them; they lie inside the run. Both are the emitter's promises, not the input's.
  @inlinable
  @inline(__always)
  public func bits(at offset: Int, count: Int) -> UInt64 {
    let mask = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count)
    let left = bitCount &- offset
    if left <= 57 { return (last &>> UInt64(truncatingIfNeeded: 64 &- left)) & mask }
    // 58 bits from here on reach into the eighth byte: the load stays inside the input.
    let word = BitReader.load(bytes, at: (start >> 3) &+ (offset >> 3))
    return (word &>> UInt64(truncatingIfNeeded: (start & 7) &+ (offset & 7))) & mask
  }

  /// `count` bits at `offset`, 33...64 of them.
  @inlinable
  @inline(__always)
  public func wideBits(at offset: Int, count: Int) -> UInt64 {
    bits(at: offset, count: 32) | bits(at: offset &+ 32, count: count &- 32) &<< 32
  }
}
