import Weft
import WeftLink

/// The same numbers from the same seed, on every platform.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Two ends and what is between them when nothing goes wrong.
struct Pair<C: Carriage> {
  let left: ChannelEnd<Talk<C>>
  let right: ChannelEnd<Talk<C>>

  init(left: LinkLimits = LinkLimits(), right: LinkLimits = LinkLimits()) throws {
    try self.init(left: ChannelEnd(session: 1, limits: left), right: ChannelEnd(session: 2, limits: right))
  }

  init(left: ChannelEnd<Talk<C>>, right: ChannelEnd<Talk<C>>) throws {
    self.left = left
    self.right = right
    try exchange(at: 0)
  }

  /// Carries everything both ways until both are silent.
  func exchange(at now: LinkInstant) throws {
    var isBusy = true
    while isBusy {
      isBusy = false
      while let bytes = try left.poll(at: now, flushes: true) {
        try right.receive(bytes, at: now)
        isBusy = true
      }
      while let bytes = try right.poll(at: now, flushes: true) {
        try left.receive(bytes, at: now)
        isBusy = true
      }
    }
  }

  /// Sends and delivers; returns what arrived, and how many bytes it took.
  func carry(_ messages: [Talk<C>], at now: LinkInstant = 0) throws -> (messages: [Talk<C>], byteCount: Int) {
    for message in messages { try left.send(message, at: now) }
    var byteCount = 0
    while let bytes = try left.poll(at: now, flushes: true) {
      byteCount += bytes.count
      try right.receive(bytes, at: now)
    }
    var received: [Talk<C>] = []
    while let message = right.next() { received.append(message) }
    return (received, byteCount)
  }
}

/// Something of every message, small enough for any datagram.
func randomMessage<C: Carriage>(_ tick: Int, using generator: inout SeededGenerator) -> Talk<C> {
  switch Int.random(in: 0..<8, using: &generator) {
  case 0...1:
    let name = Int.random(in: 0..<7, using: &generator)
    return .hello(Hello(name: Array(repeating: UInt8(name), count: name * 2), number: .random(in: 0...255, using: &generator)))
  case 2...4:
    let id = UInt8.random(in: 0..<5, using: &generator)
    return .place(Place(id: id, x: UInt16(truncatingIfNeeded: tick * 3 + Int(id)), y: .random(in: 0...9, using: &generator)))
  case 5...6:
    return .world(Place(id: 0, x: UInt16(truncatingIfNeeded: tick * 7), y: .random(in: 0...0xFFFF, using: &generator)))
  default:
    let count = Int.random(in: 0...30, using: &generator)
    return .note(Note((0..<count).map { _ in .random(in: 0...255, using: &generator) }))
  }
}
