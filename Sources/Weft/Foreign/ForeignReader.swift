/// Reads a foreign format from bytes that it borrows, in any of the four orders (`docs/language.md`, "Foreign definitions").
///
/// A run is guarded once by ``require(bitCount:)``; what is taken after that needs no check of length. A *region* is the part of the
/// input that a field has to fill; inside it the input ends where the region does.
@frozen
public struct ForeignReader: ~Copyable, ~Escapable {
  @usableFromInline let bytes: RawSpan
  @usableFromInline var cursor: Int
  /// The first bit after the region.
  @usableFromInline var limit: Int
  /// Records within records, the outermost one included.
  @usableFromInline var depth: Int

  /// How deep records may nest: foreign definitions may be recursive.
  public static let maximumDepth = 64

  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
    cursor = 0
    limit = bytes.byteCount &* 8
    depth = 0
  }

  /// The next bit, from the start of the input.
  @inlinable
  public var bitOffset: Int { cursor }

  /// `remaining`: whole bytes left in the region.
  @inlinable
  public var remaining: WireInteger { WireInteger((limit &- bitOffset) / 8) }

  /// `lastByte` of the region, 0 where nothing is left of it.
  @inlinable
  public var lastByte: WireInteger { bitOffset < limit ? WireInteger(bytes.byte(at: (limit &- 1) >> 3)) : 0 }

  /// `position`: bytes since the start of the record.
  @inlinable
  public func position(since record: Int) -> WireInteger { WireInteger((bitOffset &- record) / 8) }

  /// Whether the region holds more: a list without a count goes on.
  @inlinable
  public var hasMore: Bool { bitOffset < limit }

  /// The next `bitCount` bits are there; what is taken of them needs no check.
  @inlinable
  public func require(bitCount: Int) throws(DecodeError) {
    guard bitCount <= limit &- bitOffset else { throw truncation(bitCount: bitCount) }
  }

  /// The same, of `count` elements of constant width.
  @inlinable
  public func require(_ count: Int, ofBitCount bitCount: Int) throws(DecodeError) {
    let (product, overflow) = count.multipliedReportingOverflow(by: bitCount)
    try require(bitCount: overflow ? .max : product)
  }

  /// `bitCount` bits, 0...64, as a code. `require` has seen to it that they are there.
  @inlinable
  public mutating func takeCode(bitCount: Int, _ order: WireOrder) -> UInt64 {
    let start = bitOffset
    cursor &+= bitCount
    return order.isMostSignificantFirst(bitCount: bitCount)
      ? bytes.mostSignificantFirst(at: start, bitCount: bitCount)
      : bytes.leastSignificantFirst(at: start, bitCount: bitCount)
  }

  /// The end of the outermost record: no byte may follow; what is left of its last byte is nobody's.
  @inlinable
  public mutating func finish() throws(DecodeError) {
    let end = (bitOffset &+ 7) & ~7
    guard limit &- end <= 0 else { throw DecodeError(.trailingBytes(count: (limit &- end) / 8), at: end) }
  }

  /// One record deeper, up to ``maximumDepth``.
  @inlinable
  public mutating func descend() throws(DecodeError) {
    guard depth < Self.maximumDepth else {
      throw DecodeError(
        .limitExceeded(found: UInt64(Self.maximumDepth &+ 1), maximum: UInt64(Self.maximumDepth)), at: bitOffset)
    }
    depth &+= 1
  }

  @inlinable
  public mutating func ascend() { depth &-= 1 }

  @inline(never)
  @usableFromInline
  func truncation(bitCount: Int) -> DecodeError {
    DecodeError(.truncated(neededBitCount: bitCount &- (limit &- bitOffset)), at: limit)
  }
}
