// The entry points of one fuzzer's program: `Tests/Fuzz/run` puts the harness's function in.
#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import WeftFuzz

nonisolated(unsafe) private let harness = HARNESS()

/// Swift keeps much until the end behind pointers that the search for leaks does not know.
@_cdecl("__asan_default_options")
public func sanitizerOptions() -> UnsafePointer<CChar> {
  UnsafeRawPointer(("detect_leaks=0" as StaticString).utf8Start).assumingMemoryBound(to: CChar.self)
}

/// With `WEFT_FUZZ_SEEDS` the program writes the harness's seeds into that folder, and ends.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer) -> CInt {
  // Swift's backtrace of a crash waits for a terminal, and engines leave signals alone that somebody handles: so nobody does, but for
  // those that the address sanitizer has taken.
  for crash in [SIGILL, SIGTRAP, SIGABRT, SIGQUIT] { signal(crash, SIG_DFL) }
  // Made here, since the first input has to end in time.
  withExtendedLifetime(harness) {}
  guard let folder = getenv("WEFT_FUZZ_SEEDS").map({ String(cString: $0) }) else { return 0 }
  for (index, seed) in (harness.seeds + harness.systematicInputs(maximumByteCount: 1024)).enumerated() {
    guard let file = fopen("\(folder)/\(index)", "w") else { exit(1) }
    fwrite(seed, 1, seed.count, file)
    fclose(file)
  }
  exit(0)
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: data, count: size))
  guard let finding = harness.finding(in: input) else { return 0 }
  let line = Array("finding: \(finding)\n".utf8)
  _ = write(2, line, line.count)
  abort()
}

#if LIBFUZZER
  @_silgen_name("LLVMFuzzerMutate")
  private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int) -> Int

  @_cdecl("LLVMFuzzerCustomMutator")
  public func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int, _ seed: UInt32) -> Int {
    let input = Array(UnsafeBufferPointer(start: data, count: size))
    guard let output = harness.mutate(input, other: nil, maximumByteCount: maximum, seed: UInt64(seed)) else {
      return mutateBytes(data, size, maximum)
    }
    return put(output, into: data, maximum)
  }

  @_cdecl("LLVMFuzzerCustomCrossOver")
  public func crossOver(
    _ first: UnsafePointer<UInt8>, _ firstSize: Int, _ second: UnsafePointer<UInt8>, _ secondSize: Int,
    _ output: UnsafeMutablePointer<UInt8>, _ maximum: Int, _ seed: UInt32
  ) -> Int {
    let input = Array(UnsafeBufferPointer(start: first, count: firstSize))
    let other = Array(UnsafeBufferPointer(start: second, count: secondSize))
    var bytes = ByteMutation(seed: UInt64(seed))
    let crossed =
      harness.mutate(input, other: other, maximumByteCount: maximum, seed: UInt64(seed))
      ?? bytes.crossOver(input, other, maximumByteCount: maximum)
    return put(crossed, into: output, maximum)
  }

  private func put(_ bytes: [UInt8], into output: UnsafeMutablePointer<UInt8>, _ maximum: Int) -> Int {
    let count = min(bytes.count, maximum)
    for index in 0..<count { output[index] = bytes[index] }
    return count
  }
#endif
