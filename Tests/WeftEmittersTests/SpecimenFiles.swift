import Foundation
import WeftCompiler
import WeftSchema

/// The definitions under `Tests/Specimens`, and the Swift beside them that is both golden and compiled.
enum SpecimenFiles {
  /// The modules and the folders that hold them, imported ones first.
  static let folders = ["SpecimenShapes": "Shapes", "Specimens": "Values"]

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(component: "Specimens")

  static func sources() throws -> [SourceFile] {
    try folders.values.sorted().flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: root.appending(component: folder).path)
        .filter { $0.hasSuffix(".weft") }.sorted()
        .map { name in
          let bytes = try Data(contentsOf: root.appending(components: folder, name))
          return SourceFile(path: "Tests/Specimens/\(folder)/\(name)", bytes: Array(bytes))
        }
    }
  }

  static func schema() throws -> Schema {
    let compilation = compile(try sources())
    guard !compilation.hasErrors else { throw Broken(diagnostics: compilation.diagnostics.map { "\($0)" }) }
    return compilation.schema
  }

  struct Broken: Error {
    var diagnostics: [String]
  }
}
