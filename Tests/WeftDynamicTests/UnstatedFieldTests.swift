import Testing
import Weft
import WeftDynamic

/// Constants and computed fields that JSON leaves out are filled in, those with a condition exactly where it holds.
@Suite struct UnstatedFieldTests {
  static let codec = WeftDynamicTests.codec(
    compiling: """
      foreign Frame bits(msb) bytes(big) {
        total: u8 = byteCount(options)
        options: [Option] within total
        sum: u16 = internetChecksum(self) if total > 0
      }
      foreign Option bits(msb) bytes(big) {
        kind: u8 = tag(value)
        mark: const u8 = 0xA5 if kind & 0x80 != 0
        length: u8 = 2 + byteCount(value) if kind > 1
        value: match kind {
          end = 0
          gap = 1
          size = 2: u16
          high = 0x81: u8
          default other: bytes
        } within (0 if kind <= 1 else length - 2)
      }
      """)

  @Test(arguments: [
    (#"{"options":[]}"#, "00"),
    (#"{"options":[{"value":"gap"},{"value":{"end":null}}]}"#, "02 01 00 FD FE"),
    (#"{"options":[{"value":{"size":258}},{"value":{"high":7}},{"value":"gap"}]}"#, "09 02 04 01 02 81 A5 03 07 01 44 77"),
    (#"{"options":[{"kind":9,"value":{"other":"0A"}},{"kind":1,"value":"gap"}]}"#, "04 09 03 0A 01 F7 EC"),
  ])
  func fieldsAreFilledInWhereTheirConditionsHold(json: String, hexadecimal: String) throws {
    let id = try #require(Self.codec.definition(named: "Frame"))
    let bytes = hexadecimal.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    let encoded = try Self.codec.encoded(id, json: Array(json.utf8))
    #expect(encoded == bytes, "\(encoded.map { String($0, radix: 16) })")
    // What was filled in is what decoding finds.
    let whole = try Self.codec.decoded(id, from: encoded)
    #expect(try Self.codec.encoded(id, json: Array(whole.json.utf8)) == encoded)
  }

  @Test func whatIsStatedAgainstItsConditionIsRefused() throws {
    let id = try #require(Self.codec.definition(named: "Frame"))
    let json = #"{"options":[{"kind":1,"length":2,"value":"gap"}]}"#
    let failure = #expect(throws: EncodeFailure.self) { try Self.codec.encoded(id, json: Array(json.utf8)) }
    #expect(failure == EncodeFailure(.caseMismatch, path: "options[0].length"))
  }
}
