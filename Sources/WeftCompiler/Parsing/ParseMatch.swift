/// `match kind { mapped = 1: Address  other = 2  default unknown: bytes }`
extension Parser {
  mutating func parseMatch() throws(Failure) -> Syntax.TypeReference.Kind {
    var match = Syntax.Match(subject: try parseExpression(), cases: [], fallback: nil)
    let opening = try expect(.leftBrace, "before the cases")
    try parseMembers(.matchCase, opening) { parser throws(Failure) in
      let documentation = parser.takeDocumentation()
      guard parser.isWord("default"), parser.isNext(.name, ahead: 1) else {
        match.cases.append(try parser.parseMatchCase(documentation))
        return
      }
      let start = parser.span
      parser.advance()
      let fallback = try parser.parseMatchDefault(documentation, from: start)
      if let first = match.fallback {
        parser.report(
          .duplicateDefault, "a match has one default case", at: start,
          notes: [Diagnostic.Note("the first one is here", at: first.span)])
      } else {
        match.fallback = fallback
      }
    }
    return .match(match)
  }

  /// `mapped = 1: Address @name("x")`
  private mutating func parseMatchCase(_ documentation: [String]) throws(Failure) -> Syntax.MatchCase {
    let name = try expectMember("a case")
    var matchCase = Syntax.MatchCase(
      documentation: documentation, name: name, value: nil, type: nil, attributes: [], span: name.span)
    try recovering { parser throws(Failure) in
      try parser.expect(.equal, "and a value behind the case '\(name.text)'")
      matchCase.value = try parser.parseExpression(.caseValue)
      try parser.parseMatchContents(of: &matchCase)
    }
    return matchCase
  }

  /// `default unknown: bytes`, behind `default`
  private mutating func parseMatchDefault(
    _ documentation: [String], from start: Span
  ) throws(Failure) -> Syntax.MatchCase {
    let name = takeName()
    var matchCase = Syntax.MatchCase(
      documentation: documentation, name: name, value: nil, type: nil, attributes: [], span: start.through(name.span))
    if let equal = take(.equal) {
      report(.duplicateDefault, "the default case has no value", at: equal)
      _ = try parseExpression()
    }
    try parseMatchContents(of: &matchCase)
    return matchCase
  }

  private mutating func parseMatchContents(of matchCase: inout Syntax.MatchCase) throws(Failure) {
    if take(.colon) != nil { matchCase.type = try parseType() }
    matchCase.attributes = try parseAttributes()
    matchCase.span = matchCase.span.through(previousSpan)
  }
}

extension Diagnostic.Rule {
  static let duplicateDefault: Self = "MATCH_DEFAULT"
}
