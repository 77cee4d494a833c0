import WeftSchema

extension Diagnostic.Rule {
  static let emptyElement: Self = "EMPTY_ELEMENT"
  static let tooLarge: Self = "TOO_LARGE"
  static let mtu: Self = "MTU"
  static let endless: Self = "ENDLESS"
}

extension Lowering {
  /// Pass 6, the model's own: sizes, offsets and steps.
  mutating func layOut() { WeftCompiler.layOut(&schema, components: components) }

  /// Pass 7: what can be judged only when sizes are known.
  mutating func checkLimits() {
    for component in components {
      if let first = component.first, schema.definitions[first].bitCountRange.min >= sizeCeiling {
        reportEndless(first)
      }
    }
    for index in schema.definitions.indices {
      for (type, syntax) in typeSites(of: index) { checkElements(of: type, syntax) }
      checkSize(of: index)
      if case .record(let record) = schema.definitions[index].body, case .record(let syntax) = origins[index].declaration {
        checkExtension(of: record, syntax)
        checkMTU(of: record, syntax, index)
        for (field, written) in zip(record.fields, origins[index].fields) { checkInlineSize(of: field, written) }
      }
    }
    checkInlineCycles()
    checkAlignment()
    reportUnusedImports()
  }

  private mutating func reportEndless(_ index: Int) {
    guard case .record(let record) = schema.definitions[index].body, record.foreign != nil else { return }
    let site = typeSites(of: index).first { schema.size(of: $0.type).min >= sizeCeiling }
    error(
      .endless, "'\(origins[index].name.text)' holds itself in every value: none has an end",
      at: site?.syntax.span ?? origins[index].name.span)
  }

  /// An element of no bits would let a count of a few bits stand for any number of elements, and a list to the end of its
  /// region for ever.
  ///
  /// - Returns: whether all is well.
  @discardableResult
  private mutating func checkElements(of type: FieldType, _ syntax: Syntax.TypeReference) -> Bool {
    switch (type, syntax.kind) {
    case (.list(let element, let count), .list(let elementSyntax, let countSyntax)):
      guard checkElements(of: element, elementSyntax) else { return false }
      if schema.size(of: element).min == 0 {
        error(.emptyElement, "an element takes at least one bit, this one can have none", at: elementSyntax.span)
        return false
      }
      checkInline(count, type, at: countSyntax.exact?.span ?? syntax.span)
    case (.bytes(let count), .bytes(let countSyntax)): checkInline(count, type, at: countSyntax.exact?.span ?? syntax.span)
    case (.match(let match), .match(let matchSyntax)):
      let cases = match.cases + (match.fallback.map { [$0] } ?? [])
      let written = matchSyntax.cases + (matchSyntax.fallback.map { [$0] } ?? [])
      let byName = Dictionary(written.map { ($0.name.text, $0.type) }, uniquingKeysWith: { first, _ in first })
      for item in cases {
        if let type = item.type, let syntax = byName[item.name] ?? nil { checkElements(of: type, syntax) }
      }
    default: break
    }
    return true
  }

  /// Fixed arrays stand in the value itself.
  private mutating func checkInline(_ count: Count, _ type: FieldType, at span: Span) {
    guard case .fixed(let number) = count else { return }
    let limit = Limits.inlineByteCount
    let bits = schema.size(of: type).min
    if number > limit || (bits > 8 * limit && bits < sizeCeiling) {
      error(.bound, "what has a fixed count stands in the value itself: at most \(limit) bytes", at: span)
    }
  }

  /// Elements that are large make a small capacity large.
  private mutating func checkInlineSize(of field: Field, _ syntax: Syntax.Field) {
    guard let span = syntax.inline, let bits = schema.size(of: field.type).max, bits > 8 * Limits.inlineValueByteCount else {
      return
    }
    error(.inline, "inline storage is of at most \(Limits.inlineValueByteCount) bytes, these can be \(bits / 8)", at: span)
  }

