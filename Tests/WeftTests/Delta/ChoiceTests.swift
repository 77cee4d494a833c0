import Testing

@testable import Weft

/// Which of n places (`docs/language.md`, "Choice").
@Suite struct ChoiceTests {
  private static func encode(_ places: [Int], of count: Int) throws -> [UInt8] {
    var choice = Choice<4>()
    for place in places { choice.insert(place, if: true) }
    var bytes = [UInt8](repeating: 0, count: 256)
    var span = bytes.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    try writer.put(choice, of: count)
    let byteCount = writer.finish()
    return Array(bytes[..<byteCount])
  }

  private static func decode(_ bytes: [UInt8], of count: Int) throws(DecodeError) -> [Int] {
    var reader = unsafe BitReader(bytes.span.bytes)
    let choice: Choice<4> = try reader.readChoice(of: count, field: "list")
    try reader.finish()
    return (0..<count).filter { choice.contains($0) }
  }

  /// Every choice of up to 8 places.
  @Test func allSmallOnes() throws {
    for count in 1...8 {
      for mask in 1..<(1 << count) {
        let places = (0..<count).filter { mask >> $0 & 1 == 1 }
        #expect(try Self.decode(Self.encode(places, of: count), of: count) == places)
      }
    }
  }

  @Test func largeOnes() throws {
    let runs = [0..<1, 63..<70, 100..<129, 191..<192, 250..<256].flatMap { Array($0) }
    for places in [[0], [200], [0, 255], Array(0..<256), Array(100..<140), Array(1..<255), [3, 90, 91, 254], runs] {
      #expect(try Self.decode(Self.encode(places, of: 256), of: 256) == places)
    }
  }

  /// Bits that were worked out by hand from the text; the witness of the benchmarks writes the same.
  @Test func haveTheBitsOfTheText() throws {
    // All: 4 in 3 bits.
    #expect(try Self.encode([0, 1, 2, 3, 4], of: 5) == [0x04])
    // 1 in 4 bits, not in runs, k = rice(7, 2) = 1.
    #expect(try Self.encode([2, 7], of: 9) == [0x21, 0x03])
    // 2 in 4 bits, in runs, one of them, k = rice(6, 1) = 2, its length is clear.
    #expect(try Self.encode([3, 4, 5], of: 9) == [0xD2])
    // 5 in 5 bits, in runs, 1 in 2 bits for two of them; gaps of 1 and 3 more than needed with k = rice(13, 2) = 2, and between
    // them the length 4 with k = rice(4, 2) = 0.
    #expect(try Self.encode([1, 2, 3, 4, 9, 10], of: 20) == [0x65, 0x3A, 0x03])
  }

  /// Every 16 bits: what decodes is the one encoding of it, and no input chooses a place that is not there.
  @Test(arguments: [1, 2, 3, 5, 8, 11])
  func haveOneEncoding(count: Int) throws {
    for word in 0..<(1 << 16) as Range<UInt32> {
      let bytes = [UInt8(word & 0xFF), UInt8(word >> 8)]
      guard let places = try? Self.decode(bytes, of: count) else { continue }
      var again = try Self.encode(places, of: count)
      while again.count < 2 { again.append(0) }
      if again != bytes { Issue.record("\(bytes) gives \(places) of \(count), which is \(again)") }
    }
  }

  @Test func refuseMorePlacesThanThereAre() {
    // 3 bits say 8 of 5 places.
    #expect(throws: DecodeError(.choiceOutOfBounds, at: 0).within("list")) { try Self.decode([0b111], of: 5) }
    // 1 of 2 places, k = 0, with two left out before it.
    #expect(throws: DecodeError(.choiceOutOfBounds, at: 0).within("list")) { try Self.decode([0b0110], of: 2) }
    // 6 of 9 places in runs, and 3 in 2 bits says four of them.
    #expect(throws: DecodeError(.choiceOutOfBounds, at: 0).within("list")) { try Self.decode([0x75], of: 9) }
  }

  @Test func refuseTheLongerForm() {
    // 3 and 4 of 20, one by one: the gaps 3 and 0 with k = 3.
    #expect(throws: DecodeError(.choiceOutOfBounds, at: 0).within("list")) { try Self.decode([0x81, 0x01], of: 20) }
  }
}
