import Testing
import Weft

/// Expressions of foreign definitions: nothing traps, and what has no value stays without one.
@Suite struct WireIntegerTests {
  private let none = WireInteger(nil as Int64?)
  private let least = WireInteger(Int64.min)
  private let greatest = WireInteger(Int64.max)

  @Test func arithmeticThatLeavesSixtyFourBitsHasNoValue() {
    for result in [
      greatest + 1, least - 1, greatest * 2, least / -1, least % -1, greatest / 0, greatest % 0, -least,
      greatest.shiftedLeft(by: 1),
      WireInteger(1).shiftedLeft(by: 63), WireInteger(1).shiftedLeft(by: 64), WireInteger(1).shiftedLeft(by: -1),
      WireInteger(1).shiftedRight(by: 64), WireInteger(UInt64.max), none + 1, ~none, none.not, none.equals(none),
    ] {
      #expect(result.value == nil)
    }
  }

  @Test func theOperatorsAreThoseOfTheLanguage() {
    #expect((WireInteger(7) + 2 * 3 - 1).value == 12)
    #expect((WireInteger(-7) / 2).value == -3)
    #expect((WireInteger(-7) % 2).value == -1)
    #expect((WireInteger(6) & 3 | 8 ^ 1).value == 11)
    #expect(WireInteger(-8).shiftedRight(by: 1).value == -4)
    #expect(WireInteger(1).shiftedLeft(by: 62).value == 1 << 62)
    #expect((~WireInteger(0)).value == -1)
    #expect(WireInteger(2).isLess(than: 3).value == 1)
    #expect(WireInteger(2).not.value == 0)
    #expect(WireInteger(true).value == 1)
  }

  @Test func whatIsNotChosenIsNotAsked() {
    #expect(WireInteger(1).choose(5, none).value == 5)
    #expect(WireInteger(0).choose(none, 6).value == 6)
    #expect(none.choose(1, 2).value == nil)
    #expect(WireInteger(0).and(none).value == 0)
    #expect(WireInteger(3).or(none).value == 1)
    #expect(WireInteger(3).and(4).value == 1)
    #expect(WireInteger(0).or(0).value == 0)
    #expect(WireInteger(1).and(none).value == nil)
  }

  /// RFC 1071 section 3 works this example; the CRC is the check value of the ISO 3309 polynomial.
  @Test func checksums() {
    let words = WireBytes([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7])
    #expect(WireInteger(InternetSum().adding(words)).value == 0x220D)
    #expect(WireInteger(InternetSum().adding(words).adding([0xAB])).value == 0x770C)
    #expect(WireInteger(InternetSum().adding([0xFF, 0xFF] as [UInt8])).value == 0)
    #expect(WireInteger(nonzero: InternetSum().adding([0xFF, 0xFF] as [UInt8])).value == 0xFFFF)
    #expect(WireInteger(CRC32().adding("1234").adding("56789")).value == 0xCBF4_3926)
  }

  @Test func integersAsBytes() {
    #expect(WireBytes(0x1234, bitCount: 16, .msbBig).value == [0x12, 0x34])
    #expect(WireBytes(0x1234, bitCount: 16, .lsbLittle).value == [0x34, 0x12])
    #expect(WireBytes(-1, bitCount: 24, .msbBig).value == [0xFF, 0xFF, 0xFF])
    #expect((WireBytes(none, bitCount: 8, .msbBig) + [1]).value == nil)
  }
}
