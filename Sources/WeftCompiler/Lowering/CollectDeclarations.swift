import WeftSchema

extension Diagnostic.Rule {
  static let unknownEdition: Self = "UNKNOWN_EDITION"
  static let duplicateName: Self = "DUPLICATE_NAME"
  static let nameCase: Self = "NAME_CASE"
  static let hostileName: Self = "HOSTILE_NAME"
  static let tooManyDefinitions: Self = "TOO_MANY_DEFINITIONS"
  static let unknownAttribute: Self = "UNKNOWN_ATTRIBUTE"
}

extension Lowering {
  /// Pass 1: groups files into modules, puts modules in an order in which each stands after those it imports, and gives every
  /// declaration its place in the schema.
  mutating func collectDeclarations() {
    for file in files.indices { checkEdition(of: file) }
    groupFiles()
    var definitionCount = 0
    for module in scopes.indices {
      for file in scopes[module].files {
        for declaration in files[file].declarations {
          definitionCount += 1
          if definitionCount == Limits.definitionCount + 1 {
            error(
              .tooManyDefinitions, "more than \(Limits.definitionCount) declarations",
              at: declaration.name?.span ?? declaration.span)
          }
          guard definitionCount <= Limits.definitionCount else { continue }
          collect(declaration, file: file, module: module)
        }
      }
    }
  }

  private mutating func checkEdition(of file: Int) {
    guard let edition = files[file].edition, let number = edition.value, number != 2026 else { return }
    error(
      .unknownEdition, "edition \(number) is not known, this compiler knows 2026", at: edition.span,
      fixes: [.init(replace: edition.span, with: "2026")])
  }

  private mutating func groupFiles() {
    var byName: [String: [Int]] = [:]
    for file in files.indices {
      if let name = files[file].module?.text { byName[name, default: []].append(file) }
    }
    let names = byName.keys.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    let edges = names.map { name in
      (byName[name] ?? []).flatMap { file in files[file].imports.compactMap { numbers[$0.text] } }
    }
    for name in stronglyConnectedComponents(edges).joined().map({ names[$0] }) {
      // Sorted by path, and by place among files of one path, whatever the order in which they were given.
      let members = (byName[name] ?? []).sorted { (paths[$0], $0) < (paths[$1], $1) }
      addModule(name, members)
    }
  }

  private mutating func addModule(_ name: String, _ members: [Int]) {
    var module = Module(name: name, files: members.map { paths[$0] })
    for (place, file) in members.enumerated() {
      module.documentation += files[file].documentation
      fileScopes[file] = FileScope(module: scopes.count, fileInModule: place)
      for attribute in files[file].attributes {
        if attribute.name.text == "embedded" {
          module.isEmbedded = true
        } else {
          reportUnknown(attribute, known: ["embedded"], on: "a module")
        }
      }
    }
    for declared in members.compactMap({ files[$0].module }) {
      checkCase(of: declared, isUpper: true, what: "a module")
      if ["Swift", "Weft"].contains(declared.text) {
        error(.hostileName, "'\(declared.text)' is a module that the generated Swift imports", at: declared.span)
      }
    }
    scopes.append(ModuleScope(name: name, files: members))
    schema.modules.append(module)
  }

  private mutating func collect(_ declaration: Syntax.Declaration, file: Int, module: Int) {
    if case .vector(let vector) = declaration {
      vectors.append(VectorDeclaration(syntax: vector, file: file))
      return
    }
    guard let name = declaration.name else { return }
    checkName(of: declaration, name, module: module)
    if let first = scopes[module].symbols[name.text] {
      error(
        .duplicateName, "'\(name.text)' is declared twice in module \(scopes[module].name)", at: name.span,
        notes: [.init("first declared here", at: first.name.span)])
      return
    }
    if case .constant(let constant) = declaration {
      scopes[module].symbols[name.text] = Symbol(kind: .constant(constants.count), name: name)
      constants.append(ConstantDeclaration(syntax: constant, file: file))
      return
    }
    if case .channel(let channel) = declaration {
      scopes[module].symbols[name.text] = Symbol(kind: .channel(channels.count), name: name)
      channels.append(ChannelDeclaration(syntax: channel, file: file))
      return
    }
    let id = DefinitionID(schema.definitions.count)
    scopes[module].symbols[name.text] = Symbol(kind: .definition(id), name: name)
    schema.modules[module].definitions.append(id)
    schema.definitions.append(
      Definition(
        name: name.text, module: scopes[module].name, file: fileScopes[file]?.fileInModule ?? 0,
        documentation: declaration.documentation, body: declaration.emptyBody))
    origins.append(Origin(declaration: declaration, file: file))
  }

