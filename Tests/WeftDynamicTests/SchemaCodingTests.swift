import Testing
import WeftSchema

@Suite struct SchemaCodingTests {
  @Test func everyDefinitionOfTheProjectComesBack() throws {
    let bytes = protocolSchema.encoded()
    #expect(try Schema(decoding: bytes) == protocolSchema)
    #expect(protocolSchema.encoded() == bytes)
    #expect(protocolSchema.definitions.count > 50)
  }

  /// The largest integers take 19 groups of 7 bits, of the last only two bits.
  @Test func theLargestConstantsComeBack() throws {
    let schema = schema(
      compiling: """
        const largest = 170141183460469231731687303715884105727
        const least = -170141183460469231731687303715884105727
        """)
    #expect(try Schema(decoding: schema.encoded()) == schema)
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = schema(
      compiling: "message M = 1 @extensible(max: 9) { a: int(-3...9) = 4 b: [u4, max: 3]? --- added c: bool = true }"
    ).encoded()
    for count in 0..<bytes.count {
      #expect(throws: SchemaCodingError.self) { try Schema(decoding: Array(bytes.prefix(count))) }
    }
    #expect(throws: SchemaCodingError(byteOffset: bytes.count)) { try Schema(decoding: bytes + [0]) }
  }

  /// What a damaged encoding reads as is one schema or none, and its own encoding reads as the same.
  @Test func damageNeverTraps() throws {
    let bytes = schema(
      compiling: """
        open enum E: u6 { a = 1 }
        foreign F(n: int) bits(msb) bytes(big) { a: const u8 = 3 b: u8 = byteCount(c) c: bytes[b] d: match b { x = 1: u8 default y: bytes } }
        vector E "one" a = hex"01"
        """
    ).encoded()
    var accepted = 0
    for bit in 0..<bytes.count * 8 {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let schema = try? Schema(decoding: damaged) else { continue }
      accepted += 1
      #expect(try Schema(decoding: schema.encoded()) == schema)
    }
    #expect(accepted > 0)
  }

  /// A count of 2^60 elements in a few bytes, and expressions inside each other without end.
  @Test func hostileBytesCostNothing() {
    let start = Schema().encoded().dropLast(2)
    #expect(throws: SchemaCodingError.self) {
      try Schema(decoding: start + [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
    }
  }
}
