import Weft
import WeftDynamic
import WeftFuzz
import WeftSchema

/// Drives a handler: sequences of events whose messages are valid, nearly valid or wild.
final class HandlerHarness: DrivenHarness {
  let codec: DynamicCodec
  let handler: FuzzHandler
  /// What the handler can be told.
  let messages: [FuzzedMessage]
  var coverage: FieldCoverage
  var countsFields = true
  private var mutation: MessageMutation

  struct FuzzedMessage {
    let name: String
    let definition: DefinitionID
    let type: any BitCodable.Type
  }

  /// - Throws: where the handler takes what no catalog has.
  init(_ handler: FuzzHandler, catalogs: [MessageCatalog], codec: DynamicCodec) throws(FuzzUsageError) {
    let all = catalogs.flatMap { catalog in
      catalog.types.compactMap { type in
        codec.definition(named: "\(catalog.name).\(type.definitionName)").map {
          FuzzedMessage(name: "\(catalog.name).\(type.definitionName)", definition: $0, type: type)
        }
      }
    }
    switch handler.content {
    case .message(let type): messages = all.filter { $0.type == type }
    case .channel(let channel): messages = all.filter { channel.holds($0.type) }
    case .anyMessage, .bytes: messages = all.filter { $0.type is any Message.Type }
    }
    if messages.isEmpty { throw FuzzUsageError("the handler takes no message of the package's schema") }
    self.codec = codec
    self.handler = handler
    mutation = MessageMutation(codec)
    coverage = FieldCoverage(codec, messages.map(\.definition))
  }

  // MARK: Running

  func finding(in input: [UInt8]) -> String? {
    let events = happenings(EventList(decoding: input), counts: countsFields)
    do {
      try handler.run(events)
      return nil
    } catch {
      return "the handler threw \(error)"
    }
  }

  /// The events that an input stands for. What the handler cannot be told is left out.
  func happenings(_ list: EventList, counts: Bool = false) -> [PeerEvent<FuzzContent>] {
    var connected: [Int] = []
    var events: [PeerEvent<FuzzContent>] = []
    for event in list.events {
      switch event {
      case .connect:
        guard let peer = (0..<16).first(where: { !connected.contains($0) }) else { continue }
        connected.append(peer)
        events.append(.connected(peer: peer))
      case .leave(let place):
        guard !connected.isEmpty else { continue }
        events.append(.disconnected(peer: connected.remove(at: Int(place) % connected.count)))
      case .tick(let milliseconds): events.append(.ticked(milliseconds: Int(milliseconds)))
      case .say(let place, let message, let bytes):
        if connected.isEmpty, handler.takesEvents { continue }
        let peer = connected.isEmpty ? 0 : connected[Int(place) % connected.count]
        let content = content(bytes, messages[Int(message) % messages.count], counts: counts)
        if let content { events.append(.received(content, from: peer)) }
      }
    }
    return events
  }

  private func content(_ bytes: [UInt8], _ message: FuzzedMessage, counts: Bool) -> FuzzContent? {
    let value = try? message.type.init(decoding: bytes)
    if counts { coverage.add(message.definition, bytes) }
    if case .bytes = handler.content { return FuzzContent(bytes: bytes, value: value) }
    return value.map { FuzzContent(bytes: bytes, value: $0) }
  }

  // MARK: Making inputs

  var seeds: [[UInt8]] {
    var seeds: [[UInt8]] = []
    for vector in codec.schema.modules.flatMap(\.vectors) {
      guard let message = messages.firstIndex(where: { $0.definition == vector.definition }) else { continue }
      seeds.append(seed(message, vector.bytes))
    }
    for message in messages.indices {
      for number in 0..<4 {
        seeds.append(seed(message, mutation.fresh(messages[message].definition, Arguments(), seed: UInt64(number))))
      }
    }
    return seeds
  }

  /// Messages that somebody else recorded: each as any message that it decodes as, and all of one kind in their order.
  func seeds(recorded: [[UInt8]]) -> [[UInt8]] {
    messages.indices.flatMap { index -> [[UInt8]] in
      let fitting = recorded.filter { (try? codec.decoded(messages[index].definition, from: $0)) != nil }
      guard !fitting.isEmpty else { return [] }
      let all = fitting.prefix(EventList.limit - 1).map { EventList.Event.say(peer: 0, message: UInt8(index & 0xFF), $0) }
      let together = handler.takesEvents ? [EventList([.connect] + all).bytes] : []
      return fitting.prefix(1000).map { seed(index, $0) } + together
    }
  }

