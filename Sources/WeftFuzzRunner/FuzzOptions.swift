#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the command line asks for. `WeftFuzzPlugin` names the folder, and has looked at the flags already.
struct FuzzOptions {
  /// `nil` without an end but that of `runs`.
  var seconds: Int?
  /// 0 without an end but that of `seconds`.
  var runs = 0
  var seed: UInt64 = 0
  var seeds: [String] = []
  var showsCoverage = false
  var reproduce: String?
  /// An input that fails: the smallest that fails like it is looked for.
  var minimise: String?
  /// A folder, or a file that ends in `.zip`, for the inputs to begin with.
  var writeSeeds: String?
  /// Seconds that one input may take.
  var timeout = 5
  var maximumByteCount = 4096
  /// Where the corpus and what is found are kept.
  var folder = ".build/weft-fuzz"
  /// In a process that may die: the seeds' fuzzer, or the inputs of this file.
  var isWorker = false
  var candidates: String?
  /// As they came, for the worker.
  var arguments: [String] = []

  init(_ arguments: [String]) throws(FuzzUsageError) {
    self.arguments = arguments
    var rest = arguments[...]
    while let option = rest.popFirst() {
      switch option {
      case "--coverage": showsCoverage = true
      case "--worker": isWorker = true
      case "--seconds": seconds = try Self.number(option, &rest)
      case "--runs": runs = try Self.number(option, &rest)
      case "--seed": seed = UInt64(try Self.number(option, &rest))
      case "--timeout": timeout = max(1, try Self.number(option, &rest))
      case "--max-length": maximumByteCount = min(try Self.number(option, &rest), SharedState.inputLimit)
      case "--seeds": seeds.append(try Self.value(option, &rest))
      case "--reproduce": reproduce = try Self.value(option, &rest)
      case "--minimise": minimise = try Self.value(option, &rest)
      case "--write-seeds": writeSeeds = try Self.value(option, &rest)
      case "--folder": folder = try Self.value(option, &rest)
      case "--candidates": candidates = try Self.value(option, &rest)
      default: throw FuzzUsageError("unknown option '\(option)'")
      }
    }
    if seconds == nil, runs == 0 { seconds = 60 }
    if seed == 0 { seed = .random(in: 1...UInt64(UInt32.max)) }
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  private static func value(_ option: String, _ rest: inout ArraySlice<String>) throws(FuzzUsageError) -> String {
    guard let value = rest.popFirst() else { throw FuzzUsageError("\(option) needs a value") }
    return value
  }

  private static func number(_ option: String, _ rest: inout ArraySlice<String>) throws(FuzzUsageError) -> Int {
    let text = try value(option, &rest)
    guard let number = Int(text), number >= 0 else { throw FuzzUsageError("\(option) needs a number, not '\(text)'") }
    return number
  }
}
