/// Decisions that look ahead: does a block fit on its line, and does a declaration stand apart from its neighbours?
extension Formatter {
  /// Whether the rest of the line from the opening brace at `opening` on fits, `column` characters being written.
  func fits(from opening: Int, at column: Int) -> Bool {
    var width = column
    var depth = 0
    for index in opening..<tokens.count {
      let token = tokens[index]
      if index > opening, depth == 0, endsLine(before: index) { return true }
      if token.kind == .leftBrace { depth += 1 }
      if token.kind == .rightBrace { depth -= 1 }
      width += (index > opening ? spaceCount(before: index) : 0) + characterCount(of: token)
      if width > Self.lineLength { return false }
    }
    return true
  }

  private func endsLine(before index: Int) -> Bool {
    let kind = tokens[index].kind
    return kind == .endOfFile || kind == .rightBrace || !roles[index].isDisjoint(with: [.member, .declaration, .head])
      || keepsLineBreak(before: index) || hasComment(before: index)
  }

  private func hasComment(before index: Int) -> Bool {
    guard index > 0, tokens[index].startsLine else { return false }
    return bytes[Int(tokens[index - 1].upper)..<Int(tokens[index].lower)].contains(UInt8(ascii: "/"))
  }

  private func characterCount(of token: Token) -> Int {
    bytes[Int(token.lower)..<Int(token.upper)].prefix(Self.lineLength * 4).count { $0 & 0xC0 != 0x80 }
  }

  /// Whether the declaration that begins at `start` takes several lines.
  func hasSeveralLines(from start: Int, isBroken: (Int) -> Bool) -> Bool {
    for index in start..<tokens.count {
      if isBroken(index) { return true }
      guard index > start else { continue }
      if tokens[index].kind == .endOfFile || !roles[index].isDisjoint(with: [.declaration, .head]) { return false }
      if keepsLineBreak(before: index) || hasComment(before: index) { return true }
    }
    return false
  }
}
