import Foundation

/// A fuzzer that was built, and what is done with it.
struct FuzzedProgram {
  private let program: URL
  private let invocation: FuzzInvocation
  /// Of its corpus and of what it finds.
  private let folder: URL

  var path: String { program.path }
  private var seeds: URL { folder.appending(component: "seeds") }

  init(_ program: URL, _ invocation: FuzzInvocation, findings: URL) {
    self.program = program
    self.invocation = invocation
    folder = findings
  }

  /// - Returns: 0 where nothing was found, 1 where something was.
  func run() throws -> Int32 {
    if invocation.isReplay { return try call(invocation.passedOn) }
    switch invocation.engine {
    case .weft: return try call(invocation.passedOn)
    case .libfuzzer: return try runLibFuzzer()
    case .afl:
      try writeSeeds(to: seeds)
      print("weft-fuzz: built \(path); run it with\n\n  \(try aflCommand().joined(separator: " "))\n")
      return 0
    }
  }

  /// One of the things that every engine's program does.
  private func call(_ arguments: [String]) throws -> Int32 {
    try FuzzPackage.run(program, ["--folder", folder.path] + arguments)
  }

  private func writeSeeds(to place: URL) throws {
    if place.pathExtension != "zip" { try? FileManager.default.removeItem(at: place) }
    let status = try FuzzPackage.run(program, ["--write-seeds", place.path] + invocation.seeds.flatMap { ["--seeds", $0] })
    guard status == 0 else { throw FuzzError("the seeds cannot be written to \(place.path)", isUsage: false) }
  }

  // MARK: libFuzzer

  private func runLibFuzzer() throws -> Int32 {
    let corpus = folder.appending(component: "corpus")
    let findings = folder.appending(component: "findings")
    for folder in [corpus, findings] { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    try writeSeeds(to: seeds)
    let before = Set(try FileManager.default.contentsOfDirectory(atPath: findings.path))
    let numbers = invocation.numbers
    let runs = numbers["--runs"] ?? 0
    let timeout = numbers["--timeout"] ?? 5
    let arguments = [
      "-artifact_prefix=\(findings.path)/", "-print_final_stats=1", "-rss_limit_mb=2048", "-malloc_limit_mb=512",
      "-max_len=\(numbers["--max-length"] ?? 4096)", "-timeout=\(timeout)", "-seed=\(numbers["--seed"] ?? 0)",
      "-runs=\(runs > 0 ? runs : -1)", "-max_total_time=\(numbers["--seconds"] ?? (runs > 0 ? 0 : 60))", corpus.path, seeds.path,
    ]
    let status = try FuzzPackage.run(program, arguments)
    if status == 0 {
      print("weft-fuzz: nothing found")
      return 0
    }
    let after = try FileManager.default.contentsOfDirectory(atPath: findings.path)
    guard let found = after.first(where: { !before.contains($0) && !$0.hasPrefix("slow-unit") }) else {
      throw FuzzError("libFuzzer ended with \(status)", isUsage: false)
    }
    _ = try call(["--timeout", "\(timeout)", "--minimise", findings.appending(component: found).path])
    return 1
  }

  // MARK: AFL++

  private func aflCommand() throws -> [String] {
    let numbers = invocation.numbers
    let output = folder.appending(component: "afl")
    var command = ["afl-fuzz", "-i", seeds.path, "-o", output.path, "-m", "none"]
    let runs = numbers["--runs"] ?? 0
    if runs > 0 { command += ["-E", "\(runs)"] }
    if let seconds = numbers["--seconds"] ?? (runs > 0 ? nil : 60) { command += ["-V", "\(seconds)"] }
    if let seed = numbers["--seed"], seed > 0 { command += ["-s", "\(seed)"] }
    if let timeout = numbers["--timeout"] { command += ["-t", "\(timeout * 1000)"] }
    return command + ["-G", "\(numbers["--max-length"] ?? 4096)", "--", program.path]
  }

  // MARK: OSS-Fuzz

  /// The program, its seeds and its options, by the names that OSS-Fuzz looks for: one with a dot would be no program to it.
  func copy(to out: URL) throws {
    let name = invocation.name.replacing(".", with: "_")
    let disk = FileManager.default
    try disk.createDirectory(at: out, withIntermediateDirectories: true)
    let copy = out.appending(component: name)
    try? disk.removeItem(at: copy)
    try disk.copyItem(at: program, to: copy)
    try writeSeeds(to: out.appending(component: "\(name)_seed_corpus.zip"))
    // Swift keeps much until the end behind pointers that the search for leaks does not know.
    let options = """
      [libfuzzer]
      max_len = \(invocation.numbers["--max-length"] ?? 4096)
      timeout = \(invocation.numbers["--timeout"] ?? 25)

      [asan]
      detect_leaks = 0

      """
    try options.write(to: out.appending(component: "\(name).options"), atomically: true, encoding: .utf8)
    print("weft-fuzz: \(copy.path), \(name)_seed_corpus.zip, \(name).options")
  }
}
