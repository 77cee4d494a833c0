import Testing

@testable import WeftStream

/// What goes in comes out, in every mode, and never takes more room than it had.
@Suite struct CompressedFrameTests {
  @Test(arguments: [300, 5000, 200_000]) func framesComeBack(largest: Int) throws {
    let contexts = try ZstdContexts()
    for (name, settings) in everyMode(largest: largest) {
      var generator = SeededGenerator(state: UInt64(largest))
      let frames = makeFrames(largest > 10_000 ? 12 : 120, largest: largest, using: &generator)
      let compressor = try FrameCompressor(settings, contexts: contexts)
      let decompressor = try FrameDecompressor(settings, contexts: contexts)
      var forms: Set<FrameForm> = []
      for (index, frame) in frames.enumerated() {
        let (form, body) = try compressor.compress(frame)
        forms.insert(form)
        // "stored" costs nothing, a compressed form has one bit more to name it: so it has to save a byte.
        #expect(form == .stored ? body == frame : body.count < frame.count, "\(name), frame \(index)")
        #expect(try decompressor.decompress(form, body) == frame, "\(name), frame \(index)")
      }
      #expect(forms.contains(.stored) && forms.contains(.block), "\(name): \(forms)")
      if largest > 128 << 10 { #expect(forms.contains(.blocks), "\(name): \(forms)") }
    }
  }

  /// Links of one thread do not disturb each other.
  @Test func linksTakeTurns() throws {
    let contexts = try ZstdContexts()
    let links = try everyMode(largest: 2000).map { _, settings in
      (try FrameCompressor(settings, contexts: contexts), try FrameDecompressor(settings, contexts: contexts))
    }
    var generator = SeededGenerator(state: 3)
    let frames = makeFrames(600, largest: 2000, using: &generator)
    for frame in frames {
      let (compressor, decompressor) = links[Int.random(in: 0..<links.count, using: &generator)]
      let (form, body) = try compressor.compress(frame)
      #expect(try decompressor.decompress(form, body) == frame)
    }
  }

  /// What earlier frames said does not have to be said again: that is what the modes are for.
  @Test func historyPays() throws {
    let contexts = try ZstdContexts()
    var generator = SeededGenerator(state: 5)
    let frame = (0..<400).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for mode in [ZstdSettings.Mode.stream(windowByteCount: 4096), .history(byteCount: 1024)] {
      let compressor = try FrameCompressor(ZstdSettings(mode), contexts: contexts)
      #expect(try compressor.compress(frame).form == .stored)
      // 2-facts.md: a flush of an exact repeat costs 10 to 11 bytes, three of which are not sent.
      #expect(try compressor.compress(frame).body.count <= 9)
    }
    let dictionary = ZstdDictionary(frame)
    let compressor = try FrameCompressor(ZstdSettings(.message(dictionary: dictionary)), contexts: contexts)
    #expect(try compressor.compress(frame).body.count <= 11)
  }

  /// What begins with the number of zstd's dictionaries (RFC 8878 section 5) is mere contents, also as a history.
  @Test func aHistoryMayBeginAsADictionary() throws {
    let contexts = try ZstdContexts()
    let settings = ZstdSettings(.history(byteCount: 4096))
    let compressor = try FrameCompressor(settings, contexts: contexts)
    let decompressor = try FrameDecompressor(settings, contexts: contexts)
    let words = Array(repeating: Array("neither tables nor codes ".utf8), count: 12).flatMap { $0 }
    for frame in [[0x37, 0xA4, 0x30, 0xEC] + words, words, words] {
      let (form, body) = try compressor.compress(frame)
      #expect(form != .stored)
      #expect(try decompressor.decompress(form, body) == frame)
    }
  }

  /// A long frame that holds one block worth compressing among random ones is stored, and the stream goes on behind it.
  @Test func aStreamBeginsAnewBehindALongStoredFrame() throws {
    let contexts = try ZstdContexts()
    let settings = ZstdSettings(.stream(windowByteCount: 1024), maximumFrameByteCount: 400_000)
    let compressor = try FrameCompressor(settings, contexts: contexts)
    let decompressor = try FrameDecompressor(settings, contexts: contexts)
    var generator = SeededGenerator(state: 11)
    var frame = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for index in 1024..<1100 { frame[index] = 0 }
    let short = Array(repeating: Array(UInt8(0)...40), count: 8).flatMap { $0 }
    for frame in [short, frame, short, frame, short, short] {
      let (form, body) = try compressor.compress(frame)
      #expect(body.count <= frame.count)
      #expect(try decompressor.decompress(form, body) == frame)
    }
  }

  @Test func bothEndsBeginAnew() throws {
    let contexts = try ZstdContexts()
    for (name, settings) in everyMode(largest: 4096) {
      let compressor = try FrameCompressor(settings, contexts: contexts)
      let decompressor = try FrameDecompressor(settings, contexts: contexts)
      var generator = SeededGenerator(state: 13)
      for (index, frame) in makeFrames(60, largest: 4096, using: &generator).enumerated() {
        if index % 7 == 6 {
          compressor.restart()
          decompressor.restart()
        }
        let (form, body) = try compressor.compress(frame)
        #expect(try decompressor.decompress(form, body) == frame, "\(name), frame \(index)")
      }
    }
  }
}
