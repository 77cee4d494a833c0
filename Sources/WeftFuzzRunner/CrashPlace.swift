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

/// Where in the user's own files a process was when it died: lines of Swift's backtrace, or of the address sanitizer's.
enum CrashPlace {
  private static let limit = 8

  /// - Parameter package: the folder that the user's files were built in, with a slash behind it. What was made by Weft there begins
  ///   with its name.
  /// - Returns: `Sources/Till/Till.swift:8:16 in averagePrice(of:)`, the innermost call first, each once: of an endless recursion there
  ///   are hundreds.
  static func lines(of log: [String], package: String) -> [String] {
    var seen: Set<String> = []
    let lines = log.compactMap { line -> String? in
      guard let start = line.firstRange(of: package) else { return nil }
      let place = line[start.upperBound...].prefix { $0 != " " && $0 != ")" }
      guard !place.hasPrefix("Weft"), place.contains(":") else { return nil }
      return "\(place)" + (name(in: line[..<start.lowerBound]).map { " in \($0)" } ?? "")
    }
    return Array(lines.filter { seen.insert($0).inserted }.prefix(limit))
  }

  /// `averagePrice(of:)` of `2 [ra] 0x000056274c0fd535 averagePrice(of:) + 1124 in WeftFuzzProgram at `.
  private static func name(in text: Substring) -> String? {
    guard let address = text.firstRange(of: " 0x"), let offset = text.firstRange(of: " + "),
      address.upperBound < offset.lowerBound
    else { return nil }
    let name = text[address.upperBound..<offset.lowerBound].drop { $0 != " " }.dropFirst()
    return name.isEmpty ? nil : String(name)
  }
}

extension Supervisor {
  /// Runs a failing input once more, slowly, and says where in the user's files it fails; empty where nobody can tell.
  func places(of failure: Failure) throws(FuzzUsageError) -> [String] {
    CandidateFile.write([failure.input], to: options.path("candidates"))
    state.clear()
    var child = try ChildProcess(
      arguments: options.arguments + ["--worker", "--candidates", options.path("candidates")], log: options.path("log"),
      tellsPlaces: true)
    let started = monotonicNanoseconds()
    let patience = failure.isHang ? min(options.timeout, 2) : options.timeout
    var wasAsked = false
    while !child.hasEnded() {
      usleep(1000)
      let seconds = (monotonicNanoseconds() - started) / 1_000_000_000
      if failure.isHang, seconds >= patience, !wasAsked {
        // What does not end says where it is when it is told to quit.
        child.send(SIGQUIT)
        wasAsked = true
      }
      if seconds >= patience + 10 { break }
    }
    child.killGroup()
    let log = FileManager.default.contents(atPath: options.path("log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let build = options.folder.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    return CrashPlace.lines(of: log.split(separator: "\n").map(String.init), package: build + "/package/")
  }
}
