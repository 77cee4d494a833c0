import Foundation
import Testing

@testable import WeftCompiler

/// No input makes the compiler trap, hang, or take more than a multiple of the input's size.
///
/// Nothing is timed: an algorithm that is worse than linear does not come to an end on these sizes.
@Suite struct HostileInputTests {
  private static let head = "edition 2026\nmodule A\n"
  private static let count = 5_000

  /// What the parser recurses on, opened and never closed, or closed and never opened.
  @Test(arguments: [
    "(", "[", "{", "- ", "~", "not ", "[u8, max: ", "a: [", "match a { b = 1: ", ")", "]", "}", "1 + ", "a.", "1 if 2 else ",
  ])
  func nestsDeeply(_ opening: String) {
    let contexts = ["const a = ", "struct A { a: ", "vector A \"\" ", "foreign A bits(msb) bytes(big) { a: u8 = ", ""]
    for context in contexts {
      let text = Self.head + context + String(repeating: opening, count: Self.count)
      check(SourceFile(path: "", text: text))
    }
  }

  /// Many of the same, each of them wrong or unfinished.
  @Test(arguments: [
    "/// a\n", "struct A {", "a: u8", "@a ", "reserved 1, ", "open ", "\"", "hex\"", "'", "/*", "\0", "\u{202E}", "é", "..",
    "struct\n", "vector A \"", "if ", "word u8 {", "default ", "--- added\n",
  ])
  func repeatsEndlessly(_ piece: String) {
    check(SourceFile(path: "", text: Self.head + String(repeating: piece, count: Self.count)))
    check(SourceFile(path: "", text: Self.head + "struct A {\n" + String(repeating: piece, count: Self.count)))
  }

  @Test func readsTenMegabytesOfFields() {
    let field = "  /// A field.\n  name: [u16, max: 4]? // as many others\n"
    let text = Self.head + "struct A {\n" + String(repeating: field, count: (10 << 20) / field.utf8.count) + "}\n"
    let (tree, diagnostics) = parse(SourceFile(path: "", text: text))
    #expect(diagnostics.isEmpty)
    guard case .record(let record)? = tree.declarations.first else {
      Issue.record("no struct")
      return
    }
    #expect(record.members.count == (10 << 20) / field.utf8.count)
  }

  @Test func readsAFileOfOneLongLine() {
    let text = Self.head + "struct A { " + String(repeating: "a u8;", count: (1 << 20) / 5) + "}"
    let source = SourceFile(path: "a.weft", text: text)
    let diagnostics = parse(source).diagnostics
    #expect(diagnostics.count == Diagnostic.maximumCount)
    #expect(diagnostics.last?.rule.rawValue == "TOO_MANY_DIAGNOSTICS")
    #expect(diagnostics.rendered(sources: [source]).utf8.count < 100_000)
  }

  @Test func refusesAFileThatIsTooLarge() {
    let bytes = [UInt8](repeating: UInt8(ascii: " "), count: SourceFile.maximumByteCount + 1)
    let (tree, diagnostics) = parse(SourceFile(path: "", bytes: bytes))
    #expect(diagnostics.map(\.rule.rawValue) == ["FILE_TOO_LARGE"])
    #expect(tree.declarations.isEmpty)
  }

  @Test(arguments: WrongCorpusTests.files + RightCorpusTests.files)
  func survivesTruncationAndMutation(url: URL) throws {
    let bytes = try Project.source(url).bytes
    let step = max(1, bytes.count / 60)
    for length in stride(from: 0, to: bytes.count, by: step) {
      check(SourceFile(path: "", bytes: Array(bytes.prefix(length))))
    }
    let seed = UInt64(bytes.count) &* 31
    var random = SplitMix(seed: seed)
    for _ in 0..<10 where !bytes.isEmpty {
      var mutated = bytes
      for _ in 0..<4 { mutated[Int.random(in: mutated.indices, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      check(SourceFile(path: "", bytes: mutated), "seed \(seed)")
    }
  }

  @Test(arguments: 1...30)
  func survivesTokenSoup(seed: UInt64) {
    let words = [
      "struct", "message", "enum", "flags", "union", "foreign", "vector", "const", "type", "open", "reserved", "word",
      "match", "default", "within", "xor", "if", "else", "or", "and", "not", "carries", "with", "when", "on", "bits", "bytes",
      "int", "fixed", "varint", "text", "padding", "inline", "u8", "u32", "a", "b", "A", "B", "edition", "module", "import",
      "added", "max", "min", "step", "signed", "snapshot", "true", "channel", "over", "ordered",
      "datagram", "zstd", "keyed", "by", "delta", "difference", "wrap", "never", "predict", "linear", "interned", "secret",
      "4KiB",
      "hex", "0", "1", "0x1F", "2.5", "\"s\"", "hex\"00\"",
      "{", "}", "(", ")", "[", "]", ":", ",", "=", "?", "@", ".", "...", "---", "+", "-", "*", "/", "%", "~", "&", "|", "^",
      "++", "<<", ">>", "==", "!=", "<", "<=", ">", ">=", "\n", "\n", "// c\n", "/// d\n", "é", "\u{0}", "'", "\"", ";", "#",
    ]
    var random = SplitMix(seed: seed)
    var text = Self.head
    for _ in 0..<2000 {
      text += words[Int.random(in: words.indices, using: &random)]
      if Bool.random(using: &random) { text += " " }
    }
    check(SourceFile(path: "", text: text), "seed \(seed)")
  }

  /// What holds for the result of any input.
  private func check(_ source: SourceFile, _ comment: Comment? = nil) {
    let (_, diagnostics) = parse(source)
    #expect(diagnostics.count <= Diagnostic.maximumCount, comment)
    let isOrdered = zip(diagnostics, diagnostics.dropFirst()).allSatisfy { $0.span.lower <= $1.span.lower }
    #expect(isOrdered, comment)
    let isInside = diagnostics.allSatisfy { $0.span.lower <= $0.span.upper && $0.span.upper <= source.bytes.count }
    #expect(isInside, comment)
    #expect(diagnostics.rendered(sources: [source]).utf8.count < 200_000, comment)
    let formatted = format(source)
    if diagnostics.hasErrors { #expect(formatted.bytes == source.bytes, comment) }
  }
}
