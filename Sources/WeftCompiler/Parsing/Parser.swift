/// Reads tokens into the tree. Its parts stand in `Parse….swift`, one per part of the grammar.
///
/// A function that cannot go on reports and throws `Failure`; the loops over members and declarations catch it and
/// skip to where the next one begins (`ParseRecovery.swift`). What is wrong but clear is reported and read all the same.
struct Parser {
  let bytes: [UInt8]
  let file: Int
  let tokens: [Token]
  let documentation: [Lexer.DocumentationLine]
  var diagnostics = DiagnosticList()
  /// Index of the next token; the last token is `.endOfFile` and is never passed.
  var position = 0
  /// The first documentation line that has not been taken yet.
  var nextDocumentation = 0
  /// One for each token.
  var roles: [TokenRole]
  /// How many expressions and types are open.
  var depth = 0

  /// Parentheses and brackets that are open, and how many were where the innermost list of members began.
  var bracketDepth = 0
  var memberDepth = 0

  /// Something was reported and could not be read.
  struct Failure: Error {}

  init(_ bytes: [UInt8], lexed lexer: Lexer) {
    self.bytes = bytes
    file = lexer.file
    tokens = lexer.tokens
    documentation = lexer.documentation
    roles = Array(repeating: [], count: lexer.tokens.count)
  }

  /// Says what the next token is.
  mutating func mark(_ role: TokenRole) { roles[position].insert(role) }
}

// Tokens.
extension Parser {
  var token: Token { tokens[position] }

  func token(ahead distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  func span(of token: Token) -> Span { Span(file: file, lower: Int(token.lower), upper: Int(token.upper)) }

  /// Of the next token.
  var span: Span { span(of: token) }

  /// Of the token before the next one; the start of the file if there is none.
  var previousSpan: Span { position > 0 ? span(of: tokens[position - 1]) : Span(file: file, lower: 0, upper: 0) }

  func text(of token: Token) -> String {
    String(decoding: bytes[Int(token.lower)..<Int(token.upper)], as: UTF8.self)
  }

  mutating func advance() {
    guard position < tokens.count - 1 else { return }
    switch token.kind {
    case .leftParenthesis, .leftBracket: bracketDepth += 1
    case .rightParenthesis, .rightBracket: bracketDepth = max(0, bracketDepth - 1)
    default: break
    }
    position += 1
  }

  func isNext(_ kind: Token.Kind, ahead distance: Int = 0) -> Bool { token(ahead: distance).kind == kind }

  /// Whether the token is a name with this text.
  func isWord(_ word: String, ahead distance: Int = 0) -> Bool {
    let token = token(ahead: distance)
    guard token.kind == .name, Int(token.upper) - Int(token.lower) == word.utf8.count else { return false }
    return bytes[Int(token.lower)..<Int(token.upper)].elementsEqual(word.utf8)
  }

  /// Whether the token is a word that means something here, and not the name of what comes next: `or` but not `or:`.
  func isKeyword(_ word: String, ahead distance: Int = 0) -> Bool {
    isWord(word, ahead: distance) && !isNext(.colon, ahead: distance + 1) && !isNext(.equal, ahead: distance + 1)
  }

  mutating func take(_ kind: Token.Kind) -> Span? {
    guard token.kind == kind else { return nil }
    let taken = span
    advance()
    return taken
  }

  mutating func takeKeyword(_ word: String) -> Span? {
    guard isKeyword(word) else { return nil }
    let taken = span
    advance()
    return taken
  }
}

// What is expected.
extension Parser {
  mutating func report(
    _ rule: Diagnostic.Rule, _ message: @autoclosure () -> String, at span: Span, severity: Diagnostic.Severity = .error,
    notes: [Diagnostic.Note] = [], fixes: [Diagnostic.Fix] = []
  ) {
    guard !diagnostics.isFull else { return }
    diagnostics.append(Diagnostic(severity, rule, message(), at: span, notes: notes, fixes: fixes))
  }

