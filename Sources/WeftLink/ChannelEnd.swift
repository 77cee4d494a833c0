public import Weft

/// One end of a link: typed messages in, bytes out, and the other way round. It has no clock and does no input or output.
///
///     send ──► frame at hand ──► poll ──► bytes ──► the transport
///     next ◄── messages ◄── receive ◄── bytes ◄── the transport
///
/// It begins with a handshake: ``poll(at:flushes:)`` gives it out, and when the peer's has arrived ``isEstablished`` is true and
/// messages may be sent.
public final class ChannelEnd<Message: ChannelMessage> {
  /// All that changes. In one value: a call looks once, and not at each step, whether nobody else is at it.
  @usableFromInline var state: ChannelState<Message>

  /// - Parameters:
  ///   - session: A number that this end does not use again when it is restarted.
  ///   - compression: Of a channel with `zstd(…)`: `WeftStream`'s `ZstdLink`.
  public init(
    session: UInt32, limits: LinkLimits = LinkLimits(), times: LinkTimes = LinkTimes(),
    compression: (any LinkCompression)? = nil
  ) {
    state = ChannelState(session: session, limits: limits, times: times, compression: compression)
    state.beginHandshake()
  }

  public var limits: LinkLimits { state.limits }
  public var times: LinkTimes { state.times }
  /// Which life of this end it is.
  public var session: UInt32 { state.session }

  /// The peer's handshake has arrived and agrees with this end's.
  public var isEstablished: Bool { state.agreement != nil }

  /// Whether both ends compress: they do if they offered the same.
  public var isCompressing: Bool { state.agreement.map { $0.compression.mode != .none } ?? false }

  /// Whether the peer knows the message with this place in the channel; before its handshake nobody can tell.
  public func isKnownToPeer(message index: Int) -> Bool { state.isKnownToPeer(message: index) }

  /// Puts a message into the frame at hand. After an error nothing has changed.
  @inlinable
  public func send(_ message: Message, at now: LinkInstant) throws(LinkError) { try state.send(message, at: now) }

  /// The next bytes that are to be transmitted: a frame, a datagram, or a piece of the stream.
  ///
  /// - Parameter flushes: Does not wait for more messages to join those of the frame at hand.
  @inlinable
  public func poll(at now: LinkInstant, flushes: Bool = false) throws(LinkError) -> [UInt8]? {
    var bytes: [UInt8] = []
    return try state.poll(at: now, flushes: flushes, into: &bytes) ? bytes : nil
  }

  /// The same, in place of what `bytes` holds: a link that is given the same buffer again and again asks for no memory.
  ///
  /// - Returns: Whether there is something to transmit.
  @inlinable
  public func poll(at now: LinkInstant, flushes: Bool = false, into bytes: inout [UInt8]) throws(LinkError) -> Bool {
    try state.poll(at: now, flushes: flushes, into: &bytes)
  }

  /// When ``poll(at:flushes:)`` has something to give at the latest; `nil` while it has nothing.
  public var deadline: LinkInstant? { state.deadline }

  /// Takes what the transport brought: a frame, a datagram, or any piece of the stream. The messages in it wait for ``next()``.
  @inlinable
  public func receive(_ bytes: [UInt8], at now: LinkInstant) throws(LinkError) {
    try state.receive(unsafe bytes.span.bytes, at: now)
  }

  /// The same of bytes that stand anywhere.
  @inlinable
  public func receive(_ bytes: RawSpan, at now: LinkInstant) throws(LinkError) { try state.receive(bytes, at: now) }

  /// The next message that arrived.
  @inlinable
  public func next() -> Message? { state.next() }

  /// On an ordered link: this end's direction begins anew; the next messages refer to nothing that was sent before. Where this
  /// end failed to read the other direction, the peer is asked to begin that anew, too.
  ///
  /// On datagrams nothing has to be done: the two ends find together by themselves.
  public func restart() throws(LinkError) { try state.restart() }
}
