import FuzzHarnesses
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

  @Test(arguments: [
    ("A/B.swift:12: Fatal error: Index 3 out of range", "A/B.swift:12"),
    ("the handler threw seats([3, 7], of: \"x\")", "the handler threw seats"),
    ("no end within 5 s", "no end within "),
  ])
  func oneDefectHasOneSignature(reason: String, signature: String) {
    #expect(Supervisor.Failure(input: [], reason: reason).signature == signature)
  }
}
