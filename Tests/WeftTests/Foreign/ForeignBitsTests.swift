import Testing
import Weft

/// The four orders, against values worked out by hand.
@Suite struct ForeignBitsTests {
  private let input: [UInt8] = [0b1010_0110, 0b0101_1100, 0x34, 0x12]

  private func codes(_ widths: [Int], _ order: WireOrder) -> [UInt64] {
    var reader = ForeignReader(unsafe input.span.bytes)
    return widths.map { reader.takeCode(bitCount: $0, order) }
  }

  @Test func networkOrderContinuesInTheNextByte() {
    #expect(codes([3, 9, 4, 16], .msbBig) == [0b101, 0b0_0110_0101, 0b1100, 0x3412])
  }

  @Test func leastSignificantFirstContinuesInTheNextByte() {
    #expect(codes([3, 9, 4, 16], .lsbLittle) == [0b110, 0b1100_10100, 0b0101, 0x1234])
  }

  @Test func mixedOrdersSwapWholeBytes() {
    #expect(codes([3, 5, 8, 16], .msbLittle) == [0b101, 0b00110, 0b0101_1100, 0x1234])
    #expect(codes([3, 5, 8, 16], .lsbBig) == [0b110, 0b10100, 0b0101_1100, 0x3412])
  }

  @Test func aWordIsReadInByteOrderAndCutInBitOrder() {
    var reader = ForeignReader(unsafe input.span.bytes)
    // 0x12345CA6, from the top: 4 bits, 28 bits.
    var word = reader.takeWord(bitCount: 32, .msbLittle)
    #expect(word.takeCode(bitCount: 4) == 1)
    #expect(word.bitOffset == 4)
    #expect(word.takeCode(bitCount: 28) == 0x234_5CA6)
    reader = ForeignReader(unsafe input.span.bytes)
    // 0xA65C3412, from the bottom.
    word = reader.takeWord(bitCount: 32, .lsbBig)
    #expect(word.takeCode(bitCount: 4) == 2)
    #expect(word.takeCode(bitCount: 28) == 0xA65_C341)
  }

  @Test(arguments: [WireOrder.msbBig, .msbLittle, .lsbBig, .lsbLittle])
  func whatIsPutIsTaken(order: WireOrder) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(state: seed)
    for _ in 0..<500 {
      // In a mixed order values of more than 8 bits are aligned: bytes first, then one odd part of a byte.
      let isMixed = order == .msbLittle || order == .lsbBig
      let widths = (0..<12).map { _ in Int.random(in: 0...(isMixed ? 8 : 64), using: &random) * (isMixed ? 8 : 1) }
      let values = widths.map { $0 == 0 ? 0 : random.next() >> UInt64(64 - $0) }
      var buffer = [UInt8](repeating: 0xFF, count: 100)
      var span = buffer.mutableSpan
      var writer = ForeignWriter(unsafe span.mutableBytes)
      for (value, width) in zip(values, widths) { try writer.put(value, bitCount: width, order, field: "f") }
      var reader = ForeignReader(unsafe buffer.span.bytes)
      let taken = widths.map { reader.takeCode(bitCount: $0, order) }
      #expect(taken == values, "seed \(seed)")
    }
  }

  @Test func signedValuesAreTwosComplement() throws {
    var buffer: [UInt8] = [0xFF, 0xFF, 0xFF]
    var span = buffer.mutableSpan
    var writer = ForeignWriter(unsafe span.mutableBytes)
    try writer.put(Int32(-2), bitCount: 24, .msbBig, field: "lost")
    #expect(buffer == [0xFF, 0xFF, 0xFE])
    var reader = ForeignReader(unsafe buffer.span.bytes)
    let value: Int32 = reader.take(bitCount: 24, .msbBig)
    #expect(value == -2)
    #expect(throws: EncodeError(.outOfRange, path: path("lost"))) {
      _ = try ForeignWriter.code(Int32(1 << 23), bitCount: 24, field: "lost")
    }
  }

  @Test func aRunIsGuardedOnce() {
    #expect(throws: DecodeError(.truncated(neededBitCount: 8), at: 32)) {
      let reader = ForeignReader(unsafe input.span.bytes)
      try reader.require(bitCount: 40)
    }
    #expect(throws: DecodeError(.truncated(neededBitCount: .max - 32), at: 32)) {
      let reader = ForeignReader(unsafe input.span.bytes)
      try reader.require(.max, ofBitCount: 8)
    }
  }

  @Test func aRegionIsTheEndOfTheInputAndMustBeFilled() throws {
    var reader = ForeignReader(unsafe input.span.bytes)
    let outer = try reader.enterRegion(2, field: "body")
    #expect(reader.remaining.value == 2)
    #expect(reader.lastByte.value == 0b0101_1100)
    _ = reader.takeCode(bitCount: 8, .msbBig)
    #expect(throws: DecodeError(.trailingBytes(count: 1), at: 8, path: path("body"))) {
      var reader = ForeignReader(unsafe input.span.bytes)
      let outer = try reader.enterRegion(2, field: "body")
      _ = reader.takeCode(bitCount: 8, .msbBig)
      try reader.leaveRegion(outer, field: "body")
    }
    _ = reader.takeCode(bitCount: 8, .msbBig)
    try reader.leaveRegion(outer, field: "body")
    #expect(reader.remaining.value == 2)
  }
}

func path(_ field: FieldName) -> FieldPath {
  var path = FieldPath()
  path.prepend(field)
  return path
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
