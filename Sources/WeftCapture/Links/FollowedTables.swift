import Weft

/// The tables of one direction of an ordered link. Begun in the middle they are unknown until the direction begins anew: which slot a
/// new entry takes depends on all that came before.
final class OrderedFollowedTables: InternTables {
  private struct Entry {
    var bytes: [UInt8]
    var lastUse: Int
  }

  private var tables: [InternTable: [Entry]] = [:]
  private var clock = 0
  var isKnown = true

  func index(of bytes: RawSpan, in table: InternTable) -> Int? { nil }

  /// The next free slot, or that whose last use is the longest ago.
  func add(_ bytes: RawSpan, to table: InternTable) {
    guard isKnown else { return }
    clock += 1
    let entry = Entry(bytes: (0..<bytes.byteCount).map { bytes[$0] }, lastUse: clock)
    var entries = tables.removeValue(forKey: table) ?? []
    if entries.count < table.capacity {
      entries.append(entry)
    } else if let oldest = entries.indices.min(by: { entries[$0].lastUse < entries[$1].lastUse }) {
      entries[oldest] = entry
    }
    tables[table] = entries
  }

  func entry(at index: Int, in table: InternTable) -> [UInt8]? {
    guard isKnown, let entries = tables[table], index < entries.count else { return nil }
    clock += 1
    tables[table]?[index].lastUse = clock
    return entries[index].bytes
  }

  func removeAll(isKnown: Bool) {
    tables.removeAll()
    clock = 0
    self.isKnown = isKnown
  }

  var byteCount: Int { tables.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.bytes.count + 32 } } }
}

/// The tables of one direction of a datagram link: each definition names its slot, so that they fill up wherever the capture begins.
final class DatagramFollowedTables: InternTables {
  private var entries: [InternTable: [Int: (bytes: [UInt8], sequence: Int)]] = [:]
  /// Values that the message at hand had in full.
  private var added: [(table: InternTable, bytes: [UInt8])] = []

  func index(of bytes: RawSpan, in table: InternTable) -> Int? { nil }

  func add(_ bytes: RawSpan, to table: InternTable) { added.append((table, (0..<bytes.byteCount).map { bytes[$0] })) }

  func entry(at index: Int, in table: InternTable) -> [UInt8]? { entries[table]?[index]?.bytes }

  /// Behind a message's bits: for each value that it had in full a bit, and its slot.
  func readDefinitions(_ cursor: inout FrameCursor, sequence: Int) throws(LinkProblem) {
    defer { added.removeAll(keepingCapacity: true) }
    for value in added where try cursor.takeBit() {
      let start = cursor.position
      let slot = Int(try cursor.take(value.table.indexBitCount))
      guard slot < value.table.capacity else {
        throw .malformed(.codeAboveMaximum(found: UInt64(slot), maximum: UInt64(value.table.capacity - 1)), at: start)
      }
      // Of two definitions that of the newer datagram counts.
      if let known = entries[value.table]?[slot], known.sequence > sequence { continue }
      entries[value.table, default: [:]][slot] = (value.bytes, sequence)
    }
  }

  func discard() { added.removeAll(keepingCapacity: true) }

  var byteCount: Int { entries.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.bytes.count + 48 } } }
}
