import Foundation
import PlayLinks
import Testing
import WeftDynamic

@testable import WeftCapture

/// What people and programs read of links, kept in `Goldens`; `UPDATE_SNAPSHOTS=1` writes it anew.
@Suite("Output of links")
struct LinkOutputTests {
  static let motion = ["udp.port==7777,Motion"]
  static let state = ["tcp.port==7777,PlayLinks.State"]

  static let goldens = [
    OutputTests.Golden(name: "link.txt", capture: "link.pcap", options: InspectOptions(decodeAs: motion)),
    OutputTests.Golden(
      name: "link.detail.txt", capture: "link.pcap",
      options: InspectOptions(isDetailed: true, decodeAs: motion, filter: "frame.number == 9 or frame.number == 13")),
    OutputTests.Golden(
      name: "link.ndjson", capture: "link.pcap",
      options: InspectOptions(format: .ndjson, decodeAs: motion, filter: "frame.number == 9 or frame.number == 13")),
    OutputTests.Golden(name: "link-cut.txt", capture: "link-cut.pcap", options: InspectOptions(decodeAs: motion)),
    OutputTests.Golden(
      name: "link-cut.detail.txt", capture: "link-cut.pcap",
      options: InspectOptions(isDetailed: true, decodeAs: motion, filter: "frame.number == 1 or Chat")),
    OutputTests.Golden(name: "link-stream.txt", capture: "link-stream.pcap", options: InspectOptions(decodeAs: state)),
    OutputTests.Golden(
      name: "link-stream.stats.txt", capture: "link-stream.pcap", options: InspectOptions(format: .statistics, decodeAs: state)),
    OutputTests.Golden(
      name: "link.stats.txt", capture: "link.pcap", options: InspectOptions(format: .statistics, decodeAs: motion)),
    OutputTests.Golden(
      name: "link.fields.txt", capture: "link.pcap",
      options: InspectOptions(
        format: .fields,
        fields: [
          "frame.number", "link.sequence", "link.entry.message", "link.entry.baseline", "World.tick", "Ship.x", "Chat.from",
        ],
        decodeAs: motion, filter: "link.sequence")),
  ]

  @Test("is what it was", arguments: goldens)
  func golden(_ golden: OutputTests.Golden) throws {
    let (text, outcome) = try inspect(capture(golden.capture), golden.options, schema: linkSchema)
    #expect(outcome.isClean)
    let file = root.appending(path: "Tests/WeftCaptureTests/Goldens/\(golden.name)")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" { try Data(text.utf8).write(to: file) }
    #expect(text == String(decoding: capture(file), as: UTF8.self))
  }

  @Test("as JSON is JSON")
  func json() throws {
    for (name, decodeAs) in [("link.pcap", Self.motion), ("link-cut.pcap", Self.motion), ("link-stream.pcap", Self.state)] {
      let (text, outcome) = try inspect(capture(name), InspectOptions(format: .json, decodeAs: decodeAs), schema: linkSchema)
      let packets = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
      #expect(packets.count == outcome.packetCount)
    }
  }

