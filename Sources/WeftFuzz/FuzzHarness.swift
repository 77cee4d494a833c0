/// What a fuzzer drives: code under test, and what must hold of it for every input.
///
/// Everything is a function of its arguments, so that an input found once is found again: state is kept only to save work.
public protocol FuzzHarness: AnyObject {
  /// Inputs to begin with.
  var seeds: [[UInt8]] { get }

  /// More inputs to begin with, each of which tries one thing, for whoever has the time: they are many, and take seconds to make.
  func systematicInputs(maximumByteCount: Int) -> [[UInt8]]

  /// What is wrong on this input, as one text; `nil` if nothing is. A trap, a hang and a leak are for the engine to notice.
  func finding(in input: [UInt8]) -> String?

  /// An input like `input` that says something else, or one that is made of it and `other`.
  ///
  /// - Returns: `nil` where the engine's own changes of bytes will do.
  func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]?
}

extension FuzzHarness {
  public var seeds: [[UInt8]] { [] }

  public func systematicInputs(maximumByteCount: Int) -> [[UInt8]] { [] }

  public func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? { nil }
}
