import NativeForms
import PlayLinks
import Weft
import WeftDynamic
public import WeftFuzz
import WeftLink
import WeftSchema
import WeftStream

/// Links: what arrives in which order, with what in between.
public func channelHarness() -> any FuzzHarness { ChannelHarness() }

/// The first byte of an input chooses a channel, by transport and compression; each of the others is a step of `LinkTrial`.
private final class ChannelHarness: FuzzHarness {
  private let channels: [(name: String, trial: (ArraySlice<UInt8>) -> String?)]

  init() {
    guard let codec = try? DynamicCodec(encodedSchema: Definitions.encodedSchema), let contexts = try? ZstdContexts() else {
      fatalError("no schema, or no libzstd")
    }
    func channel<Message: ChannelMessage>(
      _ type: Message.Type, of module: String = "NativeForms"
    ) -> (String, (ArraySlice<UInt8>) -> String?) {
      let values = LinkValues<Message>(codec, module)
      return (
        "\(type)",
        { steps in
          var trial = LinkTrial(values, contexts, steps: steps)
          return trial.finding()
        }
      )
    }
    // Inputs name them by their place: new ones come last.
    channels = [
      channel(NativeForms.Talk.self), channel(NativeForms.Motion.self), channel(NativeForms.Bulk.self),
      channel(NativeForms.Flow.self), channel(NativeForms.Parcel.self), channel(PlayLinks.Motion.self, of: "PlayLinks"),
      channel(PlayLinks.Frames.self, of: "PlayLinks"), channel(PlayLinks.State.self, of: "PlayLinks"),
      channel(PlayLinks.Flow.self, of: "PlayLinks"), channel(PlayLinks.Each.self, of: "PlayLinks"),
      channel(PlayLinks.Letters.self, of: "PlayLinks"), channel(NativeForms.Gather.self),
    ]
  }

  func finding(in input: [UInt8]) -> String? {
    guard let first = input.first else { return nil }
    let (name, trial) = channels[Int(first) % channels.count]
    return trial(input.dropFirst()).map { "\(name): \($0)" }
  }

  func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? {
    var generator = SplitMix64(seed: seed)
    if generator.chance(1, in: 8) {
      var bytes = ByteMutation(seed: generator.next())
      return bytes.mutate(input, maximumByteCount: maximumByteCount)
    }
    var steps = ChannelSteps(input.dropFirst())
    if let other { steps.cross(ChannelSteps(other.dropFirst()), &generator) } else { steps.change(&generator) }
    let channel = generator.chance(1, in: 32) ? UInt8(generator.below(channels.count)) : input.first ?? 0
    return Array(([channel] + steps.bytes).prefix(maximumByteCount))
  }

  /// Of each channel: an honest exchange, one with a bit flipped, one with foreign bytes, one with what datagrams do to each other.
  var seeds: [[UInt8]] {
    let honest: [UInt8] = [0, 1, 0, 2, 5, 8, 14, 0, 3, 0, 4, 5, 8, 8, 14]
    let flipped: [UInt8] = honest + [0, 7, 5, 10, 3, 0, 4, 0, 9, 5, 8]
    let foreign: [UInt8] = honest + [11, 6, 1, 2, 3, 4, 5, 6, 0, 10, 5, 8, 15, 7]
    let reordered: [UInt8] = honest + [0, 5, 5, 0, 6, 5, 0, 7, 5, 13, 13, 12, 8, 8, 14, 0, 8, 5, 8]
    return (0..<UInt8(channels.count)).flatMap { channel in
      [honest, flipped, foreign, reordered].map { [channel] + $0 }
    }
  }
}

/// Valid values of each message of a channel, each a little later than the one before it.
private struct LinkValues<Message: ChannelMessage> {
  private(set) var messages: [Message] = []

  init(_ codec: DynamicCodec, _ module: String) {
    var random = RandomValue(codec, seed: 7)
    for index in 0..<Message.channel.messageCount {
      guard let definition = codec.definition(named: "\(module).\(Message.description(ofMessage: index).name)") else {
        continue
      }
      for _ in 0..<4 {
        guard var bytes = random.next(definition)?.bytes else { continue }
        for _ in 0..<6 {
          append(index, bytes)
          guard let value = try? codec.decoded(definition, from: bytes), let next = random.change(of: value) else { break }
          bytes = next.bytes
        }
      }
    }
  }

