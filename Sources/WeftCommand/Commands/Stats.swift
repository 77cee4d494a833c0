import ArgumentParser
import WeftCapture

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

  @OptionGroup var capture: CaptureOptions

  func run() throws {
    let outcome = try capture.read(InspectOptions(format: .statistics))
    if !outcome.isClean { throw ExitCode.failure }
  }
}
