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
      writer.documentation(module.documentation.isEmpty ? ["The definitions of the module \(module.name)."] : module.documentation)
      writer.block("public enum \(module.name)Catalog") { writer in
        writer.documentation(["Every definition that has a codec of its own, in source order."])
        writer.line("public static let definitions = MessageCatalog(")
        writer.indented { writer in
          writer.line("name: \"\(module.name)\", identity: 0x\(RecordEmitter.hexadecimal(module.identity)),")
          let entries = module.definitions.compactMap(entry)
          writer.line(entries.isEmpty ? "entries: [])" : "entries: [")
          guard !entries.isEmpty else { return }
          writer.indented { writer in
            for entry in entries { writer.line("\(entry),") }
          }
          writer.line("])")
        }
      }
    }
    writer.line("#endif")
    return writer.text
  }

  private func entry(of id: DefinitionID) -> String? {
    let definition = schema[id]
    let start = "MessageCatalog.Entry(\"\(definition.name)\", \(SwiftNames.escaped(definition.name)).self"
    switch definition.body {
    case .record(let record):
      if record.foreign != nil { return nil }
      let identity = ", identity: 0x\(RecordEmitter.hexadecimal(record.identity))"
      if case .message(let tag) = record.kind { return start + ", tag: \(tag)" + identity + ")" }
      return start + identity + ")"
    case .enumeration, .flags, .union: return start + ")"
    case .alias: return nil
    }
  }
}
