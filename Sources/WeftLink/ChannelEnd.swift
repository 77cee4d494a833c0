public import Weft

/// One end of a link: typed messages in, bytes out, and the other way round. It has no clock and does no input or output.
///
///     send ──► frame at hand ──► poll ──► bytes ──► the transport
///     next ◄── messages ◄── receive ◄── bytes ◄── the transport
///
/// It begins with a handshake: ``poll(at:flushes:)`` gives it out, and when the peer's has arrived ``isEstablished`` is true and
/// messages may be sent.
public final class ChannelEnd<Message: ChannelMessage> {
  public let limits: LinkLimits
  public let times: LinkTimes
  /// Which life of this end it is.
  public let session: UInt32
  let compression: (any LinkCompression)?

  /// What both handshakes came to; `nil` before the peer's arrived.
  var agreement: Agreement?
  var peer: Handshake?
  var orderedSender: OrderedSender<Message>?
  var orderedReceiver: OrderedReceiver<Message>?
  var datagramSender: DatagramSender<Message>?
  var datagramReceiver: DatagramReceiver<Message>?

  var incoming = IncomingFrames()
  /// Handshakes, and what was to go before them.
  var outgoing: [[UInt8]] = []
  private var inbox: [Message] = []
  private var inboxStart = 0

  /// When the frame at hand goes, when an acknowledgement goes, when the handshake goes again.
  private var frameDeadline: LinkInstant?
  var acknowledgementDeadline: LinkInstant?
  var handshakeDeadline: LinkInstant?

  /// - Parameters:
  ///   - session: A number that this end does not use again when it is restarted.
  ///   - compression: Of a channel with `zstd(…)`: `WeftStream`'s `ZstdLink`.
  public init(
    session: UInt32, limits: LinkLimits = LinkLimits(), times: LinkTimes = LinkTimes(),
    compression: (any LinkCompression)? = nil
  ) {
    self.session = session
    self.limits = limits
    self.times = times
    self.compression = compression
    beginHandshake()
  }

  /// The peer's handshake has arrived and agrees with this end's.
  public var isEstablished: Bool { agreement != nil }

  /// Whether both ends compress: they do if they offered the same.
  public var isCompressing: Bool { agreement.map { $0.compression.mode != .none } ?? false }

  /// Whether the peer knows the message with this place in the channel; before its handshake nobody can tell.
  public func isKnownToPeer(message index: Int) -> Bool {
    agreement.map { $0.isKnownToPeer.indices.contains(index) && $0.isKnownToPeer[index] } ?? false
  }

  // MARK: Sending

  /// Puts a message into the frame at hand. After an error nothing has changed.
  public func send(_ message: Message, at now: LinkInstant) throws(LinkError) {
    guard agreement != nil else { throw .notEstablished }
    guard isKnownToPeer(message: message.index) else { throw .unknownToPeer(message: message.index) }
    try orderedSender?.send(message)
    try datagramSender?.send(message)
    if frameDeadline == nil { frameDeadline = now &+ times.coalescing }
  }

  /// The next bytes that are to be transmitted: a frame, a datagram, or a piece of the stream.
  ///
  /// - Parameter flushes: Does not wait for more messages to join those of the frame at hand.
  public func poll(at now: LinkInstant, flushes: Bool = false) throws(LinkError) -> [UInt8]? {
    if !outgoing.isEmpty { return outgoing.removeFirst() }
    if let deadline = handshakeDeadline, deadline <= now {
      handshakeDeadline = peer?.hasHeard ?? false ? nil : now &+ times.handshake
      return handshakeDatagram()
    }
    if flushes || frameDeadline.map({ $0 <= now }) ?? false {
      frameDeadline = nil
      try closeFrame()
      try datagramSender?.close()
    }
    if let frame = orderedSender?.takeReady() { return framed(frame) }
    return pollDatagram(at: now)
  }

