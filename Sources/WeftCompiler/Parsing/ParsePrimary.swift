/// What stands between operators: numbers, strings, names, calls, parentheses, and the literals of lists and records.
extension Parser {
  mutating func parsePrimary(_ place: Place) throws(Failure) -> Syntax.Expression {
    let start = span
    switch token.kind {
    case .integer:
      let integer = takeInteger()
      return Syntax.Expression(integer.value.map { .integer($0) } ?? .invalid, at: start)
    case .real: return takeReal()
    case .string: return Syntax.Expression(.text(takeText().value), at: start)
    case .hexString: return Syntax.Expression(.bytes(takeHexString().bytes), at: start)
    case .name where !isOperatorWord && !isNextLineAnother(unlessFollowedBy: place.follower): return try parseName(place)
    case .leftParenthesis:
      mark(.grouping)
      advance()
      var inner = try parseExpression(place)
      try expectClosing(.rightParenthesis, of: start)
      inner.span = start.through(previousSpan)
      return inner
    case .leftBracket, .leftBrace: return try parseCollection(place)
    default:
      reportExpected(.expectedExpression, place == .literal ? "a value" : "an expression")
      throw Failure()
    }
  }

  private var isOperatorWord: Bool {
    isKeyword("if") || isKeyword("else") || isKeyword("or") || isKeyword("and") || isWord("||") || isWord("&&")
  }

  /// `true`, `a.b.c`, `count(f)`.
  private mutating func parseName(_ place: Place) throws(Failure) -> Syntax.Expression {
    let first = takeName()
    if first.text == "true" || first.text == "false" { return Syntax.Expression(.bool(first.text == "true"), at: first.span) }
    if first.text == "hex", token.kind == .string, !token.startsLine {
      let gap = Span(file: file, lower: first.span.upper, upper: span.lower)
      report(
        .hexForm, "nothing stands between 'hex' and its string", at: first.span.through(span),
        fixes: [Diagnostic.Fix(replace: gap, with: "")])
      advance()
      return Syntax.Expression(.invalid, at: first.span)
    }
    if isNext(.leftParenthesis) {
      let arguments = try parseArguments { parser throws(Failure) in try parser.parseRangeOrExpression() }
      return try make(.call(function: first, arguments: arguments), from: first.span)
    }
    var names = [first]
    while take(.dot) != nil { names.append(try expectName("a name behind '.'", unlessAnother: place.follower)) }
    return Syntax.Expression(.name(names), at: first.span.through(previousSpan))
  }

  /// `a ... b`, or an expression; the former only `span` understands.
  private mutating func parseRangeOrExpression() throws(Failure) -> Syntax.Expression {
    let from = try parseExpression()
    guard isNext(.ellipsis) else { return from }
    mark(.fieldRange)
    advance()
    return try make(.range(from: from, through: parseExpression()), from: from.span)
  }

  /// `(a, b)`: what `element` reads, separated by commas, at least one.
  mutating func parseArguments<Element>(
    _ element: (inout Parser) throws(Failure) -> Element
  ) throws(Failure) -> [Element] {
    let opening = try expect(.leftParenthesis, "before the arguments")
    var elements = [try element(&self)]
    while take(.comma) != nil { elements.append(try element(&self)) }
    try expectClosing(.rightParenthesis, of: opening)
    return elements
  }

  mutating func expectClosing(_ kind: Token.Kind, of opening: Span) throws(Failure) {
    guard take(kind) == nil else { return }
    reportExpected(.expectedToken, "'\(kind.spelling)'", notes: [Diagnostic.Note("to close this", at: opening)])
    throw Failure()
  }

  private mutating func parseCollection(_ place: Place) throws(Failure) -> Syntax.Expression {
    let start = span
    let isList = token.kind == .leftBracket
    guard place == .literal else {
      let message = "\(isList ? "a list" : "a record") stands only in a default or a vector"
      report(.expectedExpression, message, at: start)
      throw Failure()
    }
    advance()
    if isList { return try make(.list(parseElements(from: start)), from: start) }
    return try make(.record(parseItems(from: start)), from: start)
  }

  /// `1, 2]`
  private mutating func parseElements(from opening: Span) throws(Failure) -> [Syntax.Expression] {
    var elements: [Syntax.Expression] = []
    while !isNext(.rightBracket) {
      elements.append(try parseExpression(.literal))
      if take(.comma) == nil { break }
    }
    try expectClosing(.rightBracket, of: opening)
    return elements
  }

  /// `a: 1, b: 2}`
  private mutating func parseItems(from opening: Span) throws(Failure) -> [Syntax.RecordItem] {
    var items: [Syntax.RecordItem] = []
    while !isNext(.rightBrace) {
      guard token.kind == .name else {
        reportExpected(
          .expectedName, "'name: value' or '}'", notes: [Diagnostic.Note("to close this", at: opening)])
        throw Failure()
      }
      mark(.member)
      let name = takeName()
      try expect(.colon, "behind '\(name.text)'")
      items.append(Syntax.RecordItem(name: name, value: try parseExpression(.literal)))
      _ = take(.comma)
    }
    advance()
    return items
  }
}

extension Diagnostic.Rule {
  static let expectedExpression: Self = "EXPECTED_EXPRESSION"
}
