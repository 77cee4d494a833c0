import WeftCompiler
import WeftEmitters

extension Invocation {
  /// Compiles the module together with what it imports, and writes its Swift; `false` after errors, which are printed.
  func run() throws(FileError) -> Bool {
    if let schemas { return try writeSchemas(to: schemas) }
    var sources: [SourceFile] = []
    for definition in definitions { sources.append(try read(definition.input)) }
    for file in imports { sources.append(try read(file)) }
    var dictionaries: [SourceFile] = []
    for file in self.dictionaries { dictionaries.append(try read(file)) }
    var compilation = compile(sources, dictionaries: dictionaries)
    compilation.diagnostics += misnamed(compilation.moduleNames)
    show(compilation.diagnostics, of: sources)
    guard !compilation.hasErrors else { return false }

    let files = SwiftEmitter.emit(compilation.schema, module: module)
    for (output, file) in zip(definitions.map(\.output) + [catalog], files) { try write(file.text, to: output) }
    return true
  }

  /// What a target needs that treats all messages alike, such as a fuzzer.
  private func writeSchemas(to path: String) throws(FileError) -> Bool {
    var sources: [SourceFile] = []
    for file in imports { sources.append(try read(file)) }
    let compilation = compile(sources)
    guard !compilation.hasErrors else {
      // The command of their own target shows them, too, but may not have run yet.
      report(compilation.diagnostics.rendered(sources: sources))
      return false
    }
    try write(SwiftEmitter.schemas(compilation.schema).text, to: path)
    return true
  }

  /// What is wrong in an imported file is told by the command of its own target, unless nothing else is wrong here.
  private func show(_ diagnostics: [Diagnostic], of sources: [SourceFile]) {
    let own = diagnostics.filter { $0.span.file < definitions.count }
    let shown = own.hasErrors || !diagnostics.hasErrors ? own : diagnostics
    let text = shown.rendered(sources: sources)
    if !text.isEmpty { report(text.last == "\n" ? String(text.dropLast()) : text) }
  }

  /// A module that is not called as its target could not be imported by that name in Swift.
  private func misnamed(_ names: [Syntax.Name?]) -> [Diagnostic] {
    names.prefix(definitions.count).compactMap { name -> Diagnostic? in
      guard let name, name.text != module else { return nil }
      return Diagnostic(
        .error, .moduleName, "module '\(name.text)' stands in the target '\(module)': both have one name", at: name.span,
        fixes: [.init(replace: name.span, with: module)])
    }
  }
}

extension Diagnostic.Rule {
  /// The `module` line is the SwiftPM target's name.
  fileprivate static let moduleName: Self = "MODULE_NAME"
}
