import WeftDynamic

/// What one field had in a capture: how many values and bits, and how they are spread.
struct FieldTally {
  var valueCount = 0
  var bitCount = 0
  /// Of integers that stand as differences: what one takes in full.
  var fullBitCount: Int?
  /// Of integers, by value.
  var least: Int128?
  var most: Int128?
  /// How often each value was there: integers by their bits, byte strings by a hash of them. Bounded.
  private var counts: [UInt64: Int] = [:]
  private(set) var isCapped = false

  /// More different values than this are not told apart any more.
  static let distinctLimit = 1 << 16

  mutating func add(_ key: UInt64, integer: Int128?, bitCount: Int) {
    valueCount += 1
    self.bitCount += bitCount
    if let integer {
      least = min(least ?? integer, integer)
      most = max(most ?? integer, integer)
    }
    if counts[key] != nil || counts.count < Self.distinctLimit { counts[key, default: 0] += 1 } else { isCapped = true }
  }

  var distinctCount: Int { counts.count }

  /// So many different values that their spread cannot be told from so few: identifiers, keys, random bits. They count as they are.
  var isRaw: Bool { isCapped || valueCount >= 16 && counts.count * 2 > valueCount && bitCount / valueCount > 8 }

  /// The order-0 entropy of all values, in bits: what a perfect coder that knows how often each value occurs would take, with the field as its only context.
  var entropyBitCount: Double {
    guard !isRaw else { return Double(bitCount) }
    let total = Double(valueCount)
    return counts.values.reduce(0) { $0 - Double($1) * Logarithm.base2(Double($1) / total) }
  }

  /// The bits that the values seen would need as a range from 0, or from the least of them where that is negative.
  var neededBitCount: Int? {
    guard let least, let most else { return nil }
    let span = UInt128(truncatingIfNeeded: most - min(least, 0))
    return 128 - span.leadingZeroBitCount
  }
}

/// The logarithm, without a library of the system.
enum Logarithm {
  /// Of a number above 0, to about 12 digits.
  static func base2(_ value: Double) -> Double {
    // value = significand · 2^exponent; the series of artanh converges fast for significands in 1..<2.
    let x = (value.significand - 1) / (value.significand + 1)
    var power = x
    var sum = 0.0
    for term in stride(from: 1, to: 41, by: 2) {
      sum += power / Double(term)
      power *= x * x
    }
    return Double(value.exponent) + 2 * sum * 1.442_695_040_888_963_4
  }
}
