import WeftSchema

extension Diagnostic.Rule {
  static let keyField: Self = "KEY_FIELD"
}

extension Lowering {
  /// `keyed by id`: the index of that field, where it can be a key.
  mutating func lowerKey(of syntax: Syntax.Record, _ record: Record, _ index: Int) -> Int? {
    guard let key = syntax.key else { return nil }
    guard let field = record.fields.firstIndex(where: { $0.name == key.text }) else {
      // A field that is wrong itself is reported already.
      guard syntax.fieldName(key.text) == nil else { return nil }
      let (notes, fixes) = suggest(for: key, among: record.fields.map(\.name))
      error(.keyField, "'\(key.text)' is no field of '\(syntax.name.text)'", at: key.span, notes: notes, fixes: fixes)
      return nil
    }
    let written = origins[index].fields[field]
    let note = Diagnostic.Note("declared here", at: written.name.span)
    if let question = written.optional {
      error(
        .keyField, "a key is in every value, '\(key.text)' is optional", at: key.span, notes: [note],
        fixes: [.init(replace: question, with: "")])
      return nil
    }
    guard field < record.baseFields.count else {
      error(.keyField, "a key is in every value, '\(key.text)' stands below '--- added'", at: key.span, notes: [note])
      return nil
    }
    guard canBeKey(record.fields[field].type) else {
      let what = schema.noun(of: record.fields[field].type)
      error(
        .keyField, "a key is an integer, an enum or 'bytes[n]', '\(key.text)' is \(what)", at: key.span, notes: [note])
      return nil
    }
    return field
  }

  private func canBeKey(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .unsigned, .signed, .ranged, .bytes(.fixed): return true
    case .named(let id, _):
      if case .enumeration = schema[id].body { return true }
      return false
    default: return false
    }
  }
}

extension Schema {
  /// What a diagnostic calls a value of the type: "text", "a list".
  func noun(of type: FieldType) -> String {
    switch resolvingAliases(type) {
    case .bool: return "a truth value"
    case .unsigned, .signed, .ranged: return "an integer"
    case .fixed: return "a quantised real"
    case .float: return "a real"
    case .varint: return "a varint"
    case .bytes(.fixed): return "bytes"
    case .bytes: return "bytes of varying number"
    case .text: return "text"
    case .list: return "a list"
    case .match: return "a match"
    case .padding: return "padding"
    case .named(let id, _):
      let kind = self[id].kindName
      return (kind == "enum" ? "an " : "a ") + kind
    }
  }
}
