import ArgumentParser
import WeftAnnotation
import WeftDynamic
import WeftSchema

/// `weft annotate MESSAGE`: each field beside its hex and its bits.
struct Annotate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows each field of a message beside its hex and its bits.",
    discussion: """
      A line has the byte and the bit where a field begins, its width, the bytes that hold it, and their bits with those of
      other fields as dots. A byte's most significant bit stands left: a native field of three bits at bit 0 is ·····101.

        echo 0e00000000 | weft annotate Ping
        weft annotate CaptureFormats.StunHeader --from raw packet.bin
        echo 87c4 | weft annotate World --against before.json
      """)

  @OptionGroup var schema: SchemaOptions
  @OptionGroup var input: MessageInput
  @OptionGroup var baseline: BaselineInput

  @Option(help: "How the bytes are written: hex, raw or base64.")
  var from = ByteForm.hex

  @Flag(help: "Show every byte of long fields.")
  var all = false

  func run() throws {
    let schema = try schema.compiledWithBuiltIns()
    let definition = try schema.definition(named: input.message)
    let codec = DynamicCodec(schema)
    let before = try baseline.read(definition, codec)
    let bytes = try input.readBytes(from)
    let delta = before.map { codec.decoded(definition, from: bytes, against: $0) }
    var tree = delta?.tree ?? ValueTree()
    if delta == nil { codec.decode(definition, from: bytes, into: &tree, options: .init(isLenient: true)) }
    let annotation =
      delta.map { Annotation(codec, $0, of: definition, isPredicted: !baseline.age.isEmpty, bytes) }
      ?? Annotation(codec, tree, of: definition, bytes)
    let text = AnnotationText(colour: Colour(forTerminal: StandardOutput.isTerminal), showsAll: all)
    StandardOutput.print(text.colour(.bold, schema.title(of: definition)) + "  " + count(bytes.count, "byte") + "\n")
    StandardOutput.print(text.lines(of: annotation.rows, bytes: bytes))
    if let failure = tree.failure { throw Failure.broken("\(schema[definition].name): \(failure)") }
    if let mark = tree.marks.first { throw Failure.broken("\(schema[definition].name): \(mark.reason)") }
  }
}
