import Foundation
import Testing
import WeftCompiler

/// A fix is an edit that is known to be right: with it, the compiler has less to say.
@Suite struct FixTests {
  @Test(arguments: WrongCorpusTests.files)
  func eachFixOfTheCorpusHelps(url: URL) throws {
    let source = try Project.source(url)
    let diagnostics = compile([source]).diagnostics
    guard diagnostics.count < Diagnostic.maximumCount else { return }
    for diagnostic in diagnostics where !diagnostic.fixes.isEmpty {
      let fixed = compile([Self.applying(diagnostic.fixes, to: source)]).diagnostics
      let isGone = fixed.count { $0.says(diagnostic) } < diagnostics.count { $0.says(diagnostic) }
      #expect(isGone && fixed.count <= diagnostics.count, "\(diagnostic.rule.rawValue): \(fixed.map(\.message))")
    }
  }

  @Test func theCorpusHasFixes() throws {
    let rules = try WrongCorpusTests.files.flatMap { compile([try Project.source($0)]).diagnostics }
      .filter { !$0.fixes.isEmpty }.map(\.rule)
    #expect(Set(rules).count >= 12)
  }

  static func applying(_ fixes: [Diagnostic.Fix], to source: SourceFile) -> SourceFile {
    var source = source
    for fix in fixes.sorted(by: { $0.span.lower > $1.span.lower }) {
      source.bytes.replaceSubrange(fix.span.lower..<fix.span.upper, with: fix.replacement.utf8)
    }
    return source
  }
}

extension Diagnostic {
  /// Whether this one says the same, wherever.
  fileprivate func says(_ other: Diagnostic) -> Bool { rule == other.rule && message == other.message }
}
