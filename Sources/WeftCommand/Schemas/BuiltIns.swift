import CaptureFormats
import WeftCompiler
import WeftSchema

extension SchemaOptions {
  /// The schema, and the capture formats behind it. Without `--schema` there need not be any definition.
  ///
  /// - Parameters:
  ///   - isOptional: definitions with errors are left out, with a warning, where no `--schema` asked for them.
  ///   - requiresDictionaries: a dictionary that a channel names has to be there.
  func compiledWithBuiltIns(isOptional: Bool = false, requiresDictionaries: Bool = true) throws(Failure) -> Schema {
    let builtIn = try Schema.captureFormats()
    if schema.isEmpty {
      let files = SourceFile.isFolder("protocol") ? try SourceFile.paths(below: paths) : []
      if files.isEmpty { return builtIn }
      if isOptional, compile(try sources()).hasErrors {
        StandardError.print("weft: warning: the schema in 'protocol' has errors and is left out; 'weft check' shows them")
        return builtIn
      }
    }
    return try compiled(requiresDictionaries: requiresDictionaries).joined(with: builtIn)
  }

  /// The names of all definitions there are, also of a schema with errors.
  var names: [String] {
    let sources = (try? sources()) ?? []
    let builtIn = (try? Schema.captureFormats()) ?? Schema()
    return compile(sources).schema.joined(with: builtIn).definitions.map(\.name)
  }
}

extension Schema {
  /// The definitions in `protocol/capture`, which the generated catalog carries.
  static func captureFormats() throws(Failure) -> Schema {
    do {
      return try Schema(decoding: try readHex(Array(CaptureFormatsCatalog.encodedSchema.utf8)))
    } catch {
      throw .broken("the built-in capture formats cannot be read: \(error)")
    }
  }
}
