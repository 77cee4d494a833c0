#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A page that the fuzzing process writes and the one that watches it reads: how far it is, and what it is running right now.
///
/// It is a file in memory of both, so that the last input is there however the process ended.
@safe
final class SharedState {
  enum Number: Int {
    case executions, startedAt, inputByteCount, corpusCount, edges, reachedItems, items, accepted, rejected, candidate, shouldStop
  }

  private let base: UnsafeMutableRawPointer
  static let inputLimit = 1 << 20
  private static let inputOffset = 4096
  private static let byteCount = inputOffset + inputLimit

  init(path: String) throws(FuzzUsageError) {
    let file = unsafe open(path, O_RDWR | O_CREAT, 0o600)
    guard file >= 0, ftruncate(file, off_t(Self.byteCount)) == 0 else { throw FuzzUsageError("'\(path)' cannot be written") }
    defer { close(file) }
    let memory = unsafe mmap(nil, Self.byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { throw FuzzUsageError("'\(path)' cannot be mapped") }
    unsafe base = memory
  }

  deinit { unsafe munmap(base, Self.byteCount) }

  subscript(number: Number) -> Int {
    get { unsafe base.load(fromByteOffset: number.rawValue * 8, as: Int.self) }
    set { unsafe base.storeBytes(of: newValue, toByteOffset: number.rawValue * 8, as: Int.self) }
  }

  /// What is being run.
  var input: [UInt8] {
    get {
      let count = min(max(0, self[.inputByteCount]), Self.inputLimit)
      return unsafe Array(UnsafeRawBufferPointer(start: base + Self.inputOffset, count: count))
    }
    set {
      self[.inputByteCount] = 0
      for (index, byte) in newValue.prefix(Self.inputLimit).enumerated() {
        unsafe base.storeBytes(of: byte, toByteOffset: Self.inputOffset + index, as: UInt8.self)
      }
      self[.inputByteCount] = min(newValue.count, Self.inputLimit)
    }
  }

  func clear() { for number in 0..<16 { unsafe base.storeBytes(of: 0, toByteOffset: number * 8, as: Int.self) } }
}

/// Nanoseconds since some moment.
func monotonicNanoseconds() -> Int {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
