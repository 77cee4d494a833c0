import Foundation

/// Seeded random numbers, the same on every platform (SplitMix64), which add up how surprising they were.
struct Dice {
  private var state: UInt64
  /// −log2 of the probability of all that was thrown.
  private(set) var entropyBits = 0.0

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// 0 up to, and without, `bound`, each as likely as the next.
  mutating func integer(below bound: Int) -> Int {
    entropyBits += log2(Double(bound))
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  mutating func isHit(_ hits: Int, of all: Int) -> Bool { choice([hits, all - hits]) == 0 }

  /// An index, as likely as its weight says.
  mutating func choice(_ weights: [Int]) -> Int {
    let all = weights.reduce(0, +)
    var rest = Int(next().multipliedFullWidth(by: UInt64(all)).high)
    for (index, weight) in weights.enumerated() {
      guard rest >= weight else {
        entropyBits += log2(Double(all) / Double(weight))
        return index
      }
      rest -= weight
    }
    return weights.count - 1
  }

  /// How often in a row something happens that has the chance `going` of 64: a geometric distribution, cut off at `most`.
  mutating func runLength(going: Int, most: Int) -> Int { choice(runLengthWeights(going: going, most: most)) }

  /// A step to either side that stays in the range: each is `going` of 64 as likely as the one nearer by.
  mutating func walk(from value: Int, in range: ClosedRange<Int>, going: Int, most: Int) -> Int {
    let steps = max(-most, range.lowerBound - value)...min(most, range.upperBound - value)
    let weights = runLengthWeights(going: going, most: most)
    return value + steps.lowerBound + choice(steps.map { weights[abs($0)] })
  }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(integer(below: 256)) } }

  /// 0 up to, and without, 1. Counts for no entropy: what is made of it is rounded.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}

private func runLengthWeights(going: Int, most: Int) -> [Int] {
  var weights = [1 << 20]
  for _ in 0..<most { weights.append(max(1, weights[weights.count - 1] * going / 64)) }
  return weights
}
