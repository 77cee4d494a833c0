public import WeftSchema

extension SwiftEmitter {
  /// One file for a target that treats the messages of all modules of `schema` alike: their catalogs, and the schema itself.
  public static func schemas(_ schema: Schema) -> EmittedFile {
    var writer = SwiftWriter()
    writer.line("// Made by weftc from the modules \(schema.modules.map(\.name).joined(separator: ", ")).")
    writer.line()
    for module in (schema.modules.map(\.name) + ["Weft"]).sorted() { writer.line("import \(module)") }
    writer.line()
    writer.documentation(["What the target's dependencies define."])
    writer.block("enum Definitions") { writer in
      writer.line("static let catalogs: [MessageCatalog] = [")
      writer.indented { writer in
        for module in schema.modules { writer.line("\(module.name)Catalog.definitions,") }
      }
      writer.line("]")
      writer.line()
      writer.documentation(["The schema, as `Schema.encoded()` gives it, in hexadecimal digits."])
      writer.line("static var encodedSchema: String {")
      writer.indented { emitHexadecimal(schema.encoded(), into: &$0) }
      writer.line("}")
    }
    return EmittedFile(path: "Definitions.swift", text: writer.text)
  }

  /// A string literal of bytes.
  static func emitHexadecimal(_ bytes: [UInt8], into writer: inout SwiftWriter) {
    writer.line("\"\"\"")
    var line = ""
    for byte in bytes {
      line += (byte < 16 ? "0" : "") + String(byte, radix: 16)
      if line.utf8.count == 112 {
        writer.line(line + "\\")
        line = ""
      }
    }
    writer.line(line)
    writer.line("\"\"\"")
  }
}
