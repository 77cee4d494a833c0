import SpecimenShapes
import Specimens
import Testing
import Weft

/// Values hash by their encodings: equal ones alike, and every bit on the wire counts.
@Suite struct HashingTests {
  @Test(arguments: AgreementTests.types.map { $0.definitionName })
  func everyBitCounts(name: String) throws {
    let type = AgreementTests.types.first { $0.definitionName == name } as? any (BitCodable & Hashable).Type
    let hashable = try #require(type)
    try check(hashable, seed: UInt64.random(in: 0...UInt64.max))
  }

  private func check<Value: BitCodable & Hashable>(_ type: Value.Type, seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    var hashes: [Int: [UInt8]] = [:]
    for _ in 0..<400 {
      let count = Int.random(in: 0...min(type.maximumByteCount, 64), using: &random)
      let bytes = (0..<count).map { _ in Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : 0 }
      guard let value = try? Value(decoding: bytes) else { continue }
      let again = try Value(decoding: bytes)
      #expect(value == again && value.hashValue == again.hashValue, "\(type), seed \(seed)")
      if let other = hashes.updateValue(bytes, forKey: value.hashValue) { #expect(other == bytes, "\(type), seed \(seed)") }
    }
  }

  @Test func valuesWithoutAnEncodingHashAlike() {
    let high = Reals(half: 0, single: 0, double: 0, height: 99, only: 2.5)
    var low = high
    low.height = -99
    #expect(high != low)
    #expect(high.hashValue == low.hashValue)
    #expect(Set([high, low]).count == 2)
  }

  @Test func zerosOfBothSignsAreTwoValues() {
    let plus = Reals(half: 0, single: 0, double: 0, height: 0, only: 2.5)
    var minus = plus
    minus.single = -0.0
    #expect(plus != minus && plus.hashValue != minus.hashValue)
    minus = plus
    minus.height = -0.0
    #expect(plus == minus && plus.hashValue == minus.hashValue)
  }

  /// What a hash is computed from first has room for 1,024 bytes.
  @Test(arguments: [1_021, 1_022, 1_023, 5_000])
  func longValuesHashWhole(byteCount: Int) {
    let long = Long(bytes: Array(repeating: 1, count: byteCount))
    var other = long
    #expect(long.hashValue == other.hashValue)
    other.bytes[byteCount - 1] = 2
    #expect(long.hashValue != other.hashValue)
  }
}

private struct Long: BitCodable, Hashable {
  static var bitCountRange: ClosedRange<Int> { 16...16 + 8 * 65_535 }
  var bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }
  init(decoding reader: inout BitReader) throws(DecodeError) { bytes = try reader.readBytes(in: 0...65_535, field: "bytes") }

  func encode(into writer: inout BitWriter) throws(EncodeError) { try writer.put(bytes, in: 0...65_535, field: "bytes") }
}
