import Foundation
import Testing
import WeftCompiler

/// `Corpus/right` and the definitions of this project: not a single diagnostic.
@Suite struct RightCorpusTests {
  static let files =
    Project.definitions(in: Project.corpus.appending(path: "right"))
    + Project.definitions(in: Project.root.appending(path: "protocol"))

  @Test(arguments: files)
  func parsesWithoutDiagnostics(url: URL) throws {
    let source = try Project.source(url)
    let (_, diagnostics) = parse(source)
    #expect(diagnostics.rendered(sources: [source]) == "")
  }
}
