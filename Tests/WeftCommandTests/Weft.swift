import Foundation

/// The built `weft`, run as a user runs it, in a folder of its own.
struct Weft: ~Copyable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(component: "weft-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// With the schema of the tests in `protocol`.
  static func withSchema() throws -> Weft {
    let weft = try Weft()
    try FileManager.default.copyItem(at: here.appending(component: "Schema"), to: weft.folder.appending(component: "protocol"))
    return weft
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  struct Outcome {
    var status: Int32
    var output: Data
    /// Standard output and standard error as text.
    var text: String { String(decoding: output, as: UTF8.self) }
    var error: String
  }

  /// Runs `weft` with `input` on its standard input.
  func callAsFunction(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> Outcome {
    try run(Self.executable, arguments, input: Data(input.utf8), environment: environment)
  }

  func callAsFunction(_ arguments: String..., bytes: [UInt8]) throws -> Outcome {
    try run(Self.executable, arguments, input: Data(bytes))
  }

  func run(_ arguments: [String]) throws -> Outcome { try run(Self.executable, arguments, input: Data()) }

  /// Runs a line of shell in which `weft` is the built one.
  func shell(_ line: String, in directory: URL? = nil, environment: [String: String] = [:]) throws -> Outcome {
    let path = Self.executable.deletingLastPathComponent().path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    let all = environment.merging(["PATH": path]) { first, _ in first }
    return try run(URL(filePath: "/bin/bash"), ["-c", line], input: Data(), environment: all, in: directory)
  }

  private func run(
    _ executable: URL, _ arguments: [String], input: Data, environment: [String: String] = [:], in directory: URL? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = directory ?? folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files rather than pipes: none of the three can fill up and wait for another.
    let names = [".input", ".output", ".error"].map { folder.appending(component: $0) }
    try input.write(to: names[0])
    for name in names.dropFirst() { try Data().write(to: name) }
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try Data(contentsOf: names[1]),
      error: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self))
  }

  func write(_ text: String, to name: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  /// This folder, and the project's.
  static let here = URL(filePath: #filePath).deletingLastPathComponent()
  static let project = here.deletingLastPathComponent().deletingLastPathComponent()

  /// Beside the test's own binary; on macOS that one is three folders deep in a bundle. The target's name is the file's.
  static var executable: URL {
    #if os(macOS)
      let folder = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
      return (folder ?? URL(filePath: ".")).appending(component: "weft")
    #else
      return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(component: "weft")
    #endif
  }
}
