import Foundation
import WeftCompiler

/// A file that cannot be read or written.
struct FileError: Error {
  var path: String
  var message: String
}

extension Invocation {
  /// A definition file under the path that people see.
  func read(_ path: String) throws(FileError) -> SourceFile {
    do {
      return SourceFile(path: displayPath(path), bytes: Array(try Data(contentsOf: URL(filePath: path))))
    } catch CocoaError.fileReadNoSuchFile {
      throw FileError(path: displayPath(path), message: "no such file")
    } catch {
      throw FileError(path: displayPath(path), message: "cannot be read")
    }
  }

  /// Leaves a file alone that holds the text already: nothing that depends on it is then built again.
  func write(_ text: String, to path: String) throws(FileError) {
    let file = URL(filePath: path)
    let data = Data(text.utf8)
    if (try? Data(contentsOf: file)) == data { return }
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file, options: .atomic)
    } catch {
      throw FileError(path: path, message: "cannot be written")
    }
  }
}
