import WeftCapture

/// A small pcap file of Ethernet packets: STUN, RTP, RTCP, TCP, UDP over IPv6, and VLANs.
enum SmallCapture {
  static let packets: [[UInt8]] = [
    "0200000000020200000000010800450000801234000040117c02c0000201c6336402c3500d96006c200b000100502112a442b7e7a701bc34d686fa87dfae8022000b6f64642070616464696e6720002400046e0001ff802a000800010203040506070025000000060004613a62630008001418b1f1bf6df7b270cdcbdbf56a22ae9dc7d35a458028000440a106d0",
    "02000000000202000000000108004500003c1234000040117c46c0000201c6336402138c138c0028ecfa806f0001000003c0decafbad0708090a0b0c0d0e0f101112131415161718191a",
    "0200000000020200000000010800450000641234000040117c1ec0000201c6336402138d138d00503ed081c8000c11111111e800000080000000000003c0000000030000003c2222222205fffffe000111700000000c0000567800009abc81ca00041111111101086140622e746573740000",
    "02000000000202000000000108004500003c1234000040067c51c0000201c6336402c35001bb000003e800000000a002faf0b5a20000020405b40402080a0001e2400000000001030307",
    "02000000000202000000000188a8306481001ffe86dd600000000010114020010db800000000000000000000000120010db80000000100000000000000029c409c41001007166c696e6b20736978",
  ].map(bytes)

  static let file = file(packets)

  /// Little-endian, microseconds, Ethernet unless stated.
  static func file(_ packets: [[UInt8]], linkType: UInt32 = 1) -> [UInt8] {
    var file: [UInt8] = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + little(0) + little(0) + little(0x40000) + little(linkType)
    for (number, packet) in packets.enumerated() {
      file += little(UInt32(truncatingIfNeeded: number)) + little(7)
      file += little(UInt32(packet.count)) + little(UInt32(packet.count)) + packet
    }
    return file
  }

  static func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.utf8.map { UInt8($0 < 0x3A ? $0 - 0x30 : $0 - 0x57) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

extension Inspector {
  /// What it makes of a file that comes in pieces of so many bytes.
  func text(of file: [UInt8], pieceByteCount: Int) -> (outcome: InspectOutcome, text: [UInt8]) {
    var position = 0
    var text: [UInt8] = []
    let outcome = inspect { buffer in
      let count = min(pieceByteCount, buffer.byteCount, file.count - position)
      for index in 0..<count { buffer.storeBytes(of: file[position + index], toByteOffset: index, as: UInt8.self) }
      position += count
      return count
    } writing: { span in
      unsafe span.withUnsafeBytes { unsafe text.append(contentsOf: $0) }
    }
    return (outcome, text)
  }
}
