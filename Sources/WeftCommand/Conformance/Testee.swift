import Foundation

/// Another implementation as a process that answers lines with lines.
final class Testee {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending: [UInt8] = []

  /// - Parameter command: a program, looked up in `PATH`, and its arguments.
  init(_ command: [String]) throws(Failure) {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = input
    process.standardOutput = output
    do { try process.run() } catch { throw .mistake("'\(command[0])' cannot be run: \(error)") }
  }

  /// The next line that it writes after it was given `line`; `nil` where it has ended.
  func answer(_ line: String) -> String? {
    guard process.isRunning || !pending.isEmpty else { return nil }
    do { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) } catch { return nil }
    while true {
      if let end = pending.firstIndex(of: newline) {
        let answer = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeSubrange(...end)
        return answer
      }
      let piece = output.fileHandleForReading.availableData
      // A line has a bound, as everything from outside.
      if piece.isEmpty || pending.count > 64 << 20 { return nil }
      pending += piece
    }
  }

  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
