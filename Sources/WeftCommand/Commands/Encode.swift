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
      """)

  @OptionGroup var schema: SchemaOptions
  @OptionGroup var input: MessageInput

  @Option(help: "How the bytes are written: hex, raw or base64.")
  var to = ByteForm.hex

  func run() throws {
    let schema = try schema.compiledWithBuiltIns()
    let definition = try schema.definition(named: input.message)
    let json = try input.read("JSON")
    let bytes: [UInt8]
    do { bytes = try DynamicCodec(schema).encoded(definition, json: json) } catch let failure as JSONFailure {
      throw Failure.broken("\(input.name):\(failure)")
    } catch {
      throw Failure.broken("\(schema[definition].name): \(error)")
    }
    StandardOutput.write(to.text(of: bytes))
  }
}
