import Weft
import WeftDynamic

extension CaptureReader {
  /// The header is in the tree.
  mutating func startPcap() -> Step {
    let header = definitions.pcapHeader
    // Case 1 of the enum counts nanoseconds; its code is what the tree holds.
    let isNanoseconds = tree.integer(ofField: header.field("magic")) == 0xA1B2_3C4D
    interfaces = [
      CaptureInterface(
        linkType: Int64(tree.integer(ofField: header.field("linkType"))),
        snapLength: Int(tree.integer(ofField: header.field("snapLength"))),
        clock: Clock(resolution: isNanoseconds ? 9 : 6))
    ]
    state = .pcap
    consume(tree.bitCount / 8)
    return next()
  }

  private static let packetOptions = DynamicCodec.DecodeOptions(
    isLenient: true, allowsTrailingBytes: true, checksComputedValues: false)

  mutating func nextPcapPacket() -> Step {
    let record = definitions.pcapPacket
    // Its one computed value, the length, is the data's by definition.
    let isComplete = decode(record, options: Self.packetOptions)
    if !isComplete {
      if isTruncatedByWindow, !isAtEnd {
        neededByteCount = unread.count + missingByteCount
        return .needsInput
      }
      return stop(brokenPacket())
    }
    guard let data = tree.node(ofField: record.data) else { return stop(brokenPacket()) }
    let interface = interfaces[0]
    let fraction = Int64(tree.integer(ofField: record.fraction))
    let offset = unread.lowerBound + tree.nodes[data].byteOffset
    let packet = CapturedPacket(
      range: offset..<offset + tree.nodes[data].byteCount,
      originalByteCount: Int(tree.integer(ofField: record.originalLength)),
      timestamp: Timestamp(
        seconds: Int64(tree.integer(ofField: record.seconds)),
        nanoseconds: interface.clock.resolution == 9 ? fraction : fraction * 1000),
      linkType: interface.linkType)
    consume(tree.bitCount / 8)
    return .packet(packet)
  }

  /// Of the run or the bytes that the window cut off.
  private var missingByteCount: Int {
    guard case .truncated(let bits)? = tree.failure?.reason else { return 1 }
    return max((bits + 7) / 8, 1)
  }

  private func brokenPacket() -> String {
    switch tree.failure?.reason {
    case .limitExceeded(let found, let maximum):
      "a packet at byte \(fileOffset) states \(found) bytes, more than \(maximum)"
    case .truncated: "the file ends inside the packet at byte \(fileOffset)"
    default: "the packet at byte \(fileOffset) cannot be read: \(tree.failure.map { "\($0)" } ?? "it is empty")"
    }
  }
}
