import Testing
import WeftSchema

@testable import WeftCapture

/// Messages of a user's own schema as payloads: `-d udp.port==7777,Found`.
@Suite("Native messages in a capture")
struct NativePayloadTests {
  /// A pcap file of one datagram over IPv4 to port 7777; its checksums are 0.
  static func datagram(_ payload: [UInt8]) -> [UInt8] {
    func big(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }
    func little(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> ($0 * 8) & 255) } }
    let udp = big(50000) + big(7777) + big(8 + payload.count) + big(0) + payload
    let ip = [0x45, 0] + big(20 + udp.count) + [0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2] + udp
    let header = little(0xA1B2_C3D4) + [2, 0, 4, 0] + little(0) + little(0) + little(65535) + little(228)
    return header + little(1) + little(0) + little(ip.count) + little(ip.count) + ip
  }

  static func vector(_ label: String) throws -> [UInt8] {
    try #require(schema.modules.flatMap(\.vectors).first { $0.label == label }).bytes
  }

  static func columns(_ label: String, _ message: String, _ fields: [String], filter: String? = nil) throws -> String {
    let options = InspectOptions(
      format: .fields, fields: fields, decodeAs: ["udp.port==7777,\(message)"], filter: filter)
    let (text, outcome) = try inspect(datagram(try vector(label)), options)
    #expect(outcome.malformedCount == 0)
    return text
  }

  @Test("have columns, also of the elements of lists")
  func lists() throws {
    let fields = ["frame.protocols", "Found.nonce", "Contact.link", "Contact.roundTrip"]
    #expect(try Self.columns("two contacts", "Found", fields) == "ip:udp:Found\t7\twebRTC,relayed\t25,4095\n")
  }

  @Test("are filtered by fields inside of lists and unions")
  func filters() throws {
    for (label, message, filter, isShown) in [
      ("two contacts", "Found", "Contact.roundTrip == 4095", true), ("two contacts", "Found", "Contact.link == webSocket", false),
      ("full, with a sibling", "RouteReply", "Contact.roundTrip", true),
      ("full, with a sibling", "RouteReply", "Contact.link == webSocket", true),
      ("delivered", "RouteReply", "Contact.roundTrip", false), ("delivered", "RouteReply", "Receipt.payload == 6f:6b", true),
      ("two contacts", "Found", "Contact", true), ("delivered", "RouteReply", "Contact", false),
      ("delivered", "RouteReply", "Receipt and not Contact", true), ("two contacts", "Found", "not Contact", false),
      ("delivered", "OverlayMessages.RouteReply", "RouteReply and udp.port == 7777", true),
    ] {
      let text = try Self.columns(label, message, ["frame.number"], filter: filter)
      #expect(text == (isShown ? "1\n" : ""), "\(label): \(filter)")
    }
  }

  @Test("are shown whole with -V, also inside of unions")
  func details() throws {
    let options = InspectOptions(isDetailed: true, decodeAs: ["udp.port==7777,RouteReply"])
    let (text, _) = try inspect(Self.datagram(try Self.vector("full, with a sibling")), options)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
    for line in ["outcome full", "link webSocket"] { #expect(lines.contains(line), "\(line) in \(text)") }
  }

  @Test("with bytes behind their end are malformed")
  func trailing() throws {
    let options = InspectOptions(decodeAs: ["udp.port==7777,Ping"])
    let (_, outcome) = try inspect(Self.datagram(try Self.vector("plain") + [0]), options)
    #expect(outcome.malformedCount == 1)
    #expect(!outcome.isClean)
  }
}
