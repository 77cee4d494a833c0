import Weft
import WeftDynamic
import WeftSchema

/// All links of a capture: which ones there are, and the bytes of each direction. Its memory is bounded; beyond the bounds the link that
/// was silent for longest is forgotten, as if the capture began behind it.
final class LinkTracker {
  static let linkLimit = 1024
  /// Of all links together, about.
  static let byteLimit = 256 << 20

  private struct Key: Hashable {
    var channel: Int
    /// Address and port of both ends, in their order.
    var low: [UInt8]
    var high: [UInt8]
  }

  private final class Link {
    var follower: LinkFollower
    var tcp = [TCPBytes(), TCPBytes()]
    var streams = [StreamFrames(isFromStart: false), StreamFrames(isFromStart: false)]
    var lastUse = 0
    var byteCount = 0

    init(_ follower: LinkFollower) { self.follower = follower }

    var measured: Int {
      follower.byteCount + tcp.reduce(0) { $0 + $1.byteCount } + streams.reduce(0) { $0 + $1.byteCount } + 4096
    }
  }

  /// A frame, and where in the payload it stands, if it stands there.
  struct Found {
    var frame: FollowedFrame
    var offset: Int?
  }

  /// What TCP says of a payload.
  struct Segment {
    var sequence: UInt32
    var acknowledged: UInt32?
  }

  let channels: [LinkChannel]
  private let handshake: DefinitionID
  private let resources: LinkResources
  private var links: [Key: Link] = [:]
  private var clock = 0
  private(set) var byteCount = 0

  var linkCount: Int { links.count }

  /// `nil`: the schema does not define what frames of links are shown as.
  init?(_ channels: [LinkChannel], _ codec: DynamicCodec, _ resources: LinkResources) {
    guard let handshake = codec.definition(named: "CaptureFormats.LinkHandshake") else { return nil }
    self.channels = channels
    self.handshake = handshake
    self.resources = resources
  }

  /// The frames that a payload brings; of a stream those that it completes.
  ///
  /// - Parameters:
  ///   - source: Address and port of who sent it.
  ///   - segment: Where it came in a TCP segment.
  func frames(
    in payload: [UInt8], of channel: Int, from source: [UInt8], to destination: [UInt8], _ segment: Segment?
  ) -> [Found] {
    let isForward = !destination.lexicographicallyPrecedes(source)
    let end = isForward ? 0 : 1
    let link = link(Key(channel: channel, low: isForward ? source : destination, high: isForward ? destination : source))
    defer { measure(link) }
    guard let segment else { return [Found(frame: link.follower.read(payload, from: end), offset: 0)] }
    var found: [Found] = []
    if let acknowledged = segment.acknowledged, !link.tcp[1 - end].isIdle {
      take(link.tcp[1 - end].acknowledge(acknowledged), 1 - end, link, &found)
    }
    if !payload.isEmpty { take(link.tcp[end].add(payload, at: segment.sequence), end, link, &found) }
    return found
  }

  /// A TCP connection begins in one direction: whatever the two ends said before.
  func begin(_ channel: Int, from source: [UInt8], to destination: [UInt8], sequence: UInt32) {
    let isForward = !destination.lexicographicallyPrecedes(source)
    let end = isForward ? 0 : 1
    let key = Key(channel: channel, low: isForward ? source : destination, high: isForward ? destination : source)
    let link = link(key)
    if link.tcp[end].isFromStart || link.follower.byteCount > 0 {
      link.follower = LinkFollower(channels[channel], handshake: handshake, resources)
    }
    link.tcp[end].begin(sequence)
    link.streams[end] = StreamFrames(isFromStart: true)
  }

  private func take(_ pieces: [TCPBytes.Piece], _ end: Int, _ link: Link, _ found: inout [Found]) {
    for piece in pieces {
      switch piece {
      case .gap(let count):
        link.streams[end].lose()
        link.follower.lose(from: end, "\(count) bytes of the connection are not in the capture")
      case .bytes(let bytes, let offset):
        for one in link.streams[end].add(bytes) {
          let frame = link.follower.read(one.bytes, from: end)
          // What stands so may be no frame at all.
          if frame.problem?.isFailure ?? false { link.streams[end].lose() }
          let place = offset.flatMap { offset in one.offset.map { offset + $0 } }
          found.append(Found(frame: frame, offset: place))
        }
      }
    }
  }

  // MARK: Bounds

  private func link(_ key: Key) -> Link {
    clock += 1
    let link = links[key] ?? Link(LinkFollower(channels[key.channel], handshake: handshake, resources))
    link.lastUse = clock
    links[key] = link
    return link
  }

  private func measure(_ link: Link) {
    byteCount -= link.byteCount
    link.byteCount = link.measured
    byteCount += link.byteCount
    while links.count > 1, links.count > Self.linkLimit || byteCount > Self.byteLimit,
      let oldest = links.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      byteCount -= oldest.value.byteCount
      links[oldest.key] = nil
    }
  }
}
