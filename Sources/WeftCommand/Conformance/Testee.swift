#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Foundation

/// Another implementation as a process that answers lines with lines. One that ends or falls silent is begun anew with the next question.
final class Testee {
  enum Answer: Equatable {
    case line(String)
    /// It has ended: why, in words.
    case ended(String)
    /// Nothing came in time, and it was stopped.
    case silent
  }

  /// The most bytes of one answer: a line has a bound, as everything from outside.
  private static let maximumByteCount = 64 << 20

  private let command: [String]
  private let timeout: Duration
  private var running: Running?

  /// One process, and what it wrote that nobody has read.
  private final class Running {
    let process = Process()
    let input = Pipe()
    let output = Pipe()
    var pending: [UInt8] = []
  }

  /// - Parameters:
  ///   - command: a program, looked up in `PATH`, and its arguments.
  ///   - timeout: How long it may take for one answer.
  init(_ command: [String], timeout: Duration) {
    self.command = command
    self.timeout = timeout
  }

  /// The next line that it writes after it was given `line`.
  func answer(_ line: String) throws(Failure) -> Answer {
    let running = try begun()
    let deadline = ContinuousClock.now + timeout
    var question = Array((line + "\n").utf8)[...]
    var taken = 0
    while true {
      if let end = running.pending[taken...].firstIndex(of: newline) {
        let answer = String(decoding: running.pending[..<end], as: UTF8.self)
        running.pending.removeSubrange(...end)
        return .line(answer)
      }
      taken = running.pending.count
      guard taken <= Self.maximumByteCount else { return stopped(running, .ended("an answer of more than 64 MiB")) }
      switch waited(for: running, isAsking: !question.isEmpty, until: deadline) {
      case .nothing: return stopped(running, .silent)
      case .room:
        // At most what a pipe takes at once: poll promises no more.
        let piece = question.prefix(512)
        do { try running.input.fileHandleForWriting.write(contentsOf: piece) } catch { question = [] }
        question = question.dropFirst(piece.count)
      case .data:
        let piece = running.output.fileHandleForReading.availableData
        if piece.isEmpty { return ended(running) }
        running.pending += piece
      }
    }
  }

  func end() {
    guard let running else { return }
    try? running.input.fileHandleForWriting.close()
    _ = waited(for: running, isAsking: false, until: ContinuousClock.now + timeout)
    _ = stopped(running, .silent)
  }

  // MARK: Processes

  private func begun() throws(Failure) -> Running {
    if let running { return running }
    let new = Running()
    new.process.executableURL = URL(filePath: "/usr/bin/env")
    new.process.arguments = command
    new.process.standardInput = new.input
    new.process.standardOutput = new.output
    do { try new.process.run() } catch { throw .mistake("'\(command[0])' cannot be run: \(error)") }
    running = new
    return new
  }

  private func ended(_ running: Running) -> Answer {
    // Not waitUntilExit: that also waits for what the implementation left running.
    let deadline = ContinuousClock.now + timeout
    while running.process.isRunning, ContinuousClock.now < deadline { usleep(2000) }
    guard !running.process.isRunning else { return stopped(running, .ended("it closed its output")) }
    self.running = nil
    let status = running.process.terminationStatus
    return .ended(running.process.terminationReason == .exit ? "exit code \(status)" : "signal \(status)")
  }

  private func stopped(_ running: Running, _ answer: Answer) -> Answer {
    self.running = nil
    kill(running.process.processIdentifier, SIGKILL)
    return answer
  }

  private enum Event { case data, room, nothing }

  /// What is possible first: to read, to write, or neither in time.
  private func waited(for running: Running, isAsking: Bool, until deadline: ContinuousClock.Instant) -> Event {
    while true {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return .nothing }
      var waited = [
        pollfd(fd: running.output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: running.input.fileHandleForWriting.fileDescriptor, events: Int16(POLLOUT), revents: 0),
      ]
      if !isAsking { waited.removeLast() }
      let milliseconds = Int32(clamping: left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
      let count = unsafe poll(&waited, nfds_t(waited.count), max(1, milliseconds))
      if count > 0 { return waited[0].revents != 0 ? .data : .room }
      if count < 0, errno != EINTR { return .nothing }
    }
  }
}
