/// Packets as a capture of raw IP has them (pcap, link type 101), with right checksums.
struct PacketWriter {
  enum Transport {
    case udp
    /// With the number of the segment's first byte and of the next byte from the other side.
    case tcp(sequence: UInt32, acknowledged: UInt32, isFirst: Bool)
  }

  private(set) var packets: [[UInt8]] = []
  private var times: [Int] = []

  static let ports: [UInt16] = [7777, 40000]

  /// - Parameters:
  ///   - end: Who sends it, 0 or 1.
  ///   - time: In microseconds.
  mutating func add(_ payload: [UInt8], from end: Int, at time: Int, _ transport: Transport = .udp) {
    let (source, destination) = (Self.address(end), Self.address(1 - end))
    var segment = Self.big(Self.ports[end]) + Self.big(Self.ports[1 - end])
    let number: UInt8
    let checksumPlace: Int
    switch transport {
    case .udp:
      number = 17
      segment += Self.big(UInt16(payload.count + 8)) + [0, 0]
      checksumPlace = 6
    case .tcp(let sequence, let acknowledged, let isFirst):
      number = 6
      segment +=
        Self.big(sequence) + Self.big(acknowledged) + [0x50, isFirst ? 0x02 : 0x18] + Self.big(UInt16(65535)) + [0, 0, 0, 0]
      checksumPlace = 16
    }
    segment += payload
    let pseudo = source + destination + [0, number] + Self.big(UInt16(segment.count))
    let checksum = Self.checksum(pseudo + segment)
    segment.replaceSubrange(checksumPlace..<checksumPlace + 2, with: Self.big(checksum == 0 ? 0xFFFF : checksum))
    var header: [UInt8] = [0x45, 0] + Self.big(UInt16(segment.count + 20)) + [0, 0, 0x40, 0, 64, number, 0, 0]
    header += source + destination
    header.replaceSubrange(10..<12, with: Self.big(Self.checksum(header)))
    packets.append(header + segment)
    times.append(time)
  }

  /// The packets of a range as a file.
  func file(_ range: Range<Int>? = nil) -> [UInt8] {
    var file: [UInt8] = Self.little(0xA1B2_C3D4) + [2, 0, 4, 0] + Self.little(0) + Self.little(0) + Self.little(262144)
    file += Self.little(101)
    for index in range ?? packets.indices {
      file += Self.little(UInt32(1_700_000_000 + times[index] / 1_000_000)) + Self.little(UInt32(times[index] % 1_000_000))
      file += Self.little(UInt32(packets[index].count)) + Self.little(UInt32(packets[index].count)) + packets[index]
    }
    return file
  }

  private static func address(_ end: Int) -> [UInt8] { end == 0 ? [192, 0, 2, 1] : [198, 51, 100, 2] }
  private static func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
  private static func big(_ value: UInt32) -> [UInt8] { big(UInt16(value >> 16)) + big(UInt16(value & 0xFFFF)) }
  private static func little(_ value: UInt32) -> [UInt8] { big(value).reversed() }

  private static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum = 0
    for (index, byte) in bytes.enumerated() { sum += Int(byte) << (index % 2 == 0 ? 8 : 0) }
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    return ~UInt16(sum)
  }
}
