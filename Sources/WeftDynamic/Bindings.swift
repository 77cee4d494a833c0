import WeftSchema

/// The tables of next layers: which definitions are bound to a key.
struct Bindings: Sendable {
  /// By table: its keys, ascending, as indices into `keys`.
  private var tables: [Range<Int>] = []
  private var keys: [Int64] = []
  /// By key: indices into `definitions`.
  private var exact: [Range<Int>] = []
  /// By table, those bound to `*`: indices into `definitions`.
  private var any: [Range<Int>] = []
  /// In schema order, of each key and of each table's `*`.
  private(set) var definitions: [DefinitionID] = []

  init(_ schema: Schema, tables names: [String]) {
    var bound = names.map { _ in [Int64: [DefinitionID]]() }
    var anyKey = names.map { _ in [DefinitionID]() }
    let indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    for (index, definition) in schema.definitions.enumerated() {
      guard case .record(let record) = definition.body else { continue }
      for binding in record.foreign?.bindings ?? [] {
        guard let table = indices[binding.table] else { continue }
        if let key = binding.key {
          bound[table][Int64(truncatingIfNeeded: key), default: []].append(DefinitionID(index))
        } else {
          anyKey[table].append(DefinitionID(index))
        }
      }
    }
    for table in names.indices {
      let first = keys.count
      for (key, list) in bound[table].sorted(by: { $0.key < $1.key }) {
        keys.append(key)
        exact.append(append(list))
      }
      tables.append(first..<keys.count)
      any.append(append(anyKey[table]))
    }
  }

  private mutating func append(_ list: [DefinitionID]) -> Range<Int> {
    definitions += list
    return definitions.count - list.count..<definitions.count
  }

  func exact(_ table: Int, _ key: Int64) -> Range<Int> {
    guard table >= 0, table < tables.count else { return 0..<0 }
    var low = tables[table].lowerBound
    let end = tables[table].upperBound
    var high = end
    while low < high {
      let middle = (low &+ high) >> 1
      if keys[middle] < key { low = middle &+ 1 } else { high = middle }
    }
    return low < end && keys[low] == key ? exact[low] : 0..<0
  }

  func any(_ table: Int) -> Range<Int> { table >= 0 && table < any.count ? any[table] : 0..<0 }

  /// Those bound to a key of the table or to `*`.
  func all(_ table: Int) -> [DefinitionID] {
    (tables[table].map { exact[$0] } + [any[table]]).flatMap { definitions[$0] }
  }
}
