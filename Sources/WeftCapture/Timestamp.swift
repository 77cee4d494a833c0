import WeftDynamic

/// When a packet was captured: since the start of 1970, UTC.
struct Timestamp: Hashable {
  var seconds: Int64
  /// Below 10⁹.
  var nanoseconds: Int64

  static func - (left: Timestamp, right: Timestamp) -> Duration {
    Duration(nanoseconds: (left.seconds &- right.seconds) &* 1_000_000_000 &+ (left.nanoseconds - right.nanoseconds))
  }

  /// A signed stretch of time; beyond 292 years it wraps, since what files state is not to be believed anyway.
  struct Duration: Hashable, Comparable {
    var nanoseconds: Int64
    static func < (left: Duration, right: Duration) -> Bool { left.nanoseconds < right.nanoseconds }
  }

  var sinceEpoch: Duration { self - Timestamp(seconds: 0, nanoseconds: 0) }
}

/// What a count of ticks means: `if_tsresol` and `if_tsoffset`, draft-ietf-opsawg-pcapng section 4.2.
struct Clock: Hashable {
  /// Ticks of 10⁻ⁿ seconds, or of 2⁻ⁿ where the highest bit is set.
  var resolution: UInt8 = 6
  var offset: Int64 = 0

  func timestamp(ofTicks ticks: UInt64) -> Timestamp {
    let exponent = Int(resolution & 0x7F)
    var seconds: UInt64 = 0
    var nanoseconds: UInt64 = 0
    if resolution & 0x80 != 0 {
      seconds = exponent < 64 ? ticks >> UInt64(exponent) : 0
      let fraction = exponent < 64 ? ticks & ((1 << UInt64(exponent)) - 1) : ticks
      // Shifted by 64 and more, at most 127: what is beyond a 128-bit product's upper half.
      let product = fraction.multipliedFullWidth(by: 1_000_000_000)
      nanoseconds =
        exponent >= 64
        ? product.high >> UInt64(exponent - 64)
        : exponent == 0 ? 0 : product.high << UInt64(64 - exponent) | product.low >> UInt64(exponent)
    } else if exponent <= 19 {
      let unit = (0..<exponent).reduce(UInt64(1)) { product, _ in product &* 10 }
      seconds = ticks / unit
      let fraction = ticks % unit
      nanoseconds =
        exponent <= 9
        ? (exponent..<9).reduce(fraction) { product, _ in product * 10 }
        : (9..<exponent).reduce(fraction) { quotient, _ in quotient / 10 }
    }
    return Timestamp(seconds: Int64(truncatingIfNeeded: seconds) &+ offset, nanoseconds: Int64(nanoseconds))
  }
}

extension TextBuffer {
  /// `1700000001.250007000`.
  mutating func append(_ duration: Timestamp.Duration) {
    if duration.nanoseconds < 0 { append("-") }
    let (seconds, fraction) = duration.nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    append(decimal: seconds)
    append(".")
    append(decimal: fraction, digits: 9)
  }
}
