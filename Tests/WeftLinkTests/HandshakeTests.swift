import Testing
import Weft

@testable import WeftLink

/// What two ends agree on before the first message.
@Suite struct HandshakeTests {
  enum OtherHello: Carriage {
    static var transport: ChannelTransport { .ordered }
    static var identities: [UInt64] { [0x99, 0x22, 0x33, 0x44, 0x55] }
  }

  enum NothingInCommon: Carriage {
    static var transport: ChannelTransport { .ordered }
    static var identities: [UInt64] { [1, 2, 3, 4, 5] }
  }

  @Test func nothingIsSentBefore() throws {
    let end = ChannelEnd<Talk<OrderedCarriage>>(session: 1)
    #expect(!end.isEstablished)
    #expect(throws: LinkError.notEstablished) { try end.send(.note(Note([])), at: 0) }
    let datagrams = ChannelEnd<Talk<DatagramCarriage>>(session: 1)
    #expect(throws: LinkError.notEstablished) { try datagrams.receive([0xFF, 0xFF, 0xFF, 0xFF], at: 0) }
  }

  /// Messages of one identity work, the others are refused where they would be sent.
  @Test func itFallsBackToWhatBothKnow() throws {
    let old = ChannelEnd<Talk<OrderedCarriage>>(session: 1, limits: LinkLimits(keyCount: 7))
    let new = ChannelEnd<Talk<OtherHello>>(session: 2, limits: LinkLimits(baselineCount: 3))
    try new.receive(try #require(try old.poll(at: 0)), at: 0)
    try old.receive(try #require(try new.poll(at: 0)), at: 0)
    #expect(old.isEstablished && new.isEstablished)
    #expect(old.state.agreement?.limits == LinkLimits(baselineCount: 3, keyCount: 7))
    #expect(new.state.agreement?.limits == old.state.agreement?.limits)
    #expect(!old.isKnownToPeer(message: 0) && old.isKnownToPeer(message: 1))
    #expect(throws: LinkError.unknownToPeer(message: 0)) { try old.send(.hello(Hello(name: [], number: 1)), at: 0) }
    try old.send(.world(Place(id: 1, x: 2, y: 3)), at: 0)
    try new.receive(try #require(try old.poll(at: 0, flushes: true)), at: 0)
    #expect(new.next() == .world(Place(id: 1, x: 2, y: 3)))
    // Tag 0 means something else to the peer.
    #expect(throws: LinkError.unknownMessage(tag: 0)) { try new.receive([0x00, 0x00], at: 0) }
  }

  @Test func tagsAreThePeers() throws {
    let own = Handshake(
      session: 1, hasHeard: false, wantsAnswer: false, channel: 1, limits: LinkLimits(), compression: .none,
      messages: [10, 20, 30])
    var peer = own
    peer.messages = [5, 30, 20, 6, 7]
    let agreement = try Agreement(own: own, peer: peer)
    #expect(agreement.fromPeer == [-1, 2, 1, -1, -1])
    #expect(agreement.isKnownToPeer == [false, true, true])
    #expect(agreement.peerTagBitCount == 3)
    #expect(try agreement.message(ofPeerTag: 1) == 2)
    for tag in [0, 3, 5, 7] { #expect(throws: LinkError.unknownMessage(tag: tag)) { try agreement.message(ofPeerTag: tag) } }
  }

  @Test func disagreementsAreTyped() throws {
    let end = ChannelEnd<Talk<OrderedCarriage>>(session: 1)
    let other = ChannelEnd<Talk<NothingInCommon>>(session: 1)
    let handshake = try #require(try other.poll(at: 0))
    #expect(throws: LinkError.disagreement(.nothingInCommon)) { try end.receive(handshake, at: 0) }
    #expect(!end.isEstablished)

    let later = ChannelEnd<Talk<OrderedCarriage>>(session: 1)
    var bytes = try #require(try later.poll(at: 0))
    bytes[0] = 9
    let newer = ChannelEnd<Talk<OrderedCarriage>>(session: 2)
    #expect(throws: LinkError.disagreement(.version(9))) { try newer.receive(bytes, at: 0) }
    bytes[0] = LinkFormat.version
    for count in 0..<bytes.count {
      let end = ChannelEnd<Talk<OrderedCarriage>>(session: 2)
      if count > 0 { #expect(throws: LinkError.self) { try end.receive(Array(bytes.prefix(count)), at: 0) } }
      #expect(!end.isEstablished)
    }
  }

  @Test func differentCompressionIsNone() throws {
    let stream = CompressionOffer(mode: .stream, byteCount: 65_536)
    var own = Handshake(
      session: 1, hasHeard: false, wantsAnswer: false, channel: 1, limits: LinkLimits(), compression: stream, messages: [10])
    var peer = own
    #expect(try Agreement(own: own, peer: peer).compression == stream)
    peer.compression.byteCount = 1024
    #expect(try Agreement(own: own, peer: peer).compression == .none)
    own.compression = CompressionOffer(mode: .message, dictionary: 1)
    peer.compression = CompressionOffer(mode: .message, dictionary: 2)
    #expect(try Agreement(own: own, peer: peer).compression == .none)
  }

  @Test func itComesBackAsItWas() throws {
    let handshake = Handshake(
      session: 0xDEAD_BEEF, hasHeard: true, wantsAnswer: false, channel: .max, limits: LinkLimits(baselineCount: 1, keyCount: 2),
      compression: CompressionOffer(mode: .history, byteCount: 4096), messages: [1, .max])
    var reader = unsafe BitReader(handshake.encoded().span.bytes)
    #expect(try Handshake(decoding: &reader) == handshake)
  }

  /// On datagrams either end repeats it until the other has answered, whatever is lost.
  @Test func datagramEndsFindTogether() throws {
    for seed in 0..<50 {
      var simulation = Simulation(
        seed: UInt64(seed),
        networks: Array(repeating: Network(loss: 50, duplication: 20, delay: 30, cuts: 5), count: 2))
      var tick = 0
      while !simulation.ends.allSatisfy({ $0.isEstablished && $0.state.peer?.hasHeard ?? false }), tick < 5000 {
        simulation.run(tick)
        tick += 1
      }
      #expect(tick < 5000, "seed \(seed)")
      #expect(simulation.errors.isEmpty, "seed \(seed): \(simulation.errors)")
    }
  }

  /// Both ends fall silent when they know that they were heard.
  @Test func silenceFollows() throws {
    let pair = try Pair<DatagramCarriage>()
    #expect(pair.left.isEstablished && pair.right.isEstablished)
    #expect(pair.left.deadline == nil && pair.right.deadline == nil)
    let restarted = ChannelEnd<Talk<DatagramCarriage>>(session: 3)
    let handshake = try #require(try restarted.poll(at: 0))
    #expect(throws: LinkError.disagreement(.otherSession(3))) { try pair.left.receive(handshake, at: 0) }
  }
}
