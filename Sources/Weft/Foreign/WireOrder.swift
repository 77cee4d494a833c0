/// How the bits of a foreign format stand in its bytes, and the bytes in its values: `bits(msb|lsb) bytes(big|little)`.
@frozen
public enum WireOrder: Sendable {
  case msbBig, msbLittle, lsbBig, lsbLittle

  /// `bits(msb) bytes(name)`: a parameter of the definition chooses the byte order.
  @inlinable
  public static func msb(isLittle: Bool) -> WireOrder { isLittle ? .msbLittle : .msbBig }

  /// `bits(lsb) bytes(name)`.
  @inlinable
  public static func lsb(isLittle: Bool) -> WireOrder { isLittle ? .lsbLittle : .lsbBig }

  /// Whether the first bit consumed of a byte is its most significant one.
  @inlinable
  var bitsAreMostSignificantFirst: Bool { self == .msbBig || self == .msbLittle }

  @inlinable
  var bytesAreBig: Bool { self == .msbBig || self == .lsbBig }

  /// Whether a value of that width is consumed from its most significant bit on.
  ///
  /// A value of more than 8 bits whose two orders differ is byte-aligned and of whole bytes (`docs/language.md`, "Foreign
  /// definitions"), and a whole byte looks the same in both bit orders: so its byte order alone decides.
  @inlinable
  func isMostSignificantFirst(bitCount: Int) -> Bool { bitCount > 8 ? bytesAreBig : bitsAreMostSignificantFirst }
}
