import Testing
import Weft

@testable import WeftLink

/// Baselines and tables on links that may lose anything.
@Suite struct DatagramTests {
  typealias End = ChannelEnd<Talk<DatagramCarriage>>

  private func datagram(_ end: End, _ messages: Talk<DatagramCarriage>..., at now: LinkInstant = 0) throws -> [UInt8] {
    for message in messages { try end.send(message, at: now) }
    return try #require(try end.poll(at: now, flushes: true))
  }

  private func received(_ end: End) -> [Talk<DatagramCarriage>] {
    var messages: [Talk<DatagramCarriage>] = []
    while let message = end.next() { messages.append(message) }
    return messages
  }

  private func acknowledge(_ pair: Pair<DatagramCarriage>, at now: LinkInstant = 1_000_000) throws {
    try pair.left.receive(try #require(try pair.right.poll(at: now)), at: now)
  }

  /// What was not acknowledged is not referred to.
  @Test func onlyAcknowledgedValuesAreBaselines() throws {
    let pair = try Pair<DatagramCarriage>()
    let world = Talk<DatagramCarriage>.world(Place(id: 0, x: 7, y: 7))
    let full = try datagram(pair.left, world)
    let again = try datagram(pair.left, world)
    #expect(full.count == again.count)
    try pair.right.receive(full, at: 0)
    try acknowledge(pair)
    let delta = try datagram(pair.left, world)
    #expect(delta.count == full.count - 4)
    try pair.right.receive(delta, at: 0)
    try pair.right.receive(again, at: 0)
    #expect(received(pair.right) == [world, world, world])
  }

  @Test func onlyAcknowledgedEntriesAreUsed() throws {
    let pair = try Pair<DatagramCarriage>()
    let hello = Talk<DatagramCarriage>.hello(Hello(name: Array("somebody".utf8), number: 1))
    let full = try datagram(pair.left, hello)
    #expect(try datagram(pair.left, hello).count == full.count)
    try pair.right.receive(full, at: 0)
    try acknowledge(pair)
    let short = try datagram(pair.left, hello)
    #expect(short.count <= full.count - 8)
    try pair.right.receive(short, at: 0)
    #expect(received(pair.right) == [hello, hello])
  }

  @Test func datagramsAreTakenOnce() throws {
    let pair = try Pair<DatagramCarriage>()
    let bytes = try datagram(pair.left, .note(Note([1])))
    for _ in 0..<3 { try pair.right.receive(bytes, at: 0) }
    #expect(received(pair.right) == [.note(Note([1]))])
    // Too late: 65 datagrams have overtaken it.
    let late = try datagram(pair.left, .note(Note([2])))
    for _ in 0..<65 { try pair.right.receive(try datagram(pair.left, .note(Note([3]))), at: 0) }
    try pair.right.receive(late, at: 0)
    #expect(!received(pair.right).contains(.note(Note([2]))))
  }

  /// Full forms for ever, in bounded memory.
  @Test func aPeerThatNeverAcknowledgesGetsKeyframes() throws {
    let pair = try Pair<DatagramCarriage>(left: LinkLimits(baselineCount: 8))
    var sizes: Set<Int> = []
    for tick in 0..<40_000 {
      let world = Talk<DatagramCarriage>.world(Place(id: 0, x: UInt16(truncatingIfNeeded: tick), y: 7))
      sizes.insert(try datagram(pair.left, world, .hello(Hello(name: [1, 2, 3], number: 9))).count)
    }
    #expect(sizes.count == 1)
    #expect(pair.left.state.datagramSender.map { $0.snapshots.messages.joined().count } == 8)
    // An acknowledgement after so long could mean another datagram.
    pair.left.state.datagramSender?.acknowledge(Acknowledgement(newest: 0, before: .max))
    #expect(pair.left.state.datagramSender.map { $0.snapshots.messages.joined().allSatisfy { !$0.isAcknowledged } } == true)
  }

  /// An end that has lost its baselines says so, gets full forms, and never a wrong value.
  @Test func aLostBaselineLeadsToAKeyframe() throws {
    let pair = try Pair<DatagramCarriage>()
    let hello = Talk<DatagramCarriage>.hello(Hello(name: Array("somebody".utf8), number: 1))
    func world(_ x: UInt16) -> Talk<DatagramCarriage> { .world(Place(id: 0, x: x, y: 7)) }
    try pair.right.receive(try datagram(pair.left, world(1), hello), at: 0)
    try acknowledge(pair)
    pair.right.state.datagramReceiver = pair.right.state.agreement.map { DatagramReceiver($0, compression: nil) }
    #expect(received(pair.right).count == 2)
    for message in [world(2), hello] {
      let delta = try datagram(pair.left, message)
      #expect(throws: LinkError.self) { try pair.right.receive(delta, at: 2_000_000) }
    }
    #expect(received(pair.right).isEmpty)
    try acknowledge(pair, at: 3_000_000)
    try pair.right.receive(try datagram(pair.left, world(3), hello), at: 3_000_000)
    #expect(received(pair.right) == [world(3), hello])
    try acknowledge(pair, at: 4_000_000)
    #expect(try datagram(pair.left, world(3)).count < 9)
  }

  @Test func aMessageAboveTheMTUIsRefused() throws {
    let pair = try Pair<DatagramCarriage>()
    let note = Note([UInt8](repeating: 1, count: 190))
    #expect(throws: LinkError.self) { try pair.left.send(.note(note), at: 0) }
    let fitting = Talk<DatagramCarriage>.note(Note([UInt8](repeating: 1, count: 100)))
    for _ in 0..<3 { try pair.left.send(fitting, at: 0) }
    var count = 0
    while let bytes = try pair.left.poll(at: 0, flushes: true) {
      #expect(bytes.count <= 200)
      try pair.right.receive(bytes, at: 0)
      count += 1
    }
    #expect(count == 3)
    #expect(received(pair.right) == [fitting, fitting, fitting])
  }

  /// More values than slots: they go in full until a slot has been idle long enough, and none is ever taken for another.
  @Test func slotsAreReusedSafely() throws {
    let pair = try Pair<DatagramCarriage>()
    for tick in 0..<600 {
      let name = [UInt8](repeating: UInt8(tick / 50), count: 9)
      let hello = Talk<DatagramCarriage>.hello(Hello(name: name, number: UInt8(tick & 0xFF)))
      try pair.right.receive(try datagram(pair.left, hello), at: LinkInstant(tick))
      #expect(received(pair.right) == [hello])
      if tick % 3 == 0 { try acknowledge(pair, at: LinkInstant(tick) + 100_000) }
    }
  }
}
