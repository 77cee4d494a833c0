/// Enums, flags and unions.
extension Parser {
  /// `enum Link: u2 { webSocket = 0 }`, behind the keyword.
  mutating func parseEnumeration(
    isFlags: Bool, _ documentation: [String], open: Span?, from start: Span
  ) throws(Failure) -> Syntax.Enumeration {
    let name = try expectName("the name of \(isFlags ? "a set of flags" : "an enum")")
    var enumeration = Syntax.Enumeration(
      documentation: documentation, isFlags: isFlags, open: open, name: name, width: nil, cases: [], reserved: [],
      span: start.through(name.span))
    do throws(Failure) {
      if take(.colon) != nil {
        try recoveringHead { parser throws(Failure) in
          enumeration.width = try parser.parseUnsigned("the width of '\(name.text)'")
        }
      }
      let opening = try expect(.leftBrace, "before the cases of '\(name.text)'")
      try parseMembers(.enumCase, opening) { parser throws(Failure) in
        if parser.isReservedList {
          enumeration.reserved += try parser.parseReserved()
        } else {
          enumeration.cases.append(try parser.parseCase())
        }
      }
      enumeration.span = start.through(previousSpan)
    } catch { skipToDeclaration() }
    return enumeration
  }

  /// `webSocket = 0`
  private mutating func parseCase() throws(Failure) -> Syntax.Case {
    let documentation = takeDocumentation()
    let name = try expectMember("a case")
    var value = Syntax.Expression(.invalid, at: name.span.end)
    try recovering(in: .enumCase) { parser throws(Failure) in
      try parser.expect(.equal, "and a code behind '\(name.text)'")
      value = try parser.parseExpression()
    }
    return Syntax.Case(documentation: documentation, name: name, value: value, span: name.span.through(value.span))
  }

  /// `union Endpoint { v4: V4  none }`, behind the keyword.
  mutating func parseUnion(_ documentation: [String], from start: Span) throws(Failure) -> Syntax.Union {
    let name = try expectName("the name of a union")
    var union = Syntax.Union(
      documentation: documentation, name: name, cases: [], reserved: [], span: start.through(name.span))
    do throws(Failure) {
      let opening = try expect(.leftBrace, "before the cases of '\(name.text)'")
      try parseMembers(.unionCase, opening) { parser throws(Failure) in
        if parser.isReservedList {
          union.reserved += try parser.parseReserved()
        } else {
          union.cases.append(try parser.parseUnionCase())
        }
      }
      union.span = start.through(previousSpan)
    } catch { skipToDeclaration() }
    return union
  }

  /// `v4: V4`, `none`
  private mutating func parseUnionCase() throws(Failure) -> Syntax.UnionCase {
    let documentation = takeDocumentation()
    let name = try expectMember("a case")
    var unionCase = Syntax.UnionCase(documentation: documentation, name: name, type: nil, span: name.span)
    if let equal = take(.equal) {
      report(.unionCode, "the cases of a union are numbered in their order and state no code", at: equal)
      try recovering(in: .unionCase) { parser throws(Failure) in _ = try parser.parseExpression() }
    }
    guard take(.colon) != nil else { return unionCase }
    unionCase.type = Syntax.TypeReference(.invalid, at: previousSpan.end)
    try recovering(in: .unionCase) { parser throws(Failure) in
      unionCase.type = try parser.parseType()
      guard let question = parser.take(.question) else { return }
      parser.report(.optionalPlace, "only a field is optional, not a case", at: question)
    }
    unionCase.span = name.span.through(previousSpan)
    return unionCase
  }
}

extension Diagnostic.Rule {
  static let unionCode: Self = "UNION_CODE"
  static let optionalPlace: Self = "OPTIONAL_PLACE"
}
