public import Weft

/// The tables of one direction of an ordered link: both ends see the same messages and so make the same entries, and where a table
/// is full the one that was not used for longest gives way.
@usableFromInline
final class OrderedTables: InternTables {
  private var storages: [InternStorage] = []
  private var clock = 0
  /// What the message at hand changed, in case it fails. `nil`: the slot was new.
  private var changes: [(storage: Int, slot: Int, before: InternStorage.Entry?)] = []

  @usableFromInline
  func index(of bytes: RawSpan, in table: InternTable) -> Int? {
    let storage = storage(of: table)
    guard let slot = storages[storage].slot(of: bytes) else { return nil }
    use(slot, of: storage)
    return slot
  }

  @usableFromInline
  func add(_ bytes: RawSpan, to table: InternTable) {
    let storage = storage(of: table)
    clock += 1
    let slot = storages[storage].oldestSlot
    let isNew = slot == storages[storage].entries.count
    changes.append((storage, slot, isNew ? nil : storages[storage].entries[slot]))
    storages[storage].set(slot, to: bytes.copied(), lastUse: clock)
  }

  @usableFromInline
  func entry(at index: Int, in table: InternTable) -> [UInt8]? {
    let storage = storage(of: table)
    guard index < storages[storage].entries.count else { return nil }
    use(index, of: storage)
    return storages[storage].entries[index].bytes
  }

  private func use(_ slot: Int, of storage: Int) {
    clock += 1
    changes.append((storage, slot, storages[storage].entries[slot]))
    storages[storage].use(slot, at: clock)
  }

  private func storage(of table: InternTable) -> Int {
    for index in 0..<storages.count where storages[index].table == table { return index }
    storages.append(InternStorage(table))
    return storages.count - 1
  }

  /// The message went well.
  @usableFromInline
  func commit() {
    if !changes.isEmpty { changes.removeAll(keepingCapacity: true) }
  }

  /// The message failed: the tables are what they were before it.
  @usableFromInline
  func rollBack() {
    while let change = changes.popLast() {
      if let before = change.before {
        storages[change.storage].restore(change.slot, before)
      } else {
        storages[change.storage].removeLast()
      }
    }
  }

  @usableFromInline
  func removeAll() {
    storages.removeAll()
    changes.removeAll()
    clock = 0
  }
}
