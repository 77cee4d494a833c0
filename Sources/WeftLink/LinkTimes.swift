/// Microseconds on any clock that does not go backwards: links have none of their own.
public typealias LinkInstant = UInt64

/// When a link sends by itself, in microseconds.
public struct LinkTimes: Sendable, Hashable {
  /// How long the first message of a frame or datagram may wait for others to join it.
  public var coalescing: LinkInstant
  /// How long an acknowledgement waits for messages that it could go with.
  public var acknowledgement: LinkInstant
  /// After how long a handshake that was not answered is repeated, on datagrams.
  public var handshake: LinkInstant

  public init(coalescing: LinkInstant = 5000, acknowledgement: LinkInstant = 20_000, handshake: LinkInstant = 250_000) {
    self.coalescing = coalescing
    self.acknowledgement = acknowledgement
    self.handshake = handshake
  }
}
