/// What may stand behind the type of a field. The clauses of foreign fields have an order, those of native ones have none.
enum ClauseWord: String, CaseIterable {
  case extent = "within"
  case mask = "xor"
  case value = "="
  case alternative = "or"
  case condition = "if"
  case carries
  case delta, predict, interned, secret, relative, significant

  /// Where it stands among the clauses of a foreign field; `nil` where it belongs to native ones.
  fileprivate var rank: Int? {
    switch self {
    case .extent: 0
    case .mask: 1
    case .value: 2
    case .alternative: 3
    case .condition: 4
    case .carries: 5
    case .delta, .predict, .interned, .secret, .relative, .significant: nil
    }
  }

  var isNativeOnly: Bool { rank == nil }
  var isForeignOnly: Bool { rank != nil && self != .value }

  /// Whether this clause cannot stand behind `other`.
  func isWrong(behind other: ClauseWord) -> Bool {
    guard let rank, let otherRank = other.rank else { return self == other }
    return otherRank >= rank
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
    case .delta: .delta
    case .predict: .predict
    case .interned: .interned
    case .secret: .secret
    case .relative: .relative
    case .significant: .significant
    }
  }
}

extension Parser {
  /// The clause that begins at the next token. `secret = 1` is a clause and a default: no native field begins with `name =`.
  var clauseWord: ClauseWord? {
    if isNext(.equal) { return .value }
    guard token.kind == .name, token.upper - token.lower <= 11, !isNext(.colon, ahead: 1) else { return nil }
    guard let word = ClauseWord(rawValue: text(of: token, upTo: 12)) else { return nil }
    return word.isNativeOnly || !isNext(.equal, ahead: 1) ? word : nil
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
