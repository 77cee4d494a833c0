import Foundation
import Testing

@testable import WeftCapture

/// The witness that nobody here wrote: for every field that both know, the same values in the same order.
@Suite("tshark agrees")
struct TsharkTests {
  static let captures = [
    "ethernet.pcap", "vlan.pcap", "cooked.pcap", "cooked2.pcap", "loopback.pcap", "loop.pcap", "raw.pcap", "ipv4.pcap",
    "ipv6.pcap", "tcp.pcap", "udp.pcap", "stun.pcap", "rtp.pcap", "rtcp.pcap", "microseconds-little.pcap",
    "microseconds-big.pcap", "nanoseconds-little.pcap", "nanoseconds-big.pcap", "little.pcapng", "big.pcapng",
    "sections.pcapng", "cut.pcap", "cut.pcapng",
  ]

  /// Where tshark means something else by a field, or sees less. `nil`: all packets, all fields.
  struct Difference {
    var capture: String
    var packet: Int?
    var fields: [String]?
    var reason: String
  }

  static let differences = [
    Difference(
      capture: "ipv4.pcap", packet: 7, fields: ["ip.dst", "ip.addr"],
      reason: "with a source route tshark's destination is the route's last address"),
    Difference(
      capture: "ipv4.pcap", packet: 8, fields: ["ip.opt.type", "ip.opt.len"],
      reason: "tshark has no fields for an option that it does not know"),
    Difference(
      capture: "ipv4.pcap", packet: 16, fields: ["ip.len"], reason: "tshark replaces a length of 0 by the captured one"),
    Difference(
      capture: "ipv4.pcap", packet: nil, fields: ["frame.protocols"], reason: "tshark calls what a ping carries a layer"),
    Difference(
      capture: "ipv6.pcap", packet: 9, fields: nil,
      reason: "tshark takes the next header of the last fragment; RFC 8200 section 4.5 that of the first"),
    Difference(
      capture: "ipv6.pcap", packet: 11, fields: ["frame.protocols"], reason: "tshark calls what a ping carries a layer"),
    Difference(
      capture: "ethernet.pcap", packet: 5, fields: nil, reason: "IEEE 802.3 with a length and LLC is data here"),
    Difference(
      capture: "tcp.pcap", packet: 5, fields: ["tcp.payload", "frame.protocols"],
      reason: "tshark calls what a reset carries its cause"),
    Difference(
      capture: "tcp.pcap", packet: 8, fields: ["frame.protocols"],
      reason: "tshark takes this for a retransmission and does not look into it"),
    Difference(
      capture: "udp.pcap", packet: 5, fields: ["udp.payload"],
      reason: "tshark's payload goes beyond udp.length; RFC 768 ends it there"),
    Difference(
      capture: "stun.pcap", packet: nil, fields: ["frame.protocols"], reason: "tshark calls what DATA carries a layer"),
    Difference(
      capture: "stun.pcap", packet: nil, fields: ["stun.att.type", "stun.value"],
      reason: "tshark has no fields for an attribute that it does not know, and others for Google's"),
    Difference(
      capture: "stun.pcap", packet: 30, fields: nil,
      reason: "a wrong fingerprint on a port that is not STUN's is no STUN here"),
    Difference(
      capture: "stun.pcap", packet: 31, fields: nil,
      reason: "of a message shorter than it says, this shows what there is; tshark takes it for no STUN"),
    Difference(
      capture: "stun.pcap", packet: 32, fields: ["stun.att.username"],
      reason: "of an attribute longer than the message, this shows what there is"),
    Difference(
      capture: "rtp.pcap", packet: 8, fields: ["rtp.ext.rfc5285.id", "rtp.padding.data"],
      reason: "tshark has another name for padding between elements"),
    Difference(
      capture: "rtp.pcap", packet: 9, fields: ["rtp.ext.rfc5285.id"],
      reason: "tshark has another name for padding between elements"),
    Difference(
      capture: "rtp.pcap", packet: 11, fields: ["rtp.padding.count"],
      reason: "a padding longer than the packet ends decoding here before the padding"),
    Difference(
      capture: "rtcp.pcap", packet: nil, fields: ["rtcp.rc", "rtcp.ssrc.identifier"],
      reason: "tshark has other names for the count in packets that are no reports, and looks into descriptions"),
  ]

  /// tshark's dissector of RTP notes the version before it hands a packet over to STUN.
  static func isHandedOver(_ field: String, _ theirs: [String]) -> Bool {
    field == "rtp.version" && theirs == ["0", "0"]
  }

  @Test("in every field of a capture", arguments: captures)
  func agree(_ name: String) throws {
    let fields = Witness.frameFields + (try Witness.sharedFields())
    #expect(fields.count > 100)
    let theirs = try Witness.columns(of: name, fields)
    let (text, _) = try inspect(capture(name), InspectOptions(format: .fields, fields: fields))
    let ours = Witness.rows(text)
    #expect(ours.count == theirs.count)
    for (number, (our, their)) in zip(ours, theirs).enumerated() {
      for (field, (ourValues, theirValues)) in zip(fields, zip(our, their)) {
        let isKnown = Self.differences.contains { difference in
          difference.capture == name && (difference.packet ?? number + 1) == number + 1
            && difference.fields?.contains(field) ?? true
        }
        // Of a packet that was cut this shows what there is of a layer; tshark shows no part of it.
        let showsMore = our[1] != our[2] && (theirValues.isEmpty || field == "frame.protocols")
        if isKnown || showsMore || Self.isHandedOver(field, theirValues) { continue }
        let isSame = ourValues.map(Witness.normal) == theirValues.map(Witness.normal).filter { !$0.isEmpty }
        #expect(isSame, "\(name) packet \(number + 1): \(field): ours \(ourValues), tshark's \(theirValues)")
      }
    }
  }
}
