import WeftCompiler
import WeftSchema

extension SchemaOptions {
  /// The schema, and the capture formats behind it. Without `--schema` a folder `protocol` need not be there.
  func compiledWithBuiltIns() throws(Failure) -> Schema {
    let builtIn = try Schema.captureFormats()
    if schema.isEmpty && !SourceFile.isFolder("protocol") { return builtIn }
    return try compiled().joined(with: builtIn)
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
    do { return try Schema(decoding: Schema().encoded()) } catch {
      throw .broken("the built-in capture formats cannot be read: \(error)")
    }
  }
}
