import Testing
import Weft

@testable import WeftLink

/// Whatever bytes arrive: a typed error or messages, bounded memory, and no other message is harmed.
@Suite struct HostileTests {
  @Test func randomDatagramsHarmNothing() throws {
    var generator = SeededGenerator(state: 1)
    let pair = try Pair<DatagramCarriage>()
    for tick in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      try? pair.right.receive(bytes, at: LinkInstant(tick))
      while pair.right.next() != nil {}
    }
    let stored = pair.right.state.datagramReceiver.map { $0.snapshots.messageCount } ?? 0
    #expect(stored <= 2 * 2 * LinkLimits().baselineCount)
  }

  /// Honest datagrams between flipped ones: no honest message is lost that did not refer to what a forged one spoiled, and none is wrong.
  @Test func flippedBitsHarmNoOtherMessage() throws {
    for seed in 0..<30 {
      var generator = SeededGenerator(state: UInt64(seed))
      let pair = try Pair<OrderedCarriage>()
      for tick in 0..<100 {
        let message = randomMessage(tick, using: &generator) as Talk<OrderedCarriage>
        try pair.left.send(message, at: 0)
        var frame = try #require(try pair.left.poll(at: 0, flushes: true))
        if tick == 50 {
          frame[Int.random(in: 0..<frame.count, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
          try? pair.right.receive(frame, at: 0)
          while pair.right.next() != nil {}
          // The receiver cannot know what became of its state, whether the frame was refused or not: both begin anew.
          try pair.left.restart()
          try pair.exchange(at: 0)
        } else {
          try pair.right.receive(frame, at: 0)
          #expect(pair.right.next() == message, "seed \(seed), tick \(tick)")
        }
      }
    }
  }

  @Test func forgedLengthsAreRefused() throws {
    for bytes: [UInt8] in [[0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0x00], [0x80, 0x80, 0x80, 0x01]] {
      let pair = try Pair<StreamCarriage>(left: LinkLimits(frameByteCount: 1000), right: LinkLimits(frameByteCount: 1000))
      #expect(throws: LinkError.self) { try pair.right.receive(bytes, at: 0) }
    }
  }

  @Test func indexesOutOfRangeAreErrors() throws {
    // Hello: tag 0 in three bits, then a set bit and an index of a table that is empty.
    let ordered = try Pair<OrderedCarriage>()
    #expect(throws: LinkError.decode(DecodeError(.unknownEntry(found: 2), at: 3))) {
      try ordered.right.receive([0b00_10_1_000, 0x00], at: 0)
    }
    // Place: tag 1, then with one key known a code of one bit; with two, codes of two bits, of which 3 is none.
    let keyed = try Pair<OrderedCarriage>()
    _ = try keyed.carry([.place(Place(id: 1, x: 1, y: 1)), .place(Place(id: 2, x: 1, y: 1))])
    #expect(throws: LinkError.missingBaseline(message: 1, distance: 3)) {
      try keyed.right.receive([0b000_11_001, 0, 0, 0, 0, 0, 0], at: 0)
    }
    // A table index that the peer never acknowledged to have.
    let datagrams = try Pair<DatagramCarriage>()
    var forged = FrameBits()
    forged.append(2, bitCount: 2)
    forged.append(9, bitCount: 16)
    forged.append(0b1_000, bitCount: 4)
    forged.append(0, bitCount: 12)
    #expect(throws: LinkError.missingBaseline(message: 0, distance: 0)) { try datagrams.right.receive(forged.bytes, at: 0) }
    // A slot beyond the table's end cannot be said in two bits; a baseline that was never sent can.
    forged.removeAll()
    forged.append(2, bitCount: 2)
    forged.append(9, bitCount: 16)
    forged.append(0b1_010, bitCount: 4)
    forged.append(0, bitCount: 32)
    #expect(throws: LinkError.missingBaseline(message: 2, distance: 1)) { try datagrams.right.receive(forged.bytes, at: 0) }
    // All of this leaves the link as it was.
    let world = Talk<DatagramCarriage>.world(Place(id: 0, x: 1, y: 1))
    #expect(try datagrams.carry([world]).messages == [world])
  }

  /// Acknowledgements of what was never sent, or long ago.
  @Test func forgedAcknowledgementsAreIgnored() throws {
    let pair = try Pair<DatagramCarriage>()
    let world = Talk<DatagramCarriage>.world(Place(id: 0, x: 1, y: 1))
    for newest in stride(from: 0, through: 65_535, by: 257) {
      pair.left.state.datagramSender?.acknowledge(Acknowledgement(newest: UInt16(newest), before: .max))
    }
    #expect(try pair.carry([world]).messages == [world])
    #expect(try pair.carry([world]).messages == [world])
  }

  @Test func everyTruncationIsRefusedOrIsSomething() throws {
    var generator = SeededGenerator(state: 2)
    for tick in 0..<60 {
      let sender = try Pair<OrderedCarriage>()
      for _ in 0..<3 { try sender.left.send(randomMessage(tick, using: &generator), at: 0) }
      let frame = try #require(try sender.left.poll(at: 0, flushes: true))
      for count in 1..<max(2, frame.count) {
        let end = try Pair<OrderedCarriage>()
        try? end.right.receive(Array(frame.prefix(count)), at: 0)
        var received = 0
        while end.right.next() != nil { received += 1 }
        #expect(received <= 3)
      }
    }
  }
}
