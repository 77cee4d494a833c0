#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// This program once more, as a process that may die.
@safe
struct ChildProcess: ~Copyable {
  private let identifier: pid_t
  private(set) var end: End?

  enum End: Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  /// What it prints to stderr goes to the file at `log`.
  ///
  /// - Parameter tellsPlaces: whether it says where it died; that takes a part of a second. It leads a group of processes then, since
  ///   Swift's backtrace is one of its own, and outlives this one where something goes wrong.
  init(arguments: [String], log: String, tellsPlaces: Bool = false) throws(FuzzUsageError) {
    var actions = unsafe Self.noActions
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // A backtrace is slow, and waits for a terminal; the sanitizer's limits hold memory.
    unsafe setenv("SWIFT_BACKTRACE", tellsPlaces ? Self.backtrace : "enable=no", 1)
    let limits = "detect_leaks=0:hard_rss_limit_mb=2048:max_allocation_size_mb=512"
    // The backtrace reads memory wherever it is, by copying it, which the sanitizer is not to look at.
    unsafe setenv("ASAN_OPTIONS", "\(limits):\(tellsPlaces ? "symbolize=1:replace_intrin=0" : "symbolize=0")", 1)
    var attributes = Self.noAttributes
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    if tellsPlaces { unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP)) }
    let program = CommandLine.arguments[0]
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    var identifier: pid_t = 0
    guard unsafe posix_spawn(&identifier, program, &actions, &attributes, &words, environ) == 0 else {
      throw FuzzUsageError("'\(program)' cannot be started")
    }
    self.identifier = identifier
  }

  /// Without what lies in memory: the sanitizer takes reading it for a defect.
  private static let backtrace =
    "enable=yes,interactive=no,color=no,output-to=stderr,threads=crashed,registers=none,images=none,sanitize=no,symbolicate=fast"

  #if canImport(Darwin)
    private static var noActions: posix_spawn_file_actions_t? { nil }
    private static var noAttributes: posix_spawnattr_t? { nil }
  #else
    private static var noActions: posix_spawn_file_actions_t { unsafe posix_spawn_file_actions_t() }
    private static var noAttributes: posix_spawnattr_t { posix_spawnattr_t() }
  #endif

  /// Whether it has ended by now.
  mutating func hasEnded() -> Bool {
    if end != nil { return true }
    var status: Int32 = 0
    guard unsafe waitpid(identifier, &status, WNOHANG) == identifier else { return false }
    end = status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
    return true
  }

  mutating func kill() {
    guard end == nil else { return }
    _ = Self.send(SIGKILL, to: identifier)
    while !hasEnded() { usleep(1000) }
  }

  /// Ends the processes that a group's leader has begun, too, be it at its end or not.
  mutating func killGroup() {
    _ = Self.send(SIGKILL, to: -identifier)
    while !hasEnded() { usleep(1000) }
  }

  func send(_ signal: Int32) {
    if end == nil { _ = Self.send(signal, to: identifier) }
  }

  private static func send(_ signal: Int32, to identifier: pid_t) -> Int32 {
    #if canImport(Darwin)
      Darwin.kill(identifier, signal)
    #else
      Glibc.kill(identifier, signal)
    #endif
  }
}
