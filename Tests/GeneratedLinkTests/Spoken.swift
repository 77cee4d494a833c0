import ChannelForms
import Weft

/// What all channels of `ChannelForms` say: their cases are what the requirements ask for.
protocol Spoken: ChannelMessage {
  static func introduce(_ value: Introduce) -> Self
  static func neighbours(_ value: Neighbours) -> Self
  static func say(_ value: Say) -> Self
  static func place(_ value: Place) -> Self
  static func world(_ value: World) -> Self
  static func password(_ value: Password) -> Self
}

extension Datagrams: Spoken {}
extension Ordered: Spoken {}
extension Stream: Spoken {}
extension Window: Spoken {}
extension History: Spoken {}
extension Each: Spoken {}
extension Trained: Spoken {}

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

/// A small world whose messages repeat themselves as those of real ones do: few peers, things that move on lines, phrases.
struct Speaker {
  var generator: SeededGenerator
  private(set) var world = World(at: 0, cubes: [], title: "", leader: nil)

  init(seed: UInt64) { generator = SeededGenerator(state: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }

  /// One of 20 where a table holds 16: some are evicted.
  mutating func address() -> FixedBytes<32> {
    let peer = UInt8(number(0...19))
    return FixedBytes { UInt8($0) &* 7 &+ peer }
  }

  static let phrases = [
    "hello there", "the service is up", "restarting in 30 seconds", "the quick brown fox jumps over the lazy dog", "",
  ]

  mutating func message<Message: Spoken>(at tick: Int) -> Message {
    switch number(0...9) {
    case 0:
      let name = "peer " + String(repeating: "x", count: number(0...11))
      let token = UInt8(number(0...255))
      return .introduce(Introduce(name: name, address: address(), token: FixedBytes { UInt8($0) ^ token }))
    case 1: return .neighbours(Neighbours(nonce: UInt16(tick & 0xFFFF), peers: (0..<number(0...8)).map { _ in peer() }))
    case 2...3: return .say(Say(at: UInt32(tick), text: text()))
    case 4...6: return .place(place(at: tick))
    case 7...8:
      move(to: tick)
      return .world(world)
    default: return .password(Password(at: UInt32(tick), word: text(upTo: 40)))
    }
  }

  private mutating func peer() -> Peer {
    Peer(address: address(), rtt: UInt16(number(0...4095)), alias: number(0...1) == 0 ? nil : "alias \(number(0...5))")
  }

  private mutating func text(upTo byteCount: Int = 400) -> String {
    var text = ""
    for _ in 0...number(0...3) { text += Self.phrases[number(0...Self.phrases.count - 1)] }
    return String(decoding: text.utf8.prefix(byteCount), as: UTF8.self)
  }

  /// Places keep to their lines, but for what they stumble over.
  private mutating func place(at tick: Int) -> Place {
    let id = number(0...5)
    let stumble = number(0...9) == 0 ? number(-40...40) : 0
    let (x, y) = ((tick * (id + 1) + stumble) & 8191 - 4096, (tick * 3 + id) & 8191 - 4096)
    return Place(
      id: UInt8(id), at: UInt32(tick), x: Double(x) / 64, y: Double(y) / 64, heading: UInt16((tick * 17 + stumble) & 1023))
  }

  private mutating func move(to tick: Int) {
    world.at = UInt32(tick)
    for index in world.cubes.indices where number(0...4) == 0 { world.cubes[index].x = UInt16(number(0...4095)) }
    if number(0...5) == 0, !world.cubes.isEmpty { world.cubes.remove(at: number(0...world.cubes.count - 1)) }
    let id = UInt8(number(0...63))
    if number(0...2) == 0, world.cubes.count < 24, !world.cubes.contains(where: { $0.id == id }) {
      world.cubes.append(Cube(id: id, x: UInt16(number(0...4095)), colour: UInt8(number(0...3))))
      world.cubes.sort { $0.id < $1.id }
    }
    if number(0...19) == 0 { world.title = "round \(number(0...99))" }
    if number(0...9) == 0 { world.leader = number(0...1) == 0 ? nil : address() }
  }
}
