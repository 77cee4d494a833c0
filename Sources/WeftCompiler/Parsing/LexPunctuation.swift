/// Operators and brackets, longest first, and those of other languages with the spelling they have here.
extension Lexer {
  /// Skips the operator or bracket that stands here; `nil` if there is none (or no token for it).
  mutating func skipPunctuation() -> Token.Kind? {
    if let kind = skipForeignOperator() { return kind }
    let (kind, byteCount) = punctuation()
    offset += byteCount
    return kind
  }

  private func punctuation() -> (Token.Kind?, byteCount: Int) {
    let (first, second, third) = (peek(), peek(1), peek(2))
    switch (Unicode.Scalar(first), Unicode.Scalar(second), Unicode.Scalar(third)) {
    case (".", ".", "."): return (.ellipsis, 3)
    case ("-", "-", "-"): return (.rule, 3)
    case ("+", "+", _): return (.plusPlus, 2)
    case ("<", "<", _): return (.shiftLeft, 2)
    case (">", ">", _): return (.shiftRight, 2)
    case ("=", "=", _): return (.equalEqual, 2)
    case ("!", "=", _): return (.notEqual, 2)
    case ("<", "=", _): return (.lessOrEqual, 2)
    case (">", "=", _): return (.greaterOrEqual, 2)
    default: return Lexer.single[Int(first & 0x7F)].flatMap { first < 0x80 ? ($0, 1) : nil } ?? (nil, 0)
    }
  }

  private static let single: [Token.Kind?] = {
    var table = [Token.Kind?](repeating: nil, count: 128)
    let kinds: [Token.Kind] = [
      .leftBrace, .rightBrace, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .colon, .comma, .equal,
      .question, .at, .dot, .plus, .minus, .asterisk, .slash, .percent, .tilde, .ampersand, .bar, .caret, .less, .greater,
    ]
    for kind in kinds { table[Int(kind.spelling.utf8.first ?? 0)] = kind }
    return table
  }()

  private mutating func skipForeignOperator() -> Token.Kind? {
    switch (Unicode.Scalar(peek()), Unicode.Scalar(peek(1)), Unicode.Scalar(peek(2))) {
    case ("&", "&", _): return replace(2, .name, .operatorForm, "and")
    case ("|", "|", _): return replace(2, .name, .operatorForm, "or")
    case ("!", let next, _) where next != "=": return replace(1, .name, .operatorForm, "not ")
    case (".", ".", "<"): return replace(3, .ellipsis, .rangeForm, "...")
    case (".", ".", let next) where next != ".": return replace(2, .ellipsis, .rangeForm, "...")
    case (".", let next, _) where next.value < 0x80 && UInt8(next.value).isDigit: return skipFraction()
    default: return nil
    }
  }

  /// Takes `byteCount` bytes for a token of another spelling.
  private mutating func replace(
    _ byteCount: Int, _ kind: Token.Kind, _ rule: Diagnostic.Rule, _ spelling: String
  ) -> Token.Kind? {
    let start = offset
    offset += byteCount
    let found = String(decoding: bytes[start..<offset], as: UTF8.self)
    let here = span(from: start)
    let word = spelling.split(separator: " ").joined()
    let message =
      switch (rule, found) {
      case (.rangeForm, "..<"): "a range includes both ends and is written '...'"
      case (.rangeForm, _): "a range is written '...'"
      default: "'\(found)' is written '\(word)'"
      }
    reportInToken(rule, message, at: here, fixes: [Diagnostic.Fix(replace: here, with: spelling)])
    return kind
  }

  /// `.5`
  private mutating func skipFraction() -> Token.Kind? {
    let start = offset
    let followsName = start > 0 && bytes[start - 1].isNameByte
    offset += 1
    while peek().isNameByte { offset += 1 }
    let zero = Diagnostic.Fix(replace: span(from: start).start, with: "0")
    reportInToken(.numberForm, "a number begins with a digit", at: span(from: start), fixes: followsName ? [] : [zero])
    return .real
  }
}
