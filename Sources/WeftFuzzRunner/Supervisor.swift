#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Starts the process that runs inputs, shows how far it is, and takes up what it died of.
struct Supervisor {
  let options: FuzzOptions
  let state: SharedState

  /// An input that something is wrong with.
  struct Failure {
    var input: [UInt8]
    /// What the process said, or how it ended, in one line.
    var reason: String

    static func hang(_ input: [UInt8], seconds: Int) -> Failure { Failure(input: input, reason: "no end within \(seconds) s") }
    var isHang: Bool { reason.hasPrefix("no end within") }
    /// Otherwise it ended the process, and may say where.
    var wasThrown: Bool { reason.hasPrefix("the handler threw") }

    /// What Swift calls traps, behind their places; the latter two in code that is not optimised.
    static let trapWords = ["Fatal error", "Precondition failed", "Assertion failed"]

    /// What tells one defect from another: the place of a trap, or an error without what it carries.
    var signature: String {
      for words in Self.trapWords {
        if let end = reason.firstRange(of: ": \(words)") { return String(reason[..<end.lowerBound]) }
      }
      // What an error carries changes with the input.
      return String(reason.prefix { !"([\"".contains($0) && !$0.isNumber })
    }
  }

  nonisolated(unsafe) private static var wasInterrupted = false

  /// Fuzzes until something is found, the time is over, or the user has seen enough.
  func fuzz(_ status: inout StatusLine) throws(FuzzUsageError) -> Failure? {
    signal(SIGINT) { _ in unsafe Supervisor.wasInterrupted = true }
    state.clear()
    var child = try ChildProcess(
      arguments: options.arguments + ["--worker", "--seed", "\(options.seed)"], log: options.path("log"))
    let started = monotonicNanoseconds()
    while !child.hasEnded() {
      usleep(50_000)
      let seconds = Double(monotonicNanoseconds() - started) / 1e9
      status.show(state, seconds: seconds)
      if isHanging {
        child.kill()
        status.end()
        return .hang(state.input, seconds: options.timeout)
      }
      let isOver = options.seconds.map { seconds >= Double($0) } ?? false
      if unsafe Self.wasInterrupted || OutputReader.isGone(1) || isOver {
        state[.shouldStop] = 1
      }
    }
    status.show(state, seconds: Double(monotonicNanoseconds() - started) / 1e9, isLast: true)
    return failure(of: child.end)
  }

  /// Runs inputs in order up to the first that fails.
  ///
  /// - Returns: its index, and why; `nil` where none does.
  func firstFailure(of inputs: [[UInt8]]) throws(FuzzUsageError) -> (index: Int, failure: Failure)? {
    let path = options.path("candidates")
    CandidateFile.write(inputs, to: path)
    state.clear()
    var child = try ChildProcess(arguments: options.arguments + ["--worker", "--candidates", path], log: options.path("log"))
    while !child.hasEnded() {
      usleep(1000)
      if isHanging {
        child.kill()
        return (state[.candidate], .hang(state.input, seconds: options.timeout))
      }
    }
    return failure(of: child.end).map { (state[.candidate], $0) }
  }

  /// Also while it should stop: an input that never ends never sees that.
  var isHanging: Bool {
    let started = state[.startedAt]
    return started > 0 && (monotonicNanoseconds() - started) / 1_000_000_000 >= options.timeout
  }

  /// What the address sanitizer stopped the process for, without the process's number, which begins its lines.
  static func sanitizerReason(_ lines: [String]) -> String? {
    if lines.contains(where: { $0.contains("hard rss limit exhausted") }) { return "more than 2 GiB of memory" }
    return lines.lazy.compactMap { line in
      line.firstRange(of: "ERROR: AddressSanitizer: ").map { "AddressSanitizer: " + line[$0.upperBound...] }
    }.first
  }

  private func failure(of end: ChildProcess.End?) -> Failure? {
    let log = FileManager.default.contents(atPath: options.path("log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let lines = log.split(separator: "\n").map(String.init)
    switch end {
    case nil, .exit(0): return nil
    case .exit(FuzzWorker.foundStatus):
      // The last one: what comes before may be the handler's own words.
      let line = lines.last { $0.hasPrefix("finding: ") } ?? "finding: ?"
      return Failure(input: state.input, reason: String(line.dropFirst("finding: ".count)))
    case .exit(64): return nil
    case .exit(let status):
      return Failure(input: state.input, reason: Self.sanitizerReason(lines) ?? lines.last ?? "the process ended with \(status)")
    case .signal(let signal):
      let line = lines.last { line in Failure.trapWords.contains { line.contains($0) } }
      return Failure(input: state.input, reason: line ?? "trapped (signal \(signal))")
    }
  }
}

/// Who reads what this process says: on Control-C `swift package` ends, and its plugin's processes do not hear of it.
enum OutputReader {
  static func isGone(_ file: CInt) -> Bool {
    var output = pollfd(fd: file, events: 0, revents: 0)
    return unsafe poll(&output, 1, 0) > 0 && Int32(output.revents) & (POLLERR | POLLHUP) != 0
  }
}

/// How far it is, on one line of the terminal that is written over; elsewhere a line now and then.
@safe
struct StatusLine {
  private let terminal: UnsafeMutablePointer<FILE>?
  private var shownAt = 0.0

  init() {
    unsafe terminal = fopen(isatty(2) == 1 ? "/dev/stderr" : "/dev/tty", "w")
  }

  private var hasNoTerminal: Bool { unsafe terminal == nil }

  mutating func show(_ state: SharedState, seconds: Double, isLast: Bool = false) {
    let pause = hasNoTerminal ? 10.0 : 0.25
    guard isLast || seconds - shownAt >= pause else { return }
    shownAt = seconds
    let executions = state[.executions]
    let rate = seconds > 0 ? Int(Double(executions) / seconds) : 0
    var line =
      "weft-fuzz: \(Int(seconds)) s, \(executions) executions (\(rate)/s), corpus \(state[.corpusCount]), \(state[.edges]) edges"
    if state[.items] > 0 {
      let all = max(1, state[.accepted] + state[.rejected])
      line += ", fields and cases \(state[.reachedItems])/\(state[.items]), \(state[.accepted] * 100 / all) % of messages valid"
    }
    if let terminal = unsafe terminal {
      unsafe fputs("\r\(line)\u{1B}[K" + (isLast ? "\n" : ""), terminal)
      unsafe fflush(terminal)
    }
    if isLast || hasNoTerminal { say(line) }
  }

  func end() { if let terminal = unsafe terminal { unsafe fputs("\n", terminal) } }
}
