/// A bar on standard error while a long file is read and somebody watches; otherwise nothing.
///
/// Where packets are shown on the same terminal they show the progress themselves.
struct Progress {
  private let byteCount: Int
  private let isShown: Bool
  private var done = 0
  private var shownTenths = -1

  /// Shorter files are read before a bar would be seen.
  private static let leastByteCount = 32 << 20
  private static let width = 40

  /// - Parameter byteCount: `nil` where the end is not known.
  init(byteCount: Int?) {
    self.byteCount = byteCount ?? 0
    isShown = self.byteCount >= Self.leastByteCount && StandardError.isTerminal && !StandardOutput.isTerminal
  }

  mutating func advance(by count: Int) {
    guard isShown else { return }
    done += count
    let tenths = min(1000, done * 1000 / byteCount)
    if tenths == shownTenths { return }
    shownTenths = tenths
    let filled = tenths * Self.width / 1000
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    StandardError.write("\r\(bar) \(tenths / 10).\(tenths % 10) % of \(byteCount >> 20) MiB")
  }

  /// Takes the bar away.
  mutating func clear() {
    guard shownTenths >= 0 else { return }
    shownTenths = -1
    StandardError.write("\r\u{1B}[K")
  }
}
