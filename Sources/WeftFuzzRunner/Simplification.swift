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
    case .tick(let milliseconds): return milliseconds == 0 ? [] : [.tick(0), .tick(milliseconds / 2), .tick(milliseconds - 1)]
    case .say(let peer, let message, let bytes):
      let others = peer == 0 ? [] : [EventList.Event.say(peer: 0, message: message, bytes)]
      let definition = messages[Int(message) % messages.count].definition
      return others + codec.simpler(than: bytes, definition).map { .say(peer: peer, message: message, $0) }
    }
  }
}

extension DynamicCodec {
  /// Messages that say less; of bytes that are no message, fewer bytes and zeros.
  func simpler(than bytes: [UInt8], _ definition: DefinitionID) -> [[UInt8]] {
    if let value = try? decoded(definition, from: bytes), let stated = try? DynamicValue(json: Array(value.json.utf8)) {
      return stated.simpler.prefix(200).compactMap { try? encoded(definition, $0) }.filter { $0 != bytes }
    }
    return ByteSimplification.candidates(bytes)
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
