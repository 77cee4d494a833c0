import Foundation
import Testing
import WeftCompiler

/// `Corpus/wrong`: each file begins with the diagnostics that it gets, and a `.txt` beside it shows them rendered.
///
/// `//! 4:9: error: message [RULE]` is one diagnostic, without its path. A file that cannot begin with a comment (an
/// empty one, a byte order mark) has only the `.txt`.
@Suite struct WrongCorpusTests {
  static let files = Project.definitions(in: Project.corpus.appending(path: "wrong"))

  @Test(arguments: files)
  func givesExactlyItsDiagnostics(url: URL) throws {
    var source = try Project.source(url)
    let golden = url.deletingPathExtension().appendingPathExtension("txt")
    if Project.updatesGoldens {
      source = Expectation.updated(source)
      try Data(source.bytes).write(to: url)
      try Data(compile([source]).diagnostics.rendered(sources: [source]).utf8).write(to: golden)
    }
    let found = compile([source]).diagnostics
    #expect(!found.isEmpty, "a wrong schema that compiles")
    let stated = Expectation.lines(of: source)
    if !stated.isEmpty { #expect(stated == found.map { Expectation.line(for: $0, in: source) }) }
    let text = try? String(contentsOf: golden, encoding: .utf8)
    #expect(found.rendered(sources: [source]) == text)
  }

  @Test func isLargeEnough() {
    for kind in ["syntax-", "check-"] {
      let count = Self.files.count { $0.lastPathComponent.hasPrefix(kind) }
      #expect(count >= 70, "\(kind)")
    }
  }
}

/// The first lines of a wrong file.
enum Expectation {
  static func lines(of source: SourceFile) -> [String] {
    String(decoding: source.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("//!") }.map(String.init)
  }

  static func line(for diagnostic: Diagnostic, in source: SourceFile) -> String {
    let place = SourceMap(source).location(of: diagnostic.span.lower)
    let severity = diagnostic.severity.rawValue
    return "//! \(place.line):\(place.column): \(severity): \(diagnostic.message) [\(diagnostic.rule.rawValue)]"
  }

  /// The file with the lines that it ought to begin with.
  static func updated(_ source: SourceFile) -> SourceFile {
    let old = lines(of: source)
    let body = Array(source.bytes.dropFirst(old.reduce(0) { $0 + $1.utf8.count + 1 }))
    // What begins with a mark, or with nothing, stays as it is.
    guard let first = body.first, first < 0x80, body.contains(UInt8(ascii: "\n")) else { return source }
    let count = compile([SourceFile(path: source.path, bytes: body)]).diagnostics.count
    let blank = SourceFile(path: source.path, bytes: Array(repeating: "//!\n", count: count).joined().utf8 + body)
    let lines = compile([blank]).diagnostics.map { line(for: $0, in: blank) + "\n" }
    return SourceFile(path: source.path, bytes: Array(lines.joined().utf8) + body)
  }
}
