import ArgumentParser
import Weft
import WeftDynamic
import WeftSchema

/// `weft decode MESSAGE`: bytes in, JSON out.
struct Decode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decodes a message to JSON.",
    discussion: """
      Of wrong bytes it prints what stood before the error, says on standard error at which bit it stopped and what it
      expected there, and exits with 1. Hex may hold white space and '0x'.

        echo 0e000000 00 | weft decode Ping
        weft decode Ping --from raw ping.bin --compact
        echo 87c4 | weft decode World --against before.json
      """)

  @OptionGroup var schema: SchemaOptions
  @OptionGroup var input: MessageInput
  @OptionGroup var baseline: BaselineInput

  @Option(help: "How the bytes are written: hex, raw or base64.")
  var from = ByteForm.hex

  @Flag(help: "Write the JSON on one line.")
  var compact = false

  func run() throws {
    let schema = try schema.compiledWithBuiltIns()
    let definition = try schema.definition(named: input.message)
    let codec = DynamicCodec(schema)
    let baseline = try baseline.read(definition, codec)
    let bytes = try input.readBytes(from)
    let tree = baseline.map { codec.decoded(definition, from: bytes, against: $0).tree } ?? decoded(definition, bytes, codec)
    if !tree.nodes.isEmpty {
      var json: [UInt8] = []
      unsafe codec.writeJSON(tree, decodedFrom: bytes.span.bytes, into: &json)
      StandardOutput.write((compact ? json : indented(json)) + [newline])
    }
    if let failure = tree.failure { throw Failure.broken("\(schema[definition].name): \(failure)") }
  }
  /// What there is of the value, with the failure if it is not whole.
  private func decoded(_ definition: DefinitionID, _ bytes: [UInt8], _ codec: DynamicCodec) -> ValueTree {
    var tree = ValueTree()
    codec.decode(definition, from: bytes, into: &tree)
    if let failure = tree.failure, case .truncated(neededBitCount: _) = failure.reason {
      // The same error, and the fields of the run that is cut off.
      codec.decode(definition, from: bytes, into: &tree, options: .init(isLenient: true))
    }
    return tree
  }
}
