/// Declarations, one function each.
extension Parser {
  /// Reads one declaration into `file`, or reports and throws.
  mutating func parseDeclaration(into file: inout Syntax.File) throws(Failure) {
    let documentation = takeDocumentation()
    let start = span
    mark(.declaration)
    var open: Span?
    if isWord("open"), isNext(.name, ahead: 1) {
      open = start
      advance()
    }
    guard let word = try declarationWord() else {
      reportDeclarationExpected()
      throw Failure()
    }
    advance()
    if let open, word != .enum, word != .flags {
      let gap = Span(file: self.file, lower: open.lower, upper: previousSpan.lower)
      report(.openDeclaration, "only 'enum' and 'flags' can be open", at: open, fixes: [Diagnostic.Fix(replace: gap, with: "")])
    }
    file.declarations.append(try parseDeclaration(word, documentation, open: open, from: start))
  }

  private mutating func parseDeclaration(
    _ word: DeclarationWord, _ documentation: [String], open: Span?, from start: Span
  ) throws(Failure) -> Syntax.Declaration {
    switch word {
    case .const: return .constant(try parseConstant(documentation, from: start))
    case .type: return .alias(try parseAlias(documentation, from: start))
    case .struct, .message, .snapshot, .foreign: return .record(try parseRecord(word, documentation, from: start))
    case .enum, .flags:
      return .enumeration(try parseEnumeration(isFlags: word == .flags, documentation, open: open, from: start))
    case .union: return .union(try parseUnion(documentation, from: start))
    case .channel: return .channel(try parseChannel(documentation, from: start))
    case .vector: return .vector(try parseVector(documentation, from: start))
    }
  }

  /// `const limit = 20`
  private mutating func parseConstant(
    _ documentation: [String], from start: Span
  ) throws(Failure) -> Syntax.Constant {
    let name = try expectName("the name of a constant")
    try expect(.equal, "and a value behind '\(name.text)'")
    let value = try parseExpression()
    return Syntax.Constant(documentation: documentation, name: name, value: value, span: start.through(previousSpan))
  }

  /// `type Address = bytes[32] @display(ipv4)`
  private mutating func parseAlias(_ documentation: [String], from start: Span) throws(Failure) -> Syntax.Alias {
    let name = try expectName("the name of a type")
    var alias = Syntax.Alias(
      documentation: documentation, name: name, type: Syntax.TypeReference(.invalid, at: name.span.end), attributes: [],
      span: start.through(name.span))
    do throws(Failure) {
      try expect(.equal, "and a type behind '\(name.text)'")
      alias.type = try parseType()
      alias.attributes = try parseAttributes()
      alias.span = start.through(previousSpan)
    } catch { skipToDeclaration() }
    return alias
  }

  /// `struct Contact { … }`, `message FindNode = 1 { … }`, `snapshot World = 2 keyed by place { … }`, `foreign Header bits(msb) … { … }`
  private mutating func parseRecord(
    _ word: DeclarationWord, _ documentation: [String], from start: Span
  ) throws(Failure) -> Syntax.Record {
    let name = try expectName("the name of a \(word == .foreign ? "foreign definition" : word.rawValue)")
    var record = Syntax.Record(
      documentation: documentation, kind: .structure, name: name, snapshot: word == .snapshot ? start : nil, key: nil,
      attributes: [], members: [], span: start.through(name.span))
    do throws(Failure) {
      try recoveringHead { parser throws(Failure) in
        switch word {
        case .message, .snapshot: record.kind = .message(tag: try parser.parseTag(of: name))
        case .foreign: record.kind = .foreign(try parser.parseForeignHead(&record.attributes))
        default: break
        }
        record.attributes += try parser.parseAttributes()
        guard let key = try parser.parseKey(of: word) else { return }
        record.key = key
        record.attributes += try parser.parseAttributes()
      }
      record.members = try parseRecordMembers(isForeign: word == .foreign, of: name)
      record.span = start.through(previousSpan)
    } catch { skipToDeclaration() }
    return record
  }

  /// `= 1`; a message without a tag is read all the same.
  private mutating func parseTag(of name: Syntax.Name) throws(Failure) -> Syntax.Integer {
    if take(.equal) != nil { return try expectInteger("the tag of '\(name.text)' as an integer") }
    reportExpected(.expectedToken, "'=' and a tag behind '\(name.text)'")
    if !isNext(.leftBrace), !isNext(.at), !isWord("keyed") { throw Failure() }
    return Syntax.Integer(nil, at: name.span.end)
  }

  /// `keyed by place`
  private mutating func parseKey(of word: DeclarationWord) throws(Failure) -> Syntax.Name? {
    let start = span
    guard isWord("keyed") else { return nil }
    advance()
    guard isWord("by") else {
      reportExpected(.expectedToken, "'by' and the name of a field behind 'keyed'")
      throw Failure()
    }
    advance()
    let name = try expectName("the name of a field behind 'keyed by'")
    switch word {
    case .struct, .snapshot: return name
    case .message:
      report(
        .keyPlace, "a message has no key: nothing keeps more than one of it", at: start.through(name.span),
        notes: [Diagnostic.Note("structs in lists and snapshots have one")])
    default: reportNativeOnly("keyed by", at: start.through(previousSpan))
    }
    return nil
  }

  /// `vector Module.FindNode "smallest" { … } = hex"…"`
  private mutating func parseVector(_ documentation: [String], from start: Span) throws(Failure) -> Syntax.Vector {
    var module: Syntax.Name?
    var name = try expectName("the name of a definition")
    if take(.dot) != nil {
      module = name
      name = try expectName("the name of a definition behind '.'")
    }
    let label = try expectText("the name of the vector as a string")
    let value = try parseExpression(.literal)
    try expect(.equal, "and 'hex\"…\"' behind the value")
    guard isNext(.hexString) else {
      reportExpected(.expectedText, "'hex\"…\"'")
      throw Failure()
    }
    let (bytes, bytesSpan) = takeHexString()
    return Syntax.Vector(
      documentation: documentation, module: module, name: name, label: label, value: value, bytes: bytes,
      bytesSpan: bytesSpan, span: start.through(previousSpan))
  }
}

extension Diagnostic.Rule {
  static let expectedDeclaration: Self = "EXPECTED_DECLARATION"
  static let openDeclaration: Self = "OPEN_DECLARATION"
  static let keyPlace: Self = "KEY_PLACE"
}
