import ChannelForms
import Testing
import Weft
import WeftLink
import WeftStream

/// Generated channels over datagrams that are lost, doubled and overtaken: nothing arrives that was not sent, nothing twice, and what
/// is sent when the network has come to rest arrives.
@Suite struct DatagramChannelTests {
  @Test(arguments: 0..<6) func plain(seed: Int) throws { try check(Datagrams.self, seed: seed) }

  @Test(arguments: 0..<6) func withADictionary(seed: Int) throws { try check(Trained.self, seed: seed) }

  private func check<Message: Spoken>(_: Message.Type, seed: Int) throws {
    var network = try LossyNetwork<Message>(seed: UInt64(seed), contexts: try ZstdContexts())
    for tick in 0..<600 { try network.step(tick, isBad: true) }
    #expect(network.wrong.isEmpty, "seed \(seed): \(network.wrong.prefix(2))")
    #expect(network.errors.isEmpty, "seed \(seed): \(network.errors.prefix(2))")
    #expect(network.deliveredCount > 300, "seed \(seed)")
    // What is underway arrives; then everything does.
    for tick in 600..<640 { try network.step(tick, isBad: false) }
    network.forget()
    for tick in 640..<700 { try network.step(tick, isBad: false) }
    #expect(network.wrong.isEmpty && network.outstandingCount == 0, "seed \(seed): \(network.outstandingCount) missing")
    #expect(network.hasSavedBytes, "seed \(seed): neither baselines nor tables nor zstd ever made a datagram shorter")
  }
}

/// Two ends that both speak every tick, over a line that loses a third, doubles a quarter, and delays by up to 20 ticks.
struct LossyNetwork<Message: Spoken> {
  private let ends: [ChannelEnd<Message>]
  private var speakers: [Speaker]
  private var underway: [(arrival: Int, side: Int, bytes: [UInt8])] = []
  private var sent: [[Message: Int]] = [[:], [:]]
  private(set) var deliveredCount = 0
  private(set) var wrong: [Message] = []
  private(set) var errors: [LinkError] = []
  /// A datagram was shorter than its messages' full forms.
  private(set) var hasSavedBytes = false

  init(seed: UInt64, contexts: ZstdContexts) throws {
    ends = try (0..<2).map { side in try ChannelEnd(session: UInt32(seed) * 2 + UInt32(side), contexts: contexts) }
    speakers = (0..<2).map { Speaker(seed: seed * 2 + UInt64($0)) }
  }

  var outstandingCount: Int { sent.reduce(0) { $0 + $1.values.reduce(0, +) } }

  mutating func forget() { sent = [[:], [:]] }

  mutating func step(_ tick: Int, isBad: Bool) throws {
    let now = LinkInstant(tick) * 16_000
    for side in 0..<2 {
      if ends[side].isEstablished { try speak(tick, side, now) }
      while let bytes = try ends[side].poll(at: now, flushes: true) { transmit(bytes, tick, side, isBad: isBad) }
    }
    var arriving: [(arrival: Int, side: Int, bytes: [UInt8])] = []
    underway.removeAll { item in
      guard item.arrival <= tick else { return false }
      arriving.append(item)
      return true
    }
    arriving.shuffle(using: &speakers[0].generator)
    for item in arriving { take(item.bytes, 1 - item.side, now) }
  }

  private mutating func speak(_ tick: Int, _ side: Int, _ now: LinkInstant) throws {
    for _ in 0..<speakers[side].number(0...3) {
      let message: Message = speakers[side].message(at: tick)
      try ends[side].send(message, at: now)
      sent[side][message, default: 0] += 1
    }
  }

  private mutating func transmit(_ bytes: [UInt8], _ tick: Int, _ side: Int, isBad: Bool) {
    guard isBad else { return underway.append((tick, side, bytes)) }
    repeat {
      guard speakers[side].number(0...2) > 0 else { continue }
      underway.append((tick + speakers[side].number(0...20), side, bytes))
    } while speakers[side].number(0...3) == 0
  }

  private mutating func take(_ bytes: [UInt8], _ side: Int, _ now: LinkInstant) {
    do throws(LinkError) {
      try ends[side].receive(bytes, at: now)
    } catch {
      // Before the handshake a datagram says nothing; one that was overtaken by too many may have lost its baseline.
      switch error {
      case .notEstablished, .missingBaseline: break
      default: errors.append(error)
      }
    }
    var received: [Message] = []
    while let message = ends[side].next() { received.append(message) }
    deliveredCount += received.count
    var fullByteCount = 0
    for message in received {
      fullByteCount += (try? fullSize(of: message)) ?? 0
      if let count = sent[1 - side][message], count > 0 {
        sent[1 - side][message] = count - 1
      } else {
        wrong.append(message)
      }
    }
    if bytes.count < fullByteCount { hasSavedBytes = true }
  }

  private func fullSize(of message: Message) throws -> Int {
    var bytes = [UInt8](repeating: 0, count: 1024)
    var state = DeltaState()
    var span = bytes.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    try message.encode(into: &writer, state: &state)
    return writer.finish()
  }
}
