import WeftSchema

extension Diagnostic.Rule {
  static let relativeTo: Self = "RELATIVE_TO"
  static let significant: Self = "SIGNIFICANT"
}

extension Lowering {
  /// `relative to` and `significant` of all native fields, before sizes are known, which depend on them.
  mutating func lowerForms() {
    for index in schema.definitions.indices {
      guard case .record(var record) = schema.definitions[index].body, record.foreign == nil else { continue }
      var hasForms = false
      for (field, written) in zip(record.fields.indices, origins[index].fields) {
        guard let form = lowerForm(written, field, record, index) else { continue }
        record.fields[field].form = form
        hasForms = true
      }
      if hasForms { schema.definitions[index].body = .record(record) }
    }
  }

  private mutating func lowerForm(_ syntax: Syntax.Field, _ field: Int, _ record: Record, _ index: Int) -> FieldForm? {
    let rule: Diagnostic.Rule = syntax.relative == nil ? .significant : .relativeTo
    guard let (name, span) = syntax.relative ?? syntax.significant.map({ ($0.count, $0.span) }) else { return nil }
    if let other = syntax.significant, syntax.relative != nil {
      error(
        .significant, "an address is sent in one form", at: other.span,
        notes: [.init("'relative to' is stated here", at: span)])
      return nil
    }
    if let interned = syntax.interned {
      error(
        rule, "what is interned goes in full, once", at: span, notes: [.init("'interned' is stated here", at: interned.span)])
      return nil
    }
    guard field < record.baseFields.count else {
      error(rule, "an added field goes in full", at: span)
      return nil
    }
    guard let companion = self.companion(name, of: field, record, index, rule) else { return nil }
    return rule == .relativeTo
      ? relative(to: companion, name, field, record, index) : significant(companion, name, field, record, index)
  }

  /// The field of that name: in every value, and there before this one.
  private mutating func companion(
    _ name: Syntax.Name, of field: Int, _ record: Record, _ index: Int, _ rule: Diagnostic.Rule
  ) -> Int? {
    guard let companion = record.fields.firstIndex(where: { $0.name == name.text }) else {
      // A field that is wrong itself is reported already.
      if case .record(let syntax) = origins[index].declaration, syntax.fieldName(name.text) != nil { return nil }
      let (notes, fixes) = suggest(for: name, among: record.fields[..<field].map(\.name))
      error(rule, "'\(name.text)' is no field of '\(origins[index].name.text)'", at: name.span, notes: notes, fixes: fixes)
      return nil
    }
    let written = origins[index].fields[companion]
    let note = Diagnostic.Note("declared here", at: written.name.span)
    guard companion < field else {
      let what = companion == field ? "the field itself" : "behind it on the wire"
      error(rule, "it takes a field that is read before it, '\(name.text)' is \(what)", at: name.span, notes: [note])
      return nil
    }
    if let question = written.optional {
      error(
        rule, "it takes a field that is in every value, '\(name.text)' is optional", at: name.span, notes: [note],
        fixes: [.init(replace: question, with: "")])
      return nil
    }
    return companion
  }

  private mutating func relative(
    to target: Int, _ name: Syntax.Name, _ field: Int, _ record: Record, _ index: Int
  ) -> FieldForm? {
    let written = origins[index].fields
    guard case .bytes(.fixed(let targetCount)) = schema.resolvingAliases(record.fields[target].type) else {
      let what = schema.noun(of: record.fields[target].type)
      error(
        .relativeTo, "an address is 'bytes[n]', '\(name.text)' is \(what)", at: name.span,
        notes: [.init("declared here", at: written[target].type.span)])
      return nil
    }
    let type = record.fields[field].type
    guard let address = schema.relativeAddress(in: type) else {
      let places = "'bytes[n]', and for lists of it or of structs that hold one"
      error(
        .relativeTo, "'relative to' is for \(places), '\(record.fields[field].name)' is \(schema.noun(of: type))",
        at: written[field].type.span)
      return nil
    }
    guard address.byteCount <= targetCount else {
      error(
        .relativeTo,
        "the addresses of '\(record.fields[field].name)' have \(address.byteCount) bytes, '\(name.text)' only \(targetCount)",
        at: name.span, notes: [.init("declared here", at: written[target].type.span)])
      return nil
    }
    if case .list(let element, _) = schema.resolvingAliases(type), case .named(let id, _) = schema.resolvingAliases(element),
      case .record(let syntax) = origins[id.index].declaration, let key = syntax.key
    {
      error(
        .relativeTo, "addresses that are relative are sorted by distance, '\(schema[id].name)' by its key",
        at: written[field].type.span, notes: [.init("the key is stated here", at: key.span)])
      return nil
    }
    return .relative(to: target)
  }

