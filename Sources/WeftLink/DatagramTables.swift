public import Weft

/// Which slot a datagram defined; the generation tells whether something else stands there by now.
@usableFromInline
struct Definition {
  var storage: Int
  var slot: Int
  var generation: Int
}

/// The tables of a datagram link at the sender. It names a value by its slot only when the datagram that defined it was acknowledged, and
/// gives a slot to another value only when no datagram that could still arrive means the old one.
@usableFromInline
final class SendingTables: InternTables {
  private var storages: [InternStorage] = []
  /// What the message at hand has in full.
  private var added: [(storage: Int, bytes: [UInt8])] = []
  /// The datagram that the message will be in.
  @usableFromInline var sequence = 0

  @usableFromInline
  func index(of bytes: RawSpan, in table: InternTable) -> Int? {
    let storage = storage(of: table)
    guard let slot = storages[storage].slot(of: bytes), storages[storage].entries[slot].isAcknowledged else { return nil }
    // Where the message fails, the slot is only kept longer than needed.
    storages[storage].use(slot, at: sequence)
    return slot
  }

  @usableFromInline
  func add(_ bytes: RawSpan, to table: InternTable) { added.append((storage(of: table), bytes.copied())) }

  @usableFromInline
  func entry(at index: Int, in table: InternTable) -> [UInt8]? { nil }

  private func storage(of table: InternTable) -> Int {
    for index in 0..<storages.count where storages[index].table == table { return index }
    storages.append(InternStorage(table))
    return storages.count - 1
  }

  @usableFromInline
  func discard() {
    if !added.isEmpty { added.removeAll(keepingCapacity: true) }
  }

  /// What ``appendDefinitions(to:into:)`` will put for the message at hand.
  @usableFromInline
  var definitionBitCount: Int {
    var count = 0
    for value in added { count += 1 + storages[value.storage].table.indexBitCount }
    return count
  }

  /// Gives the message's new values their slots and puts them behind its bits: a bit, and if it is set the slot.
  @usableFromInline
  func appendDefinitions(to frame: inout FrameBits, into definitions: inout [Definition]) {
    for value in added {
      guard let slot = define(value.bytes, in: value.storage) else {
        frame.append(0, bitCount: 1)
        continue
      }
      frame.append(1, bitCount: 1)
      frame.append(UInt64(slot), bitCount: storages[value.storage].table.indexBitCount)
      let generation = storages[value.storage].entries[slot].generation
      definitions.append(Definition(storage: value.storage, slot: slot, generation: generation))
    }
    discard()
  }

  private func define(_ bytes: [UInt8], in storage: Int) -> Int? {
    if let slot = storages[storage].slot(of: unsafe bytes.span.bytes) {
      storages[storage].use(slot, at: sequence)
      return slot
    }
    let slot = storages[storage].oldestSlot
    let isNew = slot == storages[storage].entries.count
    guard isNew || storages[storage].entries[slot].lastUse < sequence - LinkFormat.reorderingWindow else { return nil }
    storages[storage].set(slot, to: bytes, lastUse: sequence)
    return slot
  }

  @usableFromInline
  func acknowledge(_ definitions: [Definition]) {
    for definition in definitions
    where storages[definition.storage].entries[definition.slot].generation == definition.generation {
      storages[definition.storage].acknowledge(definition.slot)
    }
  }

  /// The peer has lost its tables.
  @usableFromInline
  func forgetAcknowledgements() {
    for storage in 0..<storages.count { storages[storage].forgetAcknowledgements() }
  }
}

/// The tables of a datagram link at the receiver.
@usableFromInline
final class ReceivingTables: InternTables {
  private struct Storage {
    let table: InternTable
    /// By slot: the value and the datagram that said so.
    var entries: [(bytes: [UInt8], sequence: Int)?] = []
  }

  private var storages: [Storage] = []
  private var added: [(storage: Int, bytes: [UInt8])] = []
  private var definitions: [(storage: Int, slot: Int, bytes: [UInt8])] = []

  @usableFromInline
  func index(of bytes: RawSpan, in table: InternTable) -> Int? { nil }

  @usableFromInline
  func add(_ bytes: RawSpan, to table: InternTable) { added.append((storage(of: table), bytes.copied())) }

  @usableFromInline
  func entry(at index: Int, in table: InternTable) -> [UInt8]? {
    let storage = storage(of: table)
    return index < storages[storage].entries.count ? storages[storage].entries[index]?.bytes : nil
  }

  private func storage(of table: InternTable) -> Int {
    for index in 0..<storages.count where storages[index].table == table { return index }
    storages.append(Storage(table: table))
    return storages.count - 1
  }

  /// Reads the slots of the values that the message had in full.
  @usableFromInline
  func readDefinitions(_ reader: inout BitReader) throws(DecodeError) {
    for value in added where try reader.takeBit() {
      let start = reader.bitOffset
      let table = storages[value.storage].table
      let slot = try reader.takeBits(table.indexBitCount)
      guard slot < table.capacity else {
        throw DecodeError(.codeAboveMaximum(found: UInt64(slot), maximum: UInt64(table.capacity - 1)), at: start)
      }
      definitions.append((value.storage, slot, value.bytes))
    }
    added.removeAll(keepingCapacity: true)
  }

  /// The whole datagram went well.
  @usableFromInline
  func commit(_ sequence: Int) {
    for (storage, slot, bytes) in definitions {
      while storages[storage].entries.count <= slot { storages[storage].entries.append(nil) }
      // An older datagram that comes later does not undo what a newer one said.
      if let known = storages[storage].entries[slot], known.sequence > sequence { continue }
      storages[storage].entries[slot] = (bytes, sequence)
    }
    discard()
  }

  @usableFromInline
  func discard() {
    if !added.isEmpty { added.removeAll(keepingCapacity: true) }
    if !definitions.isEmpty { definitions.removeAll(keepingCapacity: true) }
  }

  @usableFromInline
  func removeAll() {
    discard()
    storages.removeAll()
  }
}
