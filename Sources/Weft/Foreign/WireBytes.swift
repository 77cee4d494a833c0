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
