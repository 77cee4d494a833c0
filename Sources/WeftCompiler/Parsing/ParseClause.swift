/// The clauses of a field, in the order in which they stand.
enum ClauseWord: String, CaseIterable, Comparable {
  case extent = "within"
  case mask = "xor"
  case value = "="
  case alternative = "or"
  case condition = "if"
  case carries

  static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .extent: 0
    case .mask: 1
    case .value: 2
    case .alternative: 3
    case .condition: 4
    case .carries: 5
    }
  }
}

extension Syntax.Clause {
  var word: ClauseWord {
    switch self {
    case .extent: .extent
    case .mask: .mask
    case .value: .value
    case .alternative: .alternative
    case .condition: .condition
    case .carries: .carries
    }
  }
}

extension Parser {
  /// The clause that begins at the next token.
  var clauseWord: ClauseWord? {
    if isNext(.equal) { return .value }
    guard token.kind == .name, token.upper - token.lower <= 7, !isNext(.colon, ahead: 1), !isNext(.equal, ahead: 1) else {
      return nil
    }
    return ClauseWord(rawValue: text(of: token, upTo: 8))
  }

  mutating func reportOrder(of word: ClauseWord, behind other: ClauseWord, at span: Span) {
    let message =
      word == other ? "'\(word.rawValue)' is stated twice" : "'\(word.rawValue)' stands before '\(other.rawValue)'"
    report(.clauseOrder, message, at: span)
  }

  mutating func reportForeignOnly(_ word: String, at span: Span) {
    report(.foreignOnly, "'\(word)' belongs to foreign definitions", at: span)
  }

  mutating func reportNativeOnly(_ word: String, at span: Span) {
    report(.nativeOnly, "'\(word)' belongs to native definitions", at: span)
  }
}

extension Diagnostic.Rule {
  static let clauseOrder: Self = "CLAUSE_ORDER"
  static let foreignOnly: Self = "FOREIGN_ONLY"
  static let nativeOnly: Self = "NATIVE_ONLY"
}
