import WeftSchema

extension FixedRange {
  /// The real that a code stands for: one division of two exact doubles, so correctly rounded.
  func value(of code: UInt64) -> Double {
    Double(Int128(lower) + Int128(code) * Int128(step)) / Double(denominator)
  }

  /// The nearest code, ties to even, decided in exact integers; `nil` outside the range and for NaN and infinities.
  func code(of value: Double) -> UInt64? {
    guard value.isFinite, abs(value) <= 0x1p80 else { return nil }
    // value · denominator − lower, over step, is the code sought. With value = significand · 2^exponent everything is a
    // fraction of integers: numerator / (step · 2^−exponent).
    let magnitude = value.magnitude
    guard magnitude > 0 else { return code(numerator: -Int128(lower), fraction: (-1, false)) }
    let exponent = Int(magnitude.exponent) - 52
    let significand = Int128(magnitude.significandBitPattern | (magnitude.isNormal ? 1 << 52 : 0))
    let signed = value < 0 ? -significand : significand
    return code(significand: signed, exponent: magnitude.isNormal ? exponent : -1074)
  }

  /// `significand · 2^exponent`.
  private func code(significand: Int128, exponent: Int) -> UInt64? {
    var significand = significand
    var exponent = exponent
    while exponent < 0, significand & 1 == 0, significand != 0 {
      significand >>= 1
      exponent += 1
    }
    guard exponent < 0 else {
      guard exponent < 70 else { return nil }
      let (product, overflow) = (significand << Int128(exponent)).multipliedReportingOverflow(by: Int128(denominator))
      return overflow ? nil : code(numerator: product - Int128(lower), fraction: (-1, false))
    }
    // |significand · denominator| < 2^106: divided by 2^127 or more it is a fraction next to 0, or to 1 from a negative whole.
    let scale = -exponent
    let product = significand * Int128(denominator)
    let whole = scale >= 127 ? (product < 0 ? -1 : 0) : product >> Int128(scale)
    let rest = scale >= 127 ? product != 0 : product - (whole << Int128(scale)) != 0
    // numerator = whole + fraction, 0 ≤ fraction < 1.
    let half =
      scale >= 127 ? (product < 0 ? 1 : -1) : Self.compareToHalf(product - (whole << Int128(scale)), scale: scale)
    return code(numerator: whole - Int128(lower), fraction: (half, rest))
  }

  /// −1, 0 or 1: below, at or above one half of 2^scale.
  private static func compareToHalf(_ rest: Int128, scale: Int) -> Int {
    let half = Int128(1) << Int128(scale - 1)
    return rest < half ? -1 : rest == half ? 0 : 1
  }

  /// The nearest multiple of `step` to `numerator` + fraction, where 0 ≤ fraction < 1 is given by whether it is not zero and how it
  /// compares to one half.
  private func code(numerator: Int128, fraction: (half: Int, isNotZero: Bool)) -> UInt64? {
    let step = Int128(step)
    var quotient = numerator / step
    var rest = numerator % step
    if rest < 0 {
      rest += step
      quotient -= 1
    }
    // Compare rest + fraction with step / 2.
    let doubled = rest * 2
    let comparison: Int
    if doubled > step {
      comparison = 1
    } else if doubled == step {
      comparison = fraction.isNotZero ? 1 : 0
    } else if doubled == step - 1 {
      // rest is half a unit below: the fraction's own half decides.
      comparison = fraction.isNotZero ? fraction.half : -1
    } else {
      comparison = -1
    }
    if comparison > 0 || (comparison == 0 && quotient & 1 == 1) { quotient += 1 }
    guard quotient >= 0, quotient <= Int128(maximumCode) else { return nil }
    return UInt64(truncatingIfNeeded: quotient)
  }
}

/// The bits of `value` as an IEEE 754 number of this width, rounded to nearest; NaN as the canonical one.
func floatBits(_ value: Double, bitCount: Int) -> UInt64 {
  if value.isNaN { return canonicalNaN(bitCount) }
  switch bitCount {
  case 64: return value.bitPattern
  case 32: return UInt64(Float(value).bitPattern)
  default: return halfBits(value)
  }
}

/// The number that the bits stand for.
func floatValue(_ bits: UInt64, bitCount: Int) -> Double {
  switch bitCount {
  case 64: return Double(bitPattern: bits)
  case 32: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  default:
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Double(bits & 0x3FF)
    let sign: Double = bits >> 15 & 1 == 1 ? -1 : 1
    if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
    let significand = exponent == 0 ? fraction : fraction + 1024
    return sign * significand * Double(sign: .plus, exponent: max(exponent, 1) - 25, significand: 1)
  }
}

/// binary16 without `Float16`, which not every platform has.
private func halfBits(_ value: Double) -> UInt64 {
  let sign: UInt64 = value.sign == .minus ? 0x8000 : 0
  let magnitude = value.magnitude
  if magnitude >= 65520 { return sign | 0x7C00 }
  if magnitude < 0x1p-25 { return sign }
  // One unit in the last place of the result is 2^(exponent − 10), of subnormal numbers 2^−24.
  let exponent = max(Int(magnitude.exponent), -14)
  let units = (magnitude * Double(sign: .plus, exponent: 10 - exponent, significand: 1)).rounded(.toNearestOrEven)
  // A carry out of the fraction runs into the exponent, which is right.
  return sign | UInt64(exponent + 14) << 10 &+ UInt64(units)
}
