/// A packet's place in its capture.
struct Frame {
  /// From 1.
  var number: UInt64 = 0
  var packet = CapturedPacket(range: 0..<0, originalByteCount: 0, timestamp: nil, interface: nil, linkType: 0, problem: nil)
  /// Since the first packet that has a time; `nil` where the packet has none.
  var relative: Timestamp.Duration?
  /// Since the packet before; 0 of the first.
  var delta: Timestamp.Duration?
  private var first: Timestamp?
  private var previous: Timestamp?

  /// Becomes the next packet.
  mutating func advance(to packet: CapturedPacket) {
    number += 1
    self.packet = packet
    relative = nil
    delta = nil
    guard let timestamp = packet.timestamp else { return }
    let first = first ?? timestamp
    self.first = first
    relative = timestamp - first
    delta = timestamp - (previous ?? timestamp)
    previous = timestamp
  }

  func integer(_ field: FrameField) -> Int64? {
    switch field {
    case .number: Int64(truncatingIfNeeded: number)
    case .timeEpoch: packet.timestamp?.sinceEpoch.nanoseconds
    case .timeRelative: relative?.nanoseconds
    case .timeDelta: delta?.nanoseconds
    case .length: Int64(packet.originalByteCount)
    case .capturedLength: Int64(packet.range.count)
    case .interface: packet.interface.map { Int64($0) }
    case .protocols: nil
    }
  }
}

extension FrameField {
  var isTime: Bool {
    switch self {
    case .timeEpoch, .timeRelative, .timeDelta: true
    default: false
    }
  }
}
