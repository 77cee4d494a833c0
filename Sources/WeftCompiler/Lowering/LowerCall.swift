import WeftSchema

private let functions = [
  "byteCount", "count", "tag", "span", "preceding", "internetChecksum", "internetChecksumNonzero", "crc32", "u8", "u16",
  "u24", "u32", "u40", "u48", "u56", "u64",
]

extension Lowering {
  /// `byteCount(attributes)`, `crc32(preceding(8))`, `u32(length)`.
  mutating func lowerCall(
    _ function: Syntax.Name, _ arguments: [Syntax.Expression], at span: Span, _ scope: ForeignScope, _ file: Int
  ) -> TypedExpression? {
    guard functions.contains(function.text) else {
      let (notes, fixes) = suggest(for: function, among: functions)
      error(.unknownFunction, "no function is called '\(function.text)'", at: function.span, notes: notes, fixes: fixes)
      return nil
    }
    guard arguments.count == 1, let argument = arguments.first else {
      error(.functionArguments, "'\(function.text)' has one argument", at: span)
      return nil
    }
    if let use = ForeignScope.Function(rawValue: function.text) { return lower(use, argument, scope) }
    if let checksum = Expression.Checksum(rawValue: function.text) {
      return lowerExpression(argument, as: .bytes, scope, file: file).map { TypedExpression(.checksum(checksum, $0), .integer) }
    }
    switch function.text {
    case "span": return lowerSpan(argument, scope)
    case "preceding":
      guard let count = integer(argument, in: file) else { return nil }
      guard (0...Int128(Limits.bound)).contains(count) else {
        error(.functionArguments, "a number of bytes is 0...\(Limits.bound), not \(count)", at: argument.span)
        return nil
      }
      return TypedExpression(.preceding(dropping: Int(count)), .bytes)
    default:
      guard let bitCount = Int(function.text.dropFirst()) else { return nil }
      return lowerExpression(argument, as: .integer, scope, file: file).map {
        TypedExpression(.encoded(bitCount: bitCount, $0), .bytes)
      }
    }
  }

  /// Of any field of the record, wherever it stands.
  private mutating func lower(
    _ function: ForeignScope.Function, _ argument: Syntax.Expression, _ scope: ForeignScope
  ) -> TypedExpression? {
    guard let index = field(argument, of: function.rawValue, scope) else { return nil }
    scope.uses.append(.init(function: function, field: index, span: argument.span))
    switch function {
    case .byteCount: return TypedExpression(.byteCount(field: index), .integer)
    case .count: return TypedExpression(.count(field: index), .integer)
    case .tag: return TypedExpression(.tag(field: index), .integer)
    }
  }

  private mutating func field(_ expression: Syntax.Expression, of function: String, _ scope: ForeignScope) -> Int? {
    guard case .name(let path) = expression.kind, path.count == 1, let name = path.first else {
      if case .invalid = expression.kind { return nil }
      error(.functionArguments, "'\(function)' is of a field of this record", at: expression.span)
      return nil
    }
    if let index = scope.indices[name.text] { return index }
    let (notes, fixes) = suggest(for: name, among: scope.names.map(\.text))
    error(.unknownField, "this record has no field '\(name.text)'", at: name.span, notes: notes, fixes: fixes)
    return nil
  }

  private mutating func lowerSpan(_ argument: Syntax.Expression, _ scope: ForeignScope) -> TypedExpression? {
    guard case .range(let from, let through) = argument.kind else {
      if case .invalid = argument.kind { return nil }
      error(.functionArguments, "'span' is from a field through a later one, as in 'span(a ... b)'", at: argument.span)
      return nil
    }
    let first = field(from, of: "span", scope)
    let last = field(through, of: "span", scope)
    guard let first, let last else { return nil }
    guard first <= last else {
      error(.functionArguments, "the first field of a span comes before the last", at: argument.span)
      return nil
    }
    return TypedExpression(.span(from: first, through: last), .bytes)
  }

  /// What `byteCount`, `count` and `tag` were asked of, now that all fields are known.
  mutating func checkUses(_ scope: ForeignScope) {
    for use in scope.uses where scope.fields.indices.contains(use.field) && !scope.broken.contains(use.field) {
      let field = scope.fields[use.field]
      switch (use.function, schema.resolvingAliases(field.type)) {
      case (.tag, .match), (.count, .list), (.count, .bytes), (.count, .text), (.byteCount, _): break
      case (.tag, _): error(.functionArguments, "'tag' is of a match, '\(field.name)' is none", at: use.span)
      case (.count, _): error(.functionArguments, "'count' is of a list, bytes or text, '\(field.name)' is none", at: use.span)
      }
    }
  }

  /// `XorAddress(transaction)`: what the definition's parameters get.
  mutating func lower(
    _ arguments: [Syntax.Expression], of id: DefinitionID, _ symbol: Symbol, at span: Span, _ context: TypeContext
  ) -> [Expression]? {
    var parameters: [Foreign.Parameter] = []
    if case .named(let target, _) = schema.resolvingAliases(.named(id)), target == id, case .record(let record) = schema[id].body
    {
      parameters = record.foreign?.parameters ?? []
    }
    guard arguments.count == parameters.count else {
      let wanted = parameters.isEmpty ? "no arguments" : parameters.count == 1 ? "one argument" : "\(parameters.count) arguments"
      error(
        .functionArguments, "'\(symbol.name.text)' has \(wanted)\(arguments.isEmpty ? "" : ", not \(arguments.count)")",
        at: span,
        notes: [.init("declared here", at: symbol.name.span)])
      return nil
    }
    if arguments.isEmpty { return [] }
    guard let scope = context.scope else {
      error(.foreignOnly, "arguments stand only in a foreign definition", at: span)
      return nil
    }
    let lowered = zip(arguments, parameters).map { argument, parameter in
      lowerExpression(argument, as: ExpressionKind(parameter.type), scope, file: context.file)
    }
    return lowered.contains { $0 == nil } ? nil : lowered.compactMap { $0 }
  }
}
