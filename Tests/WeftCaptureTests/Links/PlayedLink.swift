import PlayLinks
import Weft
import WeftLink
import WeftStream

/// The same numbers from the same seed.
struct PlayDice {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ mixed >> 31) % UInt64(bound))
  }
}

/// The messages that any of the channels of `PlayLinks` can say.
protocol PlayMessage: ChannelMessage {
  static func world(_ value: World) -> Self
  static func score(_ value: Score) -> Self
  static func chat(_ value: Chat) -> Self
}

extension PlayLinks.Motion: PlayMessage {}
extension PlayLinks.Frames: PlayMessage {}
extension PlayLinks.State: PlayMessage {}
extension PlayLinks.Flow: PlayMessage {}
extension PlayLinks.Each: PlayMessage {}
extension PlayLinks.Letters: PlayMessage {}

/// A game whose ships move, come and go.
struct Play {
  var dice: PlayDice
  var world = World(tick: 100, ships: [])
  /// More than a table holds is for tests of eviction.
  var ownerCount = 4

  static func owner(_ number: Int) -> FixedBytes<6> { [2, 0, 0, 0, 0, UInt8(number)] }

  init(seed: UInt64) {
    dice = PlayDice(state: seed)
    for id in 1...5 { world.ships.append(ship(UInt8(id * 3))) }
  }

  private mutating func ship(_ id: UInt8) -> Ship {
    Ship(
      id: id, x: Double(dice.below(400) - 200), y: Double(dice.below(400) - 200), heading: UInt8(dice.below(256)),
      shield: dice.below(2) == 0 ? nil : UInt8(dice.below(100)), owner: Self.owner(dice.below(ownerCount)))
  }

  mutating func step() {
    world.tick += 1
    for index in world.ships.indices where dice.below(3) > 0 {
      world.ships[index].x = min(256, world.ships[index].x + 1.5)
      world.ships[index].heading &+= UInt8(dice.below(5))
      if dice.below(6) == 0 { world.ships[index].shield = world.ships[index].shield == nil ? 9 : nil }
    }
    if dice.below(8) == 0, world.ships.count > 2 { world.ships.remove(at: dice.below(world.ships.count)) }
    if dice.below(8) == 0, world.ships.count < 10, let last = world.ships.last, last.id < 200 {
      world.ships.append(ship(last.id + UInt8(1 + dice.below(9))))
    }
  }

  mutating func score() -> Score {
    let player = UInt8(dice.below(3))
    return Score(player: player, points: UInt16(dice.below(300)), name: ["Ada", "Bob", "Cy"][Int(player)])
  }

  mutating func chat() -> Chat {
    Chat(
      from: Self.owner(dice.below(ownerCount)),
      text: ["hello", "over here", "well played", String(repeating: "ha ", count: 20)][dice.below(4)])
  }
}

/// A link between two real ends, and what a capture between them shows.
struct PlayedLink<Message: PlayMessage> {
  let ends: [ChannelEnd<Message>]
  var writer = PacketWriter()
  /// What each end sent, in full, in order.
  var sent: [[[UInt8]]] = [[], []]
  var sentBitCount = [0, 0]
  var now: LinkInstant = 0
  /// In percent: lost before they are captured, lost behind that, and held back.
  var losses = (before: 0, behind: 0, late: 0)
  var play: Play
  private var dice: PlayDice
  private var late: [(bytes: [UInt8], end: Int, due: LinkInstant)] = []
  private var sequences: [UInt32] = [1000, 4_294_967_000]
  private let isStream = Message.channel.transport == .stream

  init(seed: UInt64, contexts: ZstdContexts? = nil, dictionary: ZstdDictionary? = nil) throws {
    ends = try (0..<2).map { number in
      let session = UInt32(seed & 0xFFFF) &+ UInt32(number)
      guard let contexts else { return ChannelEnd<Message>(session: session) }
      return ChannelEnd<Message>(session: session, compression: try ZstdLink<Message>(contexts: contexts, dictionary: dictionary))
    }
    play = Play(seed: seed)
    dice = PlayDice(state: seed ^ 0xABCD)
    if isStream {
      for end in 0..<2 {
        writer.add([], from: end, at: 0, .tcp(sequence: sequences[end] &- 1, acknowledged: 0, isFirst: true))
      }
    }
  }

  mutating func send(_ message: Message, from end: Int) throws {
    guard ends[end].isEstablished else { return }
    try ends[end].send(message, at: now)
    var bytes = [UInt8](repeating: 0, count: 4096)
    var span = bytes.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    var state = DeltaState()
    try message.encode(into: &writer, state: &state)
    sentBitCount[end] += writer.bitOffset
    sent[end].append(Array(bytes[..<writer.finish()]))
  }

  /// One tick: some messages, then what is due goes.
  mutating func step() throws {
    now += 16_000
    play.step()
    try send(.world(play.world), from: 0)
    if dice.below(3) == 0 { try send(.score(play.score()), from: 0) }
    if dice.below(4) == 0 { try send(.chat(play.chat()), from: dice.below(2)) }
    try carry()
  }

  mutating func carry() throws {
    for end in 0..<2 {
      while let bytes = try ends[end].poll(at: now, flushes: true) { try transmit(bytes, from: end) }
    }
    for one in late where one.due <= now { try deliver(one.bytes, from: one.end) }
    late.removeAll { $0.due <= now }
  }

  private mutating func transmit(_ bytes: [UInt8], from end: Int) throws {
    if dice.below(100) < losses.before { return }
    if dice.below(100) < losses.late {
      late.append((bytes, end, now + 40_000))
    } else {
      try deliver(bytes, from: end)
    }
  }

  private mutating func deliver(_ bytes: [UInt8], from end: Int) throws {
    if isStream {
      writer.add(
        bytes, from: end, at: Int(now), .tcp(sequence: sequences[end], acknowledged: sequences[1 - end], isFirst: false))
      sequences[end] &+= UInt32(bytes.count)
    } else {
      writer.add(bytes, from: end, at: Int(now))
    }
    if dice.below(100) < losses.behind { return }
    try ends[1 - end].receive(bytes, at: now)
    while ends[1 - end].next() != nil {}
  }
}
