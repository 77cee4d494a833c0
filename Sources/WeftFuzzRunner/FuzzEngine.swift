import WeftFuzz

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a fuzzer of a user's package drives.
protocol DrivenHarness: FuzzHarness {
  /// Inputs of messages that somebody else recorded.
  func seeds(recorded: [[UInt8]]) -> [[UInt8]]
  var coverage: FieldCoverage { get }
  /// Whether `coverage` is kept; it takes time.
  var countsFields: Bool { get set }
}

/// `LLVMFuzzerRunDriver` of libFuzzer or AFL++: the count of the command line's words, where they stand, and what to run.
public typealias FuzzEngine = (
  UnsafeMutablePointer<CInt>, UnsafeMutableRawPointer, @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

extension FuzzProgram {
  /// Lets an engine that is not Weft's drive the handler. Its inputs are those of Weft's own engine.
  ///
  /// The command line is the engine's, unless it begins with `--`: `--reproduce FILE`, `--minimise FILE` and `--write-seeds FOLDER` are
  /// what `main()` does.
  public func main(engine: FuzzEngine) -> Never {
    Self.unblockSignals()
    let first = CommandLine.arguments.dropFirst().first ?? ""
    if first.hasPrefix("--") { main() }
    do {
      let harness = try harness()
      harness.countsFields = false
      unsafe EnginesHarness.current = harness
    } catch {
      Self.fail("\(error)")
    }
    // Swift's backtrace of a crash waits for a terminal, and engines leave signals alone that somebody handles: so nobody does, but for
    // those that the address sanitizer has taken. `SWIFT_BACKTRACE` does not do: ClusterFuzz passes no such variable on.
    for crash in [SIGILL, SIGTRAP, SIGABRT, SIGQUIT] { signal(crash, SIG_DFL) }
    var count = CommandLine.argc
    var words = unsafe CommandLine.unsafeArgv
    exit(unsafe withUnsafeMutablePointer(to: &words) { unsafe engine(&count, $0, runInput) })
  }
}

extension FuzzProgram {
  /// Foundation starts processes with most signals blocked: SIGALRM, by which libFuzzer knows how long an input takes, and SIGINT.
  static func unblockSignals() {
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigprocmask(SIG_SETMASK, &none, nil)
  }
}

/// What the functions below stand for; `current` is set before the engine begins, and never changed.
private enum EnginesHarness {
  nonisolated(unsafe) static var current: (any DrivenHarness)?
  nonisolated(unsafe) static var executions: UInt = 0
}

// MARK: What engines call by name

/// Runs one input, and aborts where something is wrong.
@_cdecl("LLVMFuzzerTestOneInput")
public func runInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let harness = unsafe EnginesHarness.current else { return -1 }
  unsafe EnginesHarness.executions &+= 1
  if unsafe EnginesHarness.executions % 4096 == 0, OutputReader.isGone(2) { _exit(1) }
  let input = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  guard let finding = harness.finding(in: input) else { return 0 }
  let line = Array("finding: \(finding)\n".utf8)
  _ = unsafe write(2, line, line.count)
  abort()
}

/// Changes that know the schema, in place of libFuzzer's own.
@_cdecl("LLVMFuzzerCustomMutator")
public func changeInput(_ data: UnsafeMutablePointer<UInt8>, _ count: Int, _ maximum: Int, _ seed: UInt32) -> Int {
  let input = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  return unsafe put(changed(input, nil, maximum, UInt64(seed)), data, maximum)
}

@_cdecl("LLVMFuzzerCustomCrossOver")
public func crossInputs(
  _ first: UnsafePointer<UInt8>, _ firstCount: Int, _ second: UnsafePointer<UInt8>, _ secondCount: Int,
  _ output: UnsafeMutablePointer<UInt8>, _ maximum: Int, _ seed: UInt32
) -> Int {
  let input = unsafe Array(UnsafeBufferPointer(start: first, count: firstCount))
  let other = unsafe Array(UnsafeBufferPointer(start: second, count: secondCount))
  return unsafe put(changed(input, other, maximum, UInt64(seed)), output, maximum)
}

/// Swift keeps much until the end behind pointers that the search for leaks does not know.
@_cdecl("__asan_default_options")
public func sanitizerOptions() -> UnsafePointer<CChar> {
  unsafe UnsafeRawPointer(("detect_leaks=0" as StaticString).utf8Start).assumingMemoryBound(to: CChar.self)
}

private func changed(_ input: [UInt8], _ other: [UInt8]?, _ maximum: Int, _ seed: UInt64) -> [UInt8] {
  guard let harness = unsafe EnginesHarness.current else { return input }
  return harness.changed(input, other, maximumByteCount: maximum, seed: seed)
}

private func put(_ bytes: [UInt8], _ output: UnsafeMutablePointer<UInt8>, _ maximum: Int) -> Int {
  for (index, byte) in bytes.prefix(maximum).enumerated() { unsafe output[index] = byte }
  return min(bytes.count, maximum)
}

extension FuzzHarness {
  /// A change by the harness, or of bytes where it leaves that to the engine.
  func changed(_ input: [UInt8], _ other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8] {
    if let changed = mutate(input, other: other, maximumByteCount: maximumByteCount, seed: seed) { return changed }
    var bytes = ByteMutation(seed: seed)
    return other.map { bytes.crossOver(input, $0, maximumByteCount: maximumByteCount) }
      ?? bytes.mutate(input, maximumByteCount: maximumByteCount)
  }
}
