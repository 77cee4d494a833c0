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
      """)

  @OptionGroup var schema: SchemaOptions
  @OptionGroup var input: MessageInput

  @Option(help: "How the bytes are written: hex, raw or base64.")
  var from = ByteForm.hex

  @Flag(help: "Write the JSON on one line.")
  var compact = false

  func run() throws {
    let schema = try schema.compiledWithBuiltIns()
    let definition = try schema.definition(named: input.message)
    let bytes = try input.readBytes(from)
    let codec = DynamicCodec(schema)
    var tree = ValueTree()
    unsafe codec.decode(definition, from: bytes.span.bytes, into: &tree)
    if let failure = tree.failure, case .truncated(neededBitCount: _) = failure.reason {
      // The same error, and the fields of the run that is cut off.
      unsafe codec.decode(definition, from: bytes.span.bytes, into: &tree, options: .init(isLenient: true))
    }
    if !tree.nodes.isEmpty {
      var json: [UInt8] = []
      unsafe codec.writeJSON(tree, decodedFrom: bytes.span.bytes, into: &json)
      StandardOutput.write((compact ? json : indented(json)) + [newline])
    }
    if let failure = tree.failure { throw Failure.broken("\(schema[definition].name): \(failure)") }
  }
}
