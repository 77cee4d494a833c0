/// Bytes as the bits that native definitions count: the least significant one of the first byte first.
struct WireBits {
  let bits: [Bool]

  init(_ bytes: [UInt8]) { self.init(bytes, count: bytes.count * 8) }

  /// - Parameter count: of bits that matter; what pads the last byte is left out.
  init(_ bytes: [UInt8], count: Int) {
    bits = (0..<min(count, bytes.count * 8)).map { bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }

  /// A code of so many bits.
  static func bits(_ code: UInt64, _ count: Int) -> [Bool] { (0..<count).map { code >> UInt64($0) & 1 == 1 } }

  /// The bytes with other bits in place of some, as many or not; zero bits fill the last byte.
  func replacing(_ range: Range<Int>, with new: [Bool]) -> [UInt8] {
    let all = bits[..<range.lowerBound] + new + bits[range.upperBound...]
    var bytes = [UInt8](repeating: 0, count: (all.count + 7) / 8)
    for (place, bit) in all.enumerated() where bit { bytes[place / 8] |= 1 << UInt8(place % 8) }
    return bytes
  }
}