  private mutating func checkSize(of index: Int) {
    let size = schema.definitions[index].bitCountRange
    guard size.min < sizeCeiling, size.max ?? size.min > Limits.bitCount else { return }
    // Only the innermost one that is too large.
    let held = schema.definitions[index].namedDefinitions.map { schema[$0].bitCountRange }
    guard !held.contains(where: { $0.max ?? $0.min > Limits.bitCount }) else { return }
    let largest = typeSites(of: index).max { schema.size(of: $0.type).max ?? 0 < schema.size(of: $1.type).max ?? 0 }
    let notes = largest.map { [Diagnostic.Note("the largest part stands here", at: $0.syntax.span)] } ?? []
    error(
      .tooLarge,
      "'\(origins[index].name.text)' takes up to \(describe(size.max ?? size.min)), the limit is \(Limits.bitCount) bits",
      at: origins[index].name.span, notes: notes)
  }

  private func describe(_ bits: Int) -> String { bits >= sizeCeiling ? "more than 2^60 bits" : "\(bits) bits" }

  private mutating func checkExtension(of record: Record, _ syntax: Syntax.Record) {
    guard let extensibility = record.extensibility else { return }
    var total = BitCountRange.none
    for generation in extensibility.generations {
      let fields = record.fields[generation.fields]
      let bits = fields.reduce(BitCountRange.none) {
        $0 + schema.size(of: $1, in: record.fields) + BitCountRange($1.isOptional ? 1 : 0)
      }
      if bits.max == 0, let first = fields.first, let name = syntax.fieldName(first.name) {
        error(.extensible, "the fields added here take no bits: nothing tells whether they are there", at: name.span)
      }
      // Each generation is padded to bytes.
      total = total + BitCountRange(min: 0, max: bits.max.map { ($0 + 7) / 8 })
    }
    guard let byteCount = total.max, byteCount > extensibility.maximumByteCount,
      let attribute = syntax.attributes.first(where: { $0.name.text == "extensible" })
    else { return }
    error(
      .extensible, "the added fields take up to \(byteCount) bytes, the bound is \(extensibility.maximumByteCount)",
      at: attribute.arguments.first?.value.span ?? attribute.span)
  }

  private mutating func checkMTU(of record: Record, _ syntax: Syntax.Record, _ index: Int) {
    guard let limit = record.maximumByteCount, let attribute = syntax.attributes.first(where: { $0.name.text == "mtu" }) else {
      return
    }
    let span = attribute.arguments.first?.value.span ?? attribute.span
    guard let bits = schema.definitions[index].bitCountRange.max else {
      error(.mtu, "'\(syntax.name.text)' has no largest size", at: span)
      return
    }
    guard bits <= Limits.bitCount, (bits + 7) / 8 > limit else { return }
    let parts = record.baseFields.indices.map { (field: $0, bits: record.fields[$0].bitCountRange.max ?? 0) }
    let largest = parts.sorted { ($1.bits, $0.field) < ($0.bits, $1.field) }.prefix(2)
    let notes = largest.compactMap { part in
      syntax.fieldName(record.fields[part.field].name).map {
        Diagnostic.Note("'\($0.text)' takes up to \(part.bits) bits", at: $0.span)
      }
    }
    error(
      .mtu, "'\(syntax.name.text)' takes up to \((bits + 7) / 8) bytes (\(bits) bits), '@mtu' allows \(limit)", at: span,
      notes: notes)
  }

  /// Last pass: law 7. Of a schema with errors there is nothing to identify.
  mutating func identify() {
    if !diagnostics.hasErrors { schema.identify() }
  }
}

extension Syntax.Record {
  func fieldName(_ name: String) -> Syntax.Name? {
    for member in members {
      switch member {
      case .field(let field): if field.name.text == name { return field.name }
      case .word(let word): if let field = word.fields.first(where: { $0.name.text == name }) { return field.name }
      case .reserved, .added: break
      }
    }
    return nil
  }
}
