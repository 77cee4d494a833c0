/// How a native field goes against a baseline and over a link.
extension Parser {
  /// `changed`, `difference(4)`, `wrap step(1)`, behind `delta`.
  mutating func parseDeltaPolicy(from start: Span) throws(Failure) -> Syntax.DeltaPolicy {
    let words = ["changed", "difference", "wrap", "step", "never"]
    let word = try expectWord(words, "a policy behind 'delta': 'changed', 'difference', 'wrap', 'step(…)' or 'never'")
    var policy = Syntax.DeltaPolicy(
      kind: Syntax.DeltaPolicy.Kind(rawValue: word.text) ?? .difference, kindSpan: word.span, parameter: nil, step: nil,
      span: start)
    if word.text == "step" {
      policy.step = try parseArgument(of: word)
    } else if policy.kind == .difference || policy.kind == .wrap {
      if isNext(.leftParenthesis) { policy.parameter = try parseArgument(of: word) }
      if isWord("step"), isNext(.leftParenthesis, ahead: 1) { policy.step = try parseArgument(of: takeName()) }
    }
    policy.span = start.through(previousSpan)
    return policy
  }

  /// `none`, `last`, `linear`, `linear(3)`, behind `predict`.
  mutating func parsePredictor(from start: Span) throws(Failure) -> Syntax.Predictor {
    let words = Syntax.Predictor.Kind.allCases.map(\.rawValue)
    let word = try expectWord(words, "a predictor behind 'predict': 'none', 'last', 'linear' or 'linear(3)'")
    var predictor = Syntax.Predictor(kind: Syntax.Predictor.Kind(rawValue: word.text) ?? .last, points: nil, span: start)
    if predictor.kind == .linear, isNext(.leftParenthesis) { predictor.points = try parseArgument(of: word) }
    predictor.span = start.through(previousSpan)
    return predictor
  }

  /// `(16)`, behind `interned`.
  mutating func parseInterned(from start: Span) throws(Failure) -> Syntax.Clause {
    guard isNext(.leftParenthesis) else {
      report(.expectedToken, "'interned' states how many entries its table has, as in 'interned(16)'", at: start)
      throw Failure()
    }
    let count = try parseArgument(of: Syntax.Name("interned", at: start))
    return .interned(count: count, span: start.through(previousSpan))
  }

  /// `to target`, behind `relative`.
  mutating func parseRelative(from start: Span) throws(Failure) -> Syntax.Clause {
    guard isWord("to"), isNext(.name, ahead: 1), !isNext(.colon, ahead: 1), !isNext(.colon, ahead: 2) else {
      report(.expectedToken, "'relative' names an address, as in 'relative to target'", at: start)
      throw Failure()
    }
    advance()
    return .relative(to: takeName(), span: start.through(previousSpan))
  }

  /// `(length)`, behind `significant`.
  mutating func parseSignificant(from start: Span) throws(Failure) -> Syntax.Clause {
    guard isNext(.leftParenthesis), isNext(.name, ahead: 1) else {
      report(.expectedToken, "'significant' names the field with the number of bits, as in 'significant(length)'", at: start)
      throw Failure()
    }
    let opening = try expect(.leftParenthesis, "behind 'significant'")
    let count = takeName()
    try expectClosing(.rightParenthesis, of: opening)
    return .significant(count: count, span: start.through(previousSpan))
  }

  /// One of the words; a name that begins the next field is none of them.
  private mutating func expectWord(_ words: [String], _ purpose: String) throws(Failure) -> Syntax.Name {
    guard token.kind == .name, !isNext(.colon, ahead: 1), !isNextLineAnother(), words.contains(text(of: token, upTo: 16)) else {
      reportExpected(.expectedToken, purpose)
      throw Failure()
    }
    return takeName()
  }

  /// `(4)`
  private mutating func parseArgument(of word: Syntax.Name) throws(Failure) -> Syntax.Expression {
    let opening = try expect(.leftParenthesis, "and a number behind '\(word.text)'")
    let value = try parseExpression()
    try expectClosing(.rightParenthesis, of: opening)
    return value
  }
}
