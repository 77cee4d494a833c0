import WeftSchema

extension SwiftContext {
  /// The catalog of the module: what treats all messages alike starts from it.
  func catalogText() -> String {
    var writer = SwiftWriter()
    writer.line("// Made by weftc from the module \(module.name).")
    writer.line()
    writer.line("#if !hasFeature(Embedded)")
    writer.indented { writer in
      writer.line("public import Weft")
      writer.line()
      let isDocumented = !module.documentation.isEmpty
      writer.documentation(isDocumented ? module.documentation : ["The definitions of the module \(module.name)."])
      writer.block("public enum \(module.name)Catalog") { writer in
        writer.documentation(["Every definition that has a codec of its own, in source order."])
        writer.line("public static let definitions = MessageCatalog(")
        writer.indented { writer in
          writer.line("name: \"\(module.name)\", identity: 0x\(RecordEmitter.hexadecimal(module.identity)),")
          let foreign = module.definitions.filter { record($0)?.foreign != nil }
          emitTypes("types", module.definitions.filter(isListed), end: foreign.isEmpty ? ")" : ",", into: &writer)
          if !foreign.isEmpty { emitTypes("foreignTypes", foreign, end: ")", into: &writer) }
        }
        if module.isEmbedded { emitSchema(into: &writer) }
      }
      for id in module.definitions { emitConformance(id, into: &writer) }
    }
    writer.line("#endif")
    return writer.text
  }

  /// `module … @embedded`: what a tool needs to read the module's formats at run time.
  private func emitSchema(into writer: inout SwiftWriter) {
    writer.line()
    writer.documentation([
      "The schema of the module and of those that it imports, as `Schema.encoded()` gives it, in hexadecimal digits."
    ])
    writer.line("public static var encodedSchema: String {")
    writer.indented { writer in
      SwiftEmitter.emitHexadecimal(schema.encoded(), into: &writer)
    }
    writer.line("}")
  }

  private func emitTypes(_ label: String, _ ids: [DefinitionID], end: String, into writer: inout SwiftWriter) {
    guard !ids.isEmpty else { return writer.line("\(label): []\(end)") }
    writer.line("\(label): [")
    writer.indented { writer in
      for id in ids { writer.line(SwiftNames.escaped(schema[id].name) + ".self,") }
    }
    writer.line("]\(end)")
  }

  /// What treats all foreign definitions alike knows their parameters only by number.
  private func emitConformance(_ id: DefinitionID, into writer: inout SwiftWriter) {
    guard let record = ForeignRecord(id, in: schema), !record.foreign.parameters.isEmpty else { return }
    let arguments = record.foreign.parameters.enumerated().map { index, parameter in
      "\(SwiftNames.label(parameter.name)): arguments.\(parameter.type.accessor)(at: \(index))"
    }
    writer.line()
    writer.block("extension \(SwiftNames.escaped(schema[id].name)): ForeignDefinition") { writer in
      writer.line("public init(decoding reader: inout ForeignReader, arguments: ForeignArguments) throws(DecodeError) {")
      writer.indented { $0.list("try self.init", ["decoding: &reader"] + arguments, "") }
      writer.line("}")
      writer.line()
      writer.line("public func encode(into writer: inout ForeignWriter, arguments: ForeignArguments) throws(EncodeError) {")
      writer.indented { $0.list("try encode", ["into: &writer"] + arguments, "") }
      writer.line("}")
    }
  }

  private func record(_ id: DefinitionID) -> Record? {
    if case .record(let record) = schema[id].body { record } else { nil }
  }

  private func isListed(_ id: DefinitionID) -> Bool {
    switch schema[id].body {
    case .record(let record): record.foreign == nil
    case .enumeration, .flags, .union: true
    case .alias: false
    }
  }
}

extension Foreign.ParameterType {
  /// What `ForeignArguments` calls it.
  fileprivate var accessor: String {
    switch self {
    case .bool: "bool"
    case .integer: "integer"
    case .bytes: "bytes"
    }
  }
}
