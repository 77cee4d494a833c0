import Foundation
import Testing
import WeftCompiler
import WeftDynamic
import WeftSchema

/// The vectors of `docs/language.md` and of the compiler's right definitions: the dynamic codec gives these bytes, and takes them.
@Suite struct DocumentedVectorTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// One definition file each, by the name of its module or file.
  static let files: [(name: String, text: String)] = {
    let document = try? String(contentsOf: root.appending(path: "docs/language.md"), encoding: .utf8)
    let examples = (document ?? "").matches(of: /```weft\n(edition 2026\nmodule (\w+)\n[^`]*)```/)
      .map { (name: String($0.output.2), text: String($0.output.1)) }
    let corpus = root.appending(path: "Tests/WeftCompilerTests/Corpus/right")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: corpus.path)) ?? []
    return examples
      + names.filter { $0.hasSuffix(".weft") }.sorted().compactMap { name in
        (try? String(contentsOf: corpus.appending(path: name), encoding: .utf8)).map { (name, $0) }
      }
  }()

  @Test(arguments: files.indices)
  func vectorsHold(index: Int) throws {
    let (name, text) = Self.files[index]
    let file = SourceFile(path: name, bytes: Array(text.utf8))
    let compilation = compile([file])
    #expect(compilation.diagnostics.rendered(sources: [file]) == "")
    let codec = DynamicCodec(compilation.schema)
    for vector in compilation.schema.modules.flatMap(\.vectors) {
      let defect = codec.defect(of: vector)
      #expect(defect == nil, "\(name) \"\(vector.label)\"")
    }
  }

  @Test func vectorsAreThere() throws {
    let count = Self.files.reduce(0) { $0 + $1.text.matches(of: #/\nvector\s/#).count }
    #expect(count >= 12)
  }
}
