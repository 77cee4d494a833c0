import Testing

@testable import Weft

/// Differences of codes, by themselves (`docs/language.md`, "Difference codes").
@Suite struct DifferenceTests {
  static let codings = [
    DifferenceCoding(maximumCode: 1, parameter: 0),
    DifferenceCoding(maximumCode: 15, parameter: 1),
    DifferenceCoding(maximumCode: 9, parameter: 0, isSparse: false),
    DifferenceCoding(maximumCode: 9, parameter: 1, wraps: true),
    DifferenceCoding(maximumCode: 255, parameter: 3, isSparse: false, isSigned: true),
    DifferenceCoding(maximumCode: 255, parameter: 2, wraps: true, isSigned: true),
    DifferenceCoding(maximumCode: 0xFFFF_FFFF, parameter: 8),
    DifferenceCoding(maximumCode: .max, parameter: 16, wraps: true),
    DifferenceCoding(maximumCode: .max, parameter: 16, isSigned: true),
  ]

  /// Pairs of codes, in the order in which a message would hold them.
  private static func pairs(_ coding: DifferenceCoding, seed: UInt64) -> [(code: UInt64, baseline: UInt64)] {
    var random = SplitMix(state: seed)
    return (0..<200).map { number in
      let baseline = random.next() & coding.maximumCode
      let bound = coding.maximumCode == .max ? UInt64.max : coding.maximumCode + 1
      let start = coding.maximumCode == .max ? baseline : baseline % bound
      switch number % 4 {
      case 0: return (start, start)
      case 1: return (min(start &+ random.next() % 4, coding.maximumCode), start)
      default: return (coding.maximumCode == .max ? random.next() : random.next() % bound, start)
      }
    }
  }

  /// A baseline that no encoding gives, since a program can set a property to anything, leads nowhere.
  @Test func aBaselineOutsideOfTheRangeHasNoDifference() {
    for coding in [
      DifferenceCoding(maximumCode: 9, parameter: 0), DifferenceCoding(maximumCode: 9, parameter: 1, wraps: true),
    ] {
      for folded in 0..<40 as Range<UInt64> {
        #expect(coding.code(at: folded, from: 10) == nil)
        #expect(coding.code(at: folded, from: .max) == nil)
      }
    }
  }

  private static func encode(_ pairs: [(code: UInt64, baseline: UInt64)], _ coding: DifferenceCoding) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    var span = bytes.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    var state = DeltaState()
    for (slot, pair) in pairs.enumerated() {
      try writer.put(difference: pair.code, from: pair.baseline, coding: coding, slot: slot % 3, state: &state)
    }
    let count = writer.finish()
    return Array(bytes[..<count])
  }

  @Test(arguments: 0..<codings.count)
  func decodeToTheCodes(index: Int) throws {
    let coding = Self.codings[index]
    let seed = UInt64.random(in: 0...UInt64.max)
    let pairs = Self.pairs(coding, seed: seed)
    let bytes = try Self.encode(pairs, coding)
    var reader = unsafe BitReader(bytes.span.bytes)
    var state = DeltaState()
    for (slot, pair) in pairs.enumerated() {
      let code = try reader.readDifference(
        from: pair.baseline, coding: coding, slot: slot % 3, state: &state, field: "value")
      #expect(code == pair.code, "coding \(index), seed \(seed), pair \(slot)")
    }
    try reader.finish()
  }

  /// All 8-bit beginnings: what decodes encodes to the same bits.
  @Test(arguments: 0..<codings.count)
  func haveOneEncoding(index: Int) throws {
    let coding = Self.codings[index]
    let baseline = min(3, coding.maximumCode)
    for word in 0..<(1 << 16) as Range<UInt32> {
      let bytes = [UInt8(word & 0xFF), UInt8(word >> 8), 0x55, 0, 0, 0, 0, 0, 0, 0, 0, 0]
      var reader = unsafe BitReader(bytes.span.bytes)
      var state = DeltaState()
      let code: UInt64
      do throws(DecodeError) {
        code = try reader.readDifference(from: baseline, coding: coding, slot: 0, state: &state, field: "value")
      } catch {
        if ![.differenceOutOfRange, .unneededEscape].contains(error.reason) && !error.isAboveMaximum
          || error.bitOffset != 0 || error.path.description != "value"
        {
          Issue.record("\(word): \(error)")
        }
        continue
      }
      let again = try Self.encode([(code, baseline)], coding)
      let differs = (0..<reader.bitOffset).contains { (again[$0 / 8] ^ bytes[$0 / 8]) >> UInt8($0 % 8) & 1 == 1 }
      if differs { Issue.record("\(word) gives \(code), which is \(again)") }
    }
  }

  /// Sparse, k = 1: no difference; +1 in step 0; −20 in step 5, whose places have 5 bits.
  @Test func standAsTheTextSays() throws {
    let coding = DifferenceCoding(maximumCode: 255, parameter: 1)
    #expect(try Self.encode([(7, 7)], coding) == [0b0])
    // 1 there is one, 0 no step further, 0 the place of z − 1 = 0 in step 0.
    #expect(try Self.encode([(8, 7)], coding) == [0b001])
    // z − 1 = 39 = 0b10_0111, u = 19: 1, five ones and a zero, then the 5 bits below the leading one.
    #expect(try Self.encode([(10, 30)], coding) == [0b1011_1111, 0b0_0011])
  }

  @Test func refuseAnEscapeWithoutNeed() {
    let coding = DifferenceCoding(maximumCode: 15, parameter: 0, isSparse: false)
    // Eight ones, and code 4 where a difference of 1 has a code of two bits.
    #expect(throws: DecodeError(.unneededEscape, at: 0).within("value")) {
      let bytes: [UInt8] = [0xFF, 0x04]
      var reader = unsafe BitReader(bytes.span.bytes)
      var state = DeltaState()
      _ = try reader.readDifference(from: 3, coding: coding, slot: 0, state: &state, field: "value")
    }
  }

  @Test func endWhereTheInputEnds() {
    let coding = DifferenceCoding(maximumCode: 0xFFFF, parameter: 4)
    // Eight ones of nine, then the missing zero or one: one bit is needed.
    #expect(throws: DecodeError(.truncated(neededBitCount: 1), at: 8)) {
      let bytes: [UInt8] = [0xFF]
      var reader = unsafe BitReader(bytes.span.bytes)
      var state = DeltaState()
      _ = try reader.readDifference(from: 3, coding: coding, slot: 0, state: &state, field: "value")
    }
    // 1, four ones, a zero, and 7 bits of which 2 are there.
    #expect(throws: DecodeError(.truncated(neededBitCount: 5), at: 8)) {
      let bytes: [UInt8] = [0b0001_1111]
      var reader = unsafe BitReader(bytes.span.bytes)
      var state = DeltaState()
      _ = try reader.readDifference(from: 3, coding: coding, slot: 0, state: &state, field: "value")
    }
  }
}

extension DecodeError {
  fileprivate var isAboveMaximum: Bool {
    if case .codeAboveMaximum = reason { true } else { false }
  }
}

/// A small generator of which the seed is all.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
