/// The word that begins a declaration, and what someone may have meant by another.
extension Parser {
  /// The keyword at the next token, which it leaves there; `nil` where nothing says that a declaration was meant.
  mutating func declarationWord() throws(Failure) -> DeclarationWord? {
    guard token.kind == .name else { return nil }
    let text = text(of: token, upTo: 16)
    if let word = DeclarationWord(rawValue: text) { return word }
    guard isNext(.name, ahead: 1), let word = DeclarationWord.meant(by: text) else { return nil }
    report(
      .expectedDeclaration, "'\(text)' begins no declaration; did you mean '\(word.rawValue)'?", at: span,
      fixes: [Diagnostic.Fix(replace: span, with: word.rawValue)])
    return word
  }

  mutating func reportDeclarationExpected() {
    guard !token.isSuspect else { return }
    if isNext(.rightBrace) { return report(.unmatchedBrace, "no brace is open here", at: span) }
    if isNext(.at) {
      return report(.attributePlace, "attributes stand behind the name of what they describe", at: span)
    }
    let words = "'struct', 'message', 'snapshot', 'enum', 'flags', 'union', 'type', 'const', 'channel', 'foreign' or 'vector'"
    reportExpected(
      .expectedDeclaration, "a declaration", isBeginning: true,
      notes: [Diagnostic.Note("a declaration begins with \(words)")])
  }
}

extension DeclarationWord {
  /// Words of other languages.
  private static let elsewhere: [String: DeclarationWord] = [
    "class": .struct, "record": .struct, "table": .struct, "alias": .type, "typedef": .type, "typealias": .type,
    "oneof": .union, "variant": .union, "let": .const, "constant": .const, "bitflags": .flags, "test": .vector,
  ]

  /// The word that is a spelling mistake or another language's word away.
  static func meant(by text: String) -> DeclarationWord? {
    if let word = elsewhere[text.lowercased()] { return word }
    return allCases.first { distance($0.rawValue, text.lowercased()) <= ($0.rawValue.count > 4 ? 2 : 1) }
  }

  /// Levenshtein's distance of two short texts.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.utf8)
    var row = Array(0...right.count)
    for (index, letter) in left.utf8.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let substitution = diagonal + (letter == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(substitution, diagonal + 1, row[column] + 1)
      }
    }
    return row[right.count]
  }
}

extension Diagnostic.Rule {
  static let attributePlace: Self = "ATTRIBUTE_PLACE"
  static let unmatchedBrace: Self = "UNMATCHED_BRACE"
}
