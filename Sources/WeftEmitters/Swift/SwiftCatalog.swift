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
          let types = module.definitions.filter(isListed).map { SwiftNames.escaped(schema[$0].name) + ".self" }
          guard !types.isEmpty else { return writer.line("types: [])") }
          writer.line("types: [")
          writer.indented { writer in
            for type in types { writer.line(type + ",") }
          }
          writer.line("])")
        }
        if module.isEmbedded { emitSchema(into: &writer) }
      }
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
      writer.line("\"\"\"")
      var line = ""
      for byte in schema.encoded() {
        line += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        if line.utf8.count == 112 {
          writer.line(line + "\\")
          line = ""
        }
      }
      writer.line(line)
      writer.line("\"\"\"")
    }
    writer.line("}")
  }

  private func isListed(_ id: DefinitionID) -> Bool {
    switch schema[id].body {
    case .record(let record): record.foreign == nil
    case .enumeration, .flags, .union: true
    case .alias: false
    }
  }
}
