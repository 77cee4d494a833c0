public import Foundation
public import WeftCompiler
public import WeftSchema

/// The definitions that stand in the repository, for tests that compile them at run time.
public enum StoredDefinitions {
  /// The repository's folder.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The `.weft` files in folders and below them, in the order of the folders and then of their paths.
  ///
  /// - Parameter folders: From the repository's folder on, `protocol/capture`; the files' paths begin with them.
  public static func files(in folders: [String]) -> [SourceFile] {
    folders.flatMap { folder in
      // `enumerator(atPath:)` does not go through a link.
      let path = root.appending(path: folder).resolvingSymlinksInPath()
      let names = FileManager.default.enumerator(atPath: path.path)?.compactMap { $0 as? String } ?? []
      return names.filter { $0.hasSuffix(".weft") }.sorted().compactMap { name in
        FileManager.default.contents(atPath: path.appending(path: name).path).map {
          SourceFile(path: "\(folder)/\(name)", bytes: Array($0))
        }
      }
    }
  }

  /// Compiled. What is wrong with them is printed: tests of what they mean fail then.
  public static func schema(in folders: [String]) -> Schema {
    let files = files(in: folders)
    let compilation = compile(files)
    for diagnostic in compilation.diagnostics { print(diagnostic.rendered(sources: files, color: false)) }
    return compilation.schema
  }
}
