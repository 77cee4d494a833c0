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
      }
    }
    writer.line("#endif")
    return writer.text
  }

  private func isListed(_ id: DefinitionID) -> Bool {
    switch schema[id].body {
    case .record(let record): record.foreign == nil
    case .enumeration, .flags, .union: true
    case .alias: false
    }
  }
}
