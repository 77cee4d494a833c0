import Testing
import WeftDynamic
import WeftSchema

/// The layers of a packet, by four calls, as the inspector peels them.
@Suite struct CaptureFormatTests {
  let codec = DynamicCodec(protocolSchema)

  /// Ethernet, IPv4, UDP, RTP with two bytes of payload.
  static let packet = bytes(
    hex: """
      0000 5e00 0102 0000 5e00 0101 0800
      4500 002a 1234 4000 4011 a48b c000 0201 c000 0202
      138c 138c 0016 0000
      8060 0001 0000 00a0 dead beef abcd
      """)

  @Test func carriersLeadFromLayerToLayer() throws {
    var tree = ValueTree()
    var arguments = Arguments()
    var definition = try #require(codec.definitions(boundTo: codec.tables.firstIndex(of: "capture.link") ?? 0, key: 1).first)
    var range = 0..<Self.packet.count
    var layers: [String] = []
    while true {
      let layer = Array(Self.packet[range])
      #expect(codec.decode(definition, from: layer, into: &tree, options: .inspecting, arguments: arguments))
      layers.append(codec.schema[definition].name)
      #expect(tree.marks == [], "\(layers)")
      guard let carrier = tree.carriers.first(where: { !codec.definitions(boundTo: $0.table, key: $0.key).isEmpty }) else {
        break
      }
      arguments.assign(carrier, of: tree)
      definition = codec.definitions(boundTo: carrier.table, key: carrier.key)[0]
      range = range.lowerBound + carrier.byteRange.lowerBound..<range.lowerBound + carrier.byteRange.upperBound
    }
    #expect(layers == ["Ethernet", "IPv4", "UDP", "RTP"])
  }

  @Test func addressesHaveTheirDisplayForms() throws {
    let ethernet = try codec.decoded(codec.id("Ethernet"), from: Self.packet)
    #expect(ethernet["source"]?.displayText == "00:00:5e:00:01:01")
    #expect(ethernet["type"]?.displayText == "0x0800")
    let packet = try codec.decoded(codec.id("IPv4"), from: Array(Self.packet.dropFirst(14)))
    #expect(packet["destination"]?.displayText == "192.0.2.2")
  }

  @Test func cutPayloadIsKeptAndCarried() throws {
    let cut = Array(Self.packet[14..<36])
    var tree = ValueTree()
    #expect(!codec.decode(try codec.id("IPv4"), from: cut, into: &tree, options: .inspecting))
    #expect(tree.failure?.description == "bit 176: the input ends here, 160 more bits are needed")
    #expect(tree.carriers.first?.byteRange == 20..<22)
  }
}
