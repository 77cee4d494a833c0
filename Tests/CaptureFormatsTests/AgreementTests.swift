import Testing
import Weft
import WeftDynamic
import WeftSchema

/// Generated ≡ dynamic, over every layer of the captures that the repository keeps, whole, cut off and with single bits flipped:
/// the same accept or reject, the same error at the same bit with the same path, and what is accepted re-encodes to its bytes.
@Suite struct AgreementTests {
  static let captures = [
    "cooked.pcap", "cooked2.pcap", "ethernet.pcap", "ipv4.pcap", "ipv6.pcap", "loop.pcap", "microseconds-big.pcap",
    "nanoseconds-little.pcap", "ntp.pcap", "raw.pcap", "rtcp.pcap", "rtp.pcap", "stun.pcap", "tcp.pcap", "udp.pcap", "vlan.pcap",
  ]

  @Test(arguments: captures)
  func layersOfACapture(name: String) throws {
    let layers = try Repository.layers(ofCapture: name)
    #expect(layers.count > 2)
    var random = Seeded(state: .random(in: 0...UInt64.max))
    let seed = random.state
    var compared = 0
    for layer in layers {
      let definition = Repository.schema[layer.definition].name
      guard let generated = LayerCodec.all[definition] else { continue }
      try compare(layer, generated, "\(name) \(definition)")
      for mutant in Self.mutants(of: layer.bytes, count: 12, &random) {
        var copy = layer
        copy.bytes = mutant
        try compare(copy, generated, "\(name) \(definition), seed \(seed)")
      }
      compared += 1
    }
    #expect(compared > 1)
  }

  @Test(arguments: ["request", "response-ipv4", "response-ipv6", "long-term"])
  func everyMutantOfRFC5769(name: String) throws {
    let bytes = try Repository.bytes("rfc5769/\(name).bin")
    let generated = try #require(LayerCodec.all["STUN"])
    var layer = Layer(definition: try Repository.id("STUN"), bytes: bytes)
    for count in 0..<bytes.count {
      layer.bytes = Array(bytes[..<count])
      try compare(layer, generated, "\(name) cut to \(count)")
    }
    for bit in 0..<bytes.count * 8 {
      layer.bytes = bytes
      layer.bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      try compare(layer, generated, "\(name) bit \(bit)")
    }
  }

  private static func mutants(of bytes: [UInt8], count: Int, _ random: inout Seeded) -> [[UInt8]] {
    guard !bytes.isEmpty else { return [] }
    return (0..<count).map { number in
      if number % 4 == 0 { return Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))) }
      var copy = bytes
      // Headers decide most, and stand first.
      let bit = Int.random(in: 0..<min(bytes.count, number % 2 == 0 ? 24 : .max) * 8, using: &random)
      copy[bit / 8] ^= 1 << UInt8(bit % 8)
      return copy
    }
  }

  private static func hasAddresses(_ id: DefinitionID) -> Bool {
    guard case .record(let record) = Repository.schema[id].body else { return false }
    return record.foreign?.parameters.contains { $0.type == .bytes } ?? false
  }

  private func compare(_ layer: Layer, _ generated: LayerCodec, _ label: String) throws {
    var tree = ValueTree()
    let arguments = layer.arguments.dynamic(for: Repository.schema[layer.definition])
    let isAccepted = unsafe Repository.codec.decode(
      layer.definition, from: layer.bytes.span.bytes, into: &tree, arguments: arguments)
    do throws(DecodeError) {
      let encoded = try generated.recode(layer.bytes, layer.arguments)
      if !isAccepted { Issue.record("\(label): only the dynamic codec says \(String(describing: tree.failure))") }
      // Without the addresses nobody can tell what a checksum over them should be: it is taken as it is, and computed anew.
      let isUnchecked = layer.arguments.source.isEmpty && Self.hasAddresses(layer.definition)
      if !isUnchecked, encoded != .success(layer.bytes) { Issue.record("\(label): \(encoded) from \(layer.bytes)") }
    } catch {
      let failure = DecodeFailure(error.reason, at: error.bitOffset, path: error.path.description)
      if tree.failure != failure {
        Issue.record("\(label): \(failure), \(String(describing: tree.failure)), \(layer.bytes)")
      }
    }
  }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
