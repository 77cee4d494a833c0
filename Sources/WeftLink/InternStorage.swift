import Weft

/// The entries of one table. Looking for a value compares hashes first and asks for no memory.
struct InternStorage {
  let table: InternTable
  private(set) var entries: [Entry] = []

  struct Entry {
    var bytes: [UInt8]
    var hash: UInt32
    /// When it was last used: ordered links count uses, datagram links name the datagram.
    var lastUse: Int
    /// Counts what stood in the slot before.
    var generation: Int = 0
    /// Datagram links, sender: the peer has it.
    var isAcknowledged: Bool = false
  }

  init(_ table: InternTable) { self.table = table }

  static func hash(_ bytes: RawSpan) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    for offset in 0..<bytes.byteCount {
      hash = (hash ^ UInt32(unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))) &* 0x0100_0193
    }
    return hash
  }

  func slot(of bytes: RawSpan) -> Int? {
    let hash = Self.hash(bytes)
    for index in 0..<entries.count where entries[index].hash == hash && Self.isEqual(entries[index].bytes, bytes) {
      return index
    }
    return nil
  }

  private static func isEqual(_ left: [UInt8], _ right: RawSpan) -> Bool {
    guard left.count == right.byteCount else { return false }
    for offset in 0..<left.count
    where unsafe left[offset] != right.unsafeLoad(fromByteOffset: offset, as: UInt8.self) { return false }
    return true
  }

  /// The slot that has not been used for longest, or a new one while there is room.
  var oldestSlot: Int {
    if entries.count < table.capacity { return entries.count }
    var oldest = 0
    for index in 1..<max(1, entries.count) where entries[index].lastUse < entries[oldest].lastUse { oldest = index }
    return oldest
  }

  /// Puts a value into a slot: one that is in use, or the next new one.
  mutating func set(_ slot: Int, to bytes: [UInt8], lastUse: Int) {
    let hash = Self.hash(unsafe bytes.span.bytes)
    if slot == entries.count {
      entries.append(Entry(bytes: bytes, hash: hash, lastUse: lastUse))
    } else {
      let generation = entries[slot].generation + 1
      entries[slot] = Entry(bytes: bytes, hash: hash, lastUse: lastUse, generation: generation)
    }
  }

  mutating func use(_ slot: Int, at time: Int) { entries[slot].lastUse = max(entries[slot].lastUse, time) }
  mutating func acknowledge(_ slot: Int) { entries[slot].isAcknowledged = true }

  mutating func forgetAcknowledgements() {
    for slot in 0..<entries.count { entries[slot].isAcknowledged = false }
  }

  // Taking back what a message did that failed.
  mutating func restore(_ slot: Int, _ entry: Entry) { entries[slot] = entry }
  mutating func removeLast() { entries.removeLast() }
}

extension RawSpan {
  /// Copies of the bytes.
  func copied() -> [UInt8] { unsafe withUnsafeBytes { unsafe [UInt8]($0) } }
}
