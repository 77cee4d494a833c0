import FuzzHarnesses
import Testing
import Weft
import WeftDynamic
import WeftFuzz

@testable import WeftFuzzRunner

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What other engines than Weft's own are given.
@Suite struct EngineTests {
  @Test func optionsOfReplaysAndSeeds() throws {
    let options = try FuzzOptions(["--minimise", "a", "--write-seeds", "b.zip", "--timeout", "7"])
    #expect(options.minimise == "a")
    #expect(options.writeSeeds == "b.zip")
    #expect(options.timeout == 7)
    #expect(throws: FuzzUsageError.self) { try FuzzOptions(["--minimise"]) }
  }

  /// A minute without either; with one of them only that one ends it, with both what comes first.
  @Test(
    arguments: [
      ([], 60, 0), (["--runs", "9"], nil, 9), (["--seconds", "7"], 7, 0), (["--seconds", "7", "--runs", "9"], 7, 9),
    ] as [([String], Int?, Int)])
  func stops(arguments: [String], seconds: Int?, runs: Int) throws {
    let options = try FuzzOptions(arguments)
    #expect(options.seconds == seconds)
    #expect(options.runs == runs)
  }

  /// A program that the plugin starts has most signals blocked: without SIGALRM libFuzzer never sees that an input takes too long.
  @Test func alarmsArrive() {
    var alarm = sigset_t()
    var before = sigset_t()
    var after = sigset_t()
    unsafe sigemptyset(&alarm)
    unsafe sigaddset(&alarm, SIGALRM)
    unsafe sigprocmask(SIG_BLOCK, &alarm, &before)
    FuzzProgram.unblockSignals()
    unsafe sigprocmask(SIG_SETMASK, &before, &after)
    #expect(unsafe sigismember(&after, SIGALRM) == 0)
  }

  /// Also where the time is over, or the user has seen enough, before the input's time is.
  @Test func whatHangsAtTheEndIsNoticed() throws {
    let path = "/tmp/weft-\(UInt64.random(in: 0...UInt64.max))"
    defer { unsafe unlink(path) }
    let state = try SharedState(path: path)
    let supervisor = Supervisor(options: try FuzzOptions(["--timeout", "2"]), state: state)
    state[.startedAt] = monotonicNanoseconds() - 3_000_000_000
    #expect(supervisor.isHanging)
    state[.shouldStop] = 1
    #expect(supervisor.isHanging)
    state[.startedAt] = 0
    #expect(!supervisor.isHanging)
  }

  /// What tells one defect from another is not the number of the process.
  @Test func whatTheSanitizerSays() {
    let limit = ["==5==AddressSanitizer: hard rss limit exhausted (2048Mb vs 2050Mb)", "==5==End of process memory map."]
    #expect(Supervisor.sanitizerReason(limit) == "more than 2 GiB of memory")
    let freed = Supervisor.sanitizerReason(["", "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x50"])
    let over = Supervisor.sanitizerReason(["==8==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x50"])
    let signatures = [freed, over].map { Supervisor.Failure(input: [], reason: $0 ?? "").signature }
    #expect(signatures[0] == "AddressSanitizer: heap-use-after-free on address ")
    #expect(signatures[1] == "AddressSanitizer: heap-buffer-overflow on address ")
    #expect(Supervisor.sanitizerReason(["Fatal error"]) == nil)
  }

  /// libFuzzer gives room for so much, and no more; the same seed is the same change.
  @Test(arguments: [8, 64, 4096]) func changesFit(maximum: Int) throws {
    let codec = try DynamicCodec(encodedSchema: allSchemas)
    let harness = try HandlerHarness(FuzzHandler { (_: [PeerEvent<any Message>]) in }, catalogs: allCatalogs, codec: codec)
    let seeds = harness.seeds.filter { $0.count <= maximum }
    for seed in UInt64(0)..<200 {
      let input = seeds[Int(seed) % seeds.count]
      let other = seed % 3 == 0 ? seeds[Int(seed / 3) % seeds.count] : nil
      let changed = harness.changed(input, other, maximumByteCount: maximum, seed: seed)
      #expect(changed.count <= maximum, "seed \(seed)")
      #expect(changed == harness.changed(input, other, maximumByteCount: maximum, seed: seed), "seed \(seed)")
    }
  }

  /// As Python's `zipfile` reads it: `b` holds "123456789", whose CRC-32 is the check value of every table of such sums.
  @Test func archiveOfSeeds() {
    #expect(SeedArchive.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
    let archive = SeedArchive.bytes(of: [(name: "a", bytes: []), (name: "b", bytes: Array("123456789".utf8))])
    let stored: [UInt8] = [10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]
    let empty: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    let nine: [UInt8] = [0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0]
    let files: [UInt8] =
      [0x50, 0x4B, 3, 4] + stored + empty + Array("a".utf8) + [0x50, 0x4B, 3, 4] + stored + nine + Array("b123456789".utf8)
    let entry: [UInt8] = [0x50, 0x4B, 1, 2, 10, 0]
    let rest = [UInt8](repeating: 0, count: 10)
    let directory: [UInt8] =
      entry + stored + empty + rest + [0, 0, 0, 0] + Array("a".utf8)
      + entry + stored + nine + rest + [31, 0, 0, 0] + Array("b".utf8)
    #expect(files.count == 71 && directory.count == 94)
    #expect(archive == files + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 2, 0, 2, 0, 94, 0, 0, 0, 71, 0, 0, 0, 0, 0])
  }
}
