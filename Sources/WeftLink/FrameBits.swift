import Weft

/// Bits of a frame as they are put together: a bounded buffer that messages are appended to.
struct FrameBits {
  private(set) var bytes: [UInt8] = []
  private(set) var bitCount = 0

  var byteCount: Int { bytes.count }
  var isEmpty: Bool { bitCount == 0 }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    bitCount = 0
  }

  /// The low `count` bits of `word`, 0...64.
  mutating func append(_ word: UInt64, bitCount count: Int) {
    var word = count < 64 ? word & (1 << UInt64(count) - 1) : word
    var left = count
    while left > 0 {
      let used = bitCount & 7
      if used == 0 { bytes.append(0) }
      let taken = min(8 - used, left)
      bytes[bytes.count - 1] |= UInt8(truncatingIfNeeded: word << UInt64(used))
      word = taken < 64 ? word >> UInt64(taken) : 0
      bitCount += taken
      left -= taken
    }
  }

  /// The first `count` bits of `source`; the others of its last byte are zero.
  mutating func append(_ source: [UInt8], bitCount count: Int) {
    let byteCount = (count + 7) / 8
    let used = bitCount & 7
    if used == 0 {
      bytes.append(contentsOf: source[..<byteCount])
    } else {
      for byte in source[..<byteCount] {
        bytes[bytes.count - 1] |= byte << UInt8(used)
        bytes.append(byte >> UInt8(8 - used))
      }
    }
    bitCount += count
    let needed = (bitCount + 7) / 8
    if bytes.count > needed { bytes.removeLast(bytes.count - needed) }
  }

  /// Exponential Golomb code of order `k`: n ones, a zero, then n + k bits; `value` plus 1 << k is 1 << (n + k) and those bits.
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
