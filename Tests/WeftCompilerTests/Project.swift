import Foundation
import WeftCompiler

/// Where this checkout's files are.
enum Project {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let corpus = root.appending(path: "Tests/WeftCompilerTests/Corpus")

  /// All definition files below a folder, sorted by name.
  static func definitions(in folder: URL) -> [URL] {
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "weft" }.sorted { $0.path < $1.path }
  }

  /// Reads a file; diagnostics call it by its last name.
  static func source(_ url: URL) throws -> SourceFile {
    SourceFile(path: url.lastPathComponent, bytes: Array(try Data(contentsOf: url)))
  }

  static let updatesGoldens = ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1"
}
