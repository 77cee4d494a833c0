private import CZstd
public import Weft

/// Bytes that both ends have before the first frame: typical messages, so that even a lone one finds something to refer to.
///
/// It may be shared by any number of links and threads.
public final class ZstdDictionary: Sendable {
  public let bytes: [UInt8]
  /// What the handshake names it by: 64 bits of FNV-1a over the bytes.
  public let identity: UInt64

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    identity = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The dictionary that generated code carries.
  public convenience init(_ embedded: ChannelDictionary) { self.init(embedded.bytes()) }

  /// Makes a dictionary of at most `maximumByteCount` bytes from typical frames.
  ///
  /// - Returns: `nil` where there are too few samples for libzstd to find anything in: some hundreds are needed, and some
  ///   ten times as many bytes as the dictionary is to have.
  public static func train(_ samples: [[UInt8]], maximumByteCount: Int = 16_384) -> ZstdDictionary? {
    guard !samples.isEmpty, maximumByteCount >= 256 else { return nil }
    let sizes = samples.map(\.count)
    let joined = Array(samples.joined())
    var bytes = [UInt8](repeating: 0, count: maximumByteCount)
    let byteCount = unsafe ZDICT_trainFromBuffer(&bytes, bytes.count, joined, sizes, UInt32(clamping: sizes.count))
    guard ZDICT_isError(byteCount) == 0 else { return nil }
    return ZstdDictionary(Array(bytes.prefix(byteCount)))
  }
}
