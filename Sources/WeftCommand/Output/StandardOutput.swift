#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Standard output. A reader that has seen enough (`weft inspect … | head`) ends the command quietly; a full disk does not.
enum StandardOutput {
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Without this the first write into a closed pipe would end the process by a signal.
  static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

  /// Lines in one piece.
  static func print(_ lines: [String]) { write(lines.map { $0 + "\n" }.joined().utf8) }

  static func print(_ line: String) { print([line]) }

  static func write(_ bytes: some Sequence<UInt8>) { unsafe write(Array(bytes).span.bytes) }

  static func write(_ bytes: RawSpan) {
    let code = writeAll(bytes, to: STDOUT_FILENO)
    if code == 0 { return }
    if code == EPIPE { exit(0) }
    StandardError.print("weft: error: standard output cannot be written: \(unsafe String(cString: strerror(code)))")
    exit(1)
  }
}

/// Standard error: messages for people.
enum StandardError {
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  static func print(_ line: String) { write(line + "\n") }

  static func write(_ text: String) { _ = unsafe writeAll(Array(text.utf8).span.bytes, to: STDERR_FILENO) }
}

/// 0 when all bytes were taken, otherwise the system's code: `EPIPE` if nobody reads them any more.
private func writeAll(_ bytes: RawSpan, to descriptor: Int32) -> Int32 {
  unsafe bytes.withUnsafeBytes { bytes in
    var written = 0
    while written < bytes.count {
      let count = unsafe write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count < 0 { return errno }
      if count == 0 { return EIO }
      written += count
    }
    return 0
  }
}
