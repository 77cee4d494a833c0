/// Lists, bytes and text, and how many there are of them.
extension Parser {
  /// `[T, max: n]`, `[T * n]`, `[T]`
  mutating func parseList() throws(Failure) -> Syntax.TypeReference.Kind {
    let opening = try expect(.leftBracket, "before the element")
    let element = try parseType()
    if let question = take(.question) {
      report(.optionalPlace, "only a field is optional, not an element", at: question)
    }
    var count = Syntax.Count(span: span)
    if take(.asterisk) != nil { count.exact = try parseExpression() }
    if take(.comma) != nil { try parseBounds(into: &count) }
    count.span = count.span.through(previousSpan)
    try expectClosing(.rightBracket, of: opening)
    return .list(element: element, count: count)
  }

  /// What follows `bytes` or `text`: `[n]`, `[max: n, min: m]`, `[n, max: m]`, or nothing.
  mutating func parseByteCount() throws(Failure) -> Syntax.Count {
    var count = Syntax.Count(span: previousSpan.end)
    if isNext(.leftParenthesis), !token.startsLine { return try parseCountInParentheses() }
    guard let opening = take(.leftBracket) else { return count }
    if isBound {
      try parseBounds(into: &count)
    } else {
      count.exact = try parseExpression()
      if take(.comma) != nil { try parseBounds(into: &count) }
    }
    try expectClosing(.rightBracket, of: opening)
    count.span = opening.through(previousSpan)
    return count
  }

  /// `(4)`, which is reported.
  private mutating func parseCountInParentheses() throws(Failure) -> Syntax.Count {
    let opening = span
    advance()
    let exact = isBound ? nil : try parseExpression()
    var count = Syntax.Count(exact: exact, span: opening)
    if exact == nil { try parseBounds(into: &count) }
    try expectClosing(.rightParenthesis, of: opening)
    count.span = opening.through(previousSpan)
    let fixes = [Diagnostic.Fix(replace: opening, with: "["), Diagnostic.Fix(replace: previousSpan, with: "]")]
    report(.countBound, "a count stands in brackets", at: count.span, fixes: fixes)
    return count
  }

  private var isBound: Bool { token.kind == .name && isNext(.colon, ahead: 1) }

  /// `max: n`, `max: n, min: m`
  private mutating func parseBounds(into count: inout Syntax.Count) throws(Failure) {
    repeat {
      let name = try expectName("'max: …'")
      let isRepeated = name.text == "max" ? count.maximum != nil : count.minimum != nil
      guard name.text == "max" || name.text == "min" else {
        report(.countBound, "expected 'max: …' or 'min: …', found '\(name.text)'", at: name.span)
        throw Failure()
      }
      if isRepeated { report(.countBound, "'\(name.text)' is stated twice", at: name.span) }
      try expect(.colon, "behind '\(name.text)'")
      let bound = try parseExpression()
      if name.text == "max" { count.maximum = bound } else { count.minimum = bound }
    } while take(.comma) != nil
    guard count.maximum == nil, count.exact == nil, let minimum = count.minimum else { return }
    report(.countBound, "'min' stands beside 'max'", at: minimum.span)
    count.maximum = Syntax.Expression(.invalid, at: minimum.span)
  }
}

extension Diagnostic.Rule {
  static let countBound: Self = "COUNT_BOUND"
}
