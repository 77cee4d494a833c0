import ArgumentParser
import WeftCapture
import WeftSchema

/// `weft stats`: what do the bits of a capture go to?
struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts the bits of a capture by message, field and link.",
    discussion: """
      For each message of your schema: how many bits each field takes, how many its values would need at least if each were coded by how
      often it occurs (order-0 entropy; the context is the field), and where a range is wider than what was seen.

        weft stats -r game.pcap -d udp.port==7777,PeerState
        weft stats -r overlay.pcapng --schema protocol -d udp.port==9000,Found -Y 'ip.src == 10.0.0.1'

      Identifiers and other values that hardly repeat count as they are: raw.
      """)

  @OptionGroup var schema: SchemaOptions

  @Option(
    name: [.customShort("r"), .customLong("read")],
    help: ArgumentHelp("The capture, pcap or pcapng; '-' is standard input.", valueName: "file"),
    completion: .file(extensions: ["pcap", "pcapng", "cap"]))
  var file: String

  @Option(
    name: [.customShort("d"), .customLong("decode-as")],
    help: ArgumentHelp("udp.port==7777,Found: what this port speaks; may repeat.", valueName: "as"))
  var decodeAs: [String] = []

  @Option(
    name: [.customShort("Y"), .customLong("filter")],
    help: ArgumentHelp("Count only packets of which this is true.", valueName: "filter"))
  var filter: String?

  func run() throws {
    let source = try ByteSource(path: file)
    let schema = try schema.compiledWithBuiltIns(isOptional: true)
    let inspector: Inspector
    do {
      inspector = try Inspector(schema: schema, options: InspectOptions(format: .statistics, decodeAs: decodeAs, filter: filter))
    } catch {
      throw Failure.mistake(error.description)
    }
    var progress = Progress(byteCount: source.byteCount)
    let outcome = try inspector.inspect { buffer in
      let count = try source.read(into: &buffer)
      progress.advance(by: count)
      return count
    } writing: { text in
      progress.clear()
      StandardOutput.write(text)
    }
    progress.clear()
    for problem in outcome.problems { StandardError.print("weft: error: \(source.name): \(problem)") }
    if !outcome.isClean { throw ExitCode.failure }
  }
}
