/// `struct`, `message` and `foreign`: the head is read elsewhere, here is what stands between the braces.
extension Parser {
  /// `{ field … }`
  mutating func parseRecordMembers(isForeign: Bool, of name: Syntax.Name) throws(Failure) -> [Syntax.Member] {
    let opening = try expect(.leftBrace, "before the fields of '\(name.text)'")
    var members: [Syntax.Member] = []
    try parseMembers(.field, opening) { parser throws(Failure) in
      if let added = try parser.parseAdded() {
        if isForeign { parser.reportNativeOnly("--- added", at: added) }
        members.append(.added(added))
      } else if parser.isReservedList {
        let start = parser.span
        if isForeign { parser.reportNativeOnly("reserved", at: start) }
        members += try parser.parseReserved().map { .reserved($0) }
      } else if parser.isWord("word"), parser.isNext(.name, ahead: 1), parser.isNext(.leftBrace, ahead: 2) {
        members.append(.word(try parser.parseWord(isForeign: isForeign)))
      } else {
        members.append(.field(try parser.parseField(isForeign: isForeign)))
      }
    }
    return members
  }

  /// `--- added`
  private mutating func parseAdded() throws(Failure) -> Span? {
    guard let rule = take(.rule) else { return nil }
    guard isKeyword("added") else {
      reportExpected(.expectedToken, "'added' behind '---'")
      throw Failure()
    }
    advance()
    return rule.through(previousSpan)
  }

  /// `word u32 { … }`
  private mutating func parseWord(isForeign: Bool) throws(Failure) -> Syntax.Word {
    let documentation = takeDocumentation()
    let start = span
    advance()
    if !isForeign { reportForeignOnly("word", at: start) }
    if !documentation.isEmpty {
      report(.strayDocumentation, "a word has no documentation: its fields have", at: start, severity: .warning)
    }
    let type = try parseUnsigned("the width of the word")
    let opening = try expect(.leftBrace, "before the fields of the word")
    var fields: [Syntax.Field] = []
    try parseMembers(.field, opening) { parser throws(Failure) in
      fields.append(try parser.parseField(isForeign: true))
    }
    return Syntax.Word(type: type, fields: fields, span: start.through(previousSpan))
  }

  /// `u1`…`u64`; anything else is reported and `.invalid`.
  mutating func parseUnsigned(_ purpose: String) throws(Failure) -> Syntax.TypeReference {
    guard token.kind == .name else {
      reportExpected(.expectedType, "\(purpose), 'u1' to 'u64'")
      throw Failure()
    }
    let type = try parseType()
    switch type.kind {
    case .unsigned, .invalid: return type
    default:
      report(.integerWidth, "\(purpose) is 'u1' to 'u64'", at: type.span)
      return Syntax.TypeReference(.invalid, at: type.span)
    }
  }

  /// Whether `reserved` stands here and is not the name of a field or a case.
  var isReservedList: Bool {
    guard isWord("reserved"), !isNext(.colon, ahead: 1), !isNext(.equal, ahead: 1) else { return false }
    return true
  }

  /// `reserved 3, oldName, "old name"`
  mutating func parseReserved() throws(Failure) -> [Syntax.Reserved] {
    reportStrayDocumentation(before: position + 1)
    advance()
    var items = [try parseReservedItem()]
    while isNext(.comma), isReservedItem(ahead: 1) {
      advance()
      items.append(try parseReservedItem())
    }
    return items
  }

  /// `name` in `reserved 1, name`, but not in `reserved 1, name: u8`.
  private func isReservedItem(ahead distance: Int) -> Bool {
    switch token(ahead: distance).kind {
    case .integer, .string: true
    case .name: !isNext(.colon, ahead: distance + 1) && !isNext(.equal, ahead: distance + 1)
    default: false
    }
  }

  private mutating func parseReservedItem() throws(Failure) -> Syntax.Reserved {
    let start = span
    switch token.kind {
    case .integer:
      let number = takeInteger().value ?? 0
      if let range = take(.ellipsis) {
        report(.reservedRange, "numbers are reserved one by one, not as a range", at: range)
        if isNext(.integer) { advance() }
      }
      return Syntax.Reserved(kind: .number(number), span: start)
    case .string: return Syntax.Reserved(kind: .name(takeText().value), span: start)
    case .name where isReservedItem(ahead: 0): return Syntax.Reserved(kind: .name(takeName().text), span: start)
    default:
      reportExpected(.expectedName, "a number, a name or a string that is reserved")
      throw Failure()
    }
  }
}

extension Diagnostic.Rule {
  static let reservedRange: Self = "RESERVED_RANGE"
}
