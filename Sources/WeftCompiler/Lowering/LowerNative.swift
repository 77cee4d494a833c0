import WeftSchema

extension Diagnostic.Rule {
  static let tooManyFields: Self = "TOO_MANY_FIELDS"
  static let inline: Self = "INLINE"
  static let extensible: Self = "EXTENSIBLE"
  static let addedField: Self = "ADDED_FIELD"
}

extension Lowering {
  /// A struct or a message.
  mutating func lowerNative(_ syntax: Syntax.Record, _ index: Int) {
    guard case .record(var record) = schema.definitions[index].body else { return }
    let file = origins[index].file
    let attributes = lowerAttributes(of: syntax, known: ["extensible", "mtu", "name"], file: file)
    record.displayName = attributes.name
    record.maximumByteCount = attributes.mtu
    lowerReserved(of: syntax, into: &record)
    var names = MemberNames(reserved: syntax.reserved)
    // Where each `--- added` stands, and the first field below it.
    var generations: [(line: Span, first: Int)] = []
    var isFull = false
    for member in syntax.members {
      switch member {
      case .added(let line): generations.append((line, record.fields.count))
      case .field(let field):
        let isNew = names.declare(field.name, "a field", &self)
        guard isNew, hasRoom(record, for: field, &isFull), let lowered = lowerNative(field, file: file) else { continue }
        if !generations.isEmpty { check(added: field, lowered) }
        record.fields.append(lowered)
        origins[index].fields.append(field)
      // The parser reports a word: it belongs to foreign definitions.
      case .reserved, .word: break
      }
    }
    record.extensibility = extensibility(attributes, generations, fieldCount: record.fields.count)
    schema.definitions[index].body = .record(record)
  }

  private mutating func hasRoom(_ record: Record, for field: Syntax.Field, _ isFull: inout Bool) -> Bool {
    if record.fields.count < Limits.fieldCount { return true }
    if !isFull { reportTooManyFields(at: field.name.span) }
    isFull = true
    return false
  }

  mutating func reportTooManyFields(at span: Span) {
    error(.tooManyFields, "a definition has at most \(Limits.fieldCount) fields", at: span)
  }

  private mutating func lowerReserved(of syntax: Syntax.Record, into record: inout Record) {
    for item in syntax.reserved {
      switch item.kind {
      case .name(let name): record.reservedNames.append(name)
      case .number(let number): record.reservedTags.append(Int(clamping: number))
      }
    }
  }

  private mutating func lowerNative(_ syntax: Syntax.Field, file: Int) -> Field? {
    let attributes = lowerFieldAttributes(syntax.attributes, file: file)
    guard let type = lower(syntax.type, TypeContext(file: file, place: .native)) else { return nil }
    check(inline: syntax, type)
    check(attributes.display, syntax.attributes, of: type)
    check(attributes.parts, syntax.attributes, of: type)
    return Field(
      name: syntax.name.text, documentation: syntax.documentation, type: type, isOptional: syntax.optional != nil,
      isInline: syntax.inline != nil, displayNames: attributes.names, displayScale: attributes.scale,
      displayParts: attributes.parts, display: attributes.display)
  }

  /// `inline` is storage of a fixed capacity for what has a count; what has none stands in the value anyway.
  private mutating func check(inline syntax: Syntax.Field, _ type: FieldType) {
    guard let span = syntax.inline else { return }
    switch schema.resolvingAliases(type) {
    case .bytes(.bounded(_, let max)), .text(.bounded(_, let max)), .list(_, .bounded(_, let max)):
      if max > Limits.inlineByteCount {
        error(.inline, "inline storage holds at most \(Limits.inlineByteCount) elements, the bound is \(max)", at: span)
      }
    default:
      error(.inline, "'inline' is for bytes, text and lists with a 'max'", at: span)
    }
  }

  private mutating func check(added syntax: Syntax.Field, _ field: Field) {
    guard !field.isOptional, syntax.value == nil else { return }
    error(
      .addedField, "an added field has a default or is optional: older peers do not send it", at: syntax.name.span,
      fixes: [.init(replace: syntax.type.span.end, with: "?")])
  }

  private mutating func extensibility(
    _ attributes: RecordAttributes, _ generations: [(line: Span, first: Int)], fieldCount: Int
  ) -> Extensibility? {
    guard let maximum = attributes.extensible else {
      if let line = generations.first?.line, !attributes.isExtensible {
        error(.extensible, "fields can be added only to what is '@extensible(max: n)'", at: line)
      }
      return nil
    }
    var result = Extensibility(maximumByteCount: maximum, generations: [])
    for (number, generation) in generations.enumerated() {
      let end = number + 1 < generations.count ? generations[number + 1].first : fieldCount
      if generation.first == end {
        error(.extensible, "nothing is added below this line", at: generation.line)
      } else {
        result.generations.append(.init(fields: generation.first..<end, steps: []))
      }
    }
    return result
  }
}

extension Syntax.Record {
  var reserved: [Syntax.Reserved] {
    members.compactMap { if case .reserved(let item) = $0 { item } else { nil } }
  }
}
