import ArgumentParser
import WeftAnnotation
import WeftCompiler
import WeftSchema

/// `--schema DIR`, as every command that needs a schema has it.
struct SchemaOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A folder of .weft files, searched with its subfolders, or one file; may repeat. (default: protocol)", valueName: "dir"),
    completion: .directory)
  var schema: [String] = []

  var paths: [String] { schema.isEmpty ? ["protocol"] : schema }

  /// The definition files as they are.
  func sources() throws(Failure) -> [SourceFile] { try SourceFile.all(below: paths) }

  /// The schema; what the compiler has to say goes to stderr, and errors end the command.
  ///
  /// - Parameter requiresDictionaries: a dictionary that a channel names has to be there.
  func compiled(requiresDictionaries: Bool = true) throws(Failure) -> Schema {
    let sources = try sources()
    let compilation = compile(sources, dictionaries: requiresDictionaries ? try SourceFile.dictionaries(beside: sources) : nil)
    report(compilation.diagnostics, in: sources)
    let errorCount = compilation.diagnostics.count { $0.severity == .error }
    guard errorCount == 0 else { throw .broken("the schema has \(count(errorCount, "error"))") }
    return compilation.schema
  }
}

/// Diagnostics on stderr, as a compiler prints them.
func report(_ diagnostics: [Diagnostic], in sources: [SourceFile]) {
  StandardError.write(diagnostics.rendered(sources: sources, color: Colour(forTerminal: StandardError.isTerminal).isOn))
}

/// `1 error`, `2 errors`.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
