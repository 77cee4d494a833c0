/// Fields of native and foreign definitions. Both are read by the same rules; what belongs to the other kind is reported.
extension Parser {
  /// `name: type …`
  mutating func parseField(isForeign: Bool) throws(Failure) -> Syntax.Field {
    let documentation = takeDocumentation()
    let name = try expectMember("a field")
    var field = Syntax.Field(
      documentation: documentation, name: name, type: Syntax.TypeReference(.invalid, at: name.span.end), attributes: [],
      clauses: [], span: name.span)
    try recovering(in: .field) { parser throws(Failure) in
      try parser.parseFieldType(of: &field, isForeign: isForeign)
      while try parser.parseClause(of: &field, isForeign: isForeign) {}
      field.span = name.span.through(parser.previousSpan)
    }
    return field
  }

  /// `: inline type?`, `: const type`
  private mutating func parseFieldType(of field: inout Syntax.Field, isForeign: Bool) throws(Failure) {
    if !isNext(.colon), token.kind != .name || token.startsLine, !isNext(.leftBracket) || token.startsLine {
      reportExpected(.expectedToken, "':' and a type behind '\(field.name.text)'")
      throw Failure()
    }
    expectSoftly(.colon, "between '\(field.name.text)' and its type")
    if isPrefix("inline") {
      field.inline = takePrefix()
      if isForeign, let inline = field.inline { reportNativeOnly("inline", at: inline) }
    }
    if isPrefix("const") {
      field.const = takePrefix()
      if !isForeign, let const = field.const { reportForeignOnly("const", at: const) }
    }
    field.type = try parseType()
    guard let question = take(.question) else { return }
    field.optional = question
    guard isForeign else { return }
    report(.nativeOnly, "a foreign field has no '?': 'if …' says when it is there", at: question)
  }

  /// Whether the word stands before a type and is none itself.
  private func isPrefix(_ word: String) -> Bool {
    isWord(word) && (isNext(.leftBracket, ahead: 1) || (isNext(.name, ahead: 1) && !isNext(.colon, ahead: 2)))
  }

  private mutating func takePrefix() -> Span {
    let taken = span
    advance()
    return taken
  }

  /// One attribute or clause behind the type. False: there is none.
  private mutating func parseClause(of field: inout Syntax.Field, isForeign: Bool) throws(Failure) -> Bool {
    if isNext(.at) {
      field.attributes.append(try parseAttribute())
      return true
    }
    let start = span
    guard let word = clauseWord else { return false }
    if !isForeign, word.isForeignOnly { reportForeignOnly(word.rawValue, at: start) }
    if isForeign, word.isNativeOnly { reportNativeOnly(word.rawValue, at: start) }
    if let other = field.clauses.first(where: { word.isWrong(behind: $0.word) }) {
      reportOrder(of: word, behind: other.word, at: start)
    }
    advance()
    switch word {
    case .extent: field.clauses.append(.extent(try parseBinary(.or, .expression)))
    case .mask: field.clauses.append(.mask(try parseBinary(.or, .expression)))
    case .value: try parseValue(of: &field, isForeign: isForeign)
    case .alternative: field.clauses.append(.alternative(try parseAlternative(of: field, at: start)))
    case .condition: field.clauses.append(.condition(try parseExpression()))
    case .carries: field.clauses.append(.carries(try parseCarriers()))
    case .delta: field.clauses.append(.delta(try parseDeltaPolicy(from: start)))
    case .predict: field.clauses.append(.predict(try parsePredictor(from: start)))
    case .interned: field.clauses.append(try parseInterned(from: start))
    case .secret: field.clauses.append(.secret(start))
    case .relative: field.clauses.append(try parseRelative(from: start))
    case .significant: field.clauses.append(try parseSignificant(from: start))
    }
    return true
  }

  private mutating func parseValue(of field: inout Syntax.Field, isForeign: Bool) throws(Failure) {
    guard isForeign else {
      field.clauses.append(.value(try parseExpression(.literal)))
      return
    }
    let (value, condition) = try parseComputed()
    field.clauses.append(.value(value))
    if let condition { field.clauses.append(.condition(condition)) }
  }

  private mutating func parseAlternative(of field: Syntax.Field, at start: Span) throws(Failure) -> Syntax.Integer {
    if field.value == nil { report(.clauseOrder, "'or' stands behind '= …'", at: start) }
    return try expectInteger("an integer behind 'or'")
  }

  /// `ip.protocol(next) with (source) when offset == 0, …`
  private mutating func parseCarriers() throws(Failure) -> [Syntax.Carrier] {
    var carriers = [try parseCarrier()]
    while isNext(.comma), isNext(.name, ahead: 1), isNext(.dot, ahead: 2) {
      advance()
      carriers.append(try parseCarrier())
    }
    return carriers
  }

  private mutating func parseCarrier() throws(Failure) -> Syntax.Carrier {
    let table = try parseTable()
    let opening = try expect(.leftParenthesis, "and a key behind '\(table.text)'")
    let key = try parseExpression()
    try expectClosing(.rightParenthesis, of: opening)
    var carrier = Syntax.Carrier(table: table, key: key, arguments: [], condition: nil, span: table.span)
    if takeKeyword("with") != nil {
      mark(.grouping)
      carrier.arguments = try parseArguments { parser throws(Failure) in try parser.parseExpression() }
    }
    if takeKeyword("when") != nil { carrier.condition = try parseExpression() }
    carrier.span = table.span.through(previousSpan)
    return carrier
  }

  /// `udp.port`
  mutating func parseTable() throws(Failure) -> Syntax.Table {
    let layer = try expectName("a table such as 'udp.port'")
    try expect(.dot, "behind '\(layer.text)'")
    return Syntax.Table(layer: layer, field: try expectName("a name behind '\(layer.text).'"))
  }
}
