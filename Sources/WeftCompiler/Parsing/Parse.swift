/// Reads a definition file. Never fails: what can be read is in the tree, what cannot is in the diagnostics.
///
/// - Parameters:
///   - file: any bytes.
///   - index: the file's index among those compiled together, which the spans bear.
/// - Returns: the tree, and at most `Diagnostic.maximumCount` diagnostics in the order of the text.
public func parse(_ file: SourceFile, index: Int = 0) -> (file: Syntax.File, diagnostics: [Diagnostic]) {
  var lexer = Lexer(file.bytes, file: index)
  lexer.lex()
  var parser = Parser(file.bytes, lexed: lexer)
  let tree = parser.parseFile()
  return (tree, lexer.diagnostics.merged(with: parser.diagnostics))
}
