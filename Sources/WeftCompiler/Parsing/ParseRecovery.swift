/// Where the parser goes on after something that it could not read.
///
/// The next member begins at a place that looks like one (`name:`), the next declaration at a keyword and a name. A
/// member list ends at its brace, or where a declaration begins although a brace is missing.
extension Parser {
  /// What a list between braces holds.
  enum MemberKind {
    case field, enumCase, unionCase, matchCase, channelMessage
  }

  /// Reads members up to the closing brace, and past it.
  ///
  /// - Parameters:
  ///   - opening: the opening brace, for the note of a missing closing one.
  ///   - member: reads one member; it is called only where there is a token that could begin one.
  mutating func parseMembers(
    _ kind: MemberKind, _ opening: Span, _ member: (inout Parser) throws(Failure) -> Void
  ) throws(Failure) {
    roles[position - 1].insert(.block)
    let outerDepth = memberDepth
    memberDepth = bracketDepth
    defer { memberDepth = outerDepth }
    while take(.rightBrace) == nil {
      if take(.comma) != nil { continue }
      guard !isNext(.endOfFile), !isDeclarationInside(kind) else { return reportUnclosed(opening) }
      let start = position
      bracketDepth = memberDepth
      mark(.member)
      do throws(Failure) {
        try member(&self)
      } catch {
        if position == start { advance() }
        skipToMember(kind)
      }
    }
  }

  /// Runs `body`; where it fails, what the caller has read so far stays, and the rest of the member is skipped.
  mutating func recovering(
    in kind: MemberKind = .matchCase, _ body: (inout Parser) throws(Failure) -> Void
  ) throws(Failure) {
    do throws(Failure) { try body(&self) } catch { skipToMember(kind) }
  }

  /// Runs `body`, which reads what stands before the members; where it fails, the members are read all the same.
  mutating func recoveringHead(_ body: (inout Parser) throws(Failure) -> Void) throws(Failure) {
    do throws(Failure) { try body(&self) } catch {
      while !isNext(.leftBrace) {
        guard !isNext(.endOfFile), !isNext(.rightBrace), !isDeclaration else { throw error }
        advance()
      }
      bracketDepth = 0
    }
  }

  private mutating func reportUnclosed(_ opening: Span) {
    report(
      .unclosedBrace, "expected '}'", at: previousSpan.end, notes: [Diagnostic.Note("to close this", at: opening)],
      fixes: [Diagnostic.Fix(replace: previousSpan.end, with: "\n}")])
  }

  /// Skips to the next member, to the closing brace, or to a declaration where the brace is missing.
  mutating func skipToMember(_ kind: MemberKind) {
    var braces = 0
    while !isNext(.endOfFile) {
      if braces == 0, isNext(.rightBrace) || startsMember(kind) { break }
      if token.startsLine, isUnindentedDeclaration { break }
      if isNext(.leftBrace) { braces += 1 }
      if isNext(.rightBrace) { braces -= 1 }
      advance()
    }
    dropDocumentation()
  }

  private func startsMember(_ kind: MemberKind) -> Bool {
    guard token.kind == .name || token.kind == .rule else { return false }
    // `max:` between brackets begins no field, unless a bracket is missing.
    guard token.startsLine || bracketDepth <= memberDepth else { return false }
    if token.kind == .rule { return kind == .field }
    if token.startsLine, isWord("reserved") { return true }
    switch kind {
    case .field: return isNext(.colon, ahead: 1) || (isWord("word") && isNext(.leftBrace, ahead: 2))
    case .enumCase: return isNext(.equal, ahead: 1)
    case .unionCase: return token.startsLine || isNext(.colon, ahead: 1)
    case .channelMessage: return true
    case .matchCase: return isNext(.equal, ahead: 1) || (isWord("default") && isNext(.name, ahead: 1))
    }
  }

  /// Whether a declaration stands where only a member could: its enclosing brace is missing.
  private func isDeclarationInside(_ kind: MemberKind) -> Bool {
    switch kind {
    // `struct` and `contact` could be two cases of a union.
    case .unionCase: isCapitalizedDeclaration
    case .field, .enumCase, .matchCase, .channelMessage: isDeclaration
    }
  }

  /// A keyword and a name with a capital, with which no member begins.
  private var isCapitalizedDeclaration: Bool {
    guard isDeclaration else { return false }
    let name = token(ahead: isWord("open") ? 2 : 1)
    return !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[Int(name.lower)])
  }

  private var isUnindentedDeclaration: Bool {
    isDeclaration && (token.lower == 0 || bytes[Int(token.lower) - 1] == UInt8(ascii: "\n"))
  }

  /// Whether the next line begins something else, so that what is expected here is missing.
  ///
  /// No right definition answers yes: its layout means nothing.
  ///
  /// - Parameter follower: what may stand behind the name that is expected; otherwise `name:` and `name =` begin a member.
  func isNextLineAnother(unlessFollowedBy follower: Token.Kind? = nil) -> Bool {
    guard token.startsLine, token.kind == .name else { return false }
    let next = self.token(ahead: 1)
    switch next.kind {
    case .colon, .equal: return next.kind != follower
    case .name: return isWord("const") ? isDeclaration : isCapitalizedDeclaration
    default: return false
    }
  }

  /// Whether a keyword and a name stand here: `struct Contact`, `open enum Reason`, `vector`.
  var isDeclaration: Bool {
    guard token.kind == .name, isNext(.name, ahead: 1) else { return false }
    if isWord("open") { return isDeclarationWord(ahead: 1) && isNext(.name, ahead: 2) }
    return isDeclarationWord(ahead: 0)
  }

  private func isDeclarationWord(ahead distance: Int) -> Bool {
    let token = token(ahead: distance)
    return token.upper - token.lower <= 8 && DeclarationWord(rawValue: text(of: token, upTo: 16)) != nil
  }

  /// Skips to the next declaration: a keyword and a name outside braces, or such a line that is not indented.
  mutating func skipToDeclaration() {
    var braces = 0
    while !isNext(.endOfFile) {
      if braces <= 0 ? isDeclaration : token.startsLine && isUnindentedDeclaration { break }
      if isNext(.leftBrace) { braces += 1 }
      if isNext(.rightBrace) { braces -= 1 }
      advance()
    }
    dropDocumentation()
  }
}

/// The words that begin a declaration.
enum DeclarationWord: String, CaseIterable {
  case const, type, `struct`, message, `enum`, flags, union, foreign, vector, snapshot, channel
}

extension Parser {
  /// The text of a token, cut after `limit` bytes: enough to compare it with a keyword.
  func text(of token: Token, upTo limit: Int) -> String {
    let upper = min(Int(token.upper), Int(token.lower) + limit)
    return String(decoding: bytes[Int(token.lower)..<upper], as: UTF8.self)
  }
}

extension Diagnostic.Rule {
  static let unclosedBrace: Self = "UNCLOSED_BRACE"
}
