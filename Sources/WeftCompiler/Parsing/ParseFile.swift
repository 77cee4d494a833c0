/// A file: its head (`edition`, `module`, imports), then declarations.
extension Parser {
  mutating func parseFile() -> Syntax.File {
    var file = Syntax.File(at: Span(file: self.file, lower: 0, upper: bytes.count))
    parseHead(of: &file)
    while !isNext(.endOfFile) {
      if take(.comma) != nil { continue }
      let start = position
      bracketDepth = 0
      do throws(Failure) {
        if try !parseLateHead(into: &file) { try parseDeclaration(into: &file) }
      } catch {
        if position == start { advance() }
        skipToDeclaration()
      }
    }
    reportStrayDocumentation(before: .max)
    return file
  }

  /// `edition 2026 module Name @embedded import Other`
  private mutating func parseHead(of file: inout Syntax.File) {
    do throws(Failure) {
      try parseEdition(of: &file)
      try parseModule(of: &file)
      while isImport { file.imports.append(try parseImport()) }
    } catch { skipToHead() }
  }

  private mutating func parseEdition(of file: inout Syntax.File) throws(Failure) {
    if isWord("edition") {
      file.documentation = takeDocumentation()
      mark(.head)
      advance()
      file.edition = try expectInteger("the year of the edition")
    } else {
      let isEmpty = tokens.count == 1
      let edition = Diagnostic.Fix(replace: span.start, with: "edition 2026\n")
      if !token.isSuspect {
        report(
          .missingEdition, "\(isEmpty ? "the file is empty: it" : "a definition file") begins with 'edition 2026'",
          at: isEmpty ? span.start : span, fixes: isWord("module") ? [edition] : [])
      }
      if isEmpty { nextDocumentation = documentation.count }
    }
  }

  private mutating func parseModule(of file: inout Syntax.File) throws(Failure) {
    guard isWord("module") else {
      // Without an edition either, one diagnostic says enough about the beginning.
      guard file.edition != nil else { return }
      reportExpected(.missingModule, "'module' and the name of the module behind the edition")
      return
    }
    mark(.head)
    advance()
    if isNextLineAnother() {
      reportExpected(.expectedName, "the name of the module")
      throw Failure()
    }
    file.module = try expectName("the name of the module")
    file.attributes = try parseAttributes()
  }

  private var isImport: Bool { isWord("import") && isNext(.name, ahead: 1) }

  private mutating func parseImport() throws(Failure) -> Syntax.Name {
    mark(.head)
    advance()
    return try expectName("the name of a module")
  }

  /// Behind an error in the head: to the next line that belongs to it, or to a declaration.
  private mutating func skipToHead() {
    while !isNext(.endOfFile), !isDeclaration, !(token.startsLine && (isWord("import") || isWord("module"))) { advance() }
    dropDocumentation()
  }

  /// `import`, `module` and `edition` behind the place where they stand: read, and reported. False: something else is next.
  private mutating func parseLateHead(into file: inout Syntax.File) throws(Failure) -> Bool {
    let start = span
    if isWord("import") {
      mark(.head)
      advance()
      let name = try expectName("the name of a module behind 'import'")
      file.imports.append(name)
      if !file.declarations.isEmpty {
        report(.headOrder, "imports stand before the declarations", at: start.through(name.span))
      }
      return true
    }
    if isWord("module"), isNext(.name, ahead: 1) {
      advance()
      let name = takeName()
      let attributes = try parseAttributes()
      if let first = file.module {
        report(
          .headOrder, "'module' is stated twice", at: start.through(name.span),
          notes: [Diagnostic.Note("the first one is here", at: first.span)])
      } else {
        file.module = name
        file.attributes = attributes
      }
      return true
    }
    guard isWord("edition"), isNext(.integer, ahead: 1) else { return false }
    advance()
    let edition = takeInteger()
    report(.headOrder, "'edition' stands once, at the beginning of the file", at: start.through(edition.span))
    return true
  }
}

extension Diagnostic.Rule {
  static let missingEdition: Self = "MISSING_EDITION"
  static let missingModule: Self = "MISSING_MODULE"
  static let headOrder: Self = "HEAD_ORDER"
}
