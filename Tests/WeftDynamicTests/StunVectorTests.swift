import Foundation
import Testing
import Weft
import WeftDynamic

/// The messages of RFC 5769: they decode strictly, fingerprint included, and re-encode byte for byte in every way.
@Suite struct StunVectorTests {
  let codec = DynamicCodec(protocolSchema)

  func message(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appending(path: "Captures/rfc5769/\(name).bin")))
  }

  @Test(arguments: ["request", "response-ipv4", "response-ipv6", "long-term"])
  func vectorReencodes(name: String) throws {
    let bytes = try message(name)
    let value = try codec.decoded(codec.id("STUN"), from: bytes)
    var tree = value.tree
    var output: [UInt8] = []
    try codec.encode(&tree, decodedFrom: bytes, into: &output)
    #expect(output == bytes)
    #expect(try codec.encoded("STUN", value.json) == bytes)
  }

  /// Lengths, tags, constants and the fingerprint left out: the encoder fills them in.
  @Test func computedFieldsAreFilledIn() throws {
    let bytes = try message("request")
    let json = """
      {"type":"bindingRequest","transaction":"b7e7a701bc34d686fa87dfae","attributes":[
        {"value":{"software":"STUN test client"}},
        {"value":{"priority":1845494271}},
        {"value":{"iceControlled":"932ff9b151263b36"}},
        {"value":{"username":"evtj:h6vY"},"alignment":"202020"},
        {"value":{"messageIntegrity":"9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"}},
        {"value":{"fingerprint":{}}}]}
      """
    #expect(try codec.encoded("STUN", json) == bytes)
  }

  @Test func xorAddressesAreWhatTheRFCStates() throws {
    let four = try codec.decoded(codec.id("STUN"), from: message("response-ipv4"))
    #expect(
      four["attributes"]?[1]?["value"]?["xorMappedAddress"]?.displayText
        == "{reserved: 00, family: 0x01, port: 32853, address: ipv4 192.0.2.1}")
    let six = try codec.decoded(codec.id("STUN"), from: message("response-ipv6"))
    #expect(
      six["attributes"]?[1]?["value"]?["xorMappedAddress"]?["address"]?["ipv6"]?.displayText
        == "2001:db8:1234:5678:11:2233:4455:6677")
  }

  @Test func wrongFingerprintIsRefusedStrictlyAndMarkedLeniently() throws {
    var bytes = try message("request")
    bytes[bytes.count - 1] ^= 1
    let failure = try #require(throws: DecodeFailure.self) { try codec.decoded(codec.id("STUN"), from: bytes) }
    #expect(failure.path == "attributes[5].value.fingerprint.crc")
    #expect(failure.bitOffset == (bytes.count - 4) * 8)
    let value = try codec.decoded(codec.id("STUN"), from: bytes, options: .inspecting)
    #expect(value.tree.marks.count == 1)
    var tree = value.tree
    var output: [UInt8] = []
    try codec.encode(&tree, decodedFrom: bytes, into: &output, isLenient: true)
    #expect(output == bytes)
    #expect(throws: EncodeFailure(.computedMismatch, path: "attributes[5].value.fingerprint.crc")) {
      try codec.encode(&tree, decodedFrom: bytes, into: &output)
    }
  }
}
