import Testing

@testable import Weft

/// Reader and writer against a model that moves one bit at a time.
@Suite struct BitsTests {
  /// `count` bits of `bytes` from bit `offset`, the least significant first.
  static func model(_ bytes: [UInt8], at offset: Int, count: Int) -> UInt64 {
    var value: UInt64 = 0
    for bit in 0..<count where bytes[(offset + bit) / 8] >> UInt8((offset + bit) % 8) & 1 == 1 { value |= 1 << UInt64(bit) }
    return value
  }

  /// Every start, offset and width of every short input: the loads near its ends are the same bits.
  @Test func everyRunOfShortInputs() throws {
    for byteCount in 1...11 {
      let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 91) }
      for start in 0..<byteCount * 8 {
        for end in start + 1...byteCount * 8 {
          var reader = BitReader(unsafe bytes.span.bytes)
          _ = try reader.run(bitCount: start)
          let run = try reader.run(bitCount: end - start)
          for offset in 0..<end - start {
            for count in [1, 7, 13, 31, 33, 50, 51, 57, 63, 64] where offset + count <= end - start {
              let expected = Self.model(bytes, at: start + offset, count: count)
              let found: UInt64 = run.integer(at: offset, count: count)
              if found != expected { Issue.record("\(byteCount) bytes, run \(start)..<\(end), \(count) bits at \(offset)") }
            }
          }
        }
      }
    }
  }

  @Test func signedIntegersAreTwosComplement() throws {
    let bytes: [UInt8] = [0b0000_1110]
    var reader = BitReader(unsafe bytes.span.bytes)
    let run = try reader.run(bitCount: 8)
    let value: Int8 = run.integer(at: 0, count: 4)
    #expect(value == -2)
    let other: Int64 = run.integer(at: 1, count: 4)
    #expect(other == 7)
  }

  @Test func aRunThatIsNotThereSaysHowMuchIsMissing() throws {
    let bytes: [UInt8] = [1, 2]
    var reader = BitReader(unsafe bytes.span.bytes)
    _ = try reader.run(bitCount: 9)
    #expect(reader.remainingBitCount == 7)
    do throws(DecodeError) {
      _ = try reader.run(bitCount: 20)
      Issue.record("a run beyond the end")
    } catch {
      #expect(error == DecodeError(.truncated(neededBitCount: 13), at: 16))
    }
  }

  @Test func whatFollowsAMessageIsPaddingOrAnError() throws {
    func end(_ bytes: [UInt8], after bitCount: Int) -> DecodeError? {
      var reader = BitReader(unsafe bytes.span.bytes)
      do throws(DecodeError) {
        _ = try reader.run(bitCount: bitCount)
        try reader.finish()
        return nil
      } catch {
        return error
      }
    }
    #expect(end([], after: 0) == nil)
    #expect(end([0x07], after: 3) == nil)
    #expect(end([0x0F], after: 3) == DecodeError(.nonZeroPadding, at: 3))
    #expect(end([0x07, 0], after: 3) == DecodeError(.trailingBytes(count: 1), at: 8))
    #expect(end([0x0F, 0], after: 3) == DecodeError(.nonZeroPadding, at: 3))
    #expect(end(Array(repeating: 0, count: 12), after: 88) == DecodeError(.trailingBytes(count: 1), at: 88))
  }

  /// Random widths and values, written and read back, and compared with the model.
  @Test func whatIsWrittenIsRead() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(state: seed)
    for _ in 0..<500 {
      let fields = (0..<Int.random(in: 1...30, using: &random)).map { _ in
        let count = Int.random(in: 1...64, using: &random)
        return (count, UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64(64 - count))
      }
      let total = fields.reduce(0) { $0 + $1.0 }
      var buffer = [UInt8](repeating: 0xAA, count: (total + 7) / 8)
      var span = buffer.mutableSpan
      var writer = unsafe BitWriter(span.mutableBytes)
      try writer.reserve(bitCount: total)
      for (count, value) in fields { writer.put(value, bitCount: count) }
      #expect(writer.bitOffset == total)
      #expect(writer.finish() == buffer.count)
      var offset = 0
      for (count, value) in fields {
        #expect(Self.model(buffer, at: offset, count: count) == value, "seed \(seed)")
        offset += count
      }
      #expect(Self.model(buffer, at: total, count: buffer.count * 8 - total) == 0, "seed \(seed)")
    }
  }

  @Test func aBufferThatIsTooSmallSaysWhatIsNeeded() throws {
    var buffer = [UInt8](repeating: 0, count: 2)
    var span = buffer.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    try writer.reserve(bitCount: 16)
    do throws(EncodeError) {
      try writer.reserve(bitCount: 17)
      Issue.record("room for a bit too many")
    } catch {
      #expect(error == EncodeError(.bufferTooSmall(neededByteCount: 3)))
    }
  }

  /// Bytes that start inside a byte, and end anywhere.
  @Test func bytesMoveInAndOutAtEveryBit() throws {
    for phase in 0..<8 {
      for count in 0...20 {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 59 &+ 201) }
        var buffer = [UInt8](repeating: 0, count: (phase + count * 8 + 7) / 8)
        var span = buffer.mutableSpan
        var writer = unsafe BitWriter(span.mutableBytes)
        try writer.reserve(bitCount: phase)
        writer.put(0, bitCount: phase)
        try writer.put(bytes)
        #expect(writer.finish() == buffer.count)
        var reader = BitReader(unsafe buffer.span.bytes)
        _ = try reader.run(bitCount: phase)
        #expect(try reader.readBytes(count: count) == bytes)
        try reader.finish()
      }
    }
  }
}

/// A generator whose seed a failing test prints: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
