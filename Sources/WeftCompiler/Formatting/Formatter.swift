/// Writes tokens and comments in one pass: each token on the line of the one before, or on a new one.
struct Formatter {
  let bytes: [UInt8]
  let tokens: [Token]
  let roles: [TokenRole]
  private var output: [UInt8] = []
  /// Where the line that is being written starts in `output`, and its indentation.
  private var lineStart = 0
  private var lineIndent = 0
  private var brackets: [Bracket] = []
  /// Openings of the blocks that have a line for each member.
  private var broken: Set<Int> = []
  /// The declaration or head line that was written last, and whether it has several lines.
  private var previous: (start: Int, hasSeveralLines: Bool)?

  static let lineLength = 130
  private static let step = 2
  private static let continuation = 2

  private struct Bracket {
    /// Index of the opening token.
    var opening: Int
    /// Of the line that the closing one begins.
    var outerIndent: Int
    /// Of what stands between them.
    var innerIndent: Int { outerIndent + Formatter.step }
    var isBlock: Bool
  }

  private enum Break { case none, line, blankLine }

  init(_ bytes: [UInt8], tokens: [Token], roles: [TokenRole]) {
    self.bytes = bytes
    self.tokens = tokens
    self.roles = roles
  }

  mutating func format() -> [UInt8] {
    breakBlocksOfSeveralLines()
    while true {
      let known = broken.count
      output = []
      lineStart = 0
      lineIndent = 0
      previous = nil
      for index in tokens.indices { write(index) }
      // A block that turned out too long for its line is broken in the next round, so that what stands around it knows.
      if broken.count == known { return output }
    }
  }

  /// A block with a line break anywhere in it has a line for each member.
  private mutating func breakBlocksOfSeveralLines() {
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      if token.startsLine {
        broken.formUnion(open.filter { roles[$0].contains(.block) })
        open.removeAll(keepingCapacity: true)
      }
      if token.kind == .rightBrace { _ = open.popLast() }
      if token.kind == .leftBrace { open.append(index) }
    }
  }

  private mutating func write(_ index: Int) {
    let token = tokens[index]
    let gap = (index > 0 ? Int(tokens[index - 1].upper) : 0)..<Int(token.lower)
    let trivia = Trivia(bytes, in: isPlain(gap) ? gap.upperBound..<gap.upperBound : gap, isFirst: index == 0)
    let breakBefore = breakBefore(index, trivia)
    write(trivia.comments, before: index, breakBefore)
    guard token.kind != .endOfFile else { return endLine() }
    if breakBefore != .none || !trivia.comments.isEmpty {
      let isBlankHere = trivia.endsWithBlankLine || trivia.comments.allSatisfy(\.isTrailing)
      startLine(indent: indent(of: index), isBlankBefore: breakBefore == .blankLine && isBlankHere)
    } else {
      output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: spaceCount(before: index)))
    }
    if token.kind == .rightBrace || token.kind == .rightBracket || token.kind == .rightParenthesis { _ = brackets.popLast() }
    if roles[index].contains(.block), !broken.contains(index), !fits(from: index, at: column) { broken.insert(index) }
    if startsDeclaration(index) { previous = (index, hasSeveralLines(from: index, isBroken: broken.contains)) }
    writeText(of: token)
    open(index)
  }

  /// Characters of the line that is being written.
  private var column: Int { output[lineStart...].count { $0 & 0xC0 != 0x80 } }

  /// Nothing but spaces: most gaps, which need not be read again.
  private func isPlain(_ gap: Range<Int>) -> Bool {
    gap.isEmpty || (gap.count == 1 && bytes[gap.lowerBound] == UInt8(ascii: " "))
  }

  private mutating func open(_ index: Int) {
    switch tokens[index].kind {
    case .leftBrace where roles[index].contains(.block):
      let outer = brackets.last.map { $0.isBlock ? $0.innerIndent : lineIndent } ?? 0
      brackets.append(Bracket(opening: index, outerIndent: outer, isBlock: true))
    case .leftParenthesis, .leftBracket, .leftBrace:
      brackets.append(Bracket(opening: index, outerIndent: lineIndent, isBlock: false))
    default: break
    }
  }

  private mutating func write(_ comments: [Trivia.Comment], before index: Int, _ breakBefore: Break) {
    let isInnermost = closes(index)
    let indent = isInnermost ? brackets.last?.innerIndent ?? 0 : indent(of: index)
    let followsOpening = index > 0 && brackets.last?.opening == index - 1
    for (number, comment) in comments.enumerated() {
      if comment.isTrailing {
        output += "  ".utf8
      } else {
        let isForced = breakBefore == .blankLine && number == (comments[0].isTrailing ? 1 : 0) && needsBlankLine(before: index)
        startLine(indent: indent, isBlankBefore: isForced || (comment.followsBlankLine && !(followsOpening && number == 0)))
      }
      output += bytes[comment.bytes]
    }
  }
}

// Lines.
extension Formatter {
  private func closes(_ index: Int) -> Bool {
    switch tokens[index].kind {
    case .rightBrace, .rightBracket, .rightParenthesis: true
    default: false
    }
  }

  /// Whether a declaration or a line of the head begins at the token.
  private func startsDeclaration(_ index: Int) -> Bool { !roles[index].isDisjoint(with: [.declaration, .head]) }

  /// A declaration stands apart from the head, and from its neighbour if one of the two has several lines.
  private func needsBlankLine(before index: Int) -> Bool {
    guard let previous, roles[index].contains(.declaration) else { return false }
    return roles[previous.start].contains(.head) || previous.hasSeveralLines
      || hasSeveralLines(from: index, isBroken: broken.contains)
  }

  private func breakBefore(_ index: Int, _ trivia: Trivia) -> Break {
    guard index > 0 else { return .none }
    if tokens[index].kind == .endOfFile { return .line }
    if startsDeclaration(index) {
      return trivia.endsWithBlankLine || needsBlankLine(before: index) ? .blankLine : .line
    }
    if let bracket = brackets.last, broken.contains(bracket.opening) {
      if tokens[index].kind == .rightBrace { return .line }
      if roles[index].contains(.member) {
        let isFirst = bracket.opening == index - 1 && trivia.comments.isEmpty
        return trivia.endsWithBlankLine && !isFirst ? .blankLine : .line
      }
    }
    return keepsLineBreak(before: index) ? .line : .none
  }

  /// Indentation of a token that begins a line.
  private func indent(of index: Int) -> Int {
    if tokens[index].kind == .endOfFile || startsDeclaration(index) { return 0 }
    guard let bracket = brackets.last else { return Self.continuation }
    if closes(index) { return bracket.outerIndent }
    let previous = index - 1
    let isElement = !bracket.isBlock && (previous == bracket.opening || tokens[previous].kind == .comma)
    return bracket.innerIndent + (roles[index].contains(.member) || isElement ? 0 : Self.continuation)
  }

  private mutating func startLine(indent: Int, isBlankBefore: Bool) {
    if !output.isEmpty {
      endLine()
      if isBlankBefore { endLine() }
    }
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    lineIndent = indent
  }

  private mutating func endLine() {
    output.append(UInt8(ascii: "\n"))
    lineStart = output.count
  }

  private mutating func writeText(of token: Token) {
    let text = bytes[Int(token.lower)..<Int(token.upper)]
    guard token.kind == .hexString, text.contains(UInt8(ascii: "\n")) else { return output += text }
    output += text.filter { $0 != UInt8(ascii: "\r") }
    lineStart = (output.lastIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
  }
}
