/// Writes a foreign format into a buffer that it borrows, in any of the four orders; or only counts.
///
/// A length that stands before what it counts is known by counting first: the sizes of a format depend on values only, never on lengths, so a
/// counting writer checks nothing and asks for no expression.
@frozen
public struct ForeignWriter: ~Copyable, ~Escapable {
  @usableFromInline var bytes: MutableRawSpan
  @usableFromInline var cursor: Int
  /// Whether nothing is written: then expressions have no value and are not checked.
  public let isCounting: Bool

  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: consuming MutableRawSpan) {
    self.bytes = bytes
    cursor = 0
    isCounting = false
  }

  /// A writer that only counts.
  @inlinable
  @_lifetime(immortal)
  public init() {
    bytes = MutableRawSpan()
    cursor = 0
    isCounting = true
  }

  /// The next bit, from the start of the buffer.
  @inlinable
  public var bitOffset: Int { cursor }

  /// Whole bytes put so far; a last part of a byte counts as one.
  @inlinable
  public var byteCount: Int { (bitOffset &+ 7) >> 3 }

  /// `position`: bytes since the start of the record.
  @inlinable
  public func position(since record: Int) -> WireInteger { WireInteger((bitOffset &- record) / 8) }

  /// Makes sure that the buffer has room for `bitCount` more bits; what is then put needs no check.
  @inlinable
  public func reserve(bitCount: Int) throws(EncodeError) {
    guard isCounting || bitCount <= bytes.byteCount &* 8 &- bitOffset else { throw overflow(bitCount: bitCount) }
  }

  /// The low `bitCount` bits of `code`, 0...64. There is room for them.
  @inlinable
  public mutating func putCode(_ code: UInt64, bitCount: Int, _ order: WireOrder) {
    let start = bitOffset
    cursor &+= bitCount
    if !isCounting { insert(code, at: start, bitCount: bitCount, order, clearing: true) }
  }

  /// Counts bits that need no look at their value.
  @inlinable
  public mutating func skip(bitCount: Int) { cursor &+= bitCount }

  /// Fills in a field that was put as zero.
  public mutating func patch(_ code: UInt64, at start: Int, bitCount: Int, _ order: WireOrder) {
    if !isCounting { insert(code, at: start, bitCount: bitCount, order, clearing: false) }
  }

  /// Byte by byte; a byte that was not begun is cleared first, for a buffer may hold anything.
  @usableFromInline
  mutating func insert(_ code: UInt64, at start: Int, bitCount: Int, _ order: WireOrder, clearing: Bool) {
    let isMostSignificantFirst = order.isMostSignificantFirst(bitCount: bitCount)
    var bit = start
    var left = bitCount
    while left > 0 {
      let inByte = bit & 7
      let part = min(8 - inByte, left)
      let mask = UInt64.max >> UInt64(64 - part)
      let piece = UInt8(truncatingIfNeeded: (code >> UInt64(isMostSignificantFirst ? left - part : bitCount - left)) & mask)
      let placed = piece << UInt8(isMostSignificantFirst ? 8 - inByte - part : inByte)
      let old = clearing && inByte == 0 ? 0 : bytes.bytes.byte(at: bit >> 3)
      bytes.storeBytes(of: old | placed, toByteOffset: bit >> 3, as: UInt8.self)
      bit += part
      left -= part
    }
  }

  @inline(never)
  @usableFromInline
  func overflow(bitCount: Int) -> EncodeError {
    EncodeError(.bufferTooSmall(neededByteCount: (bitOffset + bitCount + 7) / 8))
  }
}
