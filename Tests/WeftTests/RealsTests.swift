import Testing

@testable import Weft

@Suite struct RealsTests {
  /// Every binary16 that is not a NaN comes back from its float; on x86-64 and arm64 `Float16` says the same value.
  @Test func everyHalfHasOneFloat() {
    for half in UInt16.min...UInt16.max {
      let value = RealBits.float(half)
      guard half & 0x7FFF <= 0x7C00 else {
        #expect(value.isNaN)
        continue
      }
      if RealBits.half(value) != half { Issue.record("\(half) gives \(value)") }
      #if arch(arm64) || (arch(x86_64) && !os(macOS))
        if value.bitPattern != Float(Float16(bitPattern: half)).bitPattern { Issue.record("\(half) is not \(value)") }
      #endif
    }
  }

  /// Midpoints and their neighbours round as IEEE 754 says.
  @Test func floatsRoundToTheNearestHalf() {
    for half in UInt16(0)..<0x7C00 {
      let low = RealBits.float(half)
      let high = half == 0x7BFF ? 65536 : RealBits.float(half + 1)
      let middle = (low + high) / 2
      let even = half & 1 == 0 ? half : half + 1
      #expect(RealBits.half(middle) == even)
      #expect(RealBits.half(middle.nextDown) == half)
      #expect(RealBits.half(middle.nextUp) == half + 1)
      #expect(RealBits.half(-middle) == even | 0x8000)
    }
    #expect(RealBits.half(.infinity) == 0x7C00)
    #expect(RealBits.half(.nan) == 0x7E00)
    #expect(RealBits.half(-.zero) == 0x8000)
  }

  @Test func realsCompareByWireBits() {
    #expect(Double.nan.hasSameBits(as: Double(nan: 5, signaling: false)))
    #expect(!(-0.0).hasSameBits(as: 0.0))
    #expect(Float(1).hasSameBits(as: 1))
    #expect(!"é".hasSameBits(as: "e\u{301}"))
    #expect(Optional<Float>.none.hasSameBits(as: nil))
    #expect(!["a", "b"].hasSameBits(as: ["a"]))
  }
}

@Suite struct QuantisedRangeTests {
  /// The definition itself, in 128-bit integers: the code whose grid point is nearest, ties to even.
  static func model(_ value: Double, _ range: QuantisedRange) -> UInt64? {
    guard value.isFinite, value.magnitude < 0x1p40 else { return nil }
    // value = significand · 2^-60 or exact multiples of it, for the values that the tests use.
    let scaled = Int128(value * 0x1p60)
    let scale = Int128(1) << 60
    var best: (distance: Int128, code: Int128)?
    for code in -1...Int128(range.maximumCode) + 1 {
      // |value − (lower + code · step) / denominator| · 2^60 · denominator
      let distance = (scaled * Int128(range.denominator) - (Int128(range.lower) + code * Int128(range.step)) * scale).magnitude
      let size = Int128(distance)
      if best.map({ size < $0.distance || (size == $0.distance && code % 2 == 0) }) ?? true { best = (size, code) }
    }
    guard let code = best?.code, code >= 0, code <= range.maximumCode else { return nil }
    return UInt64(code)
  }

  static let ranges = [
    QuantisedRange(lower: -100, step: 1, denominator: 100, maximumCode: 200),
    QuantisedRange(lower: 0, step: 1, denominator: 8, maximumCode: 8),
    QuantisedRange(lower: -7, step: 3, denominator: 10, maximumCode: 15),
    QuantisedRange(lower: 5, step: 2, denominator: 2, maximumCode: 0),
    QuantisedRange(lower: -1, step: 1, denominator: 3, maximumCode: 90),
  ]

  /// Every grid point, every midpoint, and the doubles next to them.
  @Test(arguments: ranges)
  func everyCodeAndEveryTie(range: QuantisedRange) {
    for code in 0...range.maximumCode {
      let value = range.value(of: code)
      #expect(range.code(of: value) == code)
      let middle = (Double(2 * range.lower) + Double(2 * Int64(code) - 1) * Double(range.step)) / Double(2 * range.denominator)
      for near in [value.nextDown, value.nextUp, middle, middle.nextDown, middle.nextUp] {
        // The model's integers hold multiples of 2^-60.
        guard (near * 0x1p60).rounded() == near * 0x1p60 else { continue }
        #expect(range.code(of: near) == Self.model(near, range), "\(near)")
      }
    }
  }

  @Test func outsideIsNoCode() {
    let range = Self.ranges[0]
    #expect(range.code(of: -1.0049) == 0)
    #expect(range.code(of: -1.0051) == nil)
    #expect(range.code(of: 1.0049) == 200)
    #expect(range.code(of: .nan) == nil)
    #expect(range.code(of: .infinity) == nil)
    #expect(range.code(of: 1e300) == nil)
    #expect(range.code(of: -.leastNonzeroMagnitude) == 100)
  }

  /// Numbers near 2^53, where an estimate by doubles is off by whole codes.
  @Test func widestGridsAreExact() {
    let range = QuantisedRange(lower: -(1 << 53), step: 1, denominator: 1 << 20, maximumCode: 1 << 54 - 1)
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(state: seed)
    for _ in 0..<2000 {
      let code = UInt64.random(in: 0...(1 << 54 - 1), using: &random)
      let numerator = Int64(code) - (1 << 53)
      #expect(range.code(of: Double(numerator) / Double(1 << 20)) == code, "seed \(seed)")
    }
  }
}
