import Weft

// What both ends say first, and again when a direction has to begin anew.
extension ChannelState {
  var isDatagram: Bool {
    if case .datagram = Message.channel.transport { true } else { false }
  }

  func handshake(wantsAnswer: Bool = false) -> Handshake {
    var messages: [UInt64] = []
    for index in 0..<Message.channel.messageCount { messages.append(Message.description(ofMessage: index).identity) }
    return Handshake(
      session: session, hasHeard: peer != nil, wantsAnswer: wantsAnswer, channel: Message.channel.identity, limits: limits,
      compression: offer, messages: messages)
  }

  /// Datagrams are lost: what refers to others cannot be compressed against them.
  private var offer: CompressionOffer {
    guard let offer = compression?.offer, !isDatagram || offer.mode == .message else { return .none }
    return offer
  }

  mutating func beginHandshake() {
    if isDatagram {
      handshakeDeadline = 0
    } else {
      outgoing.append(framed(handshake().encoded()))
    }
  }

  /// Two zero bits, where other datagrams say what they have, and the handshake.
  @usableFromInline
  func handshakeDatagram() -> [UInt8] {
    var datagram = FrameBits()
    datagram.append(0, bitCount: 2)
    handshake(wantsAnswer: !(peer?.hasHeard ?? false)).append(to: &datagram)
    return datagram.bytes
  }

  /// This end's direction begins anew. Where it failed to read the other one, the peer is asked to begin that anew, too.
  mutating func restart() throws(LinkError) {
    guard !isDatagram else { return }
    try restart(asking: orderedReceiver?.hasEnded ?? false)
  }

  private mutating func restart(asking: Bool) throws(LinkError) {
    // Closed frames still go, and before it; the peer reads them with what it has.
    try orderedSender?.close()
    var frame: [UInt8] = []
    let isStream = isStream
    while orderedSender?.takeReady(isStream: isStream, into: &frame) ?? false { outgoing.append(frame) }
    outgoing.append(framed([]))
    outgoing.append(framed(handshake(wantsAnswer: asking).encoded()))
    orderedSender?.restart()
  }

  /// Ends the frame at hand. Where the compressor fails, what the peer has is unknown: the direction begins anew without it.
  @usableFromInline
  mutating func closeFrame() throws(LinkError) {
    do throws(LinkError) {
      try orderedSender?.close()
    } catch {
      try restart(asking: false)
      throw error
    }
  }

  /// A handshake among frames: the peer's direction begins with it.
  @usableFromInline
  mutating func takeOrdered(_ handshake: Handshake) throws(LinkError) {
    let agreement = try Agreement(own: self.handshake(), peer: handshake)
    let isFirst = peer == nil
    peer = handshake
    let compression = agreement.compression.mode == .none ? nil : self.compression
    if isFirst || self.agreement?.limits != agreement.limits {
      orderedSender = OrderedSender(limits: agreement.limits, compression: compression)
    }
    compression?.restartReceiving()
    orderedReceiver = OrderedReceiver(agreement, compression: compression)
    self.agreement = agreement
    knownToPeer = agreement.isKnownToPeer
    if handshake.wantsAnswer && !isFirst { try restart(asking: false) }
  }

  @usableFromInline
  mutating func takeDatagram(_ handshake: Handshake, at now: LinkInstant) throws(LinkError) {
    if let peer {
      // The numbers of another life mean nothing here.
      guard handshake.session == peer.session else { throw .disagreement(.otherSession(handshake.session)) }
      self.peer?.hasHeard = peer.hasHeard || handshake.hasHeard
    } else {
      let agreement = try Agreement(own: self.handshake(), peer: handshake)
      self.agreement = agreement
      knownToPeer = agreement.isKnownToPeer
      peer = handshake
      guard case .datagram(let mtu) = Message.channel.transport else { return }
      let compression = agreement.compression.mode == .none ? nil : self.compression
      datagramSender = DatagramSender(
        limits: agreement.limits, compression: compression, mtu: mtu, first: Int(session & 0x3FFF))
      datagramReceiver = DatagramReceiver(agreement, compression: compression)
    }
    // Who does not know yet that it was heard asks for an answer, and goes on asking.
    if handshake.wantsAnswer { handshakeDeadline = now } else if handshake.hasHeard { handshakeDeadline = nil }
  }
}
