import ArgumentParser
import WeftSchema
import WeftStream

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `weft train`: a zstd dictionary of what a link carries.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes a zstd dictionary of messages, for zstd(dictionary: …) of a channel.",
    discussion: """
      Where the messages come from shows: a capture, a file with a message a line (JSON, or hexadecimal digits), or a folder with a message
      in each file. A line of JSON is a value of --message, or {"message": "Find", "value": {…}}.

        weft train walk.pcap -d udp.port==7777,Packet -o protocol/packet.dict
        weft train says.ndjson --message Say --size 4KiB -o protocol/say.dict

      The dictionary is made of nine messages of ten; what it does for the tenth is said at the end. Messages with `secret` fields are
      left out: they never go through zstd.
      """)

  @OptionGroup var schema: SchemaOptions

  @Argument(
    help: ArgumentHelp("Captures, files of messages, folders of messages; '-' is standard input.", valueName: "input"),
    completion: .file())
  var inputs: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The dictionary: a file beside the definitions.", valueName: "file.dict"),
    completion: .file(extensions: ["dict"]))
  var output: String

  @Option(help: ArgumentHelp("What lines and files are that do not say it; of others, only this.", valueName: "name"))
  var message: String?

  @Option(help: ArgumentHelp("Only the messages of this channel.", valueName: "name"))
  var channel: String?

  @Option(help: "The most bytes of the dictionary: 256 to 1MiB.")
  var size = ByteCount(16 << 10)

  @Option(help: "zstd's level, 1 to 19, for the figures at the end.")
  var level = 3

  @Option(
    name: [.customShort("d"), .customLong("decode-as")],
    help: ArgumentHelp("udp.port==7777,Found: what this port of a capture speaks; may repeat.", valueName: "as"))
  var decodeAs: [String] = []

  @Option(
    name: [.customShort("Y"), .customLong("filter")],
    help: ArgumentHelp("Only packets of a capture of which this is true.", valueName: "filter"))
  var filter: String?

  func validate() throws {
    guard (256...1 << 20).contains(size.count) else { throw ValidationError("--size is 256 to 1MiB") }
    guard (1...19).contains(level) else { throw ValidationError("--level is 1 to 19") }
    guard output.hasSuffix(".dict") else { throw ValidationError("a dictionary's name ends in .dict") }
    guard !inputs.isEmpty else { throw ValidationError("name a capture, a file or a folder of messages") }
  }

  func run() throws {
    // The dictionary that is to be made need not be there yet.
    let schema = try schema.compiledWithBuiltIns(requiresDictionaries: false)
    let named = try message.map { name in try schema.message(named: name) }
    var messages = TrainingMessages(schema, named: named, wanted: try channel.map { try schema.messages(ofChannel: $0) })
    for input in inputs { try messages.read(input, decodeAs: decodeAs, filter: filter) }
    let samples = try TrainingSamples(messages)
    let dictionary = try samples.dictionary(maximumByteCount: size.count)
    do {
      try Data(dictionary.bytes).write(to: URL(filePath: output), options: .atomic)
    } catch {
      throw Failure.broken("\(output) cannot be written")
    }
    for line in try samples.report(dictionary, level: level, name: output) { StandardOutput.print(line) }
  }
}

extension Schema {
  /// A native message that may go through zstd.
  fileprivate func message(named name: String) throws(Failure) -> DefinitionID {
    let id = try definition(named: name)
    guard case .record(let record) = self[id].body, case .message = record.kind else {
      throw .mistake("'\(name)' is no message: channels carry messages and snapshots")
    }
    guard !secretHolders[id.index] else {
      throw .mistake("'\(name)' holds a secret field: it never goes through zstd, and a dictionary would publish it")
    }
    return id
  }

  fileprivate func messages(ofChannel name: String) throws(Failure) -> Set<DefinitionID> {
    let all = modules.flatMap { module in module.channels.map { (module.name, $0) } }
    let found = all.filter { $0.1.name == name || "\($0.0).\($0.1.name)" == name }
    guard let channel = found.first?.1, found.count == 1 else {
      let names = (found.isEmpty ? all : found).map { "\($0.0).\($0.1.name)" }.joined(separator: ", ")
      if found.count > 1 { throw .mistake("several modules have a channel '\(name)': \(names)") }
      throw .mistake("no channel is called '\(name)'; " + (all.isEmpty ? "the schema has none" : "there are: \(names)"))
    }
    return Set(channel.messages)
  }
}
