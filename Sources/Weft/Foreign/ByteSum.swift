/// A checksum that takes its bytes where they stand, piece by piece.
public protocol ByteSum {
  /// Whether every part had a value (see ``WireInteger``).
  var isComplete: Bool { get set }

  mutating func add(_ bytes: RawSpan)
  /// The low `byteCount` bytes of `word`, 0...8, the least significant first.
  mutating func add(_ word: UInt64, byteCount: Int)
  mutating func addZeros(_ count: Int)
}

// `a ++ b` of an expression: one call a part. An absent field has no bytes.
extension ByteSum {
  @inlinable
  public consuming func adding(_ bytes: [UInt8]?) -> Self {
    if let bytes { unsafe add(bytes.span.bytes) }
    return self
  }

  @inlinable
  public consuming func adding<let count: Int>(_ bytes: FixedBytes<count>) -> Self {
    bytes.withBytes { add($0) }
    return self
  }

  @inlinable
  public consuming func adding<let count: Int>(_ bytes: FixedBytes<count>?) -> Self {
    if let bytes { bytes.withBytes { add($0) } }
    return self
  }

  public consuming func adding(_ text: String?) -> Self {
    guard let text else { return self }
    unsafe add(Array(text.utf8).span.bytes)
    return self
  }

  @inlinable
  public consuming func adding(_ bytes: WireBytes) -> Self {
    if let bytes = bytes.value { unsafe add(bytes.span.bytes) } else { isComplete = false }
    return self
  }

  /// `u16(e)`: the low bits as whole bytes, in the record's byte order.
  @inlinable
  public consuming func adding(_ integer: WireInteger, bitCount: Int, _ order: WireOrder) -> Self {
    guard let value = integer.value else {
      isComplete = false
      return self
    }
    let code = UInt64(bitPattern: value)
    add(order.bytesAreBig ? code.byteSwapped &>> UInt64(truncatingIfNeeded: 64 &- bitCount) : code, byteCount: bitCount / 8)
    return self
  }
}

/// The Internet checksum of RFC 1071 of the bytes added so far; an odd last byte stands in the high half of its word.
@frozen
public struct InternetSum: ByteSum {
  /// Of 16-bit words in network order.
  @usableFromInline var sum: UInt64 = 0
  /// Whether the next byte is the low half of a word.
  @usableFromInline var isOdd = false
  public var isComplete = true

  @inlinable
  public init() {}

  public var checksum: UInt16 { ~Self.fold(sum) }

  /// The sum is taken over little-endian words of 32 bits and turned at the end: swapping the bytes of all summands swaps those of
  /// the sum (section 2).
  public mutating func add(_ bytes: RawSpan) {
    var total: UInt64 = 0
    var index = 0
    while index &+ 8 <= bytes.byteCount {
      let word = bytes.word(at: index)
      total &+= (word & 0xFFFF_FFFF) &+ (word >> 32)
      index &+= 8
    }
    var shift: UInt64 = 0
    while index < bytes.byteCount {
      total &+= UInt64(bytes.byte(at: index)) << shift
      shift = (shift &+ 8) & 31
      index &+= 1
    }
    append(total, byteCount: bytes.byteCount)
  }

  public mutating func add(_ word: UInt64, byteCount: Int) {
    let kept = byteCount >= 8 ? word : word & ((1 << UInt64(byteCount * 8)) &- 1)
    append((kept & 0xFFFF_FFFF) &+ (kept >> 32), byteCount: byteCount)
  }

  public mutating func addZeros(_ count: Int) { if count & 1 == 1 { isOdd.toggle() } }

  /// A sum of little-endian words.
  private mutating func append(_ total: UInt64, byteCount: Int) {
    let part = Self.fold(total)
    sum &+= UInt64(isOdd ? part : part.byteSwapped)
    addZeros(byteCount)
  }

  private static func fold(_ sum: UInt64) -> UInt16 {
    var sum = sum
    while sum > 0xFFFF { sum = (sum & 0xFFFF) &+ (sum >> 16) }
    return UInt16(truncatingIfNeeded: sum)
  }
}

extension WireInteger {
  /// `internetChecksum(e)`.
  public init(_ sum: InternetSum) { self.init(sum.isComplete ? Int64(sum.checksum) : nil as Int64?) }

  /// `internetChecksumNonzero(e)`: a result of 0 is sent as 0xFFFF (RFC 768).
  public init(nonzero sum: InternetSum) {
    self.init(sum.isComplete ? Int64(sum.checksum == 0 ? 0xFFFF : sum.checksum) : nil as Int64?)
  }

  /// `crc32(e)`.
  public init(_ sum: CRC32) { self.init(sum.isComplete ? Int64(sum.checksum) : nil as Int64?) }
}

extension ForeignReader {
  /// `span(a ... b)` and `self`: the bytes between two bits, with those of the field that is being computed as zeros.
  public func adding<Sum: ByteSum>(
    to sum: consuming Sum, from start: Int, to end: Int, zeroing field: Range<Int> = 0..<0
  ) -> Sum {
    let range = (start / 8..<max(start, end) / 8).clamped(to: 0..<bytes.byteCount)
    let zeros = (field.lowerBound / 8..<(field.upperBound + 7) / 8).clamped(to: range)
    guard !field.isEmpty, !zeros.isEmpty else {
      sum.add(bytes.extracting(range))
      return sum
    }
    sum.add(bytes.extracting(range.lowerBound..<zeros.lowerBound))
    sum.addZeros(zeros.count)
    sum.add(bytes.extracting(zeros.upperBound..<range.upperBound))
    return sum
  }

  /// `preceding(n)`: the input from its start up to `bitOffset`, without the last n bytes.
  public func adding<Sum: ByteSum>(to sum: consuming Sum, preceding bitOffset: Int, dropping count: Int) -> Sum {
    adding(to: sum, from: 0, to: max(0, bitOffset - count * 8))
  }
}

extension ForeignWriter {
  /// `span(a ... b)` and `self`: what has been put between two bits. A writer that only counts has put nothing.
  public func adding<Sum: ByteSum>(to sum: consuming Sum, from start: Int, to end: Int) -> Sum {
    if !isCounting {
      let written = bytes.bytes
      sum.add(written.extracting((start / 8..<max(start, end) / 8).clamped(to: 0..<written.byteCount)))
    }
    return sum
  }

  /// `preceding(n)`: what has been put before `bitOffset`, without the last n bytes.
  public func adding<Sum: ByteSum>(to sum: consuming Sum, preceding bitOffset: Int, dropping count: Int) -> Sum {
    adding(to: sum, from: 0, to: max(0, bitOffset - count * 8))
  }
}
