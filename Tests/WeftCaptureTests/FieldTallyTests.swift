import Testing
import WeftDynamic

@testable import WeftCapture

/// What `weft stats` says of a field, against figures made by hand.
@Suite struct FieldTallyTests {
  @Test func fourEquallyFrequentValuesTakeTwoBits() {
    var tally = FieldTally()
    for number in 0..<400 { tally.add(UInt64(number % 4), integer: Int128(number % 4), bitCount: 8) }
    #expect(tally.bitCount == 3200)
    #expect(abs(tally.entropyBitCount - 800) < 1e-6)
    #expect(tally.neededBitCount == 2)
    #expect(!tally.isRaw)
  }

  /// One value in eight: H = 1/8 · 3 + 7/8 · log2(8/7).
  @Test func skewedValuesTakeLess() {
    var tally = FieldTally()
    for number in 0..<800 { tally.add(number % 8 == 0 ? 1 : 0, integer: nil, bitCount: 1) }
    #expect(abs(tally.entropyBitCount / 800 - 0.543_564_443) < 1e-8)
    #expect(tally.neededBitCount == nil)
  }

  @Test func whatNeverRepeatsIsRaw() {
    var tally = FieldTally()
    for number in 0..<100 { tally.add(UInt64(number) &* 0x9E37_79B9_7F4A_7C15, integer: nil, bitCount: 256) }
    #expect(tally.isRaw)
    #expect(tally.entropyBitCount == 25_600)
  }

  @Test func differentValuesAreBounded() {
    var tally = FieldTally()
    for number in 0..<FieldTally.distinctLimit + 10 { tally.add(UInt64(number), integer: Int128(number), bitCount: 32) }
    #expect(tally.isCapped)
    #expect(tally.distinctCount == FieldTally.distinctLimit)
    #expect(tally.isRaw)
    #expect(tally.most == Int128(FieldTally.distinctLimit + 9))
  }

  @Test func negativeValuesNeedTheirSpan() {
    var tally = FieldTally()
    for value in [-4, 3] { tally.add(UInt64(bitPattern: Int64(value)), integer: Int128(value), bitCount: 8) }
    #expect(tally.neededBitCount == 3)
  }

  @Test(arguments: [(1.0, 0.0), (2, 1), (0.5, -1), (10, 3.321_928_094_887_362), (1e-9, -29.897_352_853_986_26)])
  func logarithmsAreRight(value: Double, logarithm: Double) {
    #expect(abs(Logarithm.base2(value) - logarithm) < 1e-11)
  }
}

@Suite struct StatisticsTests {
  /// 200 answers, with nonces that never repeat, delays of four values and always the same room.
  @Test func aCaptureOfOurMessagesIsCounted() throws {
    let codec = DynamicCodec(schema)
    let pong = try #require(codec.definition(named: "OverlayMessages.Pong"))
    var capture: [UInt8] = []
    for number in 0..<200 {
      let value: DynamicValue = [
        "nonce": .integer(UInt32(truncatingIfNeeded: number &* 2_654_435_761)), "delay": .integer(number % 4 * 21), "room": 40,
      ]
      let file = NativePayloadTests.datagram(try codec.encoded(pong, value))
      capture += number == 0 ? file : Array(file.dropFirst(24))
    }
    let (text, outcome) = try inspect(capture, InspectOptions(format: .statistics, decodeAs: ["udp.port==7777,Pong"]))
    #expect(outcome.isClean)
    #expect(
      text == """
        OverlayMessages.Pong: 200 messages, 9800 bits, 49.0 a message
              bits   share   bits/value   entropy   values  distinct  field
              6400    65.3%         32.0       raw      200       200  nonce
              2000    20.4%         10.0       2.0      200         4  delay
              1400    14.3%          7.0       0.0      200         1  room
                 0     0.0%                                            presence bits, counts, tags
          bound, context {field}: 34.0 bits a message, 32.0 of them raw; what was sent is 44.1 % above
          advice: delay never exceeds 63: 6 bits would do, it takes 10
          advice: room is always 40: a default below `--- added`, or no field
        links:
              9800  bits in 200 messages  192.0.2.1:50000 → 192.0.2.2:7777

        """)
  }

  @Test func aCaptureWithoutOurMessagesSaysSo() throws {
    let (text, _) = try inspect(NativePayloadTests.datagram([1, 2, 3]), InspectOptions(format: .statistics))
    #expect(text == "no native message: name its port with -d udp.port==7777,Name\n")
  }
}
