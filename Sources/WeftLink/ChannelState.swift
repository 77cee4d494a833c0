public import Weft

/// What an end of a link holds, and what becomes of it: ``ChannelEnd``'s, which everybody else sees.
@usableFromInline
struct ChannelState<Message: ChannelMessage> {
  @usableFromInline let limits: LinkLimits
  @usableFromInline let times: LinkTimes
  /// Which life of this end it is.
  @usableFromInline let session: UInt32
  @usableFromInline let compression: (any LinkCompression)?

  /// What both handshakes came to; `nil` before the peer's arrived.
  @usableFromInline var agreement: Agreement?
  /// Whether the peer knows each of this end's messages, as they agreed; empty before.
  @usableFromInline var knownToPeer: [Bool] = []
  @usableFromInline var peer: Handshake?
  @usableFromInline var orderedSender: OrderedSender<Message>?
  @usableFromInline var orderedReceiver: OrderedReceiver<Message>?
  @usableFromInline var datagramSender: DatagramSender<Message>?
  @usableFromInline var datagramReceiver: DatagramReceiver<Message>?

  @usableFromInline var incoming = IncomingFrames()
  /// Handshakes, and what was to go before them.
  @usableFromInline var outgoing: [[UInt8]] = []
  @usableFromInline var inbox: [Message] = []
  @usableFromInline var inboxStart = 0

  /// When the frame at hand goes, when an acknowledgement goes, when the handshake goes again.
  @usableFromInline var frameDeadline: LinkInstant?
  @usableFromInline var acknowledgementDeadline: LinkInstant?
  @usableFromInline var handshakeDeadline: LinkInstant?

  @inlinable
  init(session: UInt32, limits: LinkLimits, times: LinkTimes, compression: (any LinkCompression)?) {
    self.session = session
    self.limits = limits
    self.times = times
    self.compression = compression
  }

  @inlinable
  func isKnownToPeer(message index: Int) -> Bool {
    knownToPeer.indices.contains(index) && knownToPeer[index]
  }

  // MARK: Sending

  /// Puts a message into the frame at hand. After an error nothing has changed.
  @inlinable
  mutating func send(_ message: Message, at now: LinkInstant) throws(LinkError) {
    guard !knownToPeer.isEmpty else { throw .notEstablished }
    guard isKnownToPeer(message: message.index) else { throw .unknownToPeer(message: message.index) }
    try orderedSender?.send(message)
    try datagramSender?.send(message)
    if frameDeadline == nil { frameDeadline = now &+ times.coalescing }
  }

  /// The next bytes that are to be transmitted, in place of what `bytes` holds.
  ///
  /// - Returns: Whether there are any.
  @inlinable
  mutating func poll(at now: LinkInstant, flushes: Bool, into bytes: inout [UInt8]) throws(LinkError) -> Bool {
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
    let isStream = isStream
    if orderedSender?.takeReady(isStream: isStream, into: &bytes) ?? false { return true }
    return pollDatagram(at: now, into: &bytes)
  }

  @inlinable
  mutating func pollDatagram(at now: LinkInstant, into bytes: inout [UInt8]) -> Bool {
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

  /// When ``poll(at:flushes:into:)`` has something to give at the latest; `nil` while it has nothing.
  @inlinable
  var deadline: LinkInstant? {
    if !outgoing.isEmpty || datagramSender?.hasReady ?? false || orderedSender?.hasReady ?? false { return 0 }
    var earliest = frameDeadline
    if let deadline = acknowledgementDeadline { earliest = min(earliest ?? deadline, deadline) }
    if let deadline = handshakeDeadline { earliest = min(earliest ?? deadline, deadline) }
    return earliest
  }

  @inlinable
  var isStream: Bool { Message.channel.transport == .stream }

  /// A handshake's frame, or the empty one before it.
  @inlinable
  func framed(_ frame: [UInt8]) -> [UInt8] {
    guard isStream else { return frame }
    var bytes: [UInt8] = []
    appendLength(frame.count, to: &bytes)
    bytes.append(contentsOf: frame)
    return bytes
  }

  // MARK: Receiving

  /// Takes what the transport brought.
  @inlinable
  mutating func receive(_ bytes: RawSpan, at now: LinkInstant) throws(LinkError) {
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
  @inlinable
  mutating func next() -> Message? {
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

  @inlinable
  mutating func receiveFrame(_ frame: RawSpan) throws(LinkError) {
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

  @inlinable
  mutating func receiveDatagram(_ datagram: RawSpan, at now: LinkInstant) throws(LinkError) {
    var reader = BitReader(datagram)
    let hasAcknowledgement = try reader.linkBits(1) == 1
    let hasMessages = try reader.linkBits(1) == 1
    guard hasAcknowledgement || hasMessages else { return try takeDatagram(try reader.linkHandshake(), at: now) }
    guard !knownToPeer.isEmpty else { throw .notEstablished }
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
