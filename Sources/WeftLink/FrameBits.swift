import Weft

/// Bits of a frame as they are put together: a bounded buffer that messages are appended to, and that is used again.
@usableFromInline
struct FrameBits {
  private(set) var bytes: [UInt8] = []
  @usableFromInline private(set) var bitCount = 0

  @usableFromInline
  init() {}

  /// Empty, in the storage of `buffer`.
  @usableFromInline
  init(reusing buffer: inout [UInt8]) {
    swap(&bytes, &buffer)
    bytes.removeAll(keepingCapacity: true)
  }

  var byteCount: Int { bytes.count }
  var isEmpty: Bool { bitCount == 0 }

  @usableFromInline
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    bitCount = 0
  }

  /// Gives the bytes away, and is empty in the storage of `buffer`.
  @usableFromInline
  mutating func take(into buffer: inout [UInt8]) {
    swap(&bytes, &buffer)
    removeAll()
  }

  /// The low `count` bits of `word`, 0...64.
  @usableFromInline
  mutating func append(_ word: UInt64, bitCount count: Int) {
    var word = count < 64 ? word & (1 << UInt64(count) - 1) : word
    var left = count
    let used = bitCount & 7
    if used > 0, left > 0 {
      bytes[bytes.count - 1] |= UInt8(truncatingIfNeeded: word << UInt64(used))
      word >>= UInt64(8 - used)
      left -= 8 - used
    }
    while left > 0 {
      bytes.append(UInt8(truncatingIfNeeded: word))
      word >>= 8
      left -= 8
    }
    bitCount += count
  }

  /// The first `count` bits of `source`; the others of its last byte are zero.
  @usableFromInline
  mutating func append(_ source: [UInt8], bitCount count: Int) { append(source, from: 0, bitCount: count) }

  /// `count` bits of `source` from a byte on; the others of the last byte are zero.
  mutating func append(_ source: [UInt8], from start: Int, bitCount count: Int) {
    let end = start + (count + 7) / 8
    let used = bitCount & 7
    if used == 0 {
      bytes.append(contentsOf: source[start..<end])
    } else if start < end {
      var pending = UInt16(bytes[bytes.count - 1])
      bytes.removeLast()
      for index in start..<end {
        pending |= UInt16(source[index]) << UInt16(used)
        bytes.append(UInt8(truncatingIfNeeded: pending))
        pending >>= 8
      }
      bytes.append(UInt8(truncatingIfNeeded: pending))
    }
    bitCount += count
    let needed = (bitCount + 7) / 8
    if bytes.count > needed { bytes.removeLast(bytes.count - needed) }
  }

  mutating func append(_ other: FrameBits) { append(other.bytes, bitCount: other.bitCount) }

  /// Exponential Golomb code of order `k`: n ones, a zero, then n + k bits; `value` plus 1 << k is 1 << (n + k) and those bits.
  @usableFromInline
  mutating func appendExpGolomb(_ value: Int, order k: Int) {
    let shifted = UInt64(value) + 1 << UInt64(k)
    let wide = 63 - shifted.leadingZeroBitCount
    append(1 << UInt64(wide - k) - 1, bitCount: wide - k + 1)
    append(shifted, bitCount: wide)
  }

  /// Zero bits up to the byte.
  mutating func align() { bitCount = bytes.count * 8 }

  static func expGolombBitCount(_ value: Int, order k: Int) -> Int {
    let wide = 63 - (UInt64(value) + 1 << UInt64(k)).leadingZeroBitCount
    return 2 * wide - k + 1
  }
}

extension BitReader {
  /// The next `bitCount` bits, 0...50.
  mutating func takeBits(_ bitCount: Int) throws(DecodeError) -> Int {
    bitCount == 0 ? 0 : Int(try run(bitCount: bitCount).bits(at: 0, count: bitCount))
  }

  mutating func takeBit() throws(DecodeError) -> Bool { try takeBits(1) == 1 }

  /// The next `count` bytes, wherever in a byte they begin, in place of what `bytes` holds.
  mutating func take(_ count: Int, into bytes: inout [UInt8]) throws(DecodeError) {
    bytes.removeAll(keepingCapacity: true)
    var left = count
    while left > 0 {
      let taken = min(left, 6)
      var word = try takeBits(8 * taken)
      for _ in 0..<taken {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
      left -= taken
    }
  }

  /// What ``FrameBits/appendExpGolomb(_:order:)`` puts, up to 1 << 16.
  mutating func takeExpGolomb(order k: Int) throws(DecodeError) -> Int {
    let start = bitOffset
    var wide = k
    while try takeBit() {
      wide += 1
      if wide > 17 { throw DecodeError(.limitExceeded(found: 1 << 17, maximum: 1 << 16), at: start) }
    }
    return try takeBits(wide) + 1 << wide - 1 << k
  }
}
