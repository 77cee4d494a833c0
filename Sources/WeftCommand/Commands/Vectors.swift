import ArgumentParser
import WeftConformance
import WeftDynamic
import WeftSchema

/// `weft vectors`: what an implementation in another language tests itself with.
struct Vectors: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints test vectors as JSON, for any language.",
    discussion: """
      The vectors of the schema and, with --derived, cases that follow from it: both ends of each range, each case of a union, and what is
      one beyond; each padding bit, each truncation, each second encoding.

        weft vectors --emit json
        weft vectors --derived > vectors.json
      """)

  @OptionGroup var schema: SchemaOptions

  @Option(help: "The form: json.")
  var emit: VectorForm = .json

  @Flag(help: "Cases derived from the schema as well.")
  var derived = false

  func run() throws {
    let codec = DynamicCodec(try schema.compiled())
    let cases = Conformance(codec).cases().filter { derived || $0.id.split(separator: "/").dropFirst().first == "vector" }
    let lines = cases.map { test in
      let definition = codec.schema[test.definition]
      let name = "\(definition.module).\(definition.name)"
      let head =
        "  {\"id\": \(JSON.string(test.id).line), \"message\": \(JSON.string(name).line), \"bytes\": \"\(hexText(test.bytes))\", "
      switch test.expectation {
      case .accept(let json): return head + "\"value\": \(json)}"
      case .reject(let reason): return head + "\"error\": \(JSON.string(reason).line)}"
      }
    }
    StandardOutput.print(lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n]")
  }
}

enum VectorForm: String, ExpressibleByArgument, CaseIterable {
  case json
}

extension JSON {
  fileprivate var line: String { String(decoding: text, as: UTF8.self) }
}
