import ArgumentParser
import WeftCompiler
import WeftSchema

/// `weft check`: is the schema right?
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks a schema, and that its vectors stand for their bytes.",
    discussion: """
      Prints what is wrong as a compiler does, with the place and a hint. One line says what was checked.

        weft check
        weft check --schema Sources/Chat/messages
      """)

  @OptionGroup var schema: SchemaOptions

  func run() throws {
    let schema = try schema.compiled()
    let vectorCount = schema.modules.reduce(0) { $0 + $1.vectors.count }
    let mismatches = VectorCheck(schema).mismatches
    for mismatch in mismatches { StandardError.print("weft: error: \(mismatch)") }
    if !mismatches.isEmpty {
      throw Failure.broken(
        "of \(count(vectorCount, "vector")) \(mismatches.count) \(mismatches.count == 1 ? "does" : "do") not stand for their bytes"
      )
    }
    let channelCount = schema.modules.reduce(0) { $0 + $1.channels.count }
    let channels = channelCount == 0 ? [] : [count(channelCount, "channel")]
    let parts =
      [count(schema.modules.count, "module"), count(schema.definitions.count, "definition")] + channels
      + [count(vectorCount, "vector")]
    StandardOutput.print("fine: " + parts.joined(separator: ", "))
  }
}
