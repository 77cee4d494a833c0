import WeftDynamic
import WeftFuzz
import WeftSchema

extension HandlerHarness {
  /// Inputs that say less than this one, the boldest first.
  func simpler(than input: [UInt8]) -> [[UInt8]] {
    let list = EventList(decoding: input)
    let events = list.events
    var candidates: [[EventList.Event]] = []
    var size = events.count / 2
    while size >= 1 {
      for start in stride(from: 0, to: events.count, by: size) {
        candidates.append(Array(events[..<start] + events[min(events.count, start + size)...]))
      }
      size /= 2
    }
    candidates += simplerTogether(events)
    for (place, event) in events.enumerated() {
      for simpler in simpler(than: event) {
        var copy = events
        copy[place] = simpler
        candidates.append(copy)
      }
    }
    return candidates.map { EventList($0).bytes }.filter { $0 != input }
  }

  private func simpler(than event: EventList.Event) -> [EventList.Event] {
    switch event {
    case .connect: return []
    case .leave(let peer): return peer == 0 ? [] : [.leave(0)]
    case .tick(let milliseconds):
      return DynamicValue.integer(milliseconds).simpler.compactMap { simpler in
        if case .integer(let less) = simpler.content { .tick(UInt16(clamping: less)) } else { nil }
      }
    case .say(let peer, let message, let bytes):
      let others = peer == 0 ? [] : [EventList.Event.say(peer: 0, message: message, bytes)]
      let definition = messages[Int(message) % messages.count].definition
      return others + codec.simpler(than: bytes, definition).map { .say(peer: peer, message: message, $0) }
    }
  }
}

// MARK: What several messages say

extension HandlerHarness {
  /// A number or a name that several messages have, as they have whom or what they are about, made less in all of them at once.
  private func simplerTogether(_ events: [EventList.Event]) -> [[EventList.Event]] {
    let values = events.map(stated)
    var counts: [StatedLeaf: Int] = [:]
    for value in values { for leaf in Set(value?.leaves ?? []) { counts[leaf, default: 0] += 1 } }
    let shared = counts.filter { $0.value > 1 }.keys.sorted { "\($0)" < "\($1)" }
    return shared.flatMap { leaf in
      leaf.value.simpler.compactMap { simpler in
        var copy = events
        for (place, value) in values.enumerated() {
          guard let value, value.leaves.contains(leaf), case .say(let peer, let message, _) = events[place] else { continue }
          guard let bytes = try? codec.encoded(definition(message), value.replacing(leaf, with: simpler)) else { return nil }
          copy[place] = .say(peer: peer, message: message, bytes)
        }
        return copy
      }
    }
  }

  private func definition(_ message: UInt8) -> DefinitionID { messages[Int(message) % messages.count].definition }

  private func stated(_ event: EventList.Event) -> DynamicValue? {
    guard case .say(_, let message, let bytes) = event else { return nil }
    return codec.stated(bytes, definition(message))
  }
}

/// A number, a text or bytes, by the name of what holds it.
private struct StatedLeaf: Hashable {
  var name: String
  var content: DynamicValue.Content
  var value: DynamicValue { DynamicValue(content) }
}

extension DynamicValue {
  fileprivate var leaves: [StatedLeaf] { leaves(of: "") }

  private func leaves(of name: String) -> [StatedLeaf] {
    switch content {
    case .null, .bool: []
    case .integer, .real, .text, .bytes: [StatedLeaf(name: name, content: content)]
    case .list(let elements): elements.flatMap { $0.leaves(of: name) }
    case .record(let members): members.flatMap { $0.value.leaves(of: $0.name) }
    }
  }

  fileprivate func replacing(_ leaf: StatedLeaf, with other: DynamicValue, name: String = "") -> DynamicValue {
    switch content {
    case .list(let elements): .list(elements.map { $0.replacing(leaf, with: other, name: name) })
    case .record(let members):
      .record(members.map { Member($0.name, $0.value.replacing(leaf, with: other, name: $0.name)) })
    default: name == leaf.name && content == leaf.content ? other : self
    }
  }
}

// MARK: One message

extension DynamicCodec {
  /// Messages that say less; of bytes that are no message, fewer bytes and zeros.
  func simpler(than bytes: [UInt8], _ definition: DefinitionID) -> [[UInt8]] {
    guard let value = stated(bytes, definition) else { return ByteSimplification.candidates(bytes) }
    let candidates = value.simpler.prefix(2000) + withEarlierCases(value, .named(definition))
    return candidates.compactMap { try? encoded(definition, $0) }.filter { $0 != bytes }
  }

  fileprivate func stated(_ bytes: [UInt8], _ definition: DefinitionID) -> DynamicValue? {
    guard let value = try? decoded(definition, from: bytes) else { return nil }
    return try? DynamicValue(json: Array(value.json.utf8))
  }

  /// The value with one enum at its first case, or one union at an earlier case that holds nothing.
  private func withEarlierCases(_ value: DynamicValue, _ type: FieldType) -> [DynamicValue] {
    switch (schema.resolvingAliases(type), value.content) {
    case (.list(let element, _), .list(let elements)):
      return elements.indices.flatMap { index in
        withEarlierCases(elements[index], element).map { simpler in
          var copy = elements
          copy[index] = simpler
          return .list(copy)
        }
      }
    case (.named(let id, _), _): return withEarlierCases(value, schema[id].body)
    default: return []
    }
  }

  private func withEarlierCases(_ value: DynamicValue, _ body: Definition.Body) -> [DynamicValue] {
    switch (body, value.content) {
    case (.enumeration(let enumeration), .text(let name)):
      guard let first = enumeration.cases.first, first.name != name else { return [] }
      return [.text(first.name)]
    case (.union(let union), .record(let members)):
      guard let member = members.first, let place = union.cases.firstIndex(where: { $0.name == member.name }) else { return [] }
      let empty = union.cases[..<place].filter { $0.type == nil }.map { DynamicValue.record([.init($0.name, .null)]) }
      return empty + inside(members, 0, union.cases[place].type)
    case (.record(let record), .record(let members)):
      return members.indices.flatMap { index in
        inside(members, index, record.fields.first { $0.name == members[index].name }?.type)
      }
    default: return []
    }
  }

  private func inside(_ members: [DynamicValue.Member], _ index: Int, _ type: FieldType?) -> [DynamicValue] {
    guard let type else { return [] }
    return withEarlierCases(members[index].value, type).map { simpler in
      var copy = members
      copy[index].value = simpler
      return .record(copy)
    }
  }
}

/// Fewer bytes, and zeros in their place.
enum ByteSimplification {
  static func candidates(_ bytes: [UInt8]) -> [[UInt8]] {
    var candidates: [[UInt8]] = []
    var size = bytes.count / 2
    while size >= 1 {
      for start in stride(from: 0, to: bytes.count, by: size) {
        candidates.append(Array(bytes[..<start] + bytes[min(bytes.count, start + size)...]))
      }
      size /= 2
    }
    for place in bytes.indices where bytes[place] != 0 {
      var copy = bytes
      copy[place] = 0
      candidates.append(copy)
    }
    return candidates
  }
}