  private mutating func significant(
    _ count: Int, _ name: Syntax.Name, _ field: Int, _ record: Record, _ index: Int
  ) -> FieldForm? {
    let written = origins[index].fields
    guard case .bytes(.fixed(let byteCount)) = schema.resolvingAliases(record.fields[field].type) else {
      let what = schema.noun(of: record.fields[field].type)
      error(
        .significant, "'significant' is for 'bytes[n]', '\(record.fields[field].name)' is \(what)", at: written[field].type.span)
      return nil
    }
    let range: ClosedRange<Int128>
    switch schema.resolvingAliases(record.fields[count].type) {
    case .unsigned(let bits): range = 0...((1 << Int128(bits)) - 1)
    case .ranged(let bounds): range = bounds.lower...bounds.upper
    case let other:
      error(
        .significant, "the number of bits is an integer, '\(name.text)' is \(schema.noun(of: other))", at: name.span,
        notes: [.init("declared here", at: written[count].type.span)])
      return nil
    }
    guard range.lowerBound >= 0, range.upperBound <= byteCount * 8, range.lowerBound < range.upperBound else {
      let stated = "\(range.lowerBound)...\(range.upperBound)"
      error(
        .significant, "'\(record.fields[field].name)' has 0...\(byteCount * 8) bits, '\(name.text)' says \(stated)",
        at: name.span,
        notes: [.init("declared here", at: written[count].type.span)],
        fixes: [.init(replace: written[count].type.span, with: "int(0...\(byteCount * 8))")])
      return nil
    }
    return .significant(count: count)
  }
}

// What can be judged only when sizes, tables and deltas are known.
extension Lowering {
  mutating func checkForms() {
    for index in schema.definitions.indices {
      guard case .record(let record) = schema.definitions[index].body, record.hasForms,
        case .record(let syntax) = origins[index].declaration
      else { continue }
      for (field, written) in zip(record.fields, origins[index].fields) where field.form != .whole {
        checkElements(of: field, written)
      }
      checkBaseline(of: syntax, record, index)
    }
  }

  /// Elements have one size, but for the bits that are left out, and no link form.
  private mutating func checkElements(of field: Field, _ written: Syntax.Field) {
    guard case .relative = field.form, case .list(let element, .bounded) = schema.resolvingAliases(field.type),
      case .named(let id, _) = schema.resolvingAliases(element)
    else { return }
    if schema[id].bitCountRange.constant == nil {
      error(
        .relativeTo, "elements with an address that is relative have one size, '\(schema[id].name)' has not",
        at: written.type.span, notes: [.init("declared here", at: origins[id.index].name.span)])
    } else if schema[id].isInterning {
      error(
        .relativeTo, "what is interned goes in full, once, and '\(schema[id].name)' holds such a field", at: written.type.span,
        notes: [.init("the address that they are relative to may be interned")])
    }
  }

  /// A value has no form of its own against a baseline where the meaning of a field's bits hangs on another field: were one of the two to
  /// change alone, the other would have to be told anew. So it goes in full where it differs.
  private mutating func checkBaseline(of syntax: Syntax.Record, _ record: Record, _ index: Int) {
    let written = zip(record.fields, origins[index].fields).first { $0.0.form != .whole }?.1
    guard let span = written?.relative?.span ?? written?.significant?.span else { return }
    let note = Diagnostic.Note("put this field and the one that it takes into a struct of their own", at: span)
    if let snapshot = syntax.snapshot {
      error(.deltaPlace, "what holds an address in part has no delta form, a snapshot has one", at: snapshot, notes: [note])
    } else if let key = syntax.key {
      error(.deltaPlace, "what holds an address in part has no delta form, and so no key", at: key.span, notes: [note])
    } else if let delta = origins[index].fields.lazy.compactMap(\.deltaSpan).first {
      error(.deltaPlace, "what holds an address in part has no delta form: it goes in full", at: delta, notes: [note])
    }
  }
}

extension Record {
  /// Whether a field of it goes over the wire by the help of another.
  var hasForms: Bool { fields.contains { $0.form != .whole } }
}
