import WeftSchema

extension Lowering {
  /// A value of a definition.
  mutating func lowerNamedLiteral(_ expression: Syntax.Expression, _ id: DefinitionID, file: Int) -> Literal? {
    switch schema[id].body {
    // Only behind an error: aliases have been resolved.
    case .alias: return nil
    case .enumeration(let enumeration): return lowerCode(expression, enumeration, id, file)
    case .flags(let flags): return lowerFlags(expression, flags, id, file)
    case .union(let union):
      return lowerCase(expression, union.cases.map { ($0.name, $0.type) }, of: "'\(schema[id].name)'", file: file)
    case .record(let record): return lowerRecord(expression, record, id, file)
    }
  }

  /// `webRTC` or `Link.webRTC`; of an open enum also a number.
  private mutating func lowerCode(
    _ expression: Syntax.Expression, _ enumeration: Enumeration, _ id: DefinitionID, _ file: Int
  ) -> Literal? {
    if let name = caseName(expression, of: id) {
      if enumeration.cases.contains(where: { $0.name == name.text }) { return .symbol(name.text) }
      return reportUnknownCase(name, enumeration.cases.map(\.name), of: "'\(schema[id].name)'")
    }
    guard enumeration.isOpen else {
      if case .invalid = expression.kind { return nil }
      error(.wrongKind, "a case of '\(schema[id].name)' is wanted here", at: expression.span)
      return nil
    }
    guard let code = integer(expression, in: file) else { return nil }
    let highest = UInt64.max >> UInt64(64 - max(1, min(64, enumeration.bitCount)))
    guard (0...Int128(highest)).contains(code) else {
      error(.outOfRange, "\(code) is not in 0...\(highest)", at: expression.span)
      return nil
    }
    // One value, one spelling.
    if let known = enumeration.cases.first(where: { $0.code == UInt64(code) }) { return .symbol(known.name) }
    return .integer(code)
  }

  private func caseName(_ expression: Syntax.Expression, of id: DefinitionID) -> Syntax.Name? {
    guard case .name(let path) = expression.kind, let last = path.last else { return nil }
    return path.count == 1 || (path.count == 2 && path[0].text == schema[id].name) ? last : nil
  }

  private mutating func reportUnknownCase(_ name: Syntax.Name, _ known: [String], of type: String) -> Literal? {
    let (notes, fixes) = suggest(for: name, among: known)
    error(.unknownCase, "\(type) has no case '\(name.text)'", at: name.span, notes: notes, fixes: fixes)
    return nil
  }

  /// `[wantsReceipt, recordsHops]`; in the order of bits in the model.
  private mutating func lowerFlags(
    _ expression: Syntax.Expression, _ flags: Flags, _ id: DefinitionID, _ file: Int
  ) -> Literal? {
    guard case .list(let elements) = expression.kind else {
      if case .invalid = expression.kind { return nil }
      error(.wrongKind, "a list of flags is wanted here, as in [\(flags.cases.first?.name ?? "")]", at: expression.span)
      return nil
    }
    var codes: [String: UInt64] = [:]
    for element in elements {
      guard let name = caseName(element, of: id) else {
        error(.wrongKind, "a flag of '\(schema[id].name)' is wanted here", at: element.span)
        return nil
      }
      guard let flag = flags.cases.first(where: { $0.name == name.text }) else {
        return reportUnknownCase(name, flags.cases.map(\.name), of: "'\(schema[id].name)'")
      }
      if codes.updateValue(flag.code, forKey: flag.name) != nil {
        error(.duplicateName, "'\(flag.name)' stands here twice", at: name.span)
      }
    }
    return .list(codes.sorted { $0.value < $1.value }.map { .symbol($0.key) })
  }

  /// `{ v4: … }`; of a case that carries nothing the name alone.
  mutating func lowerCase(
    _ expression: Syntax.Expression, _ cases: [(name: String, type: FieldType?)], of type: String, file: Int
  ) -> Literal? {
    let name: Syntax.Name
    var value: Syntax.Expression?
    switch expression.kind {
    case .name(let path) where path.count == 1: name = path[0]
    case .record(let items) where items.count == 1:
      name = items[0].name
      value = items[0].value
    case .invalid: return nil
    default:
      error(.wrongKind, "one case is wanted here, as in { \(cases.first?.name ?? "case"): … }", at: expression.span)
      return nil
    }
    guard let match = cases.first(where: { $0.name == name.text }) else {
      return reportUnknownCase(name, cases.map(\.name), of: type)
    }
    switch (match.type, value) {
    case (nil, nil): return .symbol(name.text)
    case (let type?, let value?): return lowerLiteral(value, as: type, file: file).map { .unionCase(name: name.text, $0) }
    case (_?, nil): error(.wrongKind, "case '\(name.text)' carries a value", at: name.span)
    case (nil, let value?):
      // `{}` is what JSON has there.
      if case .record(let items) = value.kind, items.isEmpty { return .symbol(name.text) }
      error(.wrongKind, "case '\(name.text)' carries nothing", at: value.span)
    }
    return nil
  }

