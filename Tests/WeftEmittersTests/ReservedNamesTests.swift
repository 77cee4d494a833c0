import Foundation
import Testing
import WeftCompiler
import WeftEmitters
import WeftSchema

/// Code of native definitions writes a type of `Weft` in full where a definition has its name. Code of foreign ones does not: the types
/// that it writes are reserved.
@Suite struct ReservedNamesTests {
  static let root = SpecimenFiles.root.deletingLastPathComponent().deletingLastPathComponent()

  static func files(below folder: String, _ suffix: String) throws -> [(path: String, text: String)] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
    return try paths.filter { $0.hasSuffix(suffix) }.sorted().map { path in
      (path, try String(contentsOf: root.appending(components: folder, path), encoding: .utf8))
    }
  }

  /// Types that stand by themselves: `public struct Name` at the beginning of a line.
  static func publicTypes(below folder: String) throws -> Set<String> {
    let declaration = /^public (?:final )?(?:struct|enum|class|protocol|typealias) ([A-Z]\w*)/.anchorsMatchLineEndings()
    return Set(try files(below: folder, ".swift").flatMap { $0.text.matches(of: declaration).map { String($0.1) } })
  }

  @Test func whatGeneratedCodeWritesIsReserved() throws {
    let sources = try ["protocol", "Tests/ForeignForms"].flatMap { try Self.files(below: $0, ".weft") }
      .map { SourceFile(path: $0.path, bytes: Array($0.text.utf8)) }
    let compilation = compile(sources)
    try #require(!compilation.hasErrors)
    var written: Set<String> = []
    for module in compilation.schema.modules {
      for file in SwiftEmitter.emit(compilation.schema, module: module.name) {
        let code = file.text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
        written.formUnion(code.matches(of: /(?:^|[^.\w])([A-Z]\w*)/).map { String($0.1) })
      }
    }
    #expect(written.isSuperset(of: ["DecodeError", "FixedBytes", "ForeignReader"]))
    let types = try Self.publicTypes(below: "Sources/Weft/Foreign")
    #expect(types.isSuperset(of: ["ForeignReader", "WireBytes"]))
    #expect(types.intersection(written).subtracting(ReservedNames.types).sorted() == [])
  }
}
