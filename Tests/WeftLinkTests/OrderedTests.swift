import Testing
import Weft

@testable import WeftLink

/// Links that lose nothing: what arrives is what was sent, and what was said before is not said again.
@Suite struct OrderedTests {
  @Test func everythingArrivesInOrder() throws {
    try check(OrderedCarriage.self)
    try check(StreamCarriage.self)
  }

  private func check<C: Carriage>(_ carriage: C.Type) throws {
    for seed in 0..<20 {
      var generator = SeededGenerator(state: UInt64(seed))
      let pair = try Pair<C>(left: LinkLimits(keyCount: 3), right: LinkLimits(keyCount: 9, frameByteCount: 80))
      for tick in 0..<200 {
        let count = Int.random(in: 1...6, using: &generator)
        let messages = (0..<count).map { _ in randomMessage(tick, using: &generator) as Talk<C> }
        let (received, _) = try pair.carry(messages)
        #expect(received == messages, "seed \(seed), tick \(tick)")
      }
    }
  }

  @Test func aByteStreamMayBeCutAnywhere() throws {
    let left = ChannelEnd<Talk<StreamCarriage>>(session: 1)
    let right = ChannelEnd<Talk<StreamCarriage>>(session: 2)
    for end in [(left, right), (right, left)] {
      while let bytes = try end.0.poll(at: 0) { for byte in bytes { try end.1.receive([byte], at: 0) } }
    }
    var generator = SeededGenerator(state: 4)
    let messages = (0..<100).map { randomMessage($0, using: &generator) as Talk<StreamCarriage> }
    for message in messages { try left.send(message, at: 0) }
    while let bytes = try left.poll(at: 0, flushes: true) { for byte in bytes { try right.receive([byte], at: 0) } }
    for message in messages { #expect(right.next() == message) }
    #expect(right.next() == nil)
  }

  /// Three bits of tag; a snapshot that is as predicted costs its slot and one bit.
  @Test func whatIsKnownCostsLittle() throws {
    let pair = try Pair<OrderedCarriage>()
    let place = Talk<OrderedCarriage>.world(Place(id: 0, x: 9, y: 3))
    #expect(try pair.carry([place]).byteCount == 6)
    #expect(try pair.carry([place]).byteCount == 1)
    let hello = Talk<OrderedCarriage>.hello(Hello(name: Array("somebody".utf8), number: 1))
    #expect(try pair.carry([hello]).byteCount == 11)
    #expect(try pair.carry([hello]).byteCount == 2)
  }

  @Test func messagesWaitForOthersUntilTheDeadline() throws {
    let pair = try Pair<OrderedCarriage>()
    #expect(pair.left.deadline == nil)
    try pair.left.send(.note(Note([1])), at: 1000)
    try pair.left.send(.note(Note([2])), at: 3000)
    #expect(pair.left.deadline == 6000)
    #expect(try pair.left.poll(at: 5999) == nil)
    let frame = try #require(try pair.left.poll(at: 6000))
    #expect(try pair.left.poll(at: 9000) == nil)
    try pair.right.receive(frame, at: 6000)
    #expect(pair.right.next() == .note(Note([1])))
    #expect(pair.right.next() == .note(Note([2])))
  }

  /// What cannot be encoded, or is too long, leaves both ends as they were.
  @Test func aRefusedMessageChangesNothing() throws {
    let pair = try Pair<OrderedCarriage>(right: LinkLimits(frameByteCount: 100))
    let hello = Hello(name: [7, 7, 7], number: 1)
    _ = try pair.carry([.hello(hello)])
    let long = Hello(name: [UInt8](repeating: 1, count: 21), number: 1)
    #expect(throws: LinkError.self) { try pair.left.send(.hello(long), at: 0) }
    #expect(throws: LinkError.self) { try pair.left.send(.note(Note([UInt8](repeating: 1, count: 120))), at: 0) }
    #expect(try pair.carry([.hello(hello), .note(Note([9]))]).messages == [.hello(hello), .note(Note([9]))])
  }

  /// A frame that makes no sense ends the direction; the other one goes on, and a restart mends it.
  @Test func aBrokenFrameEndsItsDirectionOnly() throws {
    let pair = try Pair<OrderedCarriage>()
    let world = Talk<OrderedCarriage>.world(Place(id: 1, x: 2, y: 3))
    _ = try pair.carry([world])
    #expect(throws: LinkError.self) { try pair.right.receive([0xFF, 0xFF], at: 0) }
    try pair.left.send(world, at: 0)
    let lost = try #require(try pair.left.poll(at: 0, flushes: true))
    #expect(throws: LinkError.ended) { try pair.right.receive(lost, at: 0) }
    #expect(pair.right.next() == nil)
    try pair.right.send(world, at: 0)
    try pair.exchange(at: 0)
    #expect(pair.left.next() == world)
    try pair.right.restart()
    try pair.exchange(at: 0)
    #expect(try pair.carry([world]).messages == [world])
    try pair.right.send(world, at: 0)
    try pair.exchange(at: 0)
    #expect(pair.left.next() == world)
  }
}
