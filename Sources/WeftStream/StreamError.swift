/// Why a frame could not be compressed or read back.
///
/// Every one of them leaves the process, the thread's contexts and all other links as they were; what becomes of the link's
/// own compression is said with each.
public enum StreamError: Error, Hashable, Sendable {
  /// The settings name a level, window or history that libzstd does not have.
  case unsupportedSettings
  /// A frame above ``ZstdSettings/maximumFrameByteCount`` was to be sent. Nothing was sent, nothing changed.
  case frameTooLarge(byteCount: Int, maximum: Int)
  /// The frame decompresses to more than ``ZstdSettings/maximumFrameByteCount``, or its stored contents are longer.
  case tooLarge(maximum: Int)
  /// The frame is no zstd block, or refers to history that is not there.
  case corrupt
  /// An earlier frame of the link failed, so that what this one refers to is unknown: `restart()` on both ends.
  case ended
  /// libzstd could not get memory.
  case outOfMemory
  /// libzstd refused to compress, which it has no documented reason to do; its error code.
  case libraryFailed(code: UInt32)
}

extension StreamError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unsupportedSettings: "libzstd does not have this level, window or history"
    case .frameTooLarge(let byteCount, let maximum): "a frame of \(byteCount) bytes is above the limit of \(maximum)"
    case .tooLarge(let maximum): "the frame holds more than the limit of \(maximum) bytes"
    case .corrupt: "the frame is no zstd block of this link"
    case .ended: "an earlier frame failed, compression waits for a restart"
    case .outOfMemory: "no memory for a zstd context"
    case .libraryFailed(let code): "libzstd failed with code \(code)"
    }
  }
}
