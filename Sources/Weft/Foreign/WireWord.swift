/// A `word uN { … }` of a foreign definition: read in the byte order, consumed in the bit order.
@frozen
public struct WireWord {
  @usableFromInline var bits: UInt64
  @usableFromInline let bitCount: Int
  @usableFromInline let isMostSignificantFirst: Bool
  @usableFromInline var cursor: Int
  @usableFromInline let start: Int

  @inlinable
  public init(_ bits: UInt64, bitCount: Int, _ order: WireOrder, at start: Int) {
    self.bits = bits
    self.bitCount = bitCount
    isMostSignificantFirst = order.bitsAreMostSignificantFirst
    cursor = start
    self.start = start
  }

  /// An empty word, to be filled in the order of its fields.
  @inlinable
  public init(bitCount: Int, _ order: WireOrder) { self.init(0, bitCount: bitCount, order, at: 0) }

  /// Where the next field stands, for errors.
  @inlinable
  public var bitOffset: Int { cursor }

  /// By how much the next field of that width is shifted.
  @inlinable
  func shift(_ count: Int) -> UInt64 {
    let consumed = bitOffset &- start
    return UInt64(truncatingIfNeeded: isMostSignificantFirst ? bitCount &- consumed &- count : consumed)
  }

  @inlinable
  public mutating func takeCode(bitCount count: Int) -> UInt64 {
    let shift = shift(count)
    cursor &+= count
    return count == 0 ? 0 : (bits &>> shift) & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count))
  }

  @inlinable
  public mutating func take<Value: FixedWidthInteger>(bitCount count: Int) -> Value {
    Self.value(takeCode(bitCount: count), bitCount: count)
  }

  @inlinable
  public mutating func takeBool() -> Bool { takeCode(bitCount: 1) != 0 }

  /// `code` has no more than `count` bits.
  @inlinable
  public mutating func putCode(_ code: UInt64, bitCount count: Int) {
    let shift = shift(count)
    cursor &+= count
    if count > 0 { bits |= code &<< shift }
  }

  /// A code as the integer that it stands for: two's complement where the type is signed.
  @inlinable
  static func value<Value: FixedWidthInteger>(_ code: UInt64, bitCount: Int) -> Value {
    guard Value.isSigned, bitCount > 0 else { return Value(truncatingIfNeeded: code) }
    let unused = UInt64(truncatingIfNeeded: 64 &- bitCount)
    return Value(truncatingIfNeeded: Int64(bitPattern: code &<< unused) &>> Int64(bitPattern: unused))
  }
}

/// Shared by reader and writer.
enum WirePadding {
  /// The bits up to a multiple of `byteCount` bytes.
  static func bitCount(at bitOffset: Int, toMultipleOf byteCount: Int) -> Int {
    let multiple = byteCount * 8
    let over = multiple == 0 ? 0 : bitOffset % multiple
    return over == 0 ? 0 : multiple - over
  }

  /// `nil` where the mask is too short.
  static func xor(_ bytes: [UInt8], _ mask: WireBytes) -> [UInt8]? {
    guard let mask = mask.value, mask.count >= bytes.count else { return nil }
    return bytes.indices.map { bytes[$0] ^ mask[$0] }
  }
}
