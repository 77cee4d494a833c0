public import Weft
import WeftDynamic
import WeftFuzz
import WeftSchema

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

/// A fuzzer of a package's messages, or of a handler of them: what `swift package weft-fuzz` builds and runs.
///
/// Exit codes: 0 nothing found, 1 something was, 64 wrong usage.
public struct FuzzProgram {
  let codec: DynamicCodec
  let catalogs: [MessageCatalog]
  let handler: FuzzHandler?
  private let handlerName: String?
  private let recorded: ([UInt8]) throws -> [[UInt8]]?

  /// - Parameters:
  ///   - encodedSchema: `Schema.encoded()` in hexadecimal digits.
  ///   - handler: `nil` to fuzz the codecs themselves.
  ///   - handlerName: `Module.function`.
  ///   - recorded: Reads the payloads of a capture.
  public init(
    catalogs: [MessageCatalog], encodedSchema: String, handler: FuzzHandler? = nil, handlerName: String? = nil,
    recorded: @escaping ([UInt8]) throws -> [[UInt8]]? = { _ in nil }
  ) {
    guard let codec = try? DynamicCodec(encodedSchema: encodedSchema) else { Self.fail("the schema cannot be read") }
    self.codec = codec
    self.catalogs = catalogs
    self.handler = handler
    self.handlerName = handlerName
    self.recorded = recorded
  }

  /// Does what the command line says, and ends the process.
  public func main() -> Never {
    Self.unblockSignals()
    do {
      let options = try FuzzOptions(Array(CommandLine.arguments.dropFirst()))
      if let path = options.writeSeeds { _exit(try writeSeeds(options, to: path)) }
      for name in ["corpus", "findings"] {
        guard (try? FileManager.default.createDirectory(atPath: options.path(name), withIntermediateDirectories: true)) != nil
        else {
          throw FuzzUsageError("'\(options.path(name))' cannot be made")
        }
      }
      let state = try SharedState(path: options.path("state"))
      // Nothing is to be done at the end, such as a search for leaks.
      _exit(options.isWorker ? try work(options, state) : try supervise(options, state))
    } catch {
      Self.fail("\(error)")
    }
  }

  static func fail(_ text: String) -> Never {
    let line = Array("weft-fuzz: error: \(text)\n".utf8)
    _ = unsafe write(2, line, line.count)
    _exit(64)
  }

  // MARK: The process that may die

  private func work(_ options: FuzzOptions, _ state: SharedState) throws -> Int32 {
    let harness = try harness()
    let worker = FuzzWorker(harness: harness, options: options, state: state)
    if let path = options.candidates {
      worker.runCandidates(path)
    } else {
      worker.fuzz(seeds: try seeds(of: harness, options))
    }
    return 0
  }

  /// What is driven: the handler, or the codecs themselves.
  func harness() throws -> any DrivenHarness {
    if let handler { return try HandlerHarness(handler, catalogs: catalogs, codec: codec) }
    return CoveredCodecs(CodecHarness(catalogs: catalogs, codec: codec, valueShare: 4), catalogs: catalogs, codec: codec)
  }

  private func seeds(of harness: any DrivenHarness, _ options: FuzzOptions) throws -> [[UInt8]] {
    harness.seeds + harness.seeds(recorded: try options.seeds.flatMap(read))
  }

  /// For an engine that is not Weft's: the inputs to begin with, as files or in an archive.
  private func writeSeeds(_ options: FuzzOptions, to path: String) throws -> Int32 {
    let named = Dictionary(try seeds(of: harness(), options).map { (InputName.of($0), $0) }) { first, _ in first }
    let files = named.sorted { $0.key < $1.key }.map { (name: $0.key, bytes: $0.value) }
    if path.hasSuffix(".zip") {
      try Data(SeedArchive.bytes(of: files)).write(to: URL(fileURLWithPath: path))
    } else {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for file in files { try Data(file.bytes).write(to: URL(fileURLWithPath: "\(path)/\(file.name)")) }
    }
    return 0
  }

  /// A capture, or a folder of files of one message each.
  private func read(_ path: String) throws -> [[UInt8]] {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw FuzzUsageError("no seeds '\(path)'") }
    if !isFolder {
      let capture = FileManager.default.contents(atPath: path).map { Array($0) } ?? []
      guard let payloads = try recorded(capture) else { throw FuzzUsageError("'\(path)' is no capture") }
      return payloads
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    return names.compactMap { FileManager.default.contents(atPath: "\(path)/\($0)").map { Array($0) } }
  }

  // MARK: The process that watches it

