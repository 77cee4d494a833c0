/// A piece of a definition file that is neither white space nor a comment.
///
/// Tokens are gapless together with what stands between them: the gaps are the trivia, which the formatter reads again.
struct Token: Sendable, Hashable {
  var lower: UInt32
  var upper: UInt32
  var kind: Kind
  /// The first token of its line.
  var startsLine: Bool
  /// The lexer has reported something in this token or in the gap before it; what the parser would say comes from that.
  var isSuspect: Bool

  enum Kind: UInt8, Sendable, Hashable {
    case endOfFile
    case name, integer, real, string, hexString
    case leftBrace, rightBrace, leftParenthesis, rightParenthesis, leftBracket, rightBracket
    case colon, comma, equal, question, at, dot, ellipsis
    /// `---`
    case rule
    case plus, minus, asterisk, slash, percent, tilde, ampersand, bar, caret
    case plusPlus, shiftLeft, shiftRight
    case equalEqual, notEqual, less, lessOrEqual, greater, greaterOrEqual
  }
}

extension Token.Kind {
  /// How a diagnostic names a token of this kind.
  var text: String {
    switch self {
    case .endOfFile: "the end of the file"
    case .name: "a name"
    case .integer: "an integer"
    case .real: "a number"
    case .string: "a string"
    case .hexString: "a hex string"
    default: "'\(spelling)'"
    }
  }

  /// The characters of an operator or a bracket; empty for the others.
  var spelling: String {
    switch self {
    case .endOfFile, .name, .integer, .real, .string, .hexString: ""
    case .leftBrace: "{"
    case .rightBrace: "}"
    case .leftParenthesis: "("
    case .rightParenthesis: ")"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .colon: ":"
    case .comma: ","
    case .equal: "="
    case .question: "?"
    case .at: "@"
    case .dot: "."
    case .ellipsis: "..."
    case .rule: "---"
    case .plus: "+"
    case .minus: "-"
    case .asterisk: "*"
    case .slash: "/"
    case .percent: "%"
    case .tilde: "~"
    case .ampersand: "&"
    case .bar: "|"
    case .caret: "^"
    case .plusPlus: "++"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    case .equalEqual: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }
}
