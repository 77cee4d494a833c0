import ArgumentParser
import WeftCapture

/// What `inspect` and `stats` have in common: the capture, what is spoken where, and which packets count.
struct CaptureOptions: ParsableArguments {
  @OptionGroup var schema: SchemaOptions

  @Option(
    name: [.customShort("r"), .customLong("read")],
    help: ArgumentHelp("The capture, pcap or pcapng; '-' is standard input.", valueName: "file"),
    completion: .file(extensions: ["pcap", "pcapng", "cap"]))
  var file: String

  @Option(
    name: [.customShort("d"), .customLong("decode-as")],
    help: ArgumentHelp("udp.port==7777,Found: what this port speaks, a message or a channel; may repeat.", valueName: "as"))
  var decodeAs: [String] = []

  @Option(
    name: .customLong("dictionary"),
    help: ArgumentHelp("A zstd dictionary of a channel that names one; may repeat.", valueName: "file"))
  var dictionaries: [String] = []

  @Option(
    name: [.customShort("Y"), .customLong("filter")],
    help: ArgumentHelp("Only packets of which this is true: 'stun and ip.ttl < 64'.", valueName: "filter"))
  var filter: String?

  private static let dictionaryByteLimit = 16 << 20

  /// Reads the capture to its end, and says what is wrong with the file, or that packets are.
  ///
  /// - Parameter options: What of it is shown; the rest is stated here.
  func read(_ options: InspectOptions) throws -> InspectOutcome {
    var options = options
    options.decodeAs = decodeAs
    options.filter = filter
    let source = try ByteSource(path: file)
    let schema = try schema.compiledWithBuiltIns(isOptional: true)
    options.dictionaries = try dictionaries.map { try ByteSource(path: $0).readAll(limit: Self.dictionaryByteLimit) }
    let inspector: Inspector
    do { inspector = try Inspector(schema: schema, options: options) } catch {
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
    if outcome.problems.isEmpty, outcome.malformedCount > 0 {
      let packets = "\(count(outcome.malformedCount, "packet")) of \(outcome.packetCount)"
      StandardError.print("weft: error: \(source.name): \(packets) could not be decoded to the end")
    }
    return outcome
  }
}
