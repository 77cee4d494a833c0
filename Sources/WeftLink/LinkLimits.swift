/// What a link may take at most. Each end states its own; the handshake settles on the smaller of both.
public struct LinkLimits: Sendable, Hashable {
  /// Datagrams: how many values of each message with a delta form the sender keeps as possible baselines, over all keys. The
  /// receiver keeps twice as many, since datagrams overtake each other.
  public var baselineCount: Int
  /// Ordered links: of how many keys of each message the last values are kept.
  public var keyCount: Int
  /// The longest frame, uncompressed. On datagrams the MTU is the limit.
  public var frameByteCount: Int

  public init(baselineCount: Int = 64, keyCount: Int = 64, frameByteCount: Int = 65_536) {
    self.baselineCount = Self.clamp(baselineCount, 1...65_535)
    self.keyCount = Self.clamp(keyCount, 1...65_535)
    self.frameByteCount = Self.clamp(frameByteCount, 64...16 << 20)
  }

  private static func clamp(_ value: Int, _ range: ClosedRange<Int>) -> Int {
    min(max(value, range.lowerBound), range.upperBound)
  }

  @usableFromInline
  func settled(with other: LinkLimits) -> LinkLimits {
    LinkLimits(
      baselineCount: min(baselineCount, other.baselineCount), keyCount: min(keyCount, other.keyCount),
      frameByteCount: min(frameByteCount, other.frameByteCount))
  }
}

/// Numbers of the wire format (`docs/streams.md`, "Frames") that are no settings.
@usableFromInline
enum LinkFormat {
  @inlinable static var version: UInt8 { 1 }
  /// A datagram that many behind the newest is too late: it is dropped.
  @inlinable static var reorderingWindow: Int { 64 }
  /// How many datagrams before the newest an acknowledgement speaks of.
  @inlinable static var acknowledgedCount: Int { 32 }
  /// The largest distance of a baseline, in datagrams.
  @inlinable static var maximumDistance: Int { 4096 }
  /// Sequence numbers have 16 bits. Who had no acknowledgement for that many datagrams takes none any more: it could mean others.
  @inlinable static var trustedDistance: Int { 1 << 14 }
  /// The bits of a datagram's header at most.
  @inlinable static var headerBitCount: Int { 2 + 16 + 1 + 16 + 1 + acknowledgedCount }
  /// The most messages of a channel.
  @inlinable static var maximumMessageCount: Int { 1023 }
  /// A message takes no fewer bits in a frame, so that what is left behind the last one is less than any.
  @inlinable static var minimumMessageBitCount: Int { 8 }
}
