import Weft

@testable import WeftLink

/// A network that loses, doubles, delays and cuts, by a seed.
struct Network {
  /// Of 100 datagrams.
  var loss: Int
  var duplication: Int
  /// The most ticks that a datagram takes; up to that it is overtaken.
  var delay: Int
  /// Of 1000 ticks: how often the line is cut, for up to 200 ticks.
  var cuts: Int

  private var underway: [(arrival: Int, bytes: [UInt8])] = []
  private var cutUntil = -1

  init(loss: Int, duplication: Int, delay: Int, cuts: Int) {
    self.loss = loss
    self.duplication = duplication
    self.delay = delay
    self.cuts = cuts
  }

  /// Anything from a line to a disaster.
  init(using generator: inout SeededGenerator) {
    self.init(
      loss: .random(in: 0...50, using: &generator), duplication: .random(in: 0...50, using: &generator),
      delay: .random(in: 1...40, using: &generator), cuts: .random(in: 0...10, using: &generator))
  }

  mutating func transmit(_ bytes: [UInt8], at tick: Int, using generator: inout SeededGenerator) {
    if tick > cutUntil, Int.random(in: 0..<1000, using: &generator) < cuts {
      cutUntil = tick + Int.random(in: 1...200, using: &generator)
    }
    guard tick > cutUntil else { return }
    repeat {
      guard Int.random(in: 0..<100, using: &generator) >= loss else { continue }
      underway.append((tick + Int.random(in: 0...delay, using: &generator), bytes))
    } while Int.random(in: 0..<100, using: &generator) < duplication
  }

  mutating func arriving(at tick: Int, using generator: inout SeededGenerator) -> [[UInt8]] {
    var arriving: [[UInt8]] = []
    underway.removeAll { item in
      guard item.arrival <= tick else { return false }
      arriving.append(item.bytes)
      return true
    }
    arriving.shuffle(using: &generator)
    return arriving
  }
}

/// Two ends of a datagram channel that both send something every tick, over two networks.
///
/// Each message says the tick it was sent at, so that what arrives is compared with what was sent then, whatever order it comes in.
struct Simulation {
  typealias End = ChannelEnd<Talk<DatagramCarriage>>
  let ends: [End]
  var networks: [Network]
  var generator: SeededGenerator
  /// What each end sent in the last 64 ticks, and how often; nothing travels for longer. What arrives is taken out.
  private var sent: [[[Talk<DatagramCarriage>: Int]]] = Array(repeating: Array(repeating: [:], count: 64), count: 2)
  private(set) var deliveredCount = 0
  private(set) var byteCount = 0
  private(set) var sentCount = 0
  /// Errors that a lossy but honest network may not cause.
  private(set) var errors: [LinkError] = []
  private(set) var wrong: [Talk<DatagramCarriage>] = []

  init(seed: UInt64, networks: [Network]? = nil, limits: LinkLimits = LinkLimits()) {
    var generator = SeededGenerator(state: seed)
    self.networks = networks ?? [Network(using: &generator), Network(using: &generator)]
    ends = [
      End(session: .random(in: 0...UInt32.max, using: &generator), limits: limits),
      End(session: .random(in: 0...UInt32.max, using: &generator), limits: limits),
    ]
    self.generator = generator
  }

  static let microsecondsPerTick: LinkInstant = 16_000

  mutating func run(_ tick: Int) {
    let now = LinkInstant(tick) * Self.microsecondsPerTick
    for side in 0..<2 {
      if ends[side].isEstablished { send(tick, side, now) }
      do {
        while let bytes = try ends[side].poll(at: now, flushes: true) {
          byteCount += bytes.count
          networks[side].transmit(bytes, at: tick, using: &generator)
        }
      } catch { errors.append(error) }
    }
    for side in 0..<2 {
      for bytes in networks[side].arriving(at: tick, using: &generator) { take(bytes, tick, 1 - side, now) }
    }
  }

  private mutating func send(_ tick: Int, _ side: Int, _ now: LinkInstant) {
    sent[side][tick % 64] = [:]
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      let message = timed(randomMessage(tick, using: &generator), tick)
      do {
        try ends[side].send(message, at: now)
        sent[side][tick % 64][message, default: 0] += 1
        sentCount += 1
      } catch { errors.append(error) }
    }
  }

  /// The message with the tick's number in it.
  private func timed(_ message: Talk<DatagramCarriage>, _ tick: Int) -> Talk<DatagramCarriage> {
    switch message {
    case .hello(let value): .hello(Hello(name: value.name, number: UInt8(tick & 0xFF)))
    case .place(let value):
      .place(Place(id: value.id, x: UInt16(truncatingIfNeeded: tick * 3), y: value.y << 10 | UInt16(tick % 1024)))
    case .world(let value): .world(Place(id: 0, x: value.y, y: UInt16(tick % 1024)))
    case .note(let value), .secret(let value): .note(Note([UInt8(tick & 0xFF), UInt8(tick >> 8 & 0xFF)] + value.text))
    }
  }

  private mutating func take(_ bytes: [UInt8], _ tick: Int, _ side: Int, _ now: LinkInstant) {
    do {
      try ends[side].receive(bytes, at: now)
    } catch {
      // Before the handshake a datagram says nothing; one that was overtaken by too many may have lost its baseline.
      switch error {
      case .notEstablished, .missingBaseline: break
      default: errors.append(error)
      }
    }
    while let message = ends[side].next() {
      deliveredCount += 1
      if !remove(message, from: 1 - side) { wrong.append(message) }
    }
  }

  /// Also finds what arrives twice.
  private mutating func remove(_ message: Talk<DatagramCarriage>, from side: Int) -> Bool {
    for slot in 0..<64 {
      guard let count = sent[side][slot][message], count > 0 else { continue }
      sent[side][slot][message] = count - 1
      return true
    }
    return false
  }

  /// What one end believes that the other has and what that one has in the same place differ, or it has nothing there.
  func checkAgreement() -> (checked: Int, wrong: Int) {
    var result = (checked: 0, wrong: 0)
    for side in 0..<2 {
      guard let sender = ends[side].state.datagramSender, let receiver = ends[1 - side].state.datagramReceiver else { continue }
      for sent in sender.snapshots.messages.joined() where sent.isAcknowledged {
        result.checked += 1
        if receiver.snapshots.value(of: sent.value.index, at: sent.place) != sent.value { result.wrong += 1 }
      }
    }
    return result
  }
}
