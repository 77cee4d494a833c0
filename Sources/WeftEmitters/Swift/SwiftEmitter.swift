public import WeftSchema

/// A schema module as Swift: one file for each definition file, and the catalog.
///
///     Contact.weft ──► Contact.swift      a type for each definition, with its codec
///     find.weft    ──► find.swift
///                      OverlayMessagesCatalog.swift
public enum SwiftEmitter {
  /// The files in the order of `Module.files`, the catalog last. The same schema gives the same bytes.
  public static func emit(_ schema: Schema, module name: String) -> [EmittedFile] {
    guard let module = schema.modules.first(where: { $0.name == name }) else { return [] }
    let context = SwiftContext(schema: schema, module: module)
    var paths: Set<String> = []
    var files: [EmittedFile] = []
    for (index, file) in module.files.enumerated() {
      files.append(EmittedFile(path: unusedPath(for: file, in: &paths), text: context.text(ofFile: index)))
    }
    files.append(EmittedFile(path: "\(name)Catalog.swift", text: context.catalogText()))
    return files
  }

  /// `peers/Contact.weft` becomes `Contact.swift`, and `Contact2.swift` where that is taken.
  private static func unusedPath(for file: String, in paths: inout Set<String>) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let stem = name.hasSuffix(".weft") ? String(name.dropLast(5)) : name
    var path = "\(stem).swift"
    var number = 2
    while !paths.insert(path).inserted {
      path = "\(stem)\(number).swift"
      number += 1
    }
    return path
  }
}

/// What the emission of every definition of a module needs to know.
struct SwiftContext {
  let schema: Schema
  let module: Module
  /// How many foreign records stand within each other at most, of the whole schema.
  let foreignDepth: Int
  /// What the module's definitions are called.
  let definitionNames: Set<String>
  /// What is so of a definition because of what it holds, of the whole schema.
  let holdings: Holdings

  init(schema: Schema, module: Module) {
    self.schema = schema
    self.module = module
    foreignDepth = schema.foreignDepth
    holdings = Holdings(schema)
    definitionNames = Set(module.definitions.map { schema[$0].name })
  }

  func text(ofFile file: Int) -> String {
    var body = SwiftWriter()
    for constant in module.constants where constant.file == file {
      body.line()
      emit(constant, into: &body)
    }
    let definitions = module.definitions.filter { schema[$0].file == file }
    for id in definitions {
      body.line()
      emit(id, into: &body)
      emitDelta(of: id, into: &body)
    }
    for channel in module.channels where channel.file == file {
      body.line()
      ChannelEmitter(context: self, channel: channel).emit(into: &body)
    }
    var writer = SwiftWriter()
    writer.line("// Made by weftc from \(module.files[file]). Changes belong there.")
    let channels = module.channels.filter { $0.file == file }
    let imports =
      (channels.isEmpty && !definitions.contains(where: usesRuntime) ? [] : ["Weft"])
      + importedModules(of: definitions, channels)
    if !imports.isEmpty { writer.line() }
    for name in imports.sorted() { writer.line("public import \(name)") }
    return writer.text + body.text
  }

  /// Other names for types of Swift do without `Weft`, and an import that nothing uses is a warning.
  private func usesRuntime(_ id: DefinitionID) -> Bool {
    guard case .alias(let alias) = schema[id].body else { return true }
    return ["FixedArray", "FixedBytes", "Inline"].contains { name(of: alias.type).contains($0) }
  }

  private func emit(_ id: DefinitionID, into writer: inout SwiftWriter) {
    let definition = schema[id]
    switch definition.body {
    case .record(let record):
      guard record.foreign == nil else { return emitForeign(id, record, into: &writer) }
      RecordEmitter(context: self, id: id, record: record).emit(into: &writer)
    case .enumeration(let enumeration): emit(enumeration, of: definition, into: &writer)
    case .flags(let flags): emit(flags, of: definition, into: &writer)
    case .union(let union): UnionEmitter(context: self, id: id, union: union).emit(into: &writer)
    case .alias(let alias):
      writer.documentation(definition.documentation)
      writer.line("public typealias \(SwiftNames.escaped(definition.name)) = \(name(of: alias.type))")
    }
  }

  /// The other forms of a definition: against a baseline, and on a link.
  private func emitDelta(of id: DefinitionID, into writer: inout SwiftWriter) {
    let definition = schema[id]
    if definition.hasDelta {
      switch definition.body {
      case .record(let record):
        guard let plan = record.delta else { return }
        writer.line()
        DeltaEmitter(context: self, id: id, record: record, plan: plan).emit(into: &writer)
      case .union(let union):
        writer.line()
        DeltaUnion(context: self, id: id, union: union).emit(into: &writer)
      case .enumeration, .flags, .alias: break
      }
    }
    switch definition.body {
    case .record, .union:
      guard definition.isInterning else { return }
      writer.line()
      LinkForm(context: self, id: id).emit(into: &writer)
    case .enumeration, .flags, .alias: break
    }
  }

  private func emit(_ constant: Constant, into writer: inout SwiftWriter) {
    writer.documentation(constant.documentation)
    writer.line("public let \(SwiftNames.escaped(constant.name)) = \(text(ofConstant: constant.value))")
  }

  /// The modules whose types stand in these definitions: an import that nothing needs would be a warning.
  private func importedModules(of definitions: [DefinitionID], _ channels: [Channel]) -> [String] {
    let named = definitions.flatMap { schema[$0].namedTypes } + channels.flatMap(\.messages)
    return Array(Set(named.map { schema[$0].module }).subtracting([module.name]))
  }
}
