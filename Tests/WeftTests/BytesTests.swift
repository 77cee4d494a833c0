import Testing
import Weft

/// Bytes and text, put three bits into a byte and read back from there.
@Suite struct BytesTests {
  /// `count` bytes by `put`, behind three set bits.
  private func bytes(_ count: Int, _ put: (inout BitWriter) throws(EncodeError) -> Void) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0xEE, count: count + 9)
    var span = buffer.mutableSpan
    var writer = BitWriter(unsafe span.mutableBytes)
    try writer.reserve(bitCount: 3)
    writer.put(0b111, bitCount: 3)
    try put(&writer)
    let byteCount = writer.finish()
    return Array(buffer[..<byteCount])
  }

  /// What `contents` look like behind three set bits.
  private func shifted(_ contents: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var carry: UInt8 = 0b111
    for byte in contents {
      result.append(byte << 3 | carry)
      carry = byte >> 5
    }
    return result + [carry]
  }

  private let contents = (0..<37).map { UInt8(truncatingIfNeeded: $0 * 41 + 7) }

  @Test func bytesStandAtAnyBit() throws {
    let fixed = FixedBytes<37> { contents[$0] }
    #expect(try bytes(37) { writer throws(EncodeError) in try fixed.encode(into: &writer) } == shifted(contents))
    #expect(try bytes(37) { writer throws(EncodeError) in try writer.put(contents) } == shifted(contents))
    let short = try #require(InlineBytes<40>(contents))
    #expect(try bytes(37) { writer throws(EncodeError) in try writer.put(short) } == shifted(contents))
    let long = FixedBytes<100> { contents[$0 % 37] }
    let expected = shifted((0..<100).map { contents[$0 % 37] })
    #expect(try bytes(100) { writer throws(EncodeError) in try long.encode(into: &writer) } == expected)
  }

  @Test func bytesComeBackFromAnyBit() throws {
    let input = shifted(contents)
    var reader = BitReader(unsafe input.span.bytes)
    let run = try reader.run(bitCount: 3 + 37 * 8)
    let fixed: FixedBytes<37> = run.bytes(at: 3)
    #expect((0..<37).map { fixed[$0] } == contents)

    reader = BitReader(unsafe input.span.bytes)
    _ = try reader.run(bitCount: 3)
    let short: InlineBytes<40> = try reader.readBytes(count: 37)
    #expect(short == InlineBytes<40>(contents))
  }

  @Test(arguments: ["", "Zoë", "a text that is longer than fifteen bytes: Łukasz"]) func textStandsAtAnyBit(text: String) throws {
    let utf8 = Array(text.utf8)
    #expect(try bytes(utf8.count) { writer throws(EncodeError) in try writer.put(text) } == shifted(utf8))
    let short = try #require(InlineText<60>(text))
    #expect(try bytes(utf8.count) { writer throws(EncodeError) in try writer.put(short) } == shifted(utf8))
  }
}