  @Test("of hostile links is something, in every form")
  func hostile() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var dice = PlayDice(state: seed)
    for (name, decodeAs) in [("link.pcap", Self.motion), ("link-cut.pcap", Self.motion), ("link-stream.pcap", Self.state)] {
      for round in 0..<24 {
        var bytes = capture(name)
        for _ in 0...dice.below(12) { bytes[24 + dice.below(bytes.count - 24)] = UInt8(dice.below(256)) }
        if dice.below(4) == 0 { bytes.removeLast(dice.below(bytes.count / 2)) }
        let format = [InspectOptions.Format.text, .text, .ndjson, .statistics][round % 4]
        let options = InspectOptions(format: format, isDetailed: round % 4 == 1, decodeAs: decodeAs)
        let (text, outcome) = try inspect(bytes, options, schema: linkSchema)
        #expect(outcome.packetCount == 0 || !text.isEmpty, "\(name), seed \(seed)")
      }
    }
  }

  @Test("filters the state after a message, not only what it says")
  func filters() throws {
    func count(_ filter: String) throws -> Int {
      let options = InspectOptions(format: .ndjson, decodeAs: Self.motion, filter: filter)
      return try inspect(capture("link.pcap"), options, schema: linkSchema).outcome.shownCount
    }
    // Ship 12 never changes its y; every World of the capture has it all the same.
    #expect(try count("Ship.y == -3.0") == count("World"))
    #expect(try count("World.tick == 121") == 1)
    #expect(try count("link.handshake") == 3)
    #expect(try count("link.unknown") == 0)
  }

  /// What was sent, and what of it each mechanism saved, comes to what the values take in full, as generated code writes them.
  @Test("of statistics adds up", arguments: [1, 2, 3] as [UInt64])
  func statistics(seed: UInt64) throws {
    var link = try PlayedLink<Motion>(seed: seed)
    for _ in 0..<60 { try link.step() }
    let codec = DynamicCodec(linkSchema)
    let (module, channel) = try #require(linkSchema.channels(named: "Motion").first)
    let stated = LinkChannel(channel, of: module, codec)
    let handshake = try #require(codec.definition(named: "CaptureFormats.LinkHandshake"))
    let follower = LinkFollower(stated, handshake: handshake, LinkResources())
    var statistics = Statistics(codec)
    for packet in link.writer.packets {
      let end = packet[12] == 192 ? 0 : 1
      statistics.add(follower.read(Array(packet[28...]), from: end), of: stated, link: "\(end)")
    }
    for end in 0..<2 {
      let tally = try #require(statistics.links["\(end)"])
      let savings = try #require(tally.savings)
      #expect(tally.messageCount == link.sent[end].count)
      #expect(savings.fullBitCount == link.sentBitCount[end])
      #expect(savings.unknownCount == 0)
      #expect(savings.zstd == 0)
      #expect(savings.delta > 0 || end == 1)
      // What is left is heads of messages and the bits in front of values in full: fewer than 16 a message.
      let rest = tally.bitCount + savings.delta + savings.tables - savings.fullBitCount
      #expect(rest >= 0 && rest < 16 * tally.messageCount, "\(rest)")
    }
    let sums = statistics.messages.values.reduce(0) { $0 + $1.bitCount }
    #expect(sums == statistics.links.values.reduce(0) { $0 + $1.bitCount })
  }
}

/// The bytes of a TCP connection, and the frames in them.
@Suite("Bytes of a stream")
struct TCPBytesTests {
  static func whole(_ pieces: [TCPBytes.Piece]) -> [UInt8] {
    pieces.flatMap { piece in if case .bytes(let bytes, _) = piece { bytes } else { [] as [UInt8] } }
  }

  @Test("come in order whatever the order of segments, across the end of the numbers", arguments: [1, 2, 3, 4] as [UInt64])
  func order(seed: UInt64) {
    var dice = PlayDice(state: seed)
    let bytes = (0..<600).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    let first: UInt32 = 4_294_967_000
    var segments: [(Int, Int)] = stride(from: 0, to: 600, by: 30).map { ($0, 30) } + [(15, 60), (100, 1), (570, 30)]
    for index in segments.indices.dropFirst() { segments.swapAt(index, 1 + dice.below(segments.count - 1)) }
    var tcp = TCPBytes()
    tcp.begin(first &- 1)
    var read: [UInt8] = []
    for (start, count) in segments {
      read += Self.whole(tcp.add(Array(bytes[start..<start + count]), at: first &+ UInt32(start)))
    }
    #expect(read == bytes)
    #expect(tcp.isIdle)
  }

  @Test("that are missing are a gap, once the other side has them or too much waits")
  func gaps() {
    var tcp = TCPBytes()
    _ = tcp.add([1, 2], at: 100)
    #expect(tcp.add([5, 6], at: 104) == [])
    #expect(tcp.acknowledge(103) == [])
    #expect(tcp.acknowledge(106) == [.gap(2), .bytes([5, 6], offset: nil)])
    for number in 0..<TCPBytes.pendingLimit { #expect(tcp.add([9], at: 200 + UInt32(number) * 2) == []) }
    #expect(tcp.add([9], at: 1000).first == .gap(94))
    #expect(tcp.byteCount < TCPBytes.pendingByteLimit)
  }

  @Test("are cut into frames; behind a loss, at a segment that frames fill")
  func frames() {
    var frames = StreamFrames(isFromStart: true)
    #expect(frames.add([2, 7]).isEmpty)
    let found = frames.add([8, 1, 9, 0])
    #expect(found.map(\.bytes) == [[7, 8], [9], []])
    #expect(found.map(\.offset) == [nil, 2, 4])
    frames.lose()
    #expect(frames.add([3, 1]).isEmpty)
    #expect(frames.add([1, 5, 1, 6]).map(\.bytes) == [[5], [6]])
    // Five groups, and a longer form of 1.
    #expect(frames.add([0xFF, 0xFF, 0xFF, 0xFF]).isEmpty)
    #expect(frames.add([1, 5]).map(\.bytes) == [[5]])
  }
}
