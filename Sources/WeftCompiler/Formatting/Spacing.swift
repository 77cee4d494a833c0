/// Spaces between two tokens on one line.
extension Formatter {
  /// Members of a block on one line stand two spaces apart, where no comma parts them.
  func spaceCount(before index: Int) -> Int {
    guard hasSpace(before: index) else { return 0 }
    let followsMember = index > 0 && tokens[index - 1].kind != .comma && tokens[index - 1].kind != .leftBrace
    return roles[index].contains(.member) && followsMember ? 2 : 1
  }

  private func hasSpace(before index: Int) -> Bool {
    guard index > 0 else { return false }
    let (left, right) = (tokens[index - 1], tokens[index])
    // Three in a row would be what stands before added fields.
    if roles[index - 1].contains(.prefix) { return left.kind == .minus && right.kind == .minus }
    switch left.kind {
    case .leftParenthesis, .leftBracket, .dot, .at: return false
    case .ellipsis: return roles[index - 1].contains(.fieldRange)
    case .leftBrace: return right.kind != .rightBrace
    default: break
    }
    switch right.kind {
    case .rightParenthesis, .rightBracket, .comma, .colon, .question, .dot: return false
    case .ellipsis: return roles[index].contains(.fieldRange)
    case .leftParenthesis: return roles[index].contains(.grouping)
    case .leftBracket: return !isByteCount(left)
    default: return true
    }
  }

  /// Whether the author's line break before the token stays. Nothing begins a line with a comma.
  func keepsLineBreak(before index: Int) -> Bool {
    guard index > 0, tokens[index].startsLine, !roles[index - 1].contains(.prefix) else { return false }
    switch tokens[index - 1].kind {
    case .dot, .at, .ellipsis, .rule: return false
    default: break
    }
    switch tokens[index].kind {
    case .comma, .colon, .question, .dot, .ellipsis: return false
    case .leftBrace: return !roles[index].contains(.block)
    case .leftParenthesis: return roles[index].contains(.grouping)
    case .leftBracket: return !isByteCount(tokens[index - 1])
    default: return true
    }
  }

  /// `bytes` or `text`, whose bracket is their own.
  private func isByteCount(_ token: Token) -> Bool {
    guard token.kind == .name else { return false }
    let text = bytes[Int(token.lower)..<Int(token.upper)]
    return text.elementsEqual("bytes".utf8) || text.elementsEqual("text".utf8)
  }
}
