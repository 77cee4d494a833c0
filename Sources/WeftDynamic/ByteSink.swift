import Weft

/// Where the bytes of an expression go: into a checksum, or into the tree's heap.
struct ByteSink {
  enum Purpose { case copy, internet, crc32 }
  let purpose: Purpose
  /// Bytes of the field being computed, which count as zero.
  var zeros = 0..<0
  private var sum: UInt64 = 0
  private var isOdd = false
  private var remainder: UInt32 = 0xFFFF_FFFF

  init(_ purpose: Purpose, zeros: Range<Int> = 0..<0) {
    self.purpose = purpose
    self.zeros = zeros
  }

  /// RFC 1071: the complement of the sum.
  var internet: UInt16 { ~fold(sum) }
  var crc32: UInt32 { ~remainder }

  mutating func add(_ bytes: RawSpan) {
    switch purpose {
    case .copy: break
    case .internet:
      let part = fold(onesComplementSum(bytes))
      sum += UInt64(isOdd ? part.byteSwapped : part)
      if bytes.byteCount & 1 == 1 { isOdd.toggle() }
    case .crc32:
      for index in 0..<bytes.byteCount { step(bytes.byte(at: index)) }
    }
  }

  mutating func addZeros(_ count: Int) {
    switch purpose {
    case .copy: break
    case .internet: if count & 1 == 1 { isOdd.toggle() }
    case .crc32: for _ in 0..<count { step(0) }
    }
  }

  private mutating func step(_ byte: UInt8) {
    remainder = remainder >> 8 ^ crcTable[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)]
  }

  private func fold(_ sum: UInt64) -> UInt16 {
    var sum = sum
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    return UInt16(truncatingIfNeeded: sum)
  }

  /// The sum of 16-bit words in network order, a last odd byte padded with zero. It is taken over little-endian words of
  /// 32 bits and turned at the end: swapping the bytes of all summands swaps those of the sum (RFC 1071 section 2).
  private func onesComplementSum(_ bytes: RawSpan) -> UInt64 {
    var total: UInt64 = 0
    var index = 0
    while index < bytes.byteCount {
      var word = bytes.littleEndianWord(at: index)
      if bytes.byteCount - index < 8 { word &= (1 << UInt64((bytes.byteCount - index) * 8)) - 1 }
      total += word & 0xFFFF_FFFF
      total += word >> 32
      index += 8
    }
    return UInt64(fold(total).byteSwapped)
  }
}

/// ISO 3309, reflected: polynomial 0xEDB88320.
private let crcTable: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { remainder, _ in remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
}