  private mutating func checkName(of declaration: Syntax.Declaration, _ name: Syntax.Name, module: Int) {
    if case .constant = declaration {
      checkCase(of: name, isUpper: false, what: "a constant")
      checkMemberName(name)
      return
    }
    let what = if case .channel = declaration { "a channel" } else { "a definition" }
    checkCase(of: name, isUpper: true, what: what)
    if name.text == scopes[module].name {
      error(.hostileName, "'\(name.text)' is the name of the module: Swift could not tell the two apart", at: name.span)
    } else if ReservedNames.types.contains(name.text) || name.text == scopes[module].name + "Catalog" {
      error(.hostileName, "'\(name.text)' is a name that the generated Swift needs for something else", at: name.span)
    }
  }

  /// Types begin with an upper-case letter, all else with a lower-case one: so no two of them collide in Swift.
  mutating func checkCase(of name: Syntax.Name, isUpper: Bool, what: String) {
    guard let first = name.text.first else { return }
    if isUpper ? ("A"..."Z").contains(first) : ("a"..."z").contains(first) { return }
    let wanted = (isUpper ? first.uppercased() : first.lowercased()) + name.text.dropFirst()
    error(
      .nameCase, "the name of \(what) begins with \(isUpper ? "an upper" : "a lower")-case letter", at: name.span,
      fixes: wanted == name.text ? [] : [.init(replace: name.span, with: wanted)])
  }

  /// A field, case or constant that Swift could not spell even in backquotes, or that the generated type has already.
  mutating func checkMemberName(_ name: Syntax.Name, isCase: Bool = false) {
    guard hostileMemberNames.contains(name.text) || (isCase && hostileCaseNames.contains(name.text)) else { return }
    error(.hostileName, "'\(name.text)' is a name that the generated Swift needs for something else", at: name.span)
  }

  mutating func reportUnknown(_ attribute: Syntax.Attribute, known: [String], on place: String) {
    let (notes, fixes) = suggest(for: attribute.name, among: known)
    error(
      .unknownAttribute, "'@\(attribute.name.text)' means nothing on \(place)", at: attribute.name.span, notes: notes,
      fixes: fixes)
  }
}

/// What a generated enum, set of flags or union has as a static member, as its cases are.
private let hostileCaseNames: Set<String> = ["bitCount", "bitCountRange", "knownBits"]

private let hostileMemberNames: Set<String> = [
  "init", "self", "hashValue", "rawValue", "allCases", "extensionTail",
]

extension Syntax.Declaration {
  var documentation: [String] {
    switch self {
    case .constant(let constant): constant.documentation
    case .alias(let alias): alias.documentation
    case .record(let record): record.documentation
    case .enumeration(let enumeration): enumeration.documentation
    case .union(let union): union.documentation
    case .channel(let channel): channel.documentation
    case .vector(let vector): vector.documentation
    }
  }

  /// Of the right kind, with nothing in it: what later passes find where `checkTypes` had to give up.
  fileprivate var emptyBody: Definition.Body {
    switch self {
    case .alias, .constant, .channel, .vector: .alias(Alias(type: .bool))
    case .enumeration(let syntax):
      syntax.isFlags
        ? .flags(Flags(bitCount: 0, isOpen: syntax.open != nil, cases: []))
        : .enumeration(Enumeration(bitCount: 0, isOpen: syntax.open != nil, cases: []))
    case .union: .union(Union(cases: []))
    case .record(let record): .record(Record(kind: record.emptyKind, fields: [], isSnapshot: record.snapshot != nil))
    }
  }
}

extension Syntax.Record {
  fileprivate var emptyKind: Record.Kind {
    switch kind {
    case .structure: .structure
    case .message(let tag): .message(tag: Int(clamping: tag.value ?? 0))
    case .foreign: .foreign(Foreign(bitOrder: .mostSignificantFirst, byteOrder: .big))
    }
  }
}