  private func pollDatagram(at now: LinkInstant) -> [UInt8]? {
    guard let acknowledgement = datagramReceiver.map({ $0.acknowledgement }) else { return nil }
    let isDue = acknowledgementDeadline.map { $0 <= now } ?? false
    if let datagram = datagramSender?.takeReady(acknowledgement) {
      acknowledgementDeadline = nil
      return datagram
    }
    guard isDue, let acknowledgement else { return nil }
    acknowledgementDeadline = nil
    // Without messages a datagram has no number.
    var datagram = FrameBits()
    datagram.append(1, bitCount: 2)
    acknowledgement.append(to: &datagram)
    return datagram.bytes
  }

  /// When ``poll(at:flushes:)`` has something to give at the latest; `nil` while it has nothing.
  public var deadline: LinkInstant? {
    if !outgoing.isEmpty || datagramSender?.hasReady ?? false || orderedSender?.hasReady ?? false { return 0 }
    var earliest: LinkInstant?
    for deadline in [frameDeadline, acknowledgementDeadline, handshakeDeadline] {
      if let deadline { earliest = min(earliest ?? deadline, deadline) }
    }
    return earliest
  }

  func framed(_ frame: [UInt8]) -> [UInt8] {
    guard Message.channel.transport == .stream else { return frame }
    var bytes: [UInt8] = []
    appendLength(frame.count, to: &bytes)
    bytes.append(contentsOf: frame)
    return bytes
  }

  // MARK: Receiving

  /// Takes what the transport brought: a frame, a datagram, or any piece of the stream. The messages in it wait for ``next()``.
  public func receive(_ bytes: [UInt8], at now: LinkInstant) throws(LinkError) {
    switch Message.channel.transport {
    case .datagram: try receiveDatagram(bytes, at: now)
    case .ordered: try receiveFrame(bytes)
    case .stream:
      incoming.append(bytes)
      while let frame = try incoming.next(maximum: 2 * limits.frameByteCount) { try receiveFrame(frame) }
    }
  }

  /// The next message that arrived.
  public func next() -> Message? {
    guard inboxStart < inbox.count else { return nil }
    defer {
      inboxStart += 1
      if inboxStart == inbox.count {
        inbox.removeAll(keepingCapacity: true)
        inboxStart = 0
      }
    }
    return inbox[inboxStart]
  }

  private func receiveFrame(_ frame: [UInt8]) throws(LinkError) {
    if frame.isEmpty {
      incoming.expectsHandshake = true
    } else if incoming.expectsHandshake {
      incoming.expectsHandshake = false
      var reader = unsafe BitReader(frame.span.bytes)
      try takeOrdered(try reader.linkHandshake())
    } else {
      guard let messages = try orderedReceiver?.receive(frame) else { throw .notEstablished }
      inbox.append(contentsOf: messages)
    }
  }

  private func receiveDatagram(_ datagram: [UInt8], at now: LinkInstant) throws(LinkError) {
    var reader = unsafe BitReader(datagram.span.bytes)
    let hasAcknowledgement = try reader.linkBits(1) == 1
    let hasMessages = try reader.linkBits(1) == 1
    guard hasAcknowledgement || hasMessages else { return try takeDatagram(try reader.linkHandshake(), at: now) }
    guard agreement != nil else { throw .notEstablished }
    let low = hasMessages ? try reader.linkBits(16) : 0
    let acknowledgement = hasAcknowledgement ? try reader.linkAcknowledgement() : nil
    if hasMessages {
      // Also where it fails: the peer may have to be told.
      if acknowledgementDeadline == nil { acknowledgementDeadline = now &+ times.acknowledgement }
      if let messages = try datagramReceiver?.receive(UInt16(truncatingIfNeeded: low), &reader) {
        inbox.append(contentsOf: messages)
      }
    } else {
      try reader.linkZeros(reader.remainingBitCount)
    }
    // Last, so that what cannot be read changes nothing.
    if let acknowledgement { datagramSender?.acknowledge(acknowledgement) }
  }
}
