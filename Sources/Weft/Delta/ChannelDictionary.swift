/// The zstd dictionary of a channel, as generated code carries it: both ends have it before the first frame.
///
/// As base64 in a string it costs neither a decompressor nor time to compile; ``bytes()`` makes bytes of it, once a thread.
@frozen
public struct ChannelDictionary: Sendable {
  /// What the handshake names it by (`docs/streams.md`, "Handshake"): 64 bits of FNV-1a over its bytes.
  public let identity: UInt64
  public let byteCount: Int
  /// RFC 4648 section 4; line breaks mean nothing.
  public let base64: StaticString

  @inlinable
  public init(identity: UInt64, byteCount: Int, base64: StaticString) {
    self.identity = identity
    self.byteCount = byteCount
    self.base64 = base64
  }

  /// The dictionary itself.
  public func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    var pending: UInt32 = 0
    var pendingBitCount: UInt32 = 0
    base64.withUTF8Buffer { digits in
      for index in 0..<digits.count {
        guard let value = Self.value(of: unsafe digits[index]) else { continue }
        pending = pending << 6 | value
        pendingBitCount += 6
        guard pendingBitCount >= 8 else { continue }
        pendingBitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: pending >> pendingBitCount))
      }
    }
    return bytes
  }

  /// `nil` for padding and line breaks.
  private static func value(of digit: UInt8) -> UInt32? {
    switch digit {
    case 65...90: UInt32(digit - 65)
    case 97...122: UInt32(digit - 97) + 26
    case 48...57: UInt32(digit - 48) + 52
    case 43: 62
    case 47: 63
    default: nil
    }
  }
}
