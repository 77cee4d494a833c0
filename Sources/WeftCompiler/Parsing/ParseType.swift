/// Types. Which of them a native or a foreign definition may use is checked when types are lowered.
extension Parser {
  mutating func parseType() throws(Failure) -> Syntax.TypeReference {
    try nested { parser throws(Failure) in
      let start = parser.span
      let kind = try parser.parseTypeKind()
      return Syntax.TypeReference(kind, at: start.through(parser.previousSpan))
    }
  }

  private mutating func parseTypeKind() throws(Failure) -> Syntax.TypeReference.Kind {
    if isNext(.leftBracket) { return try parseList() }
    guard token.kind == .name, !isNextLineAnother(unlessFollowedBy: .equal) else {
      reportExpected(.expectedType, "a type")
      throw Failure()
    }
    let name = takeName()
    switch name.text {
    case "bool": return .bool
    case "f16": return .float(bitCount: 16)
    case "f32": return .float(bitCount: 32)
    case "f64": return .float(bitCount: 64)
    case "int": return try parseRanged(name)
    case "fixed": return try parseFixed(name)
    case "varint": return try parseVarint()
    case "bytes": return .bytes(try parseByteCount())
    case "text": return .text(try parseByteCount())
    case "match": return try parseMatch()
    case "padding": return try parsePadding(name)
    default:
      if let integer = parseWidth(name) { return integer }
      return try parseNamed(name)
    }
  }

  /// `u12`, `i12`; `nil` for another name.
  private mutating func parseWidth(_ name: Syntax.Name) -> Syntax.TypeReference.Kind? {
    let digits = name.text.utf8.dropFirst()
    guard let letter = name.text.utf8.first, letter == UInt8(ascii: "u") || letter == UInt8(ascii: "i"),
      !digits.isEmpty, digits.allSatisfy(\.isDigit)
    else { return nil }
    guard digits.first != UInt8(ascii: "0"), let bitCount = Int(String(name.text.dropFirst())), bitCount <= 64 else {
      let letter = Character(Unicode.Scalar(letter))
      report(.integerWidth, "an integer has 1 to 64 bits: \(letter)1 to \(letter)64", at: name.span)
      return .invalid
    }
    return letter == UInt8(ascii: "u") ? .unsigned(bitCount: bitCount) : .signed(bitCount: bitCount)
  }

  /// `Address`, `Module.Address`, `XorAddress(transaction)`.
  private mutating func parseNamed(_ first: Syntax.Name) throws(Failure) -> Syntax.TypeReference.Kind {
    var module: Syntax.Name?
    var name = first
    if take(.dot) != nil {
      module = first
      name = try expectName("the name of a definition behind '\(first.text).'")
    }
    var arguments: [Syntax.Expression] = []
    if isNext(.leftParenthesis) {
      arguments = try parseArguments { parser throws(Failure) in try parser.parseExpression() }
    }
    return .named(module: module, name: name, arguments: arguments)
  }

  /// `int(a...b)`
  private mutating func parseRanged(_ name: Syntax.Name) throws(Failure) -> Syntax.TypeReference.Kind {
    let opening = try expectBounds(of: name, "int(0...100)")
    let lower = try parseExpression()
    try expect(.ellipsis, "between the bounds")
    let upper = try parseExpression()
    try expectClosing(.rightParenthesis, of: opening)
    return .ranged(lower: lower, upper: upper)
  }

  /// `fixed(a...b, step: s)`
  private mutating func parseFixed(_ name: Syntax.Name) throws(Failure) -> Syntax.TypeReference.Kind {
    let opening = try expectBounds(of: name, "fixed(-1...1, step: 0.25)")
    let lower = try parseExpression()
    try expect(.ellipsis, "between the bounds")
    let upper = try parseExpression()
    try expect(.comma, "and 'step: …' behind the bounds")
    guard isWord("step") else {
      reportExpected(.expectedToken, "'step: …'")
      throw Failure()
    }
    advance()
    try expect(.colon, "behind 'step'")
    let step = try parseExpression()
    try expectClosing(.rightParenthesis, of: opening)
    return .fixed(lower: lower, upper: upper, step: step)
  }

  private mutating func expectBounds(of name: Syntax.Name, _ example: String) throws(Failure) -> Span {
    if let opening = take(.leftParenthesis) { return opening }
    report(.expectedRange, "'\(name.text)' states its range, as in '\(example)'", at: name.span)
    throw Failure()
  }

  /// `varint`, `varint(signed)`
  private mutating func parseVarint() throws(Failure) -> Syntax.TypeReference.Kind {
    guard let opening = take(.leftParenthesis) else { return .varint(isSigned: false) }
    guard isWord("signed") else {
      reportExpected(.expectedToken, "'signed'")
      throw Failure()
    }
    advance()
    try expectClosing(.rightParenthesis, of: opening)
    return .varint(isSigned: true)
  }

  /// `padding(4)`
  private mutating func parsePadding(_ name: Syntax.Name) throws(Failure) -> Syntax.TypeReference.Kind {
    let opening = try expect(.leftParenthesis, "and the number of bytes behind 'padding'")
    let multiple = try parseExpression()
    try expectClosing(.rightParenthesis, of: opening)
    return .padding(multiple)
  }
}

extension Diagnostic.Rule {
  static let expectedType: Self = "EXPECTED_TYPE"
  static let expectedRange: Self = "EXPECTED_RANGE"
  static let integerWidth: Self = "INTEGER_WIDTH"
}
