import WeftSchema

extension Lowering {
  /// Pass 4: the bodies of all definitions. Enums first, since expressions name their cases; then aliases, so that what a
  /// name stands for is known when fields are checked.
  mutating func checkTypes() {
    for index in origins.indices {
      if case .enumeration(let syntax) = origins[index].declaration {
        schema.definitions[index].body = lower(syntax, file: origins[index].file)
      }
    }
    for index in origins.indices {
      if case .alias(let syntax) = origins[index].declaration { lower(syntax, index) }
    }
    breakAliasCycles()
    // What a foreign definition asks of those that use it.
    for index in origins.indices {
      if case .record(let syntax) = origins[index].declaration, case .foreign(let header) = syntax.kind {
        lower(header, of: syntax, index)
      }
    }
    checkMessageTags()
    for index in innermostFirst() {
      switch origins[index].declaration {
      case .union(let syntax): schema.definitions[index].body = .union(lower(syntax, file: origins[index].file))
      case .record(let syntax):
        if case .foreign = syntax.kind { lowerForeign(syntax, index) } else { lowerNative(syntax, index) }
      case .alias, .enumeration, .constant, .channel, .vector: break
      }
    }
  }

  /// All definitions, foreign ones after those whose fields their expressions may name (`flags.moreFragments`).
  private func innermostFirst() -> [Int] {
    let edges = origins.map { origin -> [Int] in
      guard case .record(let syntax) = origin.declaration, case .foreign = syntax.kind else { return [] }
      return syntax.allFields.compactMap { field in
        guard case .named(let module, let name, _) = field.type.kind else { return nil }
        let symbol = peek(module.map { [$0, name] } ?? [name], from: origin.file)
        guard case .definition(let id)? = symbol?.kind else { return nil }
        guard case .named(let target, _) = schema.resolvingAliases(.named(id)) else { return nil }
        return target.index
      }
    }
    return Array(stronglyConnectedComponents(edges).joined())
  }

  private mutating func lower(_ syntax: Syntax.Alias, _ index: Int) {
    let file = origins[index].file
    guard let type = lower(syntax.type, TypeContext(file: file, place: .alias)) else { return }
    let display = lowerDisplay(syntax.attributes, known: ["display"], on: "a type", file: file)
    schema.definitions[index].body = .alias(Alias(type: type, display: display))
    check(display, syntax.attributes, of: type)
  }

  /// An alias that stands for itself becomes a `bool`, so that nothing behind it runs in circles; likewise a chain that is too long.
  private mutating func breakAliasCycles() {
    let edges = schema.definitions.map { definition -> [Int] in
      guard case .alias(let alias) = definition.body else { return [] }
      return alias.type.namedDefinitions.map(\.index).filter {
        if case .alias = schema.definitions[$0].body { true } else { false }
      }
    }
    var depth = Array(repeating: 0, count: edges.count)
    for component in stronglyConnectedComponents(edges) {
      let first = component[0]
      if component.count > 1 || edges[first].contains(first) {
        reportCycle(component)
        for index in component { schema.definitions[index].body = .alias(Alias(type: .bool)) }
        continue
      }
      depth[first] = 1 + (edges[first].map { depth[$0] }.max() ?? 0)
      guard depth[first] > Limits.nestingDepth else { continue }
      if depth[first] == Limits.nestingDepth + 1 { reportDepth(first) }
      schema.definitions[first].body = .alias(Alias(type: .bool))
    }
  }

  private mutating func checkMessageTags() {
    for module in schema.modules {
      var first: [Int128: Syntax.Name] = [:]
      var reserved: [Int128: Span] = [:]
      for case .record(let record) in module.definitions.map({ origins[$0.index].declaration }) {
        for case .reserved(let item) in record.members {
          if case .number(let number) = item.kind { reserved[number] = reserved[number] ?? item.span }
        }
      }
      for case .record(let record) in module.definitions.map({ origins[$0.index].declaration }) {
        guard case .message(let tag) = record.kind, let number = tag.value else { continue }
        checkTag(number, of: record, at: tag.span, first[number], reserved[number])
        first[number] = first[number] ?? record.name
      }
    }
  }

  private mutating func checkTag(
    _ number: Int128, of record: Syntax.Record, at span: Span, _ other: Syntax.Name?, _ reserved: Span?
  ) {
    if number > Int128(UInt32.max) {
      error(.messageTag, "a message's tag is at most \(UInt32.max)", at: span)
    } else if let other {
      error(
        .messageTag, "message '\(other.text)' has tag \(number) already", at: span,
        notes: [.init("declared here", at: other.span)])
    } else if let reserved {
      error(.messageTag, "tag \(number) is reserved", at: span, notes: [.init("reserved here", at: reserved)])
    }
  }
}

extension Diagnostic.Rule {
  static let messageTag: Self = "MESSAGE_TAG"
}
