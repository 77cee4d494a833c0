import ChannelForms
import Testing
import Weft
import WeftLink
import WeftStream

/// Generated channels over transports that lose nothing, with every mode of zstd: what arrives is what was sent, in its order.
@Suite struct OrderedChannelTests {
  @Test func plainChannels() throws {
    try checkEverythingArrives(Ordered.self)
    try checkEverythingArrives(Stream.self)
  }

  @Test func compressedChannels() throws {
    try checkEverythingArrives(Window.self)
    try checkEverythingArrives(History.self)
    try checkEverythingArrives(Each.self)
  }

  /// Both ways at once, several messages a frame, streams cut anywhere, and a direction that begins anew now and then.
  private func checkEverythingArrives<Message: Spoken>(_: Message.Type) throws {
    let contexts = try ZstdContexts()
    for seed in 0..<6 {
      // Few keys, so that slots are given to others.
      let line = try Line<Message>(limits: LinkLimits(keyCount: 4, frameByteCount: 2048), contexts: contexts)
      #expect(line.left.isCompressing == (Message.channel.compression != nil))
      var speakers = [Speaker(seed: UInt64(seed)), Speaker(seed: UInt64(seed + 1000))]
      for tick in 0..<120 {
        if tick % 50 == 49 { try line.left.restart() }
        for (side, ends) in [(line.left, line.right), (line.right, line.left)].enumerated() {
          let sent: [Message] = (0..<speakers[side].number(0...5)).map { _ in speakers[side].message(at: tick) }
          for message in sent { try ends.0.send(message, at: LinkInstant(tick)) }
          let pieceByteCount = speakers[side].number(1...60)
          try Line<Message>.carry(from: ends.0, to: ends.1, at: LinkInstant(tick), pieceByteCount: pieceByteCount)
          let received = Line<Message>.received(by: ends.1)
          #expect(received == sent, "\(Message.self), seed \(seed), tick \(tick), side \(side)")
          guard received == sent else { return }
        }
      }
    }
  }

  /// Bytes of the second time that something is said.
  private func secondSize<Message: Spoken>(_: Message.Type, _ messages: (Int) -> Message) throws -> Int {
    let line = try Line<Message>(contexts: try ZstdContexts())
    var byteCount = 0
    for tick in 0..<2 {
      try line.left.send(messages(tick), at: 0)
      byteCount = try Line<Message>.carry(from: line.left, to: line.right, at: 0)
      #expect(Line<Message>.received(by: line.right) == [messages(tick)])
    }
    return byteCount
  }

  /// Tags and slots of three bits, a message of 40 bytes of address: tables, deltas and zstd each do what they are there for.
  @Test func whatWasSaidBeforeCostsLittle() throws {
    let peers = (0..<8).map { peer in
      Peer(address: FixedBytes { UInt8($0) ^ UInt8(peer) }, rtt: 9, alias: "alias")
    }
    // 8 × (1 + 4 bits of address, 12 of rtt, 1 of presence, 1 + 2 of alias) and 16 + 4 + 3: 191 bits.
    #expect(try secondSize(Ordered.self) { .neighbours(Neighbours(nonce: UInt16($0), peers: peers)) } == 24)
    let cubes = (0..<20).map { Cube(id: UInt8($0), x: 7, colour: 1) }
    // Tag and slot, "differs", five changed bits and the clock; as long as the smallest frame of one message.
    #expect(try secondSize(Ordered.self) { .world(World(at: UInt32($0), cubes: cubes, title: "a", leader: nil)) } <= 2)
    let text = String(repeating: "the quick brown fox ", count: 4)
    for size in [
      try secondSize(Window.self) { .say(Say(at: UInt32($0), text: text)) },
      try secondSize(History.self) { .say(Say(at: UInt32($0), text: text)) },
    ] {
      #expect(size <= 16)
    }
  }

  /// A secret's bytes and everything around them are the same whether zstd has seen the same words before or not.
  @Test func secretsGoAroundTheCompressor() throws {
    let word = "the quick brown fox jumps over"
    let line = try Line<History>(contexts: try ZstdContexts())
    for _ in 0..<3 {
      try line.left.send(.say(Say(at: 1, text: word)), at: 0)
      try Line<History>.carry(from: line.left, to: line.right, at: 0)
      try line.left.send(.password(Password(at: 1, word: word)), at: 0)
      let byteCount = try Line<History>.carry(from: line.left, to: line.right, at: 0)
      // A bit for zstd, the tag, the clock, the count, and the word as it is.
      #expect(byteCount == (1 + 3 + 32 + 6 + 8 * word.utf8.count + 7) / 8)
    }
  }

  @Test func aValueWithoutAnEncodingChangesNothing() throws {
    let line = try Line<Ordered>(contexts: try ZstdContexts())
    let peer = Peer(address: FixedBytes { UInt8($0) }, rtt: 5000, alias: nil)
    let error = #expect(throws: LinkError.self) {
      try line.left.send(.neighbours(Neighbours(nonce: 1, peers: [peer])), at: 0)
    }
    #expect(error?.description.contains("peers[0].rtt") ?? false, "\(String(describing: error))")
    // Had the address entered the table, the receiver would miss it now.
    let other = Ordered.neighbours(Neighbours(nonce: 1, peers: [Peer(address: peer.address, rtt: 50, alias: nil)]))
    try line.left.send(other, at: 0)
    try Line<Ordered>.carry(from: line.left, to: line.right, at: 0)
    #expect(Line<Ordered>.received(by: line.right) == [other])
  }
}
