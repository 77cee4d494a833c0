import ArgumentParser
import WeftAnnotation
import WeftSchema

/// `weft layout`: where each bit stands.
struct Layout: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows sizes, offsets and widths.",
    discussion: """
      Without a name: every definition and its size. With names: each field, from which bit, how many bits.

        weft layout
        weft layout FindNode Contact
        weft layout --json | jq '.definitions[] | select(.bits.max > 9600) | .name'
      """)

  @OptionGroup var schema: SchemaOptions

  @Flag(help: "Write JSON: all fields of the named definitions, or of all.")
  var json = false

  @Argument(help: "Names of definitions, Name or Module.Name.", completion: definitionNames)
  var names: [String] = []

  func run() throws {
    let schema = names.isEmpty ? try schema.compiled() : try schema.compiledWithBuiltIns()
    let found = try names.map { (name) throws(Failure) in try schema.definition(named: name) }
    if json {
      let all = found.isEmpty ? schema.definitions.indices.map { DefinitionID($0) } : found
      let layouts = JSON.object([("definitions", .array(all.map { schema.layoutJSON(of: $0) }))])
      return StandardOutput.write(indented(layouts.text) + [newline])
    }
    let colour = Colour(forTerminal: StandardOutput.isTerminal)
    if found.isEmpty { return StandardOutput.print(LayoutText(colour: colour).overview(of: schema)) }
    for (number, id) in found.enumerated() {
      if number > 0 { StandardOutput.print("") }
      StandardOutput.print(LayoutText(colour: colour).lines(of: id, in: schema))
    }
  }
}
