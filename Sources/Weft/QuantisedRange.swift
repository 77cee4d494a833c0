/// The grid of a `fixed(a...b, step: s)`: code c stands for (`lower` + c · `step`) / `denominator`.
///
/// `lower`, `step`, `denominator` and every numerator are at most 2^53 in size, so that each is exact as a double and one
/// division gives the correctly rounded value (`docs/language.md`, "fixed").
@frozen
public struct QuantisedRange: Sendable, Hashable {
  public let lower: Int64
  public let step: Int64
  public let denominator: Int64
  public let maximumCode: UInt64

  @inlinable
  public init(lower: Int64, step: Int64, denominator: Int64, maximumCode: UInt64) {
    self.lower = lower
    self.step = step
    self.denominator = denominator
    self.maximumCode = maximumCode
  }

  /// The width of a code.
  @inlinable
  public var bitCount: Int { 64 &- maximumCode.leadingZeroBitCount }

  /// The value of a code, which is at most ``maximumCode``.
  @inlinable
  public func value(of code: UInt64) -> Double {
    Double(lower &+ Int64(truncatingIfNeeded: code) &* step) / Double(denominator)
  }

  /// The code of the nearest value, ties to the even code; `nil` outside the range. Exact: no rounding of a double decides.
  ///
  /// The estimate by doubles is off by a few codes at most, so the answer is among its neighbours, and which of two codes is
  /// nearer is decided by comparing `value` with their midpoint as integers.
  public func code(of value: Double) -> UInt64? { nearbyCode(of: value) }

  /// The same where it is used: with a range that the compiler knows it is a dozen instructions.
  @inlinable
  @inline(__always)
  func nearbyCode(of value: Double) -> UInt64? {
    let position = (value * Double(denominator) - Double(lower)) / Double(step)
    // Doubles around 1.5 · 2^52 are integers: the sum is rounded to one, which stands in its low bits.
    let rounded = position + 0x1.8p52
    let code = rounded.bitPattern &- (0x1.8p52).bitPattern
    // Where the numbers are far below 2^53 the estimate's error is below 1/8: only near a midpoint is there a doubt.
    if isNarrow, code <= maximumCode, abs(position - (rounded - 0x1.8p52)) < 0.25 { return code }
    return doubtfulCode(of: value)
  }

  /// Whether all numerators are far below 2^53.
  @inlinable
  @inline(__always)
  var isNarrow: Bool { lower.magnitude >> 46 == 0 && Double(maximumCode) * Double(step) < 0x1p46 }

  /// The same for what is near a midpoint, large, out of range or not finite.
  @inline(never)
  @usableFromInline
  func doubtfulCode(of value: Double) -> UInt64? {
    let position = (value * Double(denominator) - Double(lower)) / Double(step)
    guard value.isFinite, position > -4, position < Double(maximumCode) + 4 else { return nil }
    var code = Int64(position + (position < 0 ? -0.5 : 0.5))
    while code > -4, !isAboveMidpoint(value, below: code) { code &-= 1 }
    while code <= Int64(maximumCode), isAboveMidpoint(value, below: code &+ 1) { code &+= 1 }
    return code >= 0 && code <= Int64(maximumCode) ? UInt64(code) : nil
  }

  /// Whether `value` belongs to `code` rather than to `code − 1`: it is above their midpoint, or on it and `code` is even.
  private func isAboveMidpoint(_ value: Double, below code: Int64) -> Bool {
    // The midpoint is n / (2 · denominator), with n below 2^55 in size.
    let numerator = 2 &* lower &+ (2 &* code &- 1) &* step
    switch compare(value, with: numerator, over: 2 &* denominator) {
    case 0: return code & 1 == 0
    case let order: return order > 0
    }
  }

  /// The sign of `value` − `numerator` / `denominator`, exactly. All three are below 2^56 in size, `denominator` above 0.
  private func compare(_ value: Double, with numerator: Int64, over denominator: Int64) -> Int {
    if value == 0 { return numerator == 0 ? 0 : numerator < 0 ? 1 : -1 }
    let sign = value < 0 ? -1 : 1
    if sign != (numerator < 0 ? -1 : 1) { return sign }
    if numerator == 0 { return sign }
    return sign * compareSizes(value.magnitude, with: numerator.magnitude, over: denominator.magnitude)
  }

  /// `value` = m · 2^e with m below 2^53: m · 2^e · denominator against numerator.
  private func compareSizes(_ value: Double, with numerator: UInt64, over denominator: UInt64) -> Int {
    let exponent = Int(value.exponent) - 52
    let significand = value.isNormal ? value.significandBitPattern | 1 << 52 : value.significandBitPattern
    let scale = value.isNormal ? exponent : -1074
    let product = significand.multipliedFullWidth(by: denominator)
    // Below 2^109. Scaled up, it would be above any numerator where the shift leaves 128 bits; scaled down, its lost bits
    // only matter for equality.
    if scale >= 0 {
      guard scale < 56, product.high == 0, product.low.leadingZeroBitCount >= scale else { return 1 }
      return order(product.low << UInt64(scale), numerator)
    }
    return compare((product.high, product.low), with: numerator, shiftedLeftBy: -scale)
  }

  /// A 128-bit number against `right` · 2^`shift`.
  private func compare(_ left: (high: UInt64, low: UInt64), with right: UInt64, shiftedLeftBy shift: Int) -> Int {
    let width = 64 - right.leadingZeroBitCount
    guard shift + width <= 128 else { return -1 }
    let high = shift >= 64 ? right << UInt64(shift - 64) : right >> UInt64(64 - shift)
    let low = shift >= 64 ? 0 : right << UInt64(shift)
    return left.high == high ? order(left.low, low) : order(left.high, high)
  }

  private func order(_ left: UInt64, _ right: UInt64) -> Int { left < right ? -1 : left == right ? 0 : 1 }
}

extension BitRun {
  /// A quantised real: its code above the highest one is an error.
  @inlinable
  public func real(at offset: Int, in range: QuantisedRange, field: FieldName) throws(DecodeError) -> Double {
    let code: UInt64 = integer(at: offset, count: range.bitCount)
    guard code <= range.maximumCode else {
      try DecodeError.failAboveMaximum(code, range.maximumCode, at: start &+ offset, field: field)
    }
    return range.value(of: code)
  }
}

extension BitWriter {
  /// The code of a quantised real.
  ///
  /// - Throws: `notFinite`, or `outOfRange` for a value that rounds to a code outside the range.
  @inlinable
  public func code(
    _ value: Double, at offset: UInt64 = 0, in range: QuantisedRange, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    guard let code = range.code(of: value) else { try EncodeError.failOffGrid(value, field: field) }
    return code &<< offset
  }
}
