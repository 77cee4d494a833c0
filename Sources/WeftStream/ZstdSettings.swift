/// How the frames of one direction of a link are compressed: what `zstd(…)` of a channel says, and the bounds.
///
/// Both ends have to have the same; the handshake sees to that.
public struct ZstdSettings: Sendable {
  public var mode: Mode
  /// libzstd's compression level.
  public var level: Int
  /// The most bytes of an uncompressed frame. Nothing that arrives takes more memory than this, whatever it claims.
  public var maximumFrameByteCount: Int

  public enum Mode: Sendable {
    /// One pair of contexts for the life of the link, flushed at each frame. The ratio of a stream; hundreds of KiB a link.
    case stream(windowByteCount: Int)
    /// Contexts of the thread; each frame against the last `byteCount` bytes of its direction, which is all that a link keeps.
    case history(byteCount: Int)
    /// Contexts of the thread; each frame by itself, against a dictionary that all links share. A link keeps nothing.
    case message(dictionary: ZstdDictionary?)
  }

  public init(_ mode: Mode, level: Int = 3, maximumFrameByteCount: Int = 65_536) {
    self.mode = mode
    self.level = level
    self.maximumFrameByteCount = maximumFrameByteCount
  }

  /// The largest level that is accepted: what a channel can state.
  public static let maximumLevel = 19
  public static let maximumWindowByteCount = 8 << 20
  public static let maximumHistoryByteCount = 1 << 20
  /// The most that ``maximumFrameByteCount`` may be.
  public static let largestFrameByteCount = 16 << 20
}

extension ZstdSettings {
  /// libzstd's window: the declared one, or what reaches from the end of the largest frame to the start of the history.
  var windowLog: Int {
    switch mode {
    case .stream(let windowByteCount): Self.log2(atLeast: windowByteCount)
    case .history(let byteCount): Self.log2(atLeast: byteCount + maximumFrameByteCount)
    case .message(let dictionary): Self.log2(atLeast: (dictionary?.bytes.count ?? 0) + maximumFrameByteCount)
    }
  }

  /// The most bytes that one block holds (RFC 8878 section 3.1.1.2.4).
  var blockByteCount: Int { min(128 << 10, 1 << windowLog) }

  func check() throws(StreamError) {
    var isValid = (-50...Self.maximumLevel).contains(level) && (1...Self.largestFrameByteCount).contains(maximumFrameByteCount)
    switch mode {
    case .stream(let windowByteCount): isValid = isValid && (1...Self.maximumWindowByteCount).contains(windowByteCount)
    case .history(let byteCount): isValid = isValid && (1...Self.maximumHistoryByteCount).contains(byteCount)
    case .message: break
    }
    guard isValid else { throw .unsupportedSettings }
  }

  /// The exponent of the smallest window of RFC 8878 without a mantissa that holds `byteCount`.
  private static func log2(atLeast byteCount: Int) -> Int {
    max(10, Int.bitWidth - max(1, byteCount - 1).leadingZeroBitCount)
  }
}