  private mutating func append(_ index: Int, _ bytes: [UInt8]) {
    var reader = unsafe BitReader(bytes.span.bytes)
    var state = DeltaState()
    if let message = try? Message.decode(message: index, from: &reader, state: &state) { messages.append(message) }
  }
}

/// Two ends, and between them whatever the steps do. Each step is a byte, of which the low four bits are its kind:
///
///     0 … 4    the left end sends the value with the number in the next byte
///     5 … 7    what the left end has to say goes on the wire
///     8, 9     the first frame on the wire arrives
///     10       the first frame on the wire arrives with a byte changed (place in two bytes, difference in one); a datagram stays on the wire
///     11       as many bytes as the next byte says, of those that follow, arrive
///     12       a datagram is lost
///     13       a datagram arrives and stays on the wire; the first two change places
///     14       what the right end has to say arrives
///     15       time passes, or an ordered link begins anew
private struct LinkTrial<Message: ChannelMessage> {
  private let values: LinkValues<Message>
  private let left: ChannelEnd<Message>
  private let right: ChannelEnd<Message>
  private let contexts: ZstdContexts
  private var steps: ArraySlice<UInt8>
  private var wire: [[UInt8]] = []
  private var now: LinkInstant = 0
  /// In their order; on datagrams for the whole trial, on ordered links those that have not arrived.
  private var sent: [Message] = []
  /// Something that the left end never said was taken for true: what follows may mean anything.
  private var isTainted = false
  /// Something was refused: an ordered link waits to begin anew, datagrams may miss what was forgotten.
  private var hasRefused = false

  init(_ values: LinkValues<Message>, _ contexts: ZstdContexts, steps: ArraySlice<UInt8>) {
    self.values = values
    self.contexts = contexts
    self.steps = steps
    let limits = LinkLimits(baselineCount: 4, keyCount: 3, frameByteCount: 2048)
    func end(_ session: UInt32) -> ChannelEnd<Message> {
      ChannelEnd(session: session, limits: limits, compression: try? ZstdLink<Message>(contexts: contexts, limits: limits))
    }
    left = end(1)
    right = end(2)
  }

  private var isDatagram: Bool { if case .datagram = Message.channel.transport { true } else { false } }
  private var isStream: Bool { Message.channel.transport == .stream }

  private mutating func take() -> Int { steps.popFirst().map { Int($0) } ?? 0 }

  mutating func finding() -> String? {
    do throws(LinkError) {
      try exchange()
      guard left.isEstablished, right.isEstablished else { return "no handshake" }
    } catch {
      return "the handshake fails: \(error)"
    }
    while !steps.isEmpty {
      if let finding = step() { return finding }
    }
    return ending()
  }

  // MARK: Steps

  private mutating func step() -> String? {
    switch take() & 15 {
    case 0...4: return send(take())
    case 5...7: return flush()
    case 8, 9: return wire.isEmpty ? nil : deliver(wire.removeFirst())
    case 10: return deliverChanged()
    case 11:
      let count = min(take(), steps.count)
      let bytes = Array(steps.prefix(count))
      steps = steps.dropFirst(count)
      forge(bytes)
    case 12: if isDatagram, !wire.isEmpty { wire.removeFirst() }
    case 13:
      guard isDatagram, let first = wire.first else { return nil }
      if wire.count > 1 { wire.swapAt(0, 1) }
      return deliver(first)
    case 14: return answer()
    default: return pass()
    }
    return nil
  }

  private mutating func send(_ number: Int) -> String? {
    let message = values.messages[number % values.messages.count]
    do throws(LinkError) {
      try left.send(message, at: now)
      sent.append(message)
    } catch {
      switch error {
      // Above the MTU, as a snapshot's largest values are allowed to be.
      case .frameTooLong: break
      default: return "a valid value is not sent: \(error)"
      }
    }
    return nil
  }

  private mutating func flush() -> String? {
    do throws(LinkError) {
      while let bytes = try left.poll(at: now, flushes: true) { wire.append(bytes) }
      return nil
    } catch {
      return "poll: \(error)"
    }
  }

