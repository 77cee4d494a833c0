import Foundation
import Testing
import WeftSchema

@testable import WeftCompiler

/// The formatter: what it makes of a file, and what it must leave as it is.
@Suite struct FormatTests {
  static let untidy = Project.definitions(in: Project.corpus.appending(path: "format"))

  /// `Corpus/format`: each file, and the same formatted in a `.txt` beside it.
  @Test(arguments: untidy)
  func laysOutAsTheGoldenDoes(url: URL) throws {
    let formatted = format(try Project.source(url))
    #expect(formatted.diagnostics.isEmpty)
    let golden = url.deletingPathExtension().appendingPathExtension("txt")
    if Project.updatesGoldens { try Data(formatted.bytes).write(to: golden) }
    #expect(formatted.text == (try String(contentsOf: golden, encoding: .utf8)))
  }

  @Test(arguments: untidy + RightCorpusTests.files)
  func changesWhiteSpaceOnly(url: URL) throws {
    let source = try Project.source(url)
    let formatted = format(source)
    #expect(Pieces(source.bytes) == Pieces(formatted.bytes))
    #expect(parse(SourceFile(path: "", bytes: formatted.bytes)).diagnostics.isEmpty)
    #expect(format(SourceFile(path: "", bytes: formatted.bytes)).bytes == formatted.bytes, "formatted twice, it differs")
  }

  /// White space means nothing to the compiler, line breaks included, and any of it is formatted once and for all.
  @Test(arguments: untidy + RightCorpusTests.files, [1, 2, 3])
  func survivesOtherWhiteSpace(url: URL, seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let disturbed = Pieces(try Project.source(url).bytes).joined(using: &random)
    let formatted = format(SourceFile(path: "", bytes: disturbed))
    guard !formatted.diagnostics.hasErrors else {
      Issue.record("seed \(seed): \(formatted.diagnostics)")
      return
    }
    let schema = compile([try Project.source(url)]).schema
    #expect(compile([SourceFile(path: url.lastPathComponent, bytes: disturbed)]).schema == schema, "seed \(seed)")
    #expect(Pieces(formatted.bytes) == Pieces(disturbed), "seed \(seed)")
    #expect(format(SourceFile(path: "", bytes: formatted.bytes)).bytes == formatted.bytes, "seed \(seed)")
  }

  /// Names, documentation, layouts and identities: all that a schema says.
  @Test(arguments: Project.definitions(in: Project.corpus.appending(path: "right")))
  func keepsTheSchema(url: URL) throws {
    let source = try Project.source(url)
    let formatted = SourceFile(path: source.path, bytes: format(source).bytes)
    #expect(compile([formatted]).schema == compile([source]).schema)
  }

  @Test func keepsTheIdentitiesOfTheProject() throws {
    let sources = try Project.definitions(in: Project.root.appending(path: "protocol")).map(Project.source)
    let formatted = sources.map { SourceFile(path: $0.path, bytes: format($0).bytes) }
    let schema = compile(sources).schema
    #expect(!schema.modules.isEmpty)
    #expect(compile(formatted).schema == schema)
  }

  /// `weft format -w protocol` puts it right.
  @Test(arguments: Project.definitions(in: Project.root.appending(path: "protocol")))
  func definitionsOfThisProjectAreFormatted(url: URL) throws {
    let source = try Project.source(url)
    #expect(format(source).text == String(decoding: source.bytes, as: UTF8.self))
  }

  @Test func leavesAFileWithErrorsAsItIs() {
    let source = SourceFile(path: "a.weft", text: "edition 2026 module A\nstruct  B {  a: }")
    let formatted = format(source)
    #expect(formatted.bytes == source.bytes)
    #expect(formatted.diagnostics.map(\.rule.rawValue) == ["EXPECTED_TYPE"])
  }
}

/// The tokens and comments of a file, without the white space between them.
struct Pieces: Equatable {
  var pieces: [[UInt8]] = []

  init(_ bytes: [UInt8]) {
    var lexer = Lexer(bytes, file: 0)
    lexer.lex()
    var last = 0
    for (index, token) in lexer.tokens.enumerated() {
      let trivia = Trivia(bytes, in: last..<Int(token.lower), isFirst: index == 0)
      pieces += trivia.comments.map { Array(bytes[$0.bytes]) }
      pieces.append(bytes[Int(token.lower)..<Int(token.upper)].filter { $0 != UInt8(ascii: "\r") })
      last = Int(token.upper)
    }
  }

  /// The pieces with white space between them that no one would choose, but none where it would mean something else.
  func joined(using random: inout SplitMix) -> [UInt8] {
    var text: [UInt8] = []
    for piece in pieces {
      if piece.starts(with: [0x2F, 0x2F]) {
        text += [0x0A] + piece + [0x0A]
        continue
      }
      let spaces: [[UInt8]] = [[0x20], [0x20], [0x20, 0x20], [0x09], [0x0A], [0x0D, 0x0A], [0x0A, 0x0A, 0x20], [0x20]]
      text += spaces[Int(random.next() % 8)] + piece
    }
    return text
  }
}

/// Random numbers that a seed reproduces on every machine.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
