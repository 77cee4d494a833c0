import WeftSchema

extension Diagnostic.Rule {
  static let unknownModule: Self = "UNKNOWN_MODULE"
  static let importCycle: Self = "IMPORT_CYCLE"
  static let duplicateImport: Self = "DUPLICATE_IMPORT"
  static let unusedImport: Self = "UNUSED_IMPORT"
  static let unknownName: Self = "UNKNOWN_NAME"
  static let ambiguousName: Self = "AMBIGUOUS_NAME"
  static let notImported: Self = "NOT_IMPORTED"
}

extension Lowering {
  /// Pass 2: what each file may name. An import holds for the file that states it, as in Swift.
  mutating func resolveNames() {
    let numbers = Dictionary(uniqueKeysWithValues: scopes.enumerated().map { ($0.element.name, $0.offset) })
    for module in scopes.indices {
      var imported: Set<String> = []
      for file in scopes[module].files {
        for name in files[file].imports {
          resolve(import: name, file: file, module: module, numbers)
          imported.insert(name.text)
        }
      }
      schema.modules[module].imports = imported.sorted()
    }
    checkImportCycles()
  }

  private mutating func resolve(import name: Syntax.Name, file: Int, module: Int, _ numbers: [String: Int]) {
    guard let target = numbers[name.text] else {
      let known = scopes.map(\.name).filter { $0 != scopes[module].name }
      let (notes, fixes) = suggest(for: name, among: known)
      error(.unknownModule, "no module is called '\(name.text)'", at: name.span, notes: notes, fixes: fixes)
      return
    }
    if let first = fileScopes[file]?.imports[name.text] {
      warning(
        .duplicateImport, "'\(name.text)' is imported twice", at: name.span,
        notes: [.init("first imported here", at: first.name.span)])
    } else {
      fileScopes[file]?.imports[name.text] = FileScope.Import(module: target, name: name)
      guard let own = scopes[module].symbols[name.text]?.name else { return }
      error(
        .hostileName, "'\(own.text)' is the name of an imported module: Swift could not tell the two apart", at: own.span,
        notes: [.init("imported here", at: name.span)])
    }
  }

  private mutating func checkImportCycles() {
    let edges = scopes.map { scope in
      scope.files.flatMap { file in (fileScopes[file]?.imports.values.map(\.module) ?? []).sorted() }
    }
    for component in stronglyConnectedComponents(edges) {
      let members = Set(component)
      for module in component {
        for file in scopes[module].files {
          for name in files[file].imports {
            guard let target = fileScopes[file]?.imports[name.text], members.contains(target.module), target.name == name else {
              continue
            }
            let what = module == target.module ? "a module cannot import itself" : "modules import each other: \(list(component))"
            error(.importCycle, what, at: name.span)
            fileScopes[file]?.imports[name.text]?.isUsed = true
          }
        }
      }
    }
  }

  private func list(_ modules: [Int]) -> String { modules.map { scopes[$0].name }.sorted().joined(separator: ", ") }

  /// The symbol behind `name` or `module.name`, seen from `file`; reports where there is none.
  mutating func lookUp(_ name: Syntax.Name, in qualifier: Syntax.Name? = nil, from file: Int) -> Symbol? {
    guard let scope = fileScopes[file] else { return nil }
    if let qualifier { return lookUp(name, qualifier, scope, file) }
    if let symbol = scopes[scope.module].symbols[name.text] { return symbol }
    let found = scope.imports.values.filter { scopes[$0.module].symbols[name.text] != nil }.sorted { $0.module < $1.module }
    for candidate in found { fileScopes[file]?.imports[candidate.name.text]?.isUsed = true }
    if found.count > 1 {
      error(
        .ambiguousName, "'\(name.text)' is declared in several imported modules", at: name.span,
        notes: found.map { .init("\($0.name.text).\(name.text)", at: scopes[$0.module].symbols[name.text]?.name.span) })
      return nil
    }
    if let only = found.first { return scopes[only.module].symbols[name.text] }
    reportUnknown(name, scope)
    return nil
  }

  private mutating func lookUp(_ name: Syntax.Name, _ qualifier: Syntax.Name, _ scope: FileScope, _ file: Int) -> Symbol? {
    let target: Int
    if let known = scope.imports[qualifier.text] {
      fileScopes[file]?.imports[qualifier.text]?.isUsed = true
      target = known.module
    } else if qualifier.text == scopes[scope.module].name {
      target = scope.module
    } else {
      reportUnimported(qualifier, scope)
      return nil
    }
    if let symbol = scopes[target].symbols[name.text] { return symbol }
    guard !isBroken(module: target) else { return nil }
    let known = scopes[target].symbols
    let (notes, fixes) = suggest(for: name, among: known.keys)
    error(
      .unknownName, "module \(scopes[target].name) declares no '\(name.text)'", at: name.span, notes: notes, fixes: fixes)
    return nil
  }

  private mutating func reportUnimported(_ qualifier: Syntax.Name, _ scope: FileScope) {
    if scopes.contains(where: { $0.name == qualifier.text }) {
      error(.notImported, "module \(qualifier.text) is not imported in this file", at: qualifier.span)
    } else {
      let (notes, fixes) = suggest(for: qualifier, among: scope.imports.keys)
      error(.unknownModule, "no module is called '\(qualifier.text)'", at: qualifier.span, notes: notes, fixes: fixes)
    }
  }

  private mutating func reportUnknown(_ name: Syntax.Name, _ scope: FileScope) {
    let visible = [scope.module] + scope.imports.values.map(\.module)
    guard !visible.contains(where: { isBroken(module: $0) }) else { return }
    if let owner = scopes.first(where: { $0.symbols[name.text] != nil }) {
      error(.notImported, "'\(name.text)' is declared in module \(owner.name), which is not imported in this file", at: name.span)
      return
    }
    let known = visible.map { scopes[$0].symbols }
    let (notes, fixes) = suggest(for: name, among: known.flatMap(\.keys))
    error(.unknownName, "nothing is called '\(name.text)'", at: name.span, notes: notes, fixes: fixes)
  }

  func isBroken(module: Int) -> Bool { scopes[module].files.contains { isBroken[$0] } }

  mutating func reportUnusedImports() {
    for file in files.indices {
      for name in files[file].imports {
        guard let entry = fileScopes[file]?.imports[name.text], entry.name == name, !entry.isUsed else { continue }
        warning(.unusedImport, "nothing of module \(name.text) is used in this file", at: name.span)
      }
    }
  }
}
