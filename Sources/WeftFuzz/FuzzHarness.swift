/// What a fuzzer drives: code under test, and what must hold of it for every input.
///
/// Everything is a function of its arguments, so that an input found once is found again: state is kept only to save work.
public protocol FuzzHarness: AnyObject {
  /// Inputs to begin with.
  var seeds: [[UInt8]] { get }

  /// What is wrong on this input, as one text; `nil` if nothing is. A trap, a hang and a leak are for the engine to notice.
  func finding(in input: [UInt8]) -> String?

  /// An input like `input` that says something else, or one that is made of it and `other`.
  ///
  /// - Returns: `nil` where the engine's own changes of bytes will do.
  func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]?
}

extension FuzzHarness {
  public var seeds: [[UInt8]] { [] }

  public func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? { nil }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014). The same seed gives the same numbers.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// 0 ..< `bound`; 0 where there is nothing to choose.
  public mutating func below(_ bound: Int) -> Int { bound < 2 ? 0 : Int(next() % UInt64(bound)) }

  public mutating func chance(_ hits: Int, in all: Int) -> Bool { below(all) < hits }
}
