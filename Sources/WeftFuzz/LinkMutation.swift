import Weft
import WeftDynamic
import WeftSchema

// Inputs of forms on a link: a value that follows another one over it, so that entries are there which it names.
extension MessageMutation {
  mutating func freshen(_ input: inout HarnessInput, of definition: DefinitionID, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    random.reseed(generator.next())
    guard let first = random.next(definition).flatMap({ value($0.bytes, definition) }) else { return }
    let tables = InputTables([])
    guard let full = try? codec.encodedMessage(first, tables: tables) else { return }
    input.entries = tables.bytes
    input.message = full.bytes
    if input.form == .linkDelta { input.linkBaseline = (try? codec.encodedMessage(first).bytes) ?? [] }
    follow(&input, by: first, definition, &generator)
  }

  /// A change of the value, told with the entries that are there; a bit of the message; or an entry more, less or other.
  mutating func mutate(link input: inout HarnessInput, of definition: DefinitionID, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var bytes = ByteMutation(seed: generator.next())
    switch generator.below(10) {
    case 0: freshen(&input, of: definition, seed: generator.next())
    case 1: input.entries = Array(bytes.mutate(input.entries, maximumByteCount: 250))
    case 2 where input.form == .linkDelta:
      input.linkBaseline = mutate(input.linkBaseline, as: definition, seed: generator.next())
    case 3: input.message = bytes.mutate(input.message, maximumByteCount: 1 << 12)
    case 4, 5, 6:
      random.reseed(generator.next())
      guard let value = decoded(input, definition) ?? value(input.linkBaseline, definition) else { return }
      follow(&input, by: value, definition, &generator)
    default:
      let (spots, end) = linkSpots(input, definition)
      input.message = BitPatch(input.message).changed(at: spots, valueBitCount: end, &generator)
    }
  }

  /// A value like this one as the message.
  private mutating func follow(
    _ input: inout HarnessInput, by value: Value, _ definition: DefinitionID, _ generator: inout SplitMix64
  ) {
    let next = generator.chance(1, in: 3) ? random.edit(of: value) : random.change(of: value)?.bytes
    guard let next = next.flatMap({ self.value($0, definition) }) else { return }
    let tables = InputTables(generator.chance(1, in: 8) ? [] : input.entries)
    if input.form == .link {
      if let message = try? codec.encodedMessage(next, tables: tables) { input.message = message.bytes }
    } else if let baseline = self.value(input.linkBaseline, definition),
      let message = try? codec.encodedMessage(next, against: baseline, tables: tables)
    {
      input.message = message.bytes
    }
  }

  private func value(_ bytes: [UInt8], _ definition: DefinitionID) -> Value? { try? codec.decoded(definition, from: bytes) }

  /// What the message says, by itself.
  private func decoded(_ input: HarnessInput, _ definition: DefinitionID) -> Value? {
    let tables = InputTables(input.entries)
    if input.form == .link {
      let message = codec.decodedMessage(definition, from: input.message, tables: tables)
      return message.failure == nil ? Value(message.tree, of: codec, decodedFrom: input.message)?.kept : nil
    }
    guard let baseline = value(input.linkBaseline, definition) else { return nil }
    let delta = codec.decodedMessage(definition, from: input.message, against: baseline, tables: tables)
    return delta.failure == nil ? delta.value?.kept : nil
  }

  /// The bits of the message that mean one thing, and where it ends.
  func linkSpots(_ input: HarnessInput, _ definition: DefinitionID) -> (spots: [WireSpot], end: Int?) {
    let tables = InputTables(input.entries)
    if input.form == .link {
      let message = codec.decodedMessage(definition, from: input.message, tables: tables)
      // A field that is interned begins with a bit of its own: what stands before a node is a spot, too.
      let spots = WireSpots(message.tree, of: definition, in: codec).spots
      let flags = spots.filter { $0.bitRange.lowerBound > 0 }.map { spot in
        WireSpot(bitRange: spot.bitRange.lowerBound - 1..<spot.bitRange.lowerBound)
      }
      return (spots + flags, message.failure == nil ? message.end : nil)
    }
    guard let baseline = value(input.linkBaseline, definition) else { return ([], nil) }
    let delta = codec.decodedMessage(definition, from: input.message, against: baseline, tables: tables)
    return (delta.parts.map { WireSpot(bitRange: $0.bitRange) }, delta.failure == nil ? delta.tree.bitCount : nil)
  }
}
