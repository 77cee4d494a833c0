/// Expressions (`docs/language.md`, "Grammar", operators loosest first).
extension Parser {
  /// What an expression may hold at the place where it stands.
  enum Place {
    case expression
    /// Lists and records too: a default, or the value of a vector, which `=` follows.
    case literal
    /// The value of a case in a `match`, which `:` follows.
    case caseValue

    var follower: Token.Kind? {
      switch self {
      case .expression: nil
      case .literal: .equal
      case .caseValue: .colon
      }
    }
  }

  /// How tightly an operator binds; `a if c else b` binds loosest of all.
  enum Precedence: Int, Comparable {
    case or = 1, and, not, comparison, concatenation, bitOr, bitXor, bitAnd, shift, sum, product, prefix

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .prefix }
  }

  mutating func parseExpression(_ place: Place = .expression) throws(Failure) -> Syntax.Expression {
    try nested { parser throws(Failure) in
      let then = try parser.parseBinary(.or, place)
      guard parser.takeKeyword("if") != nil else { return then }
      let condition = try parser.parseBinary(.or, place)
      guard parser.takeKeyword("else") != nil else {
        parser.reportExpected(.expectedToken, "'else' of '… if … else …'")
        throw Failure()
      }
      return try parser.make(.conditional(then: then, if: condition, else: parser.parseExpression(place)), from: then.span)
    }
  }

  /// The value of a foreign field: `or` and a lone `if` behind it belong to the field.
  mutating func parseComputed() throws(Failure) -> (value: Syntax.Expression, condition: Syntax.Expression?) {
    try nested { parser throws(Failure) in
      let then = try parser.parseBinary(.and, .expression)
      guard parser.takeKeyword("if") != nil else { return (then, nil) }
      let condition = try parser.parseBinary(.or, .expression)
      guard parser.takeKeyword("else") != nil else { return (then, condition) }
      let (otherwise, trailing) = try parser.parseComputed()
      return (try parser.make(.conditional(then: then, if: condition, else: otherwise), from: then.span), trailing)
    }
  }

  /// Operators that bind at least as tightly as `least`.
  mutating func parseBinary(_ least: Precedence, _ place: Place) throws(Failure) -> Syntax.Expression {
    var left = try parseOperand(least, place)
    var comparison: Span?
    while let (operation, precedence) = binaryOperator, precedence >= least {
      if precedence == .comparison {
        if let comparison {
          reportComparisonChain(comparison)
          left = Syntax.Expression(.invalid, at: left.span)
        }
        comparison = span
      }
      advance()
      let right = try parseBinary(precedence.next, place)
      left = try make(.binary(operation, left, right), from: left.span)
    }
    return left
  }

  private mutating func parseOperand(_ least: Precedence, _ place: Place) throws(Failure) -> Syntax.Expression {
    let start = span
    guard let operation = prefixOperator else { return try parsePrimary(place) }
    let isMisplaced = operation == .not && least > .not
    if isMisplaced { report(.operatorForm, "'not' binds loosely here: put 'not …' in parentheses", at: start) }
    if operation != .not { mark(.prefix) }
    advance()
    return try nested { parser throws(Failure) in
      let operand = try parser.parseBinary(operation == .not ? .not : .prefix, place)
      return try parser.make(isMisplaced ? .invalid : .unary(operation, operand), from: start)
    }
  }

  private var prefixOperator: Syntax.Expression.Unary? {
    switch token.kind {
    case .minus: .negate
    case .tilde: .complement
    case .name where isKeyword("not") || isWord("!"): .not
    default: nil
    }
  }

  private var binaryOperator: (Syntax.Expression.Binary, Precedence)? {
    switch token.kind {
    case .name:
      if isKeyword("or") || isWord("||") { return (.or, .or) }
      if isKeyword("and") || isWord("&&") { return (.and, .and) }
      return nil
    case .equalEqual, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return symbol(.comparison)
    case .plusPlus: return symbol(.concatenation)
    case .bar: return symbol(.bitOr)
    case .caret: return symbol(.bitXor)
    case .ampersand: return symbol(.bitAnd)
    case .shiftLeft, .shiftRight: return symbol(.shift)
    case .plus, .minus: return symbol(.sum)
    case .asterisk, .slash, .percent: return symbol(.product)
    default: return nil
    }
  }

  private func symbol(_ precedence: Precedence) -> (Syntax.Expression.Binary, Precedence)? {
    Syntax.Expression.Binary(rawValue: token.kind.spelling).map { ($0, precedence) }
  }

  private mutating func reportComparisonChain(_ first: Span) {
    report(
      .operatorForm, "comparisons do not chain: write 'a < b and b < c'", at: span,
      notes: [Diagnostic.Note("the first comparison is here", at: first)])
  }

  /// A node from `start` to the last token; throws where the tree becomes too deep.
  mutating func make(_ kind: Syntax.Expression.Kind, from start: Span) throws(Failure) -> Syntax.Expression {
    let expression = Syntax.Expression(kind, at: start.through(previousSpan))
    guard expression.height <= Syntax.maximumDepth else {
      report(.nestingDepth, "nested more than \(Syntax.maximumDepth) deep", at: previousSpan)
      throw Failure()
    }
    return expression
  }
}
