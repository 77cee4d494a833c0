/// An exact fraction of 128-bit integers in lowest terms: the numbers of constant expressions.
///
/// Every operation is checked: `nil` says that the result has no place in 128 bits (or that it divides by zero).
struct Rational: Hashable, Sendable {
  let numerator: Int128
  /// Above 0.
  let denominator: Int128

  static let zero = Rational(0)

  init(_ integer: Int128) {
    numerator = integer
    denominator = 1
  }

  init?(_ numerator: Int128, over denominator: Int128) {
    // The smallest number has no negation, so that neither side may be it.
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int128(divisor)
    self.denominator = sign * denominator / Int128(divisor)
  }

  /// The number, where it is whole.
  var integer: Int128? { denominator == 1 ? numerator : nil }

  static func + (left: Rational, right: Rational) -> Rational? {
    guard let (a, b, common) = aligned(left, right) else { return nil }
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : Rational(sum, over: common)
  }

  static func - (left: Rational, right: Rational) -> Rational? {
    guard let (a, b, common) = aligned(left, right) else { return nil }
    let (difference, overflow) = a.subtractingReportingOverflow(b)
    return overflow ? nil : Rational(difference, over: common)
  }

  static func * (left: Rational, right: Rational) -> Rational? {
    // Crosswise reduction first, so that a result that fits is found.
    let first = greatestCommonDivisor(left.numerator.magnitude, right.denominator.magnitude)
    let second = greatestCommonDivisor(right.numerator.magnitude, left.denominator.magnitude)
    let above = (left.numerator / Int128(first)).multipliedReportingOverflow(by: right.numerator / Int128(second))
    let below = (left.denominator / Int128(second)).multipliedReportingOverflow(by: right.denominator / Int128(first))
    return above.overflow || below.overflow ? nil : Rational(above.partialValue, over: below.partialValue)
  }

  static func / (left: Rational, right: Rational) -> Rational? {
    guard let inverse = Rational(right.denominator, over: right.numerator) else { return nil }
    return left * inverse
  }

  /// Left minus right, as a sign: -1, 0 or 1; `nil` where the comparison needs more than 128 bits.
  static func order(_ left: Rational, _ right: Rational) -> Int? {
    guard let (a, b, _) = aligned(left, right) else { return nil }
    return a < b ? -1 : a == b ? 0 : 1
  }

  /// Both numerators over the least common denominator.
  static func aligned(_ left: Rational, _ right: Rational) -> (Int128, Int128, common: Int128)? {
    let divisor = Int128(greatestCommonDivisor(left.denominator.magnitude, right.denominator.magnitude))
    let leftFactor = right.denominator / divisor
    let rightFactor = left.denominator / divisor
    let common = left.denominator.multipliedReportingOverflow(by: leftFactor)
    let a = left.numerator.multipliedReportingOverflow(by: leftFactor)
    let b = right.numerator.multipliedReportingOverflow(by: rightFactor)
    guard !common.overflow, !a.overflow, !b.overflow else { return nil }
    return (a.partialValue, b.partialValue, common.partialValue)
  }
}

extension Rational: CustomStringConvertible {
  /// A whole number, a decimal where it has one of at most 20 places, otherwise `a/b`.
  var description: String {
    if denominator == 1 { return "\(numerator)" }
    var scale: Int128 = 1
    for places in 1...20 {
      scale *= 10
      guard scale % denominator == 0 else { continue }
      let (scaled, overflow) = numerator.multipliedReportingOverflow(by: scale / denominator)
      if overflow { break }
      let digits = String(scaled.magnitude)
      let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
      return (scaled < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }
    return "\(numerator)/\(denominator)"
  }
}

/// Euclid's; at least 1, unless both are 0.
func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
  var (larger, smaller) = (a, b)
  while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
  return max(larger, 1)
}
