/// The one NaN of each width (`docs/language.md`, "Types"), and 16-bit reals in software: `Float16` is not on every platform.
@usableFromInline
enum RealBits {
  @usableFromInline static let nan16: UInt16 = 0x7E00
  @usableFromInline static let nan32: UInt32 = 0x7FC0_0000
  @usableFromInline static let nan64: UInt64 = 0x7FF8_0000_0000_0000

  /// The value of an IEEE 754 binary16; exact, since a float holds all of them.
  @usableFromInline
  static func float(_ half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let exponent = UInt32(half >> 10) & 0x1F
    let fraction = UInt32(half & 0x3FF)
    switch exponent {
    case 0:
      // Subnormal: fraction · 2^-24.
      let size = Float(fraction) * Float(bitPattern: 0x3380_0000)
      return Float(bitPattern: sign | size.bitPattern)
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The nearest binary16, ties to even; beyond the largest it is infinity, as IEEE 754 section 4.3.1 says.
  @usableFromInline
  static func half(_ value: Float) -> UInt16 {
    if value.isNaN { return nan16 }
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
    let size = value.magnitude
    if size >= 65520 { return sign | 0x7C00 }
    if size < Float(bitPattern: 0x3880_0000) {
      // Below 2^-14: a multiple of 2^-24. Scaling by a power of two is exact, and adding 2^23 rounds to an integer, ties to
      // even, which then stands in the low bits.
      return sign | UInt16(truncatingIfNeeded: (size * 0x1p24 + 0x1p23).bitPattern)
    }
    // Drop 13 bits, rounding to even; a carry runs into the exponent, as it should.
    let bits = size.bitPattern - 112 << 23
    let rounded = bits + 0xFFF + (bits >> 13 & 1)
    return sign | UInt16(truncatingIfNeeded: rounded >> 13)
  }
}

extension BitRun {
  /// `f16`.
  @inlinable
  public func half(at offset: Int, field: FieldName) throws(DecodeError) -> Float {
    let code: UInt16 = integer(at: offset, count: 16)
    if code & 0x7FFF > 0x7C00 && code != RealBits.nan16 { try fail(.nonCanonicalNaN, at: offset, field: field) }
    return RealBits.float(code)
  }

  /// `f32`.
  @inlinable
  public func float(at offset: Int, field: FieldName) throws(DecodeError) -> Float {
    let code: UInt32 = integer(at: offset, count: 32)
    if code & 0x7FFF_FFFF > 0x7F80_0000 && code != RealBits.nan32 { try fail(.nonCanonicalNaN, at: offset, field: field) }
    return Float(bitPattern: code)
  }

  /// `f64`.
  @inlinable
  public func double(at offset: Int, field: FieldName) throws(DecodeError) -> Double {
    let code: UInt64 = integer(at: offset, count: 64)
    if code & ~(1 << 63) > 0x7FF0_0000_0000_0000 && code != RealBits.nan64 {
      try fail(.nonCanonicalNaN, at: offset, field: field)
    }
    return Double(bitPattern: code)
  }
}

extension BitWriter {
  /// The code of an `f16`: the nearest one, ties to even.
  @inlinable
  public func code(half value: Float, at offset: UInt64 = 0) -> UInt64 { UInt64(RealBits.half(value)) &<< offset }

  /// The code of an `f32`; all NaN are one.
  @inlinable
  public func code(_ value: Float, at offset: UInt64 = 0) -> UInt64 { UInt64(value.wireBits) &<< offset }

  /// The code of an `f64`; all NaN are one.
  @inlinable
  public func code(_ value: Double, at offset: UInt64 = 0) -> UInt64 { value.wireBits &<< offset }
}

extension Float {
  @inlinable var wireBits: UInt32 { isNaN ? RealBits.nan32 : bitPattern }
}

extension Double {
  @inlinable var wireBits: UInt64 { isNaN ? RealBits.nan64 : bitPattern }
}