  private func seed(_ message: Int, _ bytes: [UInt8]) -> [UInt8] {
    let say = EventList.Event.say(peer: 0, message: UInt8(message & 0xFF), bytes)
    return EventList(handler.takesEvents ? [.connect, say] : [say]).bytes
  }

  func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? {
    var generator = SplitMix64(seed: seed)
    var list = EventList(decoding: input)
    let donor = other.map { EventList(decoding: $0) }
    for _ in 0..<1 + generator.below(handler.takesEvents ? 3 : 1) { change(&list, donor, &generator) }
    let bytes = list.bytes
    // A cut event would be another one.
    return bytes.count <= maximumByteCount ? bytes : input
  }

  private func change(_ list: inout EventList, _ donor: EventList?, _ generator: inout SplitMix64) {
    guard handler.takesEvents else {
      let old = list.events.first ?? .say(peer: 0, message: UInt8(generator.below(min(256, messages.count))), [])
      return list.events = [changed(old, list, donor, &generator)]
    }
    let place = generator.below(list.events.count)
    switch generator.below(list.events.isEmpty ? 1 : 12) {
    case 0, 1: list.events.insert(fresh(&generator), at: min(list.events.count, generator.below(list.events.count + 1)))
    case 2: list.events.remove(at: place)
    case 3: list.events.insert(list.events[place], at: generator.below(list.events.count + 1))
    case 4: list.events.swapAt(place, generator.below(list.events.count))
    case 5:
      let donor = donor?.events ?? list.events
      let start = generator.below(donor.count)
      let part = donor[start..<min(donor.count, start + 1 + generator.below(8))]
      list.events.insert(contentsOf: part, at: generator.below(list.events.count + 1))
    case 6: list.events.removeSubrange(place..<min(list.events.count, place + 1 + generator.below(8)))
    default: list.events[place] = changed(list.events[place], list, donor, &generator)
    }
    if list.events.count > EventList.limit { list.events.removeLast(list.events.count - EventList.limit) }
  }

  private func fresh(_ generator: inout SplitMix64) -> EventList.Event {
    switch generator.below(8) {
    case 0, 1: return .connect
    case 2: return .leave(UInt8(generator.below(16)))
    case 3: return .tick(time(&generator))
    default:
      let message = generator.below(min(256, messages.count))
      let bytes = mutation.fresh(messages[message].definition, Arguments(), seed: generator.next())
      return .say(peer: UInt8(generator.below(16)), message: UInt8(message), bytes)
    }
  }

  /// Often one, a second or a minute, or about that.
  private func time(_ generator: inout SplitMix64) -> UInt16 {
    switch generator.below(4) {
    case 0: [0, 1, 16, 1000, 30_000, 60_000, 65_535][generator.below(7)]
    case 1: UInt16(truncatingIfNeeded: generator.next())
    default: UInt16(truncatingIfNeeded: 1 << generator.below(16)) &+ UInt16(generator.below(3)) &- 1
    }
  }

  private func changed(
    _ event: EventList.Event, _ list: EventList, _ donor: EventList?, _ generator: inout SplitMix64
  ) -> EventList.Event {
    guard case .say(let peer, let message, let bytes) = event else { return fresh(&generator) }
    if generator.chance(1, in: 8) { return .say(peer: UInt8(generator.below(16)), message: message, bytes) }
    let definition = messages[Int(message) % messages.count].definition
    // What another message of the sequence says, such as a name that is known by now, says more than chance.
    let said = (list.events + (donor?.events ?? [])).compactMap { event -> [UInt8]? in
      if case .say(_, let other, let bytes) = event, messages[Int(other) % messages.count].definition == definition {
        bytes
      } else {
        nil
      }
    }
    let part = said.isEmpty ? nil : said[generator.below(said.count)]
    return .say(peer: peer, message: message, mutation.mutate(bytes, as: definition, donor: part, seed: generator.next()))
  }
}

/// One line about what the caller got wrong.
public struct FuzzUsageError: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