  private func supervise(_ options: FuzzOptions, _ state: SharedState) throws -> Int32 {
    let supervisor = Supervisor(options: options, state: state)
    if let path = options.reproduce ?? options.minimise {
      guard let input = FileManager.default.contents(atPath: path) else { throw FuzzUsageError("no input '\(path)'") }
      guard let found = try supervisor.firstFailure(of: [Array(input)]) else {
        say("weft-fuzz: nothing is wrong with this input")
        return 0
      }
      try show(options.minimise == nil ? found.failure : smallest(found.failure, supervisor), options)
      return 1
    }
    try checkSeeds(options)
    var status = StatusLine()
    let failure = try supervisor.fuzz(&status)
    if options.showsCoverage, let text = FileManager.default.contents(atPath: options.path("coverage.txt")) {
      say(String(decoding: text, as: UTF8.self))
    }
    guard let failure else {
      try checkLog(options)
      say("weft-fuzz: nothing found; the seed was \(options.seed)")
      return 0
    }
    say("weft-fuzz: found: \(failure.reason)")
    try show(smallest(failure, supervisor), options)
    return 1
  }

  /// Says how much of what was recorded is of use: a capture of something else would begin nothing, and nobody would know.
  private func checkSeeds(_ options: FuzzOptions) throws {
    guard !options.seeds.isEmpty else { return }
    let harness = try harness()
    let recorded = try options.seeds.flatMap(read)
    let fitting = recorded.count { !harness.seeds(recorded: [$0]).isEmpty }
    say(
      "weft-fuzz: begins with \(fitting) of \(recorded.count) recorded payloads\(fitting == 0 ? "; none is a message of this package" : "")"
    )
  }

  private func smallest(_ failure: Supervisor.Failure, _ supervisor: Supervisor) throws -> Supervisor.Failure {
    say("weft-fuzz: looking for the smallest input that shows it")
    return try Minimisation(supervisor: supervisor, candidates: candidates).smallest(failure)
  }

  /// A worker that could not begin said why.
  private func checkLog(_ options: FuzzOptions) throws {
    let log = FileManager.default.contents(atPath: options.path("log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    if let line = log.split(separator: "\n").first(where: { $0.hasPrefix("weft-fuzz: error: ") }) {
      throw FuzzUsageError(String(line.dropFirst("weft-fuzz: error: ".count)))
    }
  }

  private func candidates(_ input: [UInt8]) throws -> [[UInt8]] {
    guard let handler else { return ByteSimplification.candidates(input) }
    return try HandlerHarness(handler, catalogs: catalogs, codec: codec).simpler(than: input)
  }

  private func show(_ failure: Supervisor.Failure, _ options: FuzzOptions) throws {
    let path = options.path("findings") + "/" + InputName.of(failure.input)
    _ = FileManager.default.createFile(atPath: path, contents: Data(failure.input))
    say("\n\(handlerName ?? "the codecs"): \(failure.reason)")
    if !failure.wasThrown {
      for place in try Supervisor(options: options, state: SharedState(path: options.path("state"))).places(of: failure) {
        say("  at \(place)")
      }
    }
    say("")
    let report = FindingReport(codec: codec, handlerName: handlerName)
    if let handler {
      let harness = try HandlerHarness(handler, catalogs: catalogs, codec: codec)
      for line in report.lines(failure.input, harness) { say(line) }
      say("\nAs a test:\n")
      for line in report.test(failure.input, harness) { say(line) }
    } else if let message = CodecHarness(catalogs: catalogs, codec: codec).message(in: failure.input),
      let definition = codec.definition(named: message.name)
    {
      say("  \(message.name) (\(byteCount(message.bytes)))")
      for line in report.annotation(of: message.bytes, definition) { say("  " + line) }
      say("\nThis is a defect of Weft's: please report it with the schema and these bytes.")
    }
    let again = handlerName.map { " --handler \($0)" } ?? ""
    say("\nAgain: swift package weft-fuzz\(again) --reproduce \(path)")
  }
}

/// One line, at once.
func say(_ text: String) {
  let line = Array((text + "\n").utf8)
  _ = unsafe write(1, line, line.count)
}

/// Looks for less that fails in the same way.
struct Minimisation {
  let supervisor: Supervisor
  let candidates: ([UInt8]) throws -> [[UInt8]]

  /// How long it may look, in seconds.
  private static let patience = 30

  func smallest(_ failure: Supervisor.Failure) throws -> Supervisor.Failure {
    let deadline = monotonicNanoseconds() + Self.patience * 1_000_000_000
    var smallest = failure
    var wasTaken = true
    while wasTaken, monotonicNanoseconds() < deadline {
      wasTaken = false
      var rest = try candidates(smallest.input)[...]
      while !rest.isEmpty, monotonicNanoseconds() < deadline {
        guard let found = try supervisor.firstFailure(of: Array(rest)) else { break }
        if found.failure.signature == failure.signature {
          smallest = found.failure
          wasTaken = true
          break
        }
        // Something else is wrong with that one.
        rest = rest.dropFirst(found.index + 1)
      }
    }
    return smallest
  }
}
