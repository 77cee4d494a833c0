/// `@extensible(max: 64)`
extension Parser {
  mutating func parseAttributes() throws(Failure) -> [Syntax.Attribute] {
    var attributes: [Syntax.Attribute] = []
    while isNext(.at) { attributes.append(try parseAttribute()) }
    return attributes
  }

  mutating func parseAttribute() throws(Failure) -> Syntax.Attribute {
    let start = try expect(.at, "before an attribute")
    let name = try expectName("the name of an attribute behind '@'", unlessAnother: .equal)
    let arguments = try parseLabelledArguments()
    return Syntax.Attribute(name: name, arguments: arguments, at: start.through(previousSpan))
  }

  /// `(max: 64)`, `("stun")`, or nothing.
  mutating func parseLabelledArguments() throws(Failure) -> [Syntax.Argument] {
    guard let opening = take(.leftParenthesis) else { return [] }
    var arguments: [Syntax.Argument] = []
    while !isNext(.rightParenthesis) {
      arguments.append(try parseArgument())
      if take(.comma) == nil { break }
    }
    try expectClosing(.rightParenthesis, of: opening)
    return arguments
  }

  /// `max: 64`, `"stun"`
  private mutating func parseArgument() throws(Failure) -> Syntax.Argument {
    guard token.kind == .name, isNext(.colon, ahead: 1) else {
      return Syntax.Argument(label: nil, value: try parseExpression())
    }
    let label = takeName()
    advance()
    return Syntax.Argument(label: label, value: try parseExpression())
  }
}
