import Testing

@testable import WeftStream

/// Whatever arrives: a typed error, bounded memory, and nothing else is harmed.
@Suite struct HostileFrameTests {
  let contexts: ZstdContexts

  init() throws { contexts = try ZstdContexts() }

  @Test func aBombIsRefused() throws {
    // 100 KiB of zeros in a dozen bytes, for an end that takes 1,000 bytes.
    let large = ZstdSettings(.message(dictionary: nil), maximumFrameByteCount: 100 << 10)
    let (form, bomb) = try FrameCompressor(large, contexts: contexts).compress([UInt8](repeating: 0, count: 100 << 10))
    #expect(bomb.count < 20)
    for mode in [ZstdSettings.Mode.message(dictionary: nil), .history(byteCount: 4096), .stream(windowByteCount: 128 << 10)] {
      let decompressor = try FrameDecompressor(ZstdSettings(mode, maximumFrameByteCount: 100 << 10), contexts: contexts)
      #expect(try decompressor.decompress(form, bomb).count == 100 << 10)
      let strict = try FrameDecompressor(ZstdSettings(mode, maximumFrameByteCount: 1000), contexts: ZstdContexts())
      let error = #expect(throws: StreamError.self) { try strict.decompress(form, bomb) }
      #expect(error == .tooLarge(maximum: 1000) || error == .corrupt)
      #expect(throws: StreamError.tooLarge(maximum: 1000)) {
        try strict.decompress(.stored, [UInt8](repeating: 0, count: 1001))
      }
    }
  }

  @Test func aSenderKeepsTheLimit() throws {
    let compressor = try FrameCompressor(ZstdSettings(.history(byteCount: 64), maximumFrameByteCount: 9), contexts: contexts)
    #expect(throws: StreamError.frameTooLarge(byteCount: 10, maximum: 9)) {
      try compressor.compress([UInt8](repeating: 0, count: 10))
    }
  }

  /// After an error, later frames that need the history are refused, stored ones come through, and a restart mends it.
  @Test func anErrorEndsAHistory() throws {
    for mode in [ZstdSettings.Mode.history(byteCount: 4096), .stream(windowByteCount: 4096)] {
      let settings = ZstdSettings(mode)
      let compressor = try FrameCompressor(settings, contexts: contexts)
      let decompressor = try FrameDecompressor(settings, contexts: contexts)
      let frame = Array(repeating: Array(UInt8(0)...99), count: 3).flatMap { $0 }
      var (form, body) = try compressor.compress(frame)
      #expect(try decompressor.decompress(form, body) == frame)
      #expect(throws: StreamError.corrupt) { try decompressor.decompress(.block, [0xFF, 0xFF, 0xFF]) }
      #expect(decompressor.hasEnded)
      (form, body) = try compressor.compress(frame)
      #expect(throws: StreamError.ended) { try decompressor.decompress(form, body) }
      #expect(try decompressor.decompress(.stored, [1, 2, 3]) == [1, 2, 3])
      compressor.restart()
      decompressor.restart()
      (form, body) = try compressor.compress(frame)
      #expect(try decompressor.decompress(form, body) == frame)
    }
  }

  @Test func anErrorEndsNothingWithoutHistory() throws {
    let settings = ZstdSettings(.message(dictionary: nil))
    let decompressor = try FrameDecompressor(settings, contexts: contexts)
    #expect(throws: StreamError.corrupt) { try decompressor.decompress(.block, [0xFF, 0xFF, 0xFF]) }
    let frame = [UInt8](repeating: 3, count: 200)
    let (form, body) = try FrameCompressor(settings, contexts: contexts).compress(frame)
    #expect(try decompressor.decompress(form, body) == frame)
  }

  /// Blocks that do not fill the body, end the frame early, or are followed by another frame.
  @Test func blocksHaveToFillTheirBody() throws {
    let raw: [UInt8] = [0x08, 0, 0, 0x41]
    let last: [UInt8] = [0x09, 0, 0, 0x42]
    let settings = ZstdSettings(.message(dictionary: nil), maximumFrameByteCount: 1000)
    func take(_ body: [UInt8]) throws -> [UInt8] {
      try FrameDecompressor(settings, contexts: contexts).decompress(.blocks, body)
    }
    #expect(try take(raw + last) == [0x41, 0x42])
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 0] + last
    for body in [
      [], [0x09], last, raw, raw + raw, last + last, raw + last + last, raw + last + frame, raw + last.dropLast(),
      raw + last + [0], raw + [0x07, 0, 0], raw + [0xFB, 0xFF, 0xFF, 0],
    ] {
      #expect(throws: StreamError.corrupt) { try take(body) }
    }
    let stream = ZstdSettings(.stream(windowByteCount: 1024))
    let decompressor = try FrameDecompressor(stream, contexts: contexts)
    #expect(try decompressor.decompress(.blocks, raw + raw) == [0x41, 0x41])
    #expect(throws: StreamError.corrupt) { try decompressor.decompress(.blocks, raw + last) }
  }

  /// Flipped bits, cut ends, random bytes: an error or some frame within the bound, in bounded memory.
  @Test func randomBytesAreHarmless() throws {
    for (name, settings) in everyMode(largest: 3000) {
      var generator = SeededGenerator(state: 17)
      let compressor = try FrameCompressor(settings, contexts: contexts)
      var decompressor = try FrameDecompressor(settings, contexts: contexts)
      let before = contexts.byteCount
      for frame in makeFrames(100, largest: 3000, using: &generator) {
        var (form, body) = try compressor.compress(frame)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0 where !body.isEmpty:
          body[Int.random(in: 0..<body.count, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 1: body.removeLast(Int.random(in: 0...body.count, using: &generator))
        default: body = (0..<Int.random(in: 0...80, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
        }
        form = [form, .block, .blocks].randomElement(using: &generator) ?? form
        do throws(StreamError) {
          #expect(try decompressor.decompress(form, body).count <= 3000, "\(name)")
        } catch .ended {
          decompressor = try FrameDecompressor(settings, contexts: contexts)
        } catch {
          #expect(error == .corrupt || error == .tooLarge(maximum: 3000), "\(name): \(error)")
        }
      }
      #expect(contexts.byteCount <= before + 1 << 20, "\(name)")
    }
  }

  @Test func impossibleSettingsAreRefused() {
    for settings in [
      ZstdSettings(.stream(windowByteCount: 0)), ZstdSettings(.stream(windowByteCount: 1 << 30)),
      ZstdSettings(.history(byteCount: -1)), ZstdSettings(.message(dictionary: nil), level: 20),
      ZstdSettings(.message(dictionary: nil), maximumFrameByteCount: 0),
      ZstdSettings(.message(dictionary: nil), maximumFrameByteCount: Int.max),
    ] {
      #expect(throws: StreamError.unsupportedSettings) { try FrameCompressor(settings, contexts: contexts) }
      #expect(throws: StreamError.unsupportedSettings) { try FrameDecompressor(settings, contexts: contexts) }
    }
  }
}
