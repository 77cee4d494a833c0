import Weft
import WeftSchema

extension Program {
  /// The program of link forms: it shares all tables with this one but for what interned fields move.
  func linked(_ schema: Schema) -> Program {
    var linked = self
    linked.records = Table(
      records.elements.map { record in
        var record = record
        if !record.linkInstructions.isEmpty { record.instructions = record.linkInstructions }
        return record
      })
    linked.types = Table(
      types.elements.map { entry in
        var entry = entry
        if entry.kind == .list, isInterning(entry.detail, schema) { entry.elementBitCount = -1 }
        return entry
      })
    linked.cases = Table(
      cases.elements.map { chosen in
        var chosen = chosen
        if chosen.type >= 0, isInterning(chosen.type, schema) { chosen.bitCount = -1 }
        return chosen
      })
    return linked
  }

  /// Lets go of the tables that `linked` made.
  func deallocateLinked() {
    records.deallocate()
    types.deallocate()
    cases.deallocate()
  }

  /// Whether a value of the type holds an interned field.
  func isInterning(_ type: Int32, _ schema: Schema) -> Bool {
    let entry = types[type]
    switch entry.kind {
    case .list: return isInterning(entry.detail, schema)
    case .record, .union: return entry.definition >= 0 && schema.definitions[Int(entry.definition)].isInterning
    default: return false
    }
  }
}

extension DynamicCodec {
  func isInterning(_ type: Int32) -> Bool { program.isInterning(type, schema) }
}

extension Schema {
  /// The table of an interned field.
  func internTable(of field: Field) -> InternTable? {
    guard let capacity = field.internedCount else { return nil }
    switch resolvingAliases(field.type) {
    case .text: return InternTable(capacity: capacity, kind: .text)
    case .bytes(.bounded): return InternTable(capacity: capacity, kind: .bytes)
    case .bytes(.fixed(let count)): return InternTable(capacity: capacity, kind: .value(bitCount: count * 8))
    case .named(let id, _):
      return InternTable(capacity: capacity, kind: .value(bitCount: self[id].bitCountRange.constant ?? 0))
    default: return nil
    }
  }
}
