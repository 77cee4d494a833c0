import WeftDynamic
import WeftFuzz

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The process that runs inputs, and may die of one.
struct FuzzWorker {
  let harness: any DrivenHarness
  let options: FuzzOptions
  let state: SharedState

  /// Exit code of a process that said what it found.
  static let foundStatus: Int32 = 77

  // MARK: Given inputs

  /// Runs the inputs of a file one by one; the state says which one it is at.
  func runCandidates(_ path: String) {
    for (index, input) in CandidateFile.read(path).enumerated() {
      state[.candidate] = index
      run(input)
    }
  }

  /// Ends the process where something is found.
  private func run(_ input: [UInt8]) {
    state.input = input
    state[.startedAt] = monotonicNanoseconds()
    if let finding = harness.finding(in: input) {
      report(state[.corpusCount])
      let line = Array("finding: \(finding)\n".utf8)
      _ = unsafe write(2, line, line.count)
      _exit(Self.foundStatus)
    }
    state[.executions] += 1
  }

  // MARK: Fuzzing

  func fuzz(seeds: [[UInt8]]) {
    signal(SIGINT, SIG_IGN)
    let parent = getppid()
    var generator = SplitMix64(seed: options.seed)
    var corpus: [[UInt8]] = []
    var reached = 0
    var lastReport = monotonicNanoseconds()
    for seed in seeds + kept() where keep(seed, &corpus, &reached) { continue }
    if corpus.isEmpty { corpus = [seeds.first ?? []] }
    report(corpus.count)
    while state[.shouldStop] == 0, options.runs == 0 || state[.executions] < options.runs {
      // Half of the time one of the newest.
      let recent = generator.chance(1, in: 2) ? max(0, corpus.count - 16) : 0
      let input = corpus[recent + generator.below(corpus.count - recent)]
      let other = generator.chance(1, in: 4) ? corpus[generator.below(corpus.count)] : nil
      let changed = harness.changed(input, other, maximumByteCount: options.maximumByteCount, seed: generator.next())
      if keep(changed, &corpus, &reached) { save(changed) }
      if state[.executions] & 255 == 0 {
        if getppid() != parent { _exit(0) }
        forgetOutput(above: 1 << 20)
        if monotonicNanoseconds() - lastReport > 1_000_000_000 {
          lastReport = monotonicNanoseconds()
          report(corpus.count)
        }
      }
    }
    // No input is run any more, so none can hang.
    state[.startedAt] = 0
    report(corpus.count)
  }

  /// What handlers print goes to the log, of which only the end is ever looked at.
  private func forgetOutput(above limit: Int) {
    var status = stat()
    if unsafe fstat(2, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > limit { ftruncate(2, 0) }
  }

  /// Runs an input, and keeps it where it did something new.
  private func keep(_ input: [UInt8], _ corpus: inout [[UInt8]], _ reached: inout Int) -> Bool {
    run(input)
    let now = harness.coverage.reachedCount
    let hasNews = FuzzCounters.takeNews() || now > reached
    reached = now
    if hasNews { corpus.append(input) }
    return hasNews
  }

  private func report(_ corpusCount: Int) {
    state[.corpusCount] = corpusCount
    state[.edges] = FuzzCounters.reachedCount
    let coverage = harness.coverage
    state[.reachedItems] = coverage.reachedCount
    state[.items] = coverage.items.count
    state[.accepted] = coverage.acceptedCount
    state[.rejected] = coverage.rejections.values.reduce(0, +)
    let text = coverage.lines.joined(separator: "\n") + "\n"
    try? text.write(toFile: options.path("coverage.txt"), atomically: true, encoding: .utf8)
  }

  // MARK: Corpus

  private func kept() -> [[UInt8]] {
    let folder = options.path("corpus")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)").map { Array($0) } }
  }

  private func save(_ input: [UInt8]) {
    let name = options.path("corpus") + "/" + InputName.of(input)
    _ = FileManager.default.createFile(atPath: name, contents: Data(input))
  }
}

/// What an input's file is called: FNV-1a of its bytes, so that one input has one file.
enum InputName {
  static func of(_ input: [UInt8]) -> String {
    let number = input.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Inputs in one file, each behind its size in four bytes.
enum CandidateFile {
  static func write(_ inputs: [[UInt8]], to path: String) {
    var bytes: [UInt8] = []
    for input in inputs {
      for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: input.count >> (8 * shift))) }
      bytes += input
    }
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
  }

  static func read(_ path: String) -> [[UInt8]] {
    var rest = FileManager.default.contents(atPath: path).map { Array($0)[...] } ?? []
    var inputs: [[UInt8]] = []
    while rest.count >= 4 {
      let count = (0..<4).reduce(0) { $0 | Int(rest[rest.startIndex + $1]) << (8 * $1) }
      rest = rest.dropFirst(4)
      inputs.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return inputs
  }
}