  private mutating func lowerRecord(
    _ expression: Syntax.Expression, _ record: Record, _ id: DefinitionID, _ file: Int
  ) -> Literal? {
    guard case .record(let items) = expression.kind else {
      if case .invalid = expression.kind { return nil }
      error(.wrongKind, "a value of '\(schema[id].name)' is wanted here, as in { … }", at: expression.span)
      return nil
    }
    var given: [String: Syntax.RecordItem] = [:]
    var isWhole = true
    let known = Dictionary(record.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for item in items {
      if let first = given[item.name.text] {
        error(
          .duplicateName, "'\(item.name.text)' has a value already", at: item.name.span,
          notes: [.init("first stated here", at: first.name.span)])
        isWhole = false
      } else {
        given[item.name.text] = item
        isWhole = check(item, known, record, id) && isWhole
      }
    }
    var fields: [LiteralField] = []
    for field in record.fields {
      if let item = given[field.name] {
        guard let value = lowerLiteral(item.value, as: field.type, file: file) else {
          isWhole = false
          continue
        }
        fields.append(LiteralField(name: field.name, value: value))
      } else if let match = matchOfDefaultCase(field, record, given) {
        error(
          .missingField, "'\(match)' is its default case, and '\(field.name)', which selects that, has no value",
          at: given[match]?.name.span ?? expression.span)
        isWhole = false
      } else if needsValue(field, of: id) {
        error(.missingField, "'\(field.name)' has no value and no default", at: expression.span)
        isWhole = false
      }
    }
    return isWhole ? .record(fields) : nil
  }

  /// Where `field` is the tag of a match whose default case is stated: no case says what the tag is.
  private func matchOfDefaultCase(_ field: Field, _ record: Record, _ given: [String: Syntax.RecordItem]) -> String? {
    guard let match = field.matchWithDefault(in: record), case .match(let cases) = match.type,
      let value = given[match.name]?.value, let name = cases.fallback?.name
    else { return nil }
    switch value.kind {
    case .name(let path) where path.count == 1 && path[0].text == name: return match.name
    case .record(let items) where items.count == 1 && items[0].name.text == name: return match.name
    default: return nil
    }
  }

  private mutating func check(
    _ item: Syntax.RecordItem, _ known: [String: Field], _ record: Record, _ id: DefinitionID
  ) -> Bool {
    guard let field = known[item.name.text] else {
      if isBroken[origins[id.index].file] { return false }
      let (notes, fixes) = suggest(for: item.name, among: known.keys)
      error(
        .unknownField, "'\(schema[id].name)' has no field '\(item.name.text)'", at: item.name.span, notes: notes, fixes: fixes)
      return false
    }
    let isComputed = field.foreign.computed != nil && field.foreign.alternative == nil
    if field.foreign.constant != nil || isComputed && field.matchWithDefault(in: record) == nil {
      let what = field.foreign.constant != nil ? "constant" : "computed"
      error(.notAProperty, "'\(item.name.text)' is \(what), its value is not stated", at: item.name.span)
      return false
    }
    return true
  }

  private func needsValue(_ field: Field, of id: DefinitionID) -> Bool {
    if field.isOptional || field.defaultValue != nil || isDefaulted(field, of: id) { return false }
    if field.foreign.condition != nil || field.foreign.constant != nil || field.foreign.computed != nil { return false }
    if case .padding = field.type { return false }
    return true
  }

  /// Whether a default is written, even if it was wrong: that is reported where it stands.
  private func isDefaulted(_ field: Field, of id: DefinitionID) -> Bool {
    origins[id.index].fields.contains { $0.name.text == field.name && $0.value != nil && $0.const == nil }
  }
}

extension Field {
  /// The match that this field is the tag of, if it has a default case, which leaves the tag open.
  fileprivate func matchWithDefault(in record: Record) -> Field? {
    guard case .tag(let target)? = foreign.computed, record.fields.indices.contains(target),
      case .match(let match) = record.fields[target].type, match.fallback != nil
    else { return nil }
    return record.fields[target]
  }
}
