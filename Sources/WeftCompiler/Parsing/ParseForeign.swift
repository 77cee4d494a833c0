/// The head of a `foreign` definition: parameters, orders of bits and bytes, and where it is bound.
extension Parser {
  /// What stands between the name and the brace; attributes may stand among the clauses.
  mutating func parseForeignHead(_ attributes: inout [Syntax.Attribute]) throws(Failure) -> Syntax.Foreign {
    var foreign = Syntax.Foreign()
    if let opening = take(.leftParenthesis) {
      repeat { foreign.parameters.append(try parseParameter()) } while take(.comma) != nil
      try expectClosing(.rightParenthesis, of: opening)
    }
    while !isNext(.leftBrace) {
      if isNext(.at) {
        attributes.append(try parseAttribute())
      } else if isWord("bits") {
        try parseBitOrder(of: &foreign)
      } else if isWord("bytes") {
        try parseByteOrder(of: &foreign)
      } else if isWord("on") {
        advance()
        repeat { foreign.bindings.append(try parseBinding()) } while take(.comma) != nil
      } else {
        reportExpected(.expectedToken, "'bits(…)', 'bytes(…)', 'on …' or '{'")
        throw Failure()
      }
    }
    return foreign
  }

  /// `transaction: bytes`
  private mutating func parseParameter() throws(Failure) -> Syntax.Parameter {
    let name = try expectName("a parameter")
    try expect(.colon, "behind the parameter '\(name.text)'")
    let type = try expectName("'bool', 'int' or 'bytes'")
    if !["bool", "int", "bytes"].contains(type.text) {
      report(.parameterType, "a parameter is 'bool', 'int' or 'bytes'", at: type.span)
    }
    return Syntax.Parameter(name: name, type: type, span: name.span.through(type.span))
  }

  /// `bits(msb)`
  private mutating func parseBitOrder(of foreign: inout Syntax.Foreign) throws(Failure) {
    let start = span
    advance()
    let opening = try expect(.leftParenthesis, "behind 'bits'")
    let order = try expectName("'msb' or 'lsb'")
    try expectClosing(.rightParenthesis, of: opening)
    if order.text != "msb", order.text != "lsb" {
      return report(.order, "the order of bits is 'msb' or 'lsb'", at: order.span)
    }
    if let first = foreign.bitOrder { return reportRepeated("bits", at: start, first: first) }
    foreign.bitOrder = order
  }

  /// `bytes(big)`
  private mutating func parseByteOrder(of foreign: inout Syntax.Foreign) throws(Failure) {
    let start = span
    advance()
    let opening = try expect(.leftParenthesis, "behind 'bytes'")
    let order = try expectName("'big', 'little' or a parameter")
    try expectClosing(.rightParenthesis, of: opening)
    if let first = foreign.byteOrder { return reportRepeated("bytes", at: start, first: first) }
    foreign.byteOrder = order
  }

  private mutating func reportRepeated(_ word: String, at span: Span, first: Syntax.Name) {
    report(
      .order, "'\(word)' is stated twice", at: span, notes: [Diagnostic.Note("the first one is here", at: first.span)])
  }

  /// `udp.port(3478)`, `udp.port(*)`
  mutating func parseBinding() throws(Failure) -> Syntax.Binding {
    let table = try parseTable()
    let opening = try expect(.leftParenthesis, "and a key behind '\(table.text)'")
    var key: Int128?
    if take(.asterisk) == nil { key = try expectInteger("an integer or '*'").value ?? 0 }
    try expectClosing(.rightParenthesis, of: opening)
    return Syntax.Binding(table: table, key: key, span: table.span.through(previousSpan))
  }

}

extension Diagnostic.Rule {
  static let parameterType: Self = "PARAMETER_TYPE"
  static let order: Self = "FOREIGN_ORDER"
}
