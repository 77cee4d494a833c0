import Foundation
import ChannelForms
import Testing
import Weft
import WeftLink
import WeftStream

/// The dictionary that `weft train` made and the plugin has embedded.
@Suite struct DictionaryTests {
  private var file: [UInt8] {
    get throws {
      let here = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      return Array(try Data(contentsOf: here.appending(path: "ChannelForms/say.dict")))
    }
  }

  @Test func isTheFilesBytes() throws {
    let dictionary = try #require(Trained.dictionary)
    #expect(try dictionary.bytes() == file && dictionary.byteCount == file.count)
    // The compiler's digest is the one that links compute.
    #expect(ZstdDictionary(try file).identity == dictionary.identity)
    #expect(Each.dictionary == nil && Datagrams.dictionary == nil)
  }

  @Test func isNamedInTheHandshake() throws {
    let link = try ZstdLink<Trained>(contexts: try ZstdContexts())
    #expect(link.offer == CompressionOffer(mode: .message, dictionary: try #require(Trained.dictionary).identity))
  }

  /// Not even a lone message needs its words: a third of what it takes without zstd, and less than with zstd alone.
  @Test func makesLoneMessagesShorter() throws {
    let text = "the service is up, hello there, restarting in 30 seconds"
    let trained = try size(of: .say(Say(at: 7, text: text)), Trained.self)
    let alone = try size(of: .say(Say(at: 7, text: text)), Each.self)
    let plain = try size(of: .say(Say(at: 7, text: text)), Datagrams.self)
    #expect(trained < plain / 2 && trained < alone / 2, "\(trained), \(alone), \(plain)")
  }

  private func size<Message: Spoken>(of message: Message, _: Message.Type) throws -> Int {
    let line = try Line<Message>(contexts: try ZstdContexts())
    try line.left.send(message, at: 0)
    let byteCount = try Line<Message>.carry(from: line.left, to: line.right, at: 0)
    #expect(Line<Message>.received(by: line.right) == [message])
    return byteCount
  }

  /// A peer that was built with another dictionary: the link works, without zstd.
  @Test func anotherDictionaryMeansNoCompression() throws {
    let contexts = try ZstdContexts()
    let left = try ChannelEnd<Trained>(session: 1, contexts: contexts)
    let right = try ChannelEnd<Trained>(
      session: 2, contexts: contexts, dictionary: ZstdDictionary(Array("other words, other words".utf8)))
    for _ in 0..<2 {
      try Line<Trained>.carry(from: left, to: right, at: 0)
      try Line<Trained>.carry(from: right, to: left, at: 0)
    }
    #expect(left.isEstablished && right.isEstablished && !left.isCompressing && !right.isCompressing)
    let message = Trained.say(Say(at: 1, text: "hello there"))
    try left.send(message, at: 0)
    try Line<Trained>.carry(from: left, to: right, at: 0)
    #expect(Line<Trained>.received(by: right) == [message])
  }
}
