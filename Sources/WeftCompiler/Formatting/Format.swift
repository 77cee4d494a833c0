/// A definition file in its one layout.
public struct Formatted: Sendable, Hashable {
  /// Equal to the bytes of the file where it has syntax errors.
  public var bytes: [UInt8]
  /// What `parse` says about the file.
  public var diagnostics: [Diagnostic]
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public init(bytes: [UInt8], diagnostics: [Diagnostic]) {
    self.bytes = bytes
    self.diagnostics = diagnostics
  }
}

/// Lays a definition file out anew. Tokens and comments stay as they are and in their order; only white space changes, so
/// that the meaning and the wire identity stay the same. What is formatted once is formatted for good.
///
/// - A member stands on its own line, unless its whole block was written on one line and fits into 130 columns.
/// - Line breaks inside a member, and in a literal, stay where they were; the lines behind them are indented by two more.
/// - One blank line at most; one around each declaration of several lines.
///
/// - Parameters:
///   - file: any bytes. A file with syntax errors is left as it is.
///   - index: the file's index among those compiled together, which the diagnostics bear.
public func format(_ file: SourceFile, index: Int = 0) -> Formatted {
  var lexer = Lexer(file.bytes, file: index)
  lexer.lex()
  var parser = Parser(file.bytes, lexed: lexer)
  _ = parser.parseFile()
  let diagnostics = lexer.diagnostics.merged(with: parser.diagnostics)
  guard !diagnostics.hasErrors else { return Formatted(bytes: file.bytes, diagnostics: diagnostics) }
  var formatter = Formatter(file.bytes, tokens: lexer.tokens, roles: parser.roles)
  return Formatted(bytes: formatter.format(), diagnostics: diagnostics)
}
