import Weft

/// What each end says first: what it knows and what it can take (`docs/streams.md`, "Handshake").
public struct Handshake: Sendable, Hashable {
  public var version: UInt8 = LinkFormat.version
  /// Which life of this end's link it is; a restarted process takes another number.
  public var session: UInt32
  /// The peer's handshake has arrived here.
  public var hasHeard: Bool
  /// The peer is to send its own. On an ordered link it begins its direction anew with it.
  public var wantsAnswer: Bool
  public var channel: UInt64
  public var limits: LinkLimits
  public var compression: CompressionOffer
  /// The wire identities of the channel's messages, in the order of their tags.
  public var messages: [UInt64]
}

/// Which of zstd's modes an end would use, and with what.
public struct CompressionOffer: Sendable, Hashable {
  public var mode: Mode
  /// The window or the history in bytes; 0 where there is none.
  public var byteCount: Int
  /// The dictionary's identity; 0 without one.
  public var dictionary: UInt64

  public enum Mode: UInt8, Sendable, Hashable {
    case none, stream, history, message
  }

  public init(mode: Mode, byteCount: Int = 0, dictionary: UInt64 = 0) {
    self.mode = mode
    self.byteCount = byteCount
    self.dictionary = dictionary
  }

  public static let none = CompressionOffer(mode: .none)
}

extension Handshake {
  func encoded() -> [UInt8] {
    var bits = FrameBits()
    append(to: &bits)
    return bits.bytes
  }

  func append(to bits: inout FrameBits) {
    bits.append(UInt64(version), bitCount: 8)
    bits.append(UInt64(session), bitCount: 32)
    bits.append(hasHeard ? 1 : 0, bitCount: 1)
    bits.append(wantsAnswer ? 1 : 0, bitCount: 1)
    bits.append(channel, bitCount: 64)
    bits.append(UInt64(limits.baselineCount), bitCount: 16)
    bits.append(UInt64(limits.keyCount), bitCount: 16)
    bits.append(UInt64(limits.frameByteCount), bitCount: 32)
    bits.append(UInt64(compression.mode.rawValue), bitCount: 2)
    bits.append(UInt64(compression.byteCount), bitCount: 32)
    bits.append(compression.dictionary, bitCount: 64)
    bits.append(UInt64(messages.count), bitCount: 10)
    for message in messages { bits.append(message, bitCount: 64) }
  }

  init(decoding reader: inout BitReader) throws(DecodeError) {
    version = UInt8(truncatingIfNeeded: try reader.takeBits(8))
    session = UInt32(truncatingIfNeeded: try reader.takeBits(32))
    hasHeard = try reader.takeBit()
    wantsAnswer = try reader.takeBit()
    channel = try reader.run(bitCount: 64).wideBits(at: 0, count: 64)
    let baselineCount = try reader.takeBits(16)
    let keyCount = try reader.takeBits(16)
    limits = LinkLimits(baselineCount: baselineCount, keyCount: keyCount, frameByteCount: try reader.takeBits(32))
    // Two bits: each of the four has a meaning.
    let mode = CompressionOffer.Mode(rawValue: UInt8(truncatingIfNeeded: try reader.takeBits(2))) ?? .none
    let byteCount = try reader.takeBits(32)
    let dictionary = try reader.run(bitCount: 64).wideBits(at: 0, count: 64)
    compression = CompressionOffer(mode: mode, byteCount: byteCount, dictionary: dictionary)
    let count = try reader.takeBits(10)
    messages = []
    guard count * 64 <= reader.remainingBitCount else {
      let needed = count * 64 - reader.remainingBitCount
      throw DecodeError(.truncated(neededBitCount: needed), at: reader.bitOffset + reader.remainingBitCount)
    }
    for _ in 0..<count { messages.append(try reader.run(bitCount: 64).wideBits(at: 0, count: 64)) }
    try reader.finish()
  }
}

/// What two handshakes come to.
@usableFromInline
struct Agreement: Sendable, Hashable {
  @usableFromInline var limits: LinkLimits
  /// Both offered the same; otherwise there is none.
  var compression: CompressionOffer
  /// This end's message for each of the peer's tags; -1 where it has none of that identity.
  var fromPeer: [Int]
  /// Whether the peer knows each of this end's messages.
  @usableFromInline var isKnownToPeer: [Bool]

  init(own: Handshake, peer: Handshake) throws(LinkError) {
    guard own.version == peer.version else { throw .disagreement(.version(peer.version)) }
    limits = own.limits.settled(with: peer.limits)
    compression = own.compression == peer.compression ? own.compression : .none
    fromPeer = []
    for identity in peer.messages { fromPeer.append(own.messages.firstIndex { $0 == identity } ?? -1) }
    isKnownToPeer = []
    for identity in own.messages { isKnownToPeer.append(peer.messages.contains { $0 == identity }) }
    guard isKnownToPeer.contains(where: { $0 }) else { throw .disagreement(.nothingInCommon) }
  }

  /// The width of the peer's tags: it numbers its own messages.
  @usableFromInline
  var peerTagBitCount: Int { fromPeer.count > 1 ? Int.bitWidth - (fromPeer.count - 1).leadingZeroBitCount : 0 }

  @usableFromInline
  func message(ofPeerTag tag: Int) throws(LinkError) -> Int {
    guard tag < fromPeer.count, fromPeer[tag] >= 0 else { throw .unknownMessage(tag: tag) }
    return fromPeer[tag]
  }
}
