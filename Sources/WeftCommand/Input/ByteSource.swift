#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file, or standard input where the path is `-`, read in pieces as they come.
struct ByteSource: ~Copyable {
  /// As people see it.
  let name: String
  /// In bytes; `nil` for a pipe, a terminal or a device.
  let byteCount: Int?

  private let descriptor: Int32
  private let isOwned: Bool

  init(path: String) throws(Failure) {
    name = path == "-" ? "stdin" : path
    isOwned = path != "-"
    descriptor = isOwned ? unsafe open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO
    if descriptor < 0 { throw Self.failure(path, errno) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure(name, errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw Self.failure(name, EISDIR) }
    byteCount = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  deinit { if isOwned { close(descriptor) } }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Fills the start of `buffer` and says how many bytes; 0 at the end. A pipe gives what has come so far.
  func read(into buffer: inout MutableRawSpan) throws(Failure) -> Int {
    var count = -1
    repeat {
      count = unsafe buffer.withUnsafeMutableBytes { unsafe readDescriptor(descriptor, $0) }
    } while count < 0 && errno == EINTR
    if count < 0 { throw Self.failure(name, errno) }
    return count
  }

  /// Everything; more than `limit` bytes is a failure.
  func readAll(limit: Int = 256 << 20) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var span = piece.mutableSpan
      var buffer = unsafe span.mutableBytes
      let count = try read(into: &buffer)
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else {
        throw .broken("\(name): more than \(limit >> 20) MiB; is this the right file?")
      }
      bytes.append(contentsOf: piece[..<count])
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> Failure {
    switch code {
    case ENOENT: .mistake("no such file: \(path)")
    case EISDIR: .mistake("\(path) is a folder, not a file")
    case EACCES: .mistake("\(path) cannot be read: permission denied")
    default: .broken("\(path) cannot be read: \(unsafe String(cString: strerror(code)))")
    }
  }
}

/// `read` of the system, under a name that the methods above do not hide.
private func readDescriptor(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  unsafe read(descriptor, buffer.baseAddress, buffer.count)
}
