import WeftSchema

extension Diagnostic.Rule {
  static let typeCycle: Self = "TYPE_CYCLE"
  static let typeDepth: Self = "TYPE_DEPTH"
  static let inlineCycle: Self = "INLINE_CYCLE"
}

extension Lowering {
  /// Pass 5: native definitions hold each other without circles and not too deep; puts all definitions in an order for `layOut`.
  mutating func checkCycles() {
    let edges = schema.definitions.map { $0.namedDefinitions.map(\.index) }
    components = stronglyConnectedComponents(edges)
    var depth = Array(repeating: 0, count: edges.count)
    for component in components {
      let first = component[0]
      if component.count > 1 || edges[first].contains(first) {
        if component.contains(where: { isNative($0) }) { reportCycle(component) }
        continue
      }
      guard isNative(first) || isAlias(first) else { continue }
      depth[first] = 1 + (edges[first].map { depth[$0] }.max() ?? 0)
      if depth[first] == Limits.nestingDepth + 1 { reportDepth(first) }
    }
  }

  /// A Swift value has its fields in place: only the elements of a list stand elsewhere.
  mutating func checkInlineCycles() {
    let edges = schema.definitions.indices.map { index in
      typeSites(of: index).flatMap { $0.type.inlineDefinitions.map(\.index) }
    }
    for component in stronglyConnectedComponents(edges)
    where component.count > 1 || edges[component[0]].contains(component[0]) {
      let index = component.min() ?? component[0]
      // What has no end at all has been told.
      guard schema.definitions[index].bitCountRange.min < sizeCeiling, !component.contains(where: { isNative($0) }) else {
        continue
      }
      let members = Set(component)
      let site = typeSites(of: index).first { $0.type.inlineDefinitions.contains { members.contains($0.index) } }
      error(
        .inlineCycle, "'\(origins[index].name.text)' holds itself outside of a list, which no Swift value can",
        at: site?.syntax.span ?? origins[index].name.span)
    }
  }

  private func isNative(_ index: Int) -> Bool {
    switch schema.definitions[index].body {
    case .record(let record): record.foreign == nil
    case .union: true
    case .alias, .enumeration, .flags: false
    }
  }

  private func isAlias(_ index: Int) -> Bool {
    if case .alias = schema.definitions[index].body { true } else { false }
  }

  mutating func reportDepth(_ index: Int) {
    error(
      .typeDepth, "definitions are nested deeper than \(Limits.nestingDepth) here", at: origins[index].name.span)
  }

  /// One diagnostic a circle: where its first definition, in schema order, goes round.
  mutating func reportCycle(_ component: [Int]) {
    let members = Set(component)
    let steps = component.compactMap { index -> (name: String, span: Span)? in
      let sites = typeSites(of: index)
      guard let site = sites.first(where: { $0.type.namedDefinitions.contains { members.contains($0.index) } }) else {
        return nil
      }
      return (origins[index].name.text, site.syntax.span)
    }
    guard let first = steps.first else { return }
    let notes = steps.dropFirst().prefix(8).map { Diagnostic.Note("by way of '\($0.name)'", at: $0.span) }
    error(.typeCycle, "'\(first.name)' holds itself", at: first.span, notes: notes)
  }

  /// The types that a definition states, with where they are written.
  func typeSites(of index: Int) -> [(type: FieldType, syntax: Syntax.TypeReference)] {
    switch (schema.definitions[index].body, origins[index].declaration) {
    case (.record(let record), _): return zip(record.fields, origins[index].fields).map { ($0.type, $1.type) }
    case (.alias(let alias), .alias(let syntax)): return [(alias.type, syntax.type)]
    case (.union(let union), .union(let syntax)):
      let written = Dictionary(syntax.cases.map { ($0.name.text, $0.type) }, uniquingKeysWith: { first, _ in first })
      return union.cases.compactMap { item in
        guard let type = item.type, let syntax = written[item.name] ?? nil else { return nil }
        return (type, syntax)
      }
    default: return []
    }
  }
}

extension FieldType {
  /// The definitions whose values stand inside a value of the type, and not in a list of any length.
  fileprivate var inlineDefinitions: [DefinitionID] {
    switch self {
    case .named(let id, _): [id]
    case .list(let element, .fixed): element.inlineDefinitions
    case .match(let match): (match.cases + (match.fallback.map { [$0] } ?? [])).flatMap { $0.type?.inlineDefinitions ?? [] }
    default: []
    }
  }
}
