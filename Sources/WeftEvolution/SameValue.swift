import WeftDynamic
import WeftSchema

/// Whether what a reader made of some bytes is what the writer meant: the same numbers, bytes and elements under the same names.
///
/// It knows nothing of ``Comparison``'s rules, so that it can hold them to what really happens.
struct SameValue {
  let writer: Schema
  let reader: Schema

  func isSame(_ written: Value, _ read: Value, _ writerType: FieldType, _ readerType: FieldType) -> Bool {
    let (writerType, readerType) = (writer.resolvingAliases(writerType), reader.resolvingAliases(readerType))
    if let a = written.integer, let b = read.integer { return a == b && isSameName(a, writerType, readerType) }
    switch (written.kind, read.kind) {
    case (.fixed, .fixed): return written.real == read.real
    case (.float, .float), (.bytes, .bytes), (.text, .text): return written.json == read.json
    case (.list, .list): return isSameList(written, read, writerType, readerType)
    case (.union, .union): return isSameUnion(written, read, writerType, readerType)
    case (.match, .match): return isSameMatch(written, read, writerType, readerType)
    case (.record, .record): return isSameRecord(written, read, writerType, readerType)
    default: return false
    }
  }

  private func isSameList(_ written: Value, _ read: Value, _ writerType: FieldType, _ readerType: FieldType) -> Bool {
    guard case .list(let a, _) = writerType, case .list(let b, _) = readerType else { return false }
    let (elements, others) = (written.children, read.children)
    return elements.count == others.count && zip(elements, others).allSatisfy { isSame($0, $1, a, b) }
  }

  private func isSameUnion(_ written: Value, _ read: Value, _ writerType: FieldType, _ readerType: FieldType) -> Bool {
    guard let a = union(writerType, writer), let b = union(readerType, reader) else { return false }
    let (index, other) = (Int(written.node.payload), Int(read.node.payload))
    guard a.cases.indices.contains(index), b.cases.indices.contains(other) else { return false }
    guard isSameWord(a.cases[index].name, b.cases[other].name, a.cases.map(\.name), b.cases.map(\.name)) else { return false }
    switch (written.children.first, read.children.first, a.cases[index].type, b.cases[other].type) {
    case (nil, nil, nil, nil): return true
    case (let value?, let otherValue?, let type?, let otherType?): return isSame(value, otherValue, type, otherType)
    default: return false
    }
  }

  private func isSameMatch(_ written: Value, _ read: Value, _ writerType: FieldType, _ readerType: FieldType) -> Bool {
    guard case .match(let a) = writerType, case .match(let b) = readerType else { return false }
    let (cases, others) = (a.cases + [a.fallback].compactMap(\.self), b.cases + [b.fallback].compactMap(\.self))
    guard let chosen = cases.first(where: { $0.name == written.caseName }),
      let other = others.first(where: { $0.name == read.caseName }),
      isSameWord(chosen.name, other.name, cases.map(\.name), others.map(\.name))
    else { return false }
    switch (written.children.first, read.children.first, chosen.type, other.type) {
    case (nil, nil, nil, nil): return true
    case (let value?, let otherValue?, let type?, let otherType?): return isSame(value, otherValue, type, otherType)
    default: return false
    }
  }

  // MARK: Records

  private func isSameRecord(_ written: Value, _ read: Value, _ writerType: FieldType, _ readerType: FieldType) -> Bool {
    guard let a = record(writerType, writer), let b = record(readerType, reader) else { return false }
    let names = b.fields.map(\.name)
    var counterparts: Set<String> = []
    for (index, field) in a.fields.enumerated() {
      let isKnown = isKnown(index, of: a, to: b)
      guard let match = counterpart(of: index, a, names) else {
        // What is absent is not missed.
        if isKnown, written[field.name] != nil { return false }
        continue
      }
      counterparts.insert(b.fields[match].name)
      switch (written[field.name], read[b.fields[match].name]) {
      case (nil, nil): break
      case (let value?, let other?): if !isSame(value, other, field.type, b.fields[match].type) { return false }
      default: return false
      }
    }
    // What only the reader knows must be newer than the writer.
    return b.fields.indices.allSatisfy { index in
      let name = b.fields[index].name
      return counterparts.contains(name) || !isKnown(index, of: b, to: a) || read[name] == nil
    }
  }

  /// By name; a name that the other side does not have may have been another at the same place.
  private func counterpart(of index: Int, _ record: Record, _ names: [String]) -> Int? {
    if let same = names.firstIndex(of: record.fields[index].name) { return same }
    guard names.indices.contains(index), !record.fields.contains(where: { $0.name == names[index] }) else { return nil }
    return index
  }

  /// Whether the other version must have the field: it is sealed, or of a generation that the other has as well.
  private func isKnown(_ index: Int, of record: Record, to other: Record) -> Bool {
    guard let generation = record.extensibility?.generations.firstIndex(where: { $0.fields.contains(index) }) else { return true }
    return generation < (other.extensibility?.generations.count ?? 0)
  }

  // MARK: Names

  /// A name that both versions have means the same in both.
  private func isSameWord(_ word: String, _ other: String, _ words: [String], _ others: [String]) -> Bool {
    word == other || !others.contains(word) && !words.contains(other)
  }

  private func isSameName(_ number: Int128, _ writerType: FieldType, _ readerType: FieldType) -> Bool {
    let (words, others) = (names(writerType, writer), names(readerType, reader))
    guard let words, let others, words.isFlags == others.isFlags else { return true }
    let codes: [UInt64] =
      words.isFlags
      ? (0..<64).filter { number >> Int128($0) & 1 == 1 }.map { UInt64($0) } : [UInt64(truncatingIfNeeded: number)]
    return codes.allSatisfy { code in
      switch (words.names[code], others.names[code]) {
      case (nil, _): true
      case (let word?, nil): !others.names.values.contains(word)
      case (let word?, let other?): isSameWord(word, other, Array(words.names.values), Array(others.names.values))
      }
    }
  }

  private func names(_ type: FieldType, _ schema: Schema) -> (names: [UInt64: String], isFlags: Bool)? {
    guard case .named(let id, _) = type else { return nil }
    switch schema[id].body {
    case .enumeration(let it): return (table(it.cases), false)
    case .flags(let it): return (table(it.cases), true)
    case .record, .union, .alias: return nil
    }
  }

  private func table(_ cases: [Enumeration.Case]) -> [UInt64: String] {
    Dictionary(cases.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  private func record(_ type: FieldType, _ schema: Schema) -> Record? {
    guard case .named(let id, _) = type, case .record(let record) = schema[id].body else { return nil }
    return record
  }

  private func union(_ type: FieldType, _ schema: Schema) -> Union? {
    guard case .named(let id, _) = type, case .union(let union) = schema[id].body else { return nil }
    return union
  }
}
