import Foundation
import Testing
import WeftCompiler
import WeftDynamic
import WeftSchema

@testable import WeftLink

/// The definition of the handshake in `docs/streams.md` is what links send.
@Suite struct HandshakeDefinitionTests {
  @Test func theDefinitionReadsWhatIsSent() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(components: "..", "..", "docs", "streams.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let blocks = text.components(separatedBy: "```weft\n").compactMap { $0.components(separatedBy: "```").first }
    let block = try #require(blocks.first { $0.contains("module LinkFrames") })
    let compilation = compile([SourceFile(path: "streams.weft", bytes: Array(block.utf8))])
    #expect(!compilation.hasErrors)
    let codec = DynamicCodec(compilation.schema)
    let definition = try #require(codec.definition(named: "LinkHandshake"))
    let handshake = Handshake(
      session: 0xDEAD_BEEF, hasHeard: true, wantsAnswer: false, channel: 12, limits: LinkLimits(baselineCount: 3, keyCount: 4),
      compression: CompressionOffer(mode: .history, byteCount: 4096, dictionary: 5), messages: [7, 8])
    let value: DynamicValue = [
      "version": 1, "session": 0xDEAD_BEEF, "hasHeard": true, "wantsAnswer": false, "channel": 12, "baselineCount": 3,
      "keyCount": 4, "frameByteCount": 65_536, "compression": "history", "compressionByteCount": 4096, "dictionary": 5,
      "messages": [7, 8],
    ]
    #expect(try codec.encoded(definition, value) == handshake.encoded())
  }
}
