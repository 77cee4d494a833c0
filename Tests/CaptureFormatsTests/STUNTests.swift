import CaptureFormats
import Testing
import Weft

/// RFC 5769 with the generated code: the vectors decode, re-encode byte for byte, and can be made from values.
@Suite struct STUNTests {
  @Test(arguments: ["request", "response-ipv4", "response-ipv6", "long-term"])
  func vectorsReencode(name: String) throws {
    let bytes = try Repository.bytes("rfc5769/\(name).bin")
    #expect(try STUN(decoding: bytes).encoded() == bytes)
  }

  /// Section 2.1, from the values that it lists: length, tags, cookie and fingerprint are computed.
  @Test func theRequestIsMadeFromItsValues() throws {
    let integrity: FixedBytes<20> = [
      0x9A, 0xEA, 0xA7, 0x0C, 0xBF, 0xD8, 0xCB, 0x56, 0x78, 0x1E, 0xF2, 0xB5, 0xB2, 0xD3, 0xF2, 0x49, 0xC1, 0xB5, 0x71, 0xA2,
    ]
    let request = STUN(
      type: .bindingRequest,
      transaction: [0xB7, 0xE7, 0xA7, 0x01, 0xBC, 0x34, 0xD6, 0x86, 0xFA, 0x87, 0xDF, 0xAE],
      attributes: [
        STUNAttribute(value: .software("STUN test client")),
        STUNAttribute(value: .priority(0x6E00_01FF)),
        STUNAttribute(value: .iceControlled([0x93, 0x2F, 0xF9, 0xB1, 0x51, 0x26, 0x3B, 0x36])),
        STUNAttribute(value: .username("evtj:h6vY"), alignment: [0x20, 0x20, 0x20]),
        STUNAttribute(value: .messageIntegrity(integrity)),
        STUNAttribute(value: .fingerprint(STUNFingerprint())),
      ])
    let bytes = try Repository.bytes("rfc5769/request.bin")
    #expect(try request.encoded() == bytes)
    #expect(try STUN(decoding: bytes) == request)
  }

  @Test func addressesAreThoseAfterTheXor() throws {
    let response = try STUN(decoding: Repository.bytes("rfc5769/response-ipv4.bin"))
    guard case .xorMappedAddress(let mapped) = response.attributes[1].value else { throw EncodeError(.caseMismatch) }
    #expect(mapped.port == 32853)
    #expect(mapped.address == .ipv4([192, 0, 2, 1]))
    let long = try STUN(decoding: Repository.bytes("rfc5769/response-ipv6.bin"))
    guard case .xorMappedAddress(let six) = long.attributes[1].value else { throw EncodeError(.caseMismatch) }
    #expect(
      six.address
        == .ipv6([0x20, 0x01, 0x0D, 0xB8, 0x12, 0x34, 0x56, 0x78, 0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77]))
  }

  @Test func aWrongFingerprintIsNamed() throws {
    var bytes = try Repository.bytes("rfc5769/request.bin")
    bytes[bytes.count - 1] ^= 1
    let error = #expect(throws: DecodeError.self) { try STUN(decoding: bytes) }
    #expect(error?.path.description == "attributes[5].value.fingerprint.crc")
    #expect(error?.bitOffset == (bytes.count - 4) * 8)
  }

  /// A default case whose tag is another case's would decode as that one.
  @Test func aTagThatBelongsToAnotherCaseIsRefused() {
    let attribute = STUNAttribute(value: .other(tag: 0x8022, value: [1]))
    let error = #expect(throws: EncodeError.self) { try attribute.encoded(transaction: []) }
    #expect(error?.reason == .caseMismatch)
    #expect(error?.path.description == "value")
  }

  /// UDP's checksum 0 is kept; any other is computed.
  @Test func anAlternativeIsKept() throws {
    var udp = UDP(sourcePort: 1, destinationPort: 2, payload: [7, 8, 9])
    let computed = try udp.encoded(source: [10, 0, 0, 1], destination: [10, 0, 0, 2])
    #expect(computed[4...5] == [0, 11])
    #expect(try UDP(decoding: computed, source: [10, 0, 0, 1], destination: [10, 0, 0, 2]) == udp)
    udp.checksum = 0
    let without = try udp.encoded(source: [10, 0, 0, 1], destination: [10, 0, 0, 2])
    #expect(without[6...7] == [0, 0])
    #expect(try UDP(decoding: without, source: [10, 0, 0, 1], destination: [10, 0, 0, 2]).checksum == 0)
    udp.checksum = 5
    let error = #expect(throws: EncodeError.self) { try udp.encoded(source: [10, 0, 0, 1], destination: [10, 0, 0, 2]) }
    #expect(error?.reason == .computedMismatch)
  }
}
