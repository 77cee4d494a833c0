import ArgumentParser
import WeftDynamic
import WeftSchema

/// `weft encode MESSAGE`: JSON in, bytes out.
struct Encode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Encodes a JSON object as a message.",
    discussion: """
      Members that are left out take their defaults. docs/language.md, "JSON", says how each type is written.

        echo '{"nonce": 7, "room": 12}' | weft encode Pong
        weft encode Pong pong.json --to raw > pong.bin
        weft encode World now.json --against before.json
      """)

  @OptionGroup var schema: SchemaOptions
  @OptionGroup var input: MessageInput
  @OptionGroup var baseline: BaselineInput

  @Option(help: "How the bytes are written: hex, raw or base64.")
  var to = ByteForm.hex

  func run() throws {
    let schema = try schema.compiledWithBuiltIns()
    let definition = try schema.definition(named: input.message)
    let codec = DynamicCodec(schema)
    let baseline = try baseline.read(definition, codec)
    let json = try input.read("JSON")
    var bytes: [UInt8]
    do {
      bytes = try codec.encoded(definition, json: json)
      if let baseline {
        bytes = try codec.encoded(definition, codec.decoded(definition, from: bytes), against: baseline)
      }
    } catch let failure as JSONFailure {
      throw Failure.broken("\(input.name):\(failure)")
    } catch {
      throw Failure.broken("\(schema[definition].name): \(error)")
    }
    StandardOutput.write(to.text(of: bytes))
  }
}
