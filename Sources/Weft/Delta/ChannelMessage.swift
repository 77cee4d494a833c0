/// What two peers say to each other on a link: the enum that is generated for a `channel`, with a case for each of its messages.
///
/// It knows how each message is written and read; tags, baselines, tables and frames are `WeftLink`'s.
public protocol ChannelMessage: Hashable, Sendable {
  static var channel: ChannelDescription { get }

  /// What there is to know of the message with this place in the channel, 0 ..< `channel.messageCount`.
  static func description(ofMessage index: Int) -> MessageDescription

  /// How the message's bits stand in columns under zstd, as `ColumnForm` reads it; empty on a channel without zstd.
  static func columnProgram(ofMessage index: Int) -> [UInt8]

  /// What `zstd(dictionary: …)` of the channel names, embedded; `nil` where it names none.
  static var dictionary: ChannelDictionary? { get }

  /// The message's place in the channel: its tag on the wire.
  var index: Int { get }

  /// Puts the message without a baseline: the full form, or where it holds interned fields the link form.
  func encode(into writer: inout BitWriter, state: inout DeltaState) throws(EncodeError)

  /// Reads the message at this place of the channel, which the caller has seen to be one, without a baseline.
  static func decode(
    message index: Int, from reader: inout BitReader, state: inout DeltaState
  ) throws(DecodeError) -> Self

  /// Puts the message against a baseline, which is the same message. Where that has no delta form or is another one, without.
  func encode(into writer: inout BitWriter, against baseline: Self, state: inout DeltaState) throws(EncodeError)

  /// Reads the baseline's message against it, where it has a delta form, otherwise without. What stood here before only lends
  /// its storage.
  mutating func decode(
    from reader: inout BitReader, against baseline: Self, state: inout DeltaState
  ) throws(DecodeError)

  /// The newest baseline, moved to where it is expected to be by now; see ``DeltaCodable/predict(from:second:third:ages:)``.
  /// Baselines that are other messages count as none.
  mutating func predict(from newest: Self, second: Self?, third: Self?, ages: BaselineAges)

  /// Whether both are about the same: the same message, and where it is keyed with the same key. What a link keeps baselines of.
  func hasSameSubject(as other: Self) -> Bool
}

extension ChannelMessage {
  @inlinable
  public static func columnProgram(ofMessage index: Int) -> [UInt8] { [] }

  @inlinable
  public static var dictionary: ChannelDictionary? { nil }
}

/// `channel Motion = 2 over datagram(mtu: 1200) { Place }`.
@frozen
public struct ChannelDescription: Sendable {
  public let name: StaticString
  public let number: Int
  /// Law 7: equal in two peers exactly if the channel means the same to both.
  public let identity: UInt64
  public let transport: ChannelTransport
  public let compression: ChannelCompression?
  public let messageCount: Int

  @inlinable
  public init(
    name: StaticString, number: Int, identity: UInt64, transport: ChannelTransport, compression: ChannelCompression?,
    messageCount: Int
  ) {
    self.name = name
    self.number = number
    self.identity = identity
    self.transport = transport
    self.compression = compression
    self.messageCount = messageCount
  }

  /// The width of a message's tag.
  @inlinable
  public var tagBitCount: Int { messageCount > 1 ? Int.bitWidth &- (messageCount &- 1).leadingZeroBitCount : 0 }
}

@frozen
public enum ChannelTransport: Sendable, Hashable {
  /// May be lost, doubled and reordered; `mtu` bytes at most.
  case datagram(mtu: Int)
  /// Whole frames, in order, none lost: WebSocket, a WebRTC data channel.
  case ordered
  /// Bytes, in order, none lost: TCP. Frames carry their length.
  case stream
}

/// `zstd(…)`.
@frozen
public struct ChannelCompression: Sendable, Hashable {
  public let mode: Mode
  public let level: Int

  @frozen
  public enum Mode: Sendable, Hashable {
    /// One context for the life of the link.
    case stream(windowByteCount: Int)
    /// Each frame against the last `byteCount` bytes of its link.
    case history(byteCount: Int)
    /// Each message by itself, where `hasDictionary` with the one that the channel names.
    case message(hasDictionary: Bool)
  }

  @inlinable
  public init(mode: Mode, level: Int) {
    self.mode = mode
    self.level = level
  }
}

/// What a link has to know of one of its messages.
@frozen
public struct MessageDescription: Sendable {
  public let name: StaticString
  /// `message Name = tag`.
  public let tag: Int
  /// Law 7: equal in two peers exactly if they read the same bits the same way.
  public let identity: UInt64
  /// Of the full form.
  public let maximumByteCount: Int
  /// `snapshot`: what a link sends against what the other side already has.
  public let isSnapshot: Bool
  public let hasDelta: Bool
  public let hasKey: Bool
  /// It has a link form: fields of it are `interned`.
  public let isInterning: Bool
  /// It holds a `secret` field, or an address in part (`relative to`, `significant`): it enters no history and no compressor.
  public let holdsSecrets: Bool
  /// How many baselines its prediction looks at, 0...3.
  public let predictionDepth: Int

  @inlinable
  public init(
    name: StaticString, tag: Int, identity: UInt64, maximumByteCount: Int, isSnapshot: Bool = false, hasDelta: Bool = false,
    hasKey: Bool = false, isInterning: Bool = false, holdsSecrets: Bool = false, predictionDepth: Int = 0
  ) {
    self.name = name
    self.tag = tag
    self.identity = identity
    self.maximumByteCount = maximumByteCount
    self.isSnapshot = isSnapshot
    self.hasDelta = hasDelta
    self.hasKey = hasKey
    self.isInterning = isInterning
    self.holdsSecrets = holdsSecrets
    self.predictionDepth = predictionDepth
  }
}
