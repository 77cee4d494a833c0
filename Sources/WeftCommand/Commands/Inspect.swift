public import ArgumentParser
import WeftAnnotation
public import WeftCapture

/// `weft inspect -r FILE`: what do these packets say?
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the packets of a capture, layer by layer.",
    discussion: """
      The options mean what they mean to tshark, and fields have tshark's names where it has one. The capture formats are \
      built in; --schema adds your own messages, and -d says on which port they are spoken. Of a channel, as Motion here, the \
      links are followed.

        weft inspect -r call.pcapng
        weft inspect -r call.pcapng -V -c 1 -Y stun
        weft inspect -r call.pcapng -T fields -e frame.number -e ip.src -e stun.type
        weft inspect -r game.pcap --schema protocol -d udp.port==7777,PeerState -T ndjson
        weft inspect -r game.pcap --schema protocol -d udp.port==7777,Motion -V
        tcpdump -i any -w - | weft inspect -r - -Y 'udp.port == 3478 and not icmp'

      Exit code 1: the file is broken, or a layer could not be decoded. A packet that was cut when it was captured, and \
      a payload that nobody knows, are no errors.
      """)

  @OptionGroup var capture: CaptureOptions

  @Option(name: [.customShort("T"), .customLong("format")], help: "text, json, ndjson or fields.")
  var format = InspectOptions.Format.text

  @Option(
    name: [.customShort("e"), .customLong("field")],
    help: ArgumentHelp("A column of -T fields: ip.src, frame.len, stun.att.type; may repeat.", valueName: "field"))
  var fields: [String] = []

  @Flag(name: [.customShort("V"), .long], help: "Show every field of every packet, with its bits.")
  var verbose = false

  @Option(
    name: [.customShort("c"), .customLong("count")], parsing: .unconditional,
    help: ArgumentHelp("Stop after so many packets.", valueName: "n"))
  var packetLimit: Int?

  func validate() throws {
    if format == .statistics { throw ValidationError("-T is text, json, ndjson or fields; 'weft stats' counts bits") }
    if format == .messages { throw ValidationError("-T is text, json, ndjson or fields; 'weft train' reads messages") }
    if format == .fields && fields.isEmpty { throw ValidationError("-T fields needs at least one -e FIELD") }
    if format != .fields && !fields.isEmpty { throw ValidationError("-e needs -T fields") }
    if format != .text && verbose { throw ValidationError("-V needs -T text") }
    if let packetLimit, packetLimit < 1 { throw ValidationError("-c needs a number above 0") }
  }

  func run() throws {
    let outcome = try capture.read(options)
    if !outcome.isClean { throw ExitCode.failure }
  }

  private var options: InspectOptions {
    InspectOptions(
      format: format, isDetailed: verbose, fields: fields, packetLimit: packetLimit,
      usesColor: Colour(forTerminal: StandardOutput.isTerminal).isOn)
  }
}

extension InspectOptions.Format: ExpressibleByArgument {
  /// Of the two others, one is a command and one a step of a command.
  public static var allValueStrings: [String] {
    allCases.filter { $0 != .statistics && $0 != .messages }.map(\.rawValue)
  }
}