  /// Reports that something else should stand here, unless the lexer has reported what stands here.
  ///
  /// - Parameter isBeginning: what is expected begins something. Otherwise, where the next token stands on another line,
  ///   the place is the end of the previous one.
  mutating func reportExpected(
    _ rule: Diagnostic.Rule, _ expected: @autoclosure () -> String, isBeginning: Bool = false,
    notes: [Diagnostic.Note] = [], fixes: [Diagnostic.Fix] = []
  ) {
    guard !token.isSuspect, !diagnostics.isFull else { return }
    let isOnThisLine = !token.startsLine && token.kind != .endOfFile
    let place = isOnThisLine || isBeginning || position == 0 ? span : previousSpan.end
    let message = "expected \(expected()), found \(description(of: token))"
    report(rule, message, at: place, notes: notes, fixes: fixes)
  }

  /// Takes a token that has to stand here, or reports and throws.
  @discardableResult
  mutating func expect(_ kind: Token.Kind, _ purpose: @autoclosure () -> String) throws(Failure) -> Span {
    if let taken = take(kind) { return taken }
    reportExpected(.expectedToken, "'\(kind.spelling)' \(purpose())")
    throw Failure()
  }

  /// Takes a token that can be read as if it stood here, or reports and goes on.
  mutating func expectSoftly(_ kind: Token.Kind, _ purpose: @autoclosure () -> String) {
    guard take(kind) == nil else { return }
    let gap = previousSpan.end
    reportExpected(
      .expectedToken, "'\(kind.spelling)' \(purpose())", fixes: [Diagnostic.Fix(replace: gap, with: kind.spelling)])
  }

  /// The name that begins a member.
  mutating func expectMember(_ purpose: @autoclosure () -> String) throws(Failure) -> Syntax.Name {
    guard token.kind == .name else {
      reportExpected(.expectedName, "\(purpose()) or '}'", isBeginning: true)
      throw Failure()
    }
    return takeName()
  }

  mutating func expectName(_ purpose: @autoclosure () -> String) throws(Failure) -> Syntax.Name {
    guard token.kind == .name else {
      reportExpected(.expectedName, purpose())
      throw Failure()
    }
    return takeName()
  }

  /// A name that belongs to the token before it, as in `a.b`; what begins the next member is none.
  mutating func expectName(
    _ purpose: @autoclosure () -> String, unlessAnother follower: Token.Kind?
  ) throws(Failure) -> Syntax.Name {
    guard !isNextLineAnother(unlessFollowedBy: follower) else {
      reportExpected(.expectedName, purpose())
      throw Failure()
    }
    return try expectName(purpose())
  }

  /// The next token, which is a name.
  mutating func takeName() -> Syntax.Name {
    let name = Syntax.Name(text(of: token, upTo: Syntax.maximumNameLength), at: span)
    advance()
    return name
  }

  /// How a diagnostic names a token: `'u8'`, `a string`.
  func description(of token: Token) -> String {
    switch token.kind {
    case .name, .integer, .real:
      let upper = Int(token.upper) - Int(token.lower) > 40 ? Int(token.lower) + 40 : Int(token.upper)
      let text = String(decoding: bytes[Int(token.lower)..<upper], as: UTF8.self)
      return upper < Int(token.upper) ? "'\(text)…'" : "'\(text)'"
    default: return token.kind.text
    }
  }

  /// Runs `body` one level deeper, or reports and throws where that is too deep.
  mutating func nested<Result>(
    _ body: (inout Parser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard depth < Syntax.maximumDepth else {
      report(.nestingDepth, "nested more than \(Syntax.maximumDepth) deep", at: span)
      throw Failure()
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }
}

extension Diagnostic.Rule {
  static let expectedToken: Self = "EXPECTED_TOKEN"
  static let expectedName: Self = "EXPECTED_NAME"
  static let nestingDepth: Self = "NESTING_DEPTH"
}
