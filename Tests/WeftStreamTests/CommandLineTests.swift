import Foundation
import Testing

@testable import WeftStream

/// Interop: with the elided bytes put back, the `zstd` command line reads what was sent. The bytes are put back here, by the
/// text of `docs/streams.md`, and not by what `Sources` does.
@Suite struct CommandLineTests {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(component: "weft-zstd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test func aStreamIsOneFrame() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let settings = ZstdSettings(.stream(windowByteCount: 4096), maximumFrameByteCount: 9000)
    var sent = frameHeader(windowLog: 12)
    var frames: [UInt8] = []
    try eachFrame(settings) { (frame, form, body) throws in
      frames += frame
      if form == .stored && body.count > 4096 {
        // The stream begins anew behind it.
        sent += emptyLastBlock + frameHeader(windowLog: 14)
        sent += blocks(form, body, isLast: true, blockByteCount: 1 << 14) + frameHeader(windowLog: 12)
      } else {
        sent += blocks(form, body, isLast: false, blockByteCount: 4096)
      }
    }
    #expect(try decompress(sent + emptyLastBlock, []) == frames)
  }

  @Test func aHistoryIsAPrefix() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var history: [UInt8] = []
    try eachFrame(ZstdSettings(.history(byteCount: 700), maximumFrameByteCount: 9000), count: 30) { (frame, form, body) throws in
      let sent = frameHeader(windowLog: 14) + blocks(form, body, isLast: true, blockByteCount: 1 << 14)
      let prefix = folder.appending(component: "prefix")
      try Data(history).write(to: prefix)
      let contents = try decompress(sent, history.isEmpty ? [] : ["--patch-from=\(prefix.path)"])
      #expect(contents == frame)
      history = (history + frame).suffix(700)
    }
  }

  @Test func aDictionaryIsADictionary() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var generator = SeededGenerator(state: 21)
    let samples = makeFrames(500, largest: 300, using: &generator)
    let dictionary = try #require(ZstdDictionary.train(samples, maximumByteCount: 2048))
    let file = folder.appending(component: "dictionary")
    try Data(dictionary.bytes).write(to: file)
    let settings = ZstdSettings(.message(dictionary: dictionary), maximumFrameByteCount: 9000)
    try eachFrame(settings, count: 30) { (frame, form, body) throws in
      let sent = frameHeader(windowLog: 14) + blocks(form, body, isLast: true, blockByteCount: 1 << 14)
      let contents = try decompress(sent, ["-D", file.path])
      #expect(contents == frame)
    }
  }

  private func eachFrame(
    _ settings: ZstdSettings, count: Int = 200, _ body: ([UInt8], FrameForm, [UInt8]) throws -> Void
  ) throws {
    let compressor = try FrameCompressor(settings, contexts: ZstdContexts())
    var generator = SeededGenerator(state: 23)
    for frame in makeFrames(count, largest: 9000, using: &generator) where !frame.isEmpty {
      let (form, sent) = try compressor.compress(frame)
      try body(frame, form, sent)
    }
  }

  private let emptyLastBlock: [UInt8] = [1, 0, 0]

  private func frameHeader(windowLog: Int) -> [UInt8] { [0x28, 0xB5, 0x2F, 0xFD, 0, UInt8((windowLog - 10) * 8)] }

  private func blocks(_ form: FrameForm, _ body: [UInt8], isLast: Bool, blockByteCount: Int) -> [UInt8] {
    func header(_ kind: Int, _ size: Int, _ isLast: Bool) -> [UInt8] {
      let header = size * 8 + kind * 2 + (isLast ? 1 : 0)
      return [UInt8(header % 256), UInt8(header / 256 % 256), UInt8(header / 65536)]
    }
    switch form {
    case .block: return header(2, body.count, isLast) + body
    case .blocks: return body
    case .stored:
      return stride(from: 0, to: body.count, by: blockByteCount).flatMap { start in
        let part = body[start..<min(start + blockByteCount, body.count)]
        return header(0, part.count, isLast && part.endIndex == body.count) + part
      }
    }
  }

  private func decompress(_ sent: [UInt8], _ options: [String]) throws -> [UInt8] {
    let (input, output) = (folder.appending(component: "in.zst"), folder.appending(component: "out"))
    try Data(sent).write(to: input)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["zstd", "-d", "-q", "-f"] + options + [input.path, "-o", output.path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return Array(try Data(contentsOf: output))
  }
}
