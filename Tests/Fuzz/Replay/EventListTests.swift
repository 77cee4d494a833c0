import FuzzHarnesses
import PlayLinks
import Testing
import Weft
import WeftDynamic
import WeftFuzz

@testable import WeftFuzzRunner

/// Sequences of events as inputs, and what a handler is told of them.
@Suite struct EventListTests {
  @Test func whatIsWrittenIsRead() {
    let list = EventList([
      .connect, .say(peer: 3, message: 1, [1, 2, 3]), .tick(60_000), .leave(2), .say(peer: 0, message: 0, []),
    ])
    #expect(EventList(decoding: list.bytes) == list)
  }

  @Test func everyInputIsASequenceThatCanHappen() throws {
    let codec = try DynamicCodec(encodedSchema: allSchemas)
    let harness = try HandlerHarness(FuzzHandler { (_: [PeerEvent<[UInt8]>]) in }, catalogs: allCatalogs, codec: codec)
    var generator = SplitMix64(seed: .random(in: 0...UInt64.max))
    for _ in 0..<300 {
      let bytes = (0..<generator.below(200)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      var connected: Set<Int> = []
      for event in harness.happenings(EventList(decoding: bytes)) {
        switch event {
        case .connected(let peer): #expect(connected.insert(peer).inserted, "\(bytes)")
        case .disconnected(let peer): #expect(connected.remove(peer) != nil, "\(bytes)")
        case .received(_, let peer): #expect(connected.contains(peer), "\(bytes)")
        case .ticked: continue
        }
      }
    }
  }

  /// Simplifying ends, and keeps what matters.
  @Test func shrinkingKeepsWhatMatters() throws {
    let codec = try DynamicCodec(encodedSchema: allSchemas)
    let harness = try HandlerHarness(FuzzHandler { (_: [PeerEvent<any Message>]) in }, catalogs: allCatalogs, codec: codec)
    var input = EventList(harness.seeds.prefix(8).flatMap { EventList(decoding: $0).events } + [.tick(777)]).bytes
    /// Fails where somebody is connected and at least half a second passes at once.
    func fails(_ input: [UInt8]) -> Bool {
      let events = EventList(decoding: input).events
      return events.contains(.connect) && events.contains { if case .tick(let time) = $0 { time >= 500 } else { false } }
    }
    var steps = 0
    while let next = harness.simpler(than: input).first(where: fails), steps < 2000 {
      input = next
      steps += 1
    }
    #expect(EventList(decoding: input) == EventList([.connect, .tick(500)]))
  }

  /// What two messages have in common is made less in both at once; each alone could not be.
  @Test func whatMessagesShareGetsLessInAll() throws {
    let codec = try DynamicCodec(encodedSchema: allSchemas)
    let harness = try HandlerHarness(FuzzHandler { (_: [PeerEvent<any Message>]) in }, catalogs: allCatalogs, codec: codec)
    let place = try #require(harness.messages.firstIndex { $0.name == "OverlayMessages.Pong" })
    let pong = EventList.Event.say(peer: 0, message: UInt8(place), [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x03, 0x01])
    var input = EventList([.connect, pong, pong]).bytes
    func said(_ input: [UInt8]) -> [[UInt8]] {
      EventList(decoding: input).events.compactMap { if case .say(_, _, let bytes) = $0 { bytes } else { nil } }
    }
    /// Fails where two messages are the same, and their delay is not 0.
    func fails(_ input: [UInt8]) -> Bool {
      let said = said(input)
      guard said.count == 2, said[0] == said[1], said[0].count == 7 else { return false }
      return said[0][4] & 0xFF != 0 || said[0][5] & 0x03 != 0
    }
    var steps = 0
    while let next = harness.simpler(than: input).first(where: fails), steps < 100 {
      input = next
      steps += 1
    }
    #expect(said(input) == Array(repeating: [0, 0, 0, 0, 1, 0, 0], count: 2))
    #expect(steps < 100)
  }

  /// A handler may take what a channel's link gives; the test to paste says it in the channel's words.
  @Test func channelsAreTold() throws {
    let codec = try DynamicCodec(encodedSchema: allSchemas)
    nonisolated(unsafe) var seen: Set<Int> = []
    let handler = FuzzHandler { (events: [PeerEvent<State>]) in
      for case .received(let message, _) in events { unsafe seen.insert(message.index) }
    }
    let harness = try HandlerHarness(handler, catalogs: allCatalogs, codec: codec)
    #expect(
      Set(harness.messages.map(\.name)) == ["PlayLinks.World", "PlayLinks.Score", "PlayLinks.Chat", "PlayLinks.Login"])
    for seed in harness.seeds { #expect(harness.finding(in: seed) == nil) }
    #expect(unsafe seen == [0, 1, 2, 3])
    let place = try #require(harness.messages.firstIndex { $0.name == "PlayLinks.Chat" })
    let seed = try #require(harness.seeds.first { EventList(decoding: $0).says(UInt8(place)) })
    let test = FindingReport(codec: codec, handlerName: "Play.check").test(seed, harness)
    #expect(test.contains { $0.hasPrefix("    .received(.chat(Chat(decoding: [") }, "\(test)")
    #expect(test.contains("import PlayLinks") && test.contains("@testable import Play"))
  }

  @Test func whereInTheUsersFiles() {
    let log = """
      Till/Till.swift:8: Fatal error: Division by zero
        0               0x00007f884d56df7f closure #1 in _assertionFailure(_:_:file:line:flags:) + 623 in libswiftCore.so
        2 [ra]          0x000055f3e3cce535 averagePrice(of:) + 1124 in WeftFuzzProgram at /p/outputs/package/Sources/Till/Till.swift:8:16
        4 [ra] [system] 0x000055f3e3df7ac8 implicit closure #1 in  + 183 in WeftFuzzProgram at /p/outputs/package/WeftFuzzProgram/main.swift
        7 [ra]          0x000055f3e3e168f9 HandlerHarness.finding(in:) + 88 in WeftFuzzProgram at /weft/HandlerHarness.swift:47:19
          #3 0x55f3e3cce535 in $s4Till12averagePrice /p/outputs/package/Sources/Till/Book.swift:13:9
          #4 0x55f3e3cce535 in $s4Till12averagePrice /p/outputs/package/Sources/Till/Book.swift:13:9
          #5 0x55f3e3cce536 in $s4Till12averagePrice /p/outputs/package/Sources/Till/Book.swift
      """
    #expect(
      CrashPlace.lines(of: log.split(separator: "\n").map(String.init), package: "/p/outputs/package/")
        == ["Sources/Till/Till.swift:8:16 in averagePrice(of:)", "Sources/Till/Book.swift:13:9"])
  }

  @Test(arguments: [
    ("A/B.swift:12: Fatal error: Index 3 out of range", "A/B.swift:12"),
    ("A/B.swift:71: Precondition failed: peer 3", "A/B.swift:71"),
    ("the handler threw seats([3, 7], of: \"x\")", "the handler threw seats"),
    ("no end within 5 s", "no end within "),
  ])
  func oneDefectHasOneSignature(reason: String, signature: String) {
    #expect(Supervisor.Failure(input: [], reason: reason).signature == signature)
  }
}

extension EventList {
  fileprivate func says(_ message: UInt8) -> Bool {
    events.contains { if case .say(_, message, _) = $0 { true } else { false } }
  }
}
