import Foundation
import Testing
import WeftCompiler

/// `Corpus/right/*.weft` each with the layout that it must have, in a `.layout` file beside it. A folder is several files of several
/// modules that are compiled together.
@Suite struct LayoutGoldenTests {
  static let folder = Project.corpus.appending(path: "right")

  static let names: [String] = {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return entries.filter { !$0.hasSuffix(".layout") && !$0.hasPrefix(".") }.sorted()
  }()

  @Test(arguments: names)
  func layout(name: String) throws {
    let url = Self.folder.appending(path: name)
    let files = try (name.hasSuffix(".weft") ? [url] : Project.definitions(in: url)).map { try Project.source($0) }
    let compilation = compile(files)
    #expect(compilation.diagnostics.rendered(sources: files) == "")
    let found = SchemaDump(compilation.schema).text
    let golden = Self.folder.appending(path: name.replacing(".weft", with: "") + ".layout")
    if Project.updatesGoldens { try Data(found.utf8).write(to: golden) }
    let expected = String(decoding: try Data(contentsOf: golden), as: UTF8.self)
    #expect(found == expected)

    // The order in which files are given decides nothing.
    #expect(compile(files.reversed()).schema == compilation.schema)
  }

  @Test func corpusIsThere() { #expect(Self.names.count >= 8) }
}
