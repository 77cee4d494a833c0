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
    var bytes: [UInt8] = []
    return try poll(at: now, flushes: flushes, into: &bytes) ? bytes : nil
  }

  /// The same, in place of what `bytes` holds: a link that is given the same buffer again and again asks for no memory.
  ///
  /// - Returns: Whether there is something to transmit.
  public func poll(at now: LinkInstant, flushes: Bool = false, into bytes: inout [UInt8]) throws(LinkError) -> Bool {
    if !outgoing.isEmpty {
      bytes = outgoing.removeFirst()
      return true
    }
    if let deadline = handshakeDeadline, deadline <= now {
      handshakeDeadline = peer?.hasHeard ?? false ? nil : now &+ times.handshake
      bytes = handshakeDatagram()
      return true
    }
    if flushes || frameDeadline.map({ $0 <= now }) ?? false {
      frameDeadline = nil
      try closeFrame()
      try datagramSender?.close()
    }
    if orderedSender?.takeReady(isStream: isStream, into: &bytes) ?? false { return true }
    return pollDatagram(at: now, into: &bytes)
  }

  private func pollDatagram(at now: LinkInstant, into bytes: inout [UInt8]) -> Bool {
    guard let acknowledgement = datagramReceiver.map({ $0.acknowledgement }) else { return false }
    let isDue = acknowledgementDeadline.map { $0 <= now } ?? false
    if datagramSender?.takeReady(acknowledgement, into: &bytes) ?? false {
      acknowledgementDeadline = nil
      return true
    }
    guard isDue, let acknowledgement else { return false }
    acknowledgementDeadline = nil
    // Without messages a datagram has no number.
    var datagram = FrameBits(reusing: &bytes)
    datagram.append(1, bitCount: 2)
    acknowledgement.append(to: &datagram)
    datagram.take(into: &bytes)
    return true
  }

  /// When ``poll(at:flushes:)`` has something to give at the latest; `nil` while it has nothing.
  public var deadline: LinkInstant? {
    if !outgoing.isEmpty || datagramSender?.hasReady ?? false || orderedSender?.hasReady ?? false { return 0 }
    var earliest = frameDeadline
    if let deadline = acknowledgementDeadline { earliest = min(earliest ?? deadline, deadline) }
    if let deadline = handshakeDeadline { earliest = min(earliest ?? deadline, deadline) }
    return earliest
  }

  var isStream: Bool { Message.channel.transport == .stream }

  /// A handshake's frame, or the empty one before it.
  func framed(_ frame: [UInt8]) -> [UInt8] {
    guard isStream else { return frame }
    var bytes: [UInt8] = []
    appendLength(frame.count, to: &bytes)
    bytes.append(contentsOf: frame)
    return bytes
  }

  // MARK: Receiving

  /// Takes what the transport brought: a frame, a datagram, or any piece of the stream. The messages in it wait for ``next()``.
  public func receive(_ bytes: [UInt8], at now: LinkInstant) throws(LinkError) {
    try receive(unsafe bytes.span.bytes, at: now)
  }

  /// The same of bytes that stand anywhere.
  public func receive(_ bytes: RawSpan, at now: LinkInstant) throws(LinkError) {
    switch Message.channel.transport {
    case .datagram: try receiveDatagram(bytes, at: now)
    case .ordered: try receiveFrame(bytes)
    case .stream:
      incoming.append(bytes)
      // A copy that shares the storage: nothing is appended before the frames in it are read.
      let whole = incoming.bytes
      while let frame = try incoming.next(maximum: 2 * limits.frameByteCount) {
        try receiveFrame(unsafe whole.span.bytes.extracting(frame))
      }
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

  private func receiveFrame(_ frame: RawSpan) throws(LinkError) {
    if frame.byteCount == 0 {
      incoming.expectsHandshake = true
    } else if incoming.expectsHandshake {
      incoming.expectsHandshake = false
      var reader = BitReader(frame)
      try takeOrdered(try reader.linkHandshake())
    } else {
      guard try orderedReceiver?.receive(frame, into: &inbox) != nil else { throw .notEstablished }
    }
  }

  private func receiveDatagram(_ datagram: RawSpan, at now: LinkInstant) throws(LinkError) {
    var reader = BitReader(datagram)
    let hasAcknowledgement = try reader.linkBits(1) == 1
    let hasMessages = try reader.linkBits(1) == 1
    guard hasAcknowledgement || hasMessages else { return try takeDatagram(try reader.linkHandshake(), at: now) }
    guard agreement != nil else { throw .notEstablished }
    let low = hasMessages ? try reader.linkBits(16) : 0
    let acknowledgement = hasAcknowledgement ? try reader.linkAcknowledgement() : nil
    if hasMessages {
      // Also where it fails: the peer may have to be told.
      if acknowledgementDeadline == nil { acknowledgementDeadline = now &+ times.acknowledgement }
      try datagramReceiver?.receive(UInt16(truncatingIfNeeded: low), &reader, into: &inbox)
    } else {
      try reader.linkZeros(reader.remainingBitCount)
    }
    // Last, so that what cannot be read changes nothing.
    if let acknowledgement { datagramSender?.acknowledge(acknowledgement) }
  }
}
