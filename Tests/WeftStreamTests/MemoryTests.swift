import Testing

@testable import WeftStream

/// What a link pays in each mode, as libzstd reports it: the table of `docs/streams.md`, "Memory".
@Suite struct MemoryTests {
  /// Both ends of one direction, after frames that fill window and history.
  private func linkByteCount(_ mode: ZstdSettings.Mode) throws -> (compressor: Int, decompressor: Int, contexts: Int) {
    let contexts = try ZstdContexts()
    let settings = ZstdSettings(mode, maximumFrameByteCount: 16_384)
    let compressor = try FrameCompressor(settings, contexts: contexts)
    let decompressor = try FrameDecompressor(settings, contexts: contexts)
    var generator = SeededGenerator(state: 29)
    for frame in makeFrames(300, largest: 3000, using: &generator) {
      let (form, body) = try compressor.compress(frame)
      _ = try decompressor.decompress(form, body)
    }
    return (compressor.linkByteCount, decompressor.linkByteCount, contexts.byteCount)
  }

  @Test func aHistoryIsAllThatALinkKeeps() throws {
    for byteCount in [1024, 2048, 3072, 4096] {
      let link = try linkByteCount(.history(byteCount: byteCount))
      // The array's own allocation may round up.
      #expect((byteCount...byteCount + 256).contains(link.compressor), "\(link)")
      #expect((byteCount...byteCount + 256).contains(link.decompressor), "\(link)")
      #expect(link.contexts < 1 << 20, "\(link)")
    }
  }

  @Test func messagesKeepNothing() throws {
    let link = try linkByteCount(.message(dictionary: nil))
    #expect(link.compressor == 0 && link.decompressor == 0 && link.contexts < 1 << 20, "\(link)")
  }

  @Test func aStreamPaysForItsContexts() throws {
    // A tenth above what was measured: other versions of libzstd differ.
    for (windowByteCount, bound) in [(1 << 10, 300_000), (16 << 10, 530_000), (64 << 10, 1_270_000)] {
      let link = try linkByteCount(.stream(windowByteCount: windowByteCount))
      #expect(link.compressor + link.decompressor <= bound, "\(link)")
    }
  }
}
