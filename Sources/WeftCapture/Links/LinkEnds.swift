import WeftDynamic
import WeftSchema

/// Who sent a payload and to whom, read from the packet at the places that the definitions give, so that it costs only payloads of links.
struct LinkEnds {
  private let ipv4: DefinitionID
  private let ipv6: DefinitionID
  private let udp: DefinitionID
  private let tcp: DefinitionID
  private let places: [DefinitionID: [String: Range<Int>]]
  private let synchronise: Int

  /// `nil`: the schema does not define them so.
  init?(_ codec: DynamicCodec) {
    guard let ipv4 = codec.definition(named: "CaptureFormats.IPv4"), let ipv6 = codec.definition(named: "CaptureFormats.IPv6"),
      let udp = codec.definition(named: "CaptureFormats.UDP"), let tcp = codec.definition(named: "CaptureFormats.TCP"),
      let flags = codec.definition(named: "CaptureFormats.TCPFlags")
    else { return nil }
    (self.ipv4, self.ipv6, self.udp, self.tcp) = (ipv4, ipv6, udp, tcp)
    places = [ipv4, ipv6, udp, tcp].reduce(into: [:]) { $0[$1] = codec.schema.places(in: $1) }
    let first = places[tcp]?["flags"]?.lowerBound ?? 0
    synchronise = first + (codec.schema.places(in: flags)["synchronise"]?.lowerBound ?? 0)
  }

  struct Ends {
    /// Address, then port.
    var source: [UInt8]
    var destination: [UInt8]
    var segment: LinkTracker.Segment?
    var isBeginning = false
  }

  /// Of the payload of the last layer that has ports.
  func ends(_ layers: borrowing Layers, _ packet: RawSpan) -> Ends? {
    guard let transport = (0..<layers.count).last(where: { layers[$0].definition == udp || layers[$0].definition == tcp }),
      let network = (0..<transport).last(where: { layers[$0].definition == ipv4 || layers[$0].definition == ipv6 }),
      let source = bytes("source", network, layers, packet), let destination = bytes("destination", network, layers, packet),
      let sourcePort = bytes("sourcePort", transport, layers, packet),
      let destinationPort = bytes("destinationPort", transport, layers, packet)
    else { return nil }
    var ends = Ends(source: source + sourcePort, destination: destination + destinationPort)
    guard layers[transport].definition == tcp else { return ends }
    guard let sequence = bytes("sequence", transport, layers, packet),
      let acknowledged = bytes("acknowledgement", transport, layers, packet)
    else { return nil }
    func number(_ bytes: [UInt8]) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
    let bit = layers[transport].range.lowerBound * 8 + synchronise
    ends.isBeginning = bit < packet.byteCount * 8 && packet[bit >> 3] >> UInt8(7 - bit & 7) & 1 == 1
    ends.segment = LinkTracker.Segment(
      sequence: number(sequence), acknowledged: number(acknowledged) == 0 ? nil : number(acknowledged))
    return ends
  }

  private func bytes(_ name: String, _ index: Int, _ layers: borrowing Layers, _ packet: RawSpan) -> [UInt8]? {
    guard let place = places[layers[index].definition]?[name] else { return nil }
    let first = layers[index].range.lowerBound + place.lowerBound / 8
    let end = first + place.count / 8
    return end <= packet.byteCount ? (first..<end).map { packet[$0] } : nil
  }
}
