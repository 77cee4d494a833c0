import BenchmarkMessages
import InlineMessages
import Weft
import Witness

/// Seeded random numbers, and what the messages without a witness are made of.
struct Dice {
  var state: UInt64

  /// 0 up to, and without, `bound`.
  mutating func next(below bound: UInt64) -> UInt64 { witnessRandom(&state) % bound }
  mutating func integer<Value: FixedWidthInteger>(_ range: ClosedRange<Value>) -> Value {
    range.lowerBound + Value(next(below: UInt64(range.upperBound - range.lowerBound) + 1))
  }
  mutating func isHead() -> Bool { next(below: 2) == 0 }
  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in integer(0...255) } }
  mutating func fixedBytes<let count: Int>() -> FixedBytes<count> {
    let bytes = bytes(count)
    return FixedBytes { bytes[$0] }
  }
  mutating func element<Element>(of elements: [Element]) -> Element { elements[Int(next(below: UInt64(elements.count)))] }
}

extension FindNode {
  init(dice: inout Dice) {
    self.init(
      target: dice.fixedBytes(), want: dice.integer(1...20),
      tags: (0..<dice.integer(0...4)).map { (_: Int) in dice.integer(0...65535) },
      token: dice.isHead() ? dice.bytes(dice.integer(1...32)) : nil)
  }
}

private let names = ["Ada", "Grace Hopper", "Łukasz", "Zoë", "Radia Perlman"]

extension Greeting {
  init(dice: inout Dice) {
    self.init(
      name: InlineText(dice.element(of: names)) ?? "", nonce: InlineBytes(dice.bytes(dice.integer(0...16))) ?? [],
      version: dice.integer(0...255))
  }
}

extension Chat {
  private static let words = [
    "the", "node", "that", "answers", "first", "keeps", "its", "link", "and", "tells", "others", "where", "to", "look",
  ]

  init(dice: inout Dice) {
    self.init(
      room: dice.integer(0...1 << 20), author: dice.element(of: names),
      sequence: dice.integer(0...1 << 24), sent: dice.integer(1_780_000_000_000...1_790_000_000_000),
      edited: dice.next(below: 4) == 0 ? dice.integer(-1000...600_000) : nil,
      body: (0..<dice.integer(2...40)).map { (_: Int) in dice.element(of: Self.words) }.joined(separator: " "),
      mentions: (0..<dice.element(of: [0, 0, 0, 1, 2])).map { (_: Int) in dice.integer(0...1 << 20) })
  }
}

extension Endpoint {
  init(dice: inout Dice) {
    switch dice.next(below: 3) {
    case 0: self = .v4(V4(address: dice.fixedBytes(), port: dice.integer(1024...65535)))
    case 1: self = .v6(V6(address: dice.fixedBytes(), port: dice.integer(1024...65535)))
    default: self = .relay(dice.fixedBytes())
    }
  }
}

extension Offer {
  init(dice: inout Dice) {
    self.init(
      answering: dice.isHead(), connection: dice.integer(0...32767),
      deadline: dice.isHead() ? dice.integer(0...60000) : nil, priority: dice.isHead() ? dice.integer(0...7) : nil,
      fingerprint: dice.isHead() ? dice.fixedBytes() : nil, reply: dice.isHead() ? Endpoint(dice: &dice) : nil,
      endpoints: (0..<dice.integer(0...8)).map { (_: Int) in Endpoint(dice: &dice) })
  }
}