  /// Something that the left end said, as it said it.
  private mutating func deliver(_ bytes: [UInt8]) -> String? {
    do throws(LinkError) {
      try right.receive(bytes, at: now)
    } catch {
      if isTainted { return nil }
      switch error {
      case .ended where hasRefused && !isDatagram: return nil
      // A baseline may be forgotten by who is told of one that it does not have, or be too far back.
      case .missingBaseline where isDatagram: return nil
      default: return "an honest frame is refused: \(error), \(bytes)"
      }
    }
    return arrived()
  }

  /// What came out was sent; on ordered links nothing is left out and nothing overtakes.
  private mutating func arrived() -> String? {
    while let message = right.next() {
      if isTainted { continue }
      if isDatagram {
        if !sent.contains(message) { return "a message arrived that nobody sent: \(message)" }
      } else {
        guard let expected = sent.first, expected == message else {
          return "\(message) arrived, not \(String(describing: sent.first))"
        }
        sent.removeFirst()
      }
    }
    return nil
  }

  private mutating func deliverChanged() -> String? {
    let place = take() | take() << 8
    let difference = UInt8(truncatingIfNeeded: take())
    guard var bytes = wire.first, !bytes.isEmpty, difference != 0 else { return nil }
    bytes[place % bytes.count] ^= difference
    if !isDatagram { wire.removeFirst() }
    forge(bytes)
    return nil
  }

  /// Something that the left end did not say.
  private mutating func forge(_ bytes: [UInt8]) {
    do throws(LinkError) {
      try right.receive(bytes, at: now)
      isTainted = true
      while right.next() != nil {}
    } catch {
      hasRefused = true
      // Where one frame of a stream ends and the next begins is lost with the first wrong byte.
      if isStream { isTainted = true }
    }
  }

  private mutating func answer() -> String? {
    do throws(LinkError) {
      while let bytes = try right.poll(at: now, flushes: true) {
        do throws(LinkError) {
          try left.receive(bytes, at: now)
        } catch {
          if !isTainted { return "the right end's frame is refused: \(error)" }
        }
      }
      return nil
    } catch {
      return "poll: \(error)"
    }
  }

  private mutating func pass() -> String? {
    let amount = take()
    now += LinkInstant(amount * 1000)
    return isDatagram || amount & 1 == 0 ? nil : restart()
  }

  /// Both directions of an ordered link begin anew; what is on the wire goes first.
  private mutating func restart() -> String? {
    if let finding = flush() { return finding }
    for bytes in wire { if let finding = deliver(bytes) { return finding } }
    wire.removeAll()
    do throws(LinkError) {
      try right.restart()
      try exchange()
    } catch {
      return isTainted ? nil : "restarted: \(error)"
    }
    sent.removeAll()
    hasRefused = false
    return nil
  }

  private func exchange() throws(LinkError) {
    for _ in 0..<8 {
      while let bytes = try left.poll(at: now, flushes: true) { try right.receive(bytes, at: now) }
      while let bytes = try right.poll(at: now, flushes: true) { try left.receive(bytes, at: now) }
    }
  }

  // MARK: The end

  /// Whatever was refused, the link carries what is sent from now on: an ordered one when it has begun anew, datagrams at once or
  /// when the sender knows what was forgotten.
  private mutating func ending() -> String? {
    if isTainted { return nil }
    if let finding = flush() { return finding }
    for bytes in wire { if let finding = deliver(bytes) { return finding } }
    wire.removeAll()
    if hasRefused, !isDatagram, let finding = restart() { return finding }
    guard let message = values.messages.last(where: { Message.description(ofMessage: $0.index).maximumByteCount < 200 }) else {
      return nil
    }
    for _ in 0..<4 {
      now += 1_000_000
      sent.removeAll()
      guard (try? left.send(message, at: now)) != nil else { return "at the end nothing can be sent" }
      sent.append(message)
      do throws(LinkError) {
        while let bytes = try left.poll(at: now, flushes: true) {
          do throws(LinkError) { try right.receive(bytes, at: now) } catch { if !isDatagram { throw error } }
        }
      } catch {
        return "at the end an honest frame is refused: \(error)"
      }
      now += 1_000_000
      if let finding = answer() { return finding }
      if right.next() == message { return nil }
    }
    return "at the end nothing arrives"
  }
}
