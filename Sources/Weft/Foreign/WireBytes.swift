/// A byte string of an expression in a foreign definition, or no value at all (see ``WireInteger``).
public struct WireBytes: Sendable, ExpressibleByArrayLiteral {
  /// `nil`: the expression has no value.
  public let value: [UInt8]?

  /// An absent field has no bytes.
  public init(_ value: [UInt8]?) { self.value = value ?? [] }

  public init<let count: Int>(_ bytes: FixedBytes<count>) { value = [UInt8](bytes) }

  /// An absent field has no bytes.
  public init<let count: Int>(_ bytes: FixedBytes<count>?) { value = bytes.map { [UInt8]($0) } ?? [] }

  public init(_ text: String) { value = Array(text.utf8) }

  /// An absent field has no bytes.
  public init(_ text: String?) { value = text.map { Array($0.utf8) } ?? [] }

  public init(arrayLiteral elements: UInt8...) { value = elements }

  private init(without value: [UInt8]?) { self.value = value }

  /// `u16(e)`: the low bits as whole bytes, in the record's byte order.
  public init(_ integer: WireInteger, bitCount: Int, _ order: WireOrder) {
    guard let code = integer.value.map(UInt64.init(bitPattern:)) else {
      self.init(without: nil)
      return
    }
    let little = (0..<bitCount / 8).map { UInt8(truncatingIfNeeded: code >> UInt64($0 * 8)) }
    self.init(without: order.bytesAreBig ? little.reversed() : little)
  }

  /// `a ++ b`.
  public static func + (left: WireBytes, right: WireBytes) -> WireBytes {
    guard let left = left.value, let right = right.value else { return WireBytes(without: nil) }
    return WireBytes(without: left + right)
  }

  /// `a if condition else b`: what is not chosen is not evaluated.
  public static func choose(
    _ condition: WireInteger, _ then: @autoclosure () -> WireBytes, _ otherwise: @autoclosure () -> WireBytes
  ) -> WireBytes {
    guard let condition = condition.value else { return WireBytes(without: nil) }
    return condition != 0 ? then() : otherwise()
  }
}

extension WireInteger {
  /// `internetChecksum(e)`: the ones' complement sum of RFC 1071; an odd last byte stands in the high half of its word.
  public static func internetChecksum(_ bytes: WireBytes) -> WireInteger {
    WireInteger(bytes.value.map { Int64(~onesComplementSum($0) & 0xFFFF) })
  }

  /// `internetChecksumNonzero(e)`: a result of 0 is sent as 0xFFFF (RFC 768).
  public static func internetChecksumNonzero(_ bytes: WireBytes) -> WireInteger {
    WireInteger(internetChecksum(bytes).value.map { $0 == 0 ? 0xFFFF : $0 })
  }

  /// `crc32(e)`: ISO 3309, reflected, as RFC 8489 section 14.7 uses it.
  public static func crc32(_ bytes: WireBytes) -> WireInteger {
    guard let bytes = bytes.value else { return WireInteger(nil as Int64?) }
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0xEDB8_8320 }
    }
    return WireInteger(Int64(~remainder))
  }

  private static func onesComplementSum(_ bytes: [UInt8]) -> UInt64 {
    var sum: UInt64 = 0
    var isHigh = true
    for byte in bytes {
      sum &+= isHigh ? UInt64(byte) << 8 : UInt64(byte)
      isHigh.toggle()
    }
    while sum > 0xFFFF { sum = sum & 0xFFFF &+ sum >> 16 }
    return sum
  }
}
