import WeftDynamic
import WeftSchema

/// Follows one link through a capture: takes the frames of both directions in the order in which they were captured, and gives for each
/// what it says — messages with the state after them, what each was told from, and what cannot be known.
///
/// It is what either receiver would be, without sending anything: handshakes, tables, baselines, histories and streams are rebuilt as
/// `docs/streams.md` states them. Where a capture lacks something, that is said of each message that needs it, and the link
/// is followed again from the first message that does not.
final class LinkFollower {
  /// Whatever a handshake claims, no frame is taken to hold more than this, in bytes.
  static let frameByteLimit = 1 << 20
  /// Values that a direction of a datagram link keeps of one message: twice this at most…
  static let baselineLimit = 1024
  /// …and in bytes, about. Older ones are forgotten, as if they were not in the capture.
  static let valueByteLimit = 32 << 20

  let channel: LinkChannel
  private let handshake: DefinitionID
  private let resources: LinkResources
  private(set) var agreement: LinkAgreement
  private var ordered: [OrderedFollower]
  private var datagram: [DatagramFollower]

  /// - Parameter handshake: `CaptureFormats.LinkHandshake`.
  init(_ channel: LinkChannel, handshake: DefinitionID, _ resources: LinkResources) {
    self.channel = channel
    self.handshake = handshake
    self.resources = resources
    agreement = LinkAgreement(channel)
    ordered = (0..<2).map { OrderedFollower(channel, end: $0, resources) }
    datagram = (0..<2).map { DatagramFollower(channel, end: $0, resources) }
  }

  /// What it keeps, about.
  var byteCount: Int { ordered.reduce(0) { $0 + $1.byteCount } + datagram.reduce(0) { $0 + $1.byteCount } }

  /// The next frame, or datagram, of the end 0 or 1.
  func read(_ bytes: [UInt8], from end: Int) -> FollowedFrame {
    let session = agreement.handshakes[end]?.session
    let frame =
      channel.isDatagram
      ? datagram[end].read(bytes, &agreement, handshake: handshake)
      : ordered[end].read(bytes, &agreement, handshake: handshake)
    // Another life of that end: its numbers mean other datagrams.
    if channel.isDatagram, let session, let now = agreement.handshakes[end]?.session, session != now {
      datagram[end] = DatagramFollower(channel, end: end, resources)
    }
    return frame
  }

  /// Bytes of that end are missing.
  func lose(from end: Int, _ why: String) { ordered[end].lose(why) }
}
