import WeftCompiler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension SourceFile {
  /// The `.weft` files at and below `paths`, each once, in the order of their names.
  static func all(below paths: [String]) throws(Failure) -> [SourceFile] {
    var files: [SourceFile] = []
    for path in try self.paths(below: paths) {
      let source = try ByteSource(path: path)
      files.append(SourceFile(path: path, bytes: try source.readAll()))
    }
    if files.isEmpty { throw .mistake("no .weft file in \(paths.joined(separator: ", ")); name the folder with --schema DIR") }
    return files
  }

  /// Their paths.
  static func paths(below paths: [String]) throws(Failure) -> [String] {
    var found: [String] = []
    for path in paths { try collect(path, into: &found) }
    var seen: Set<String> = []
    return found.filter { seen.insert($0).inserted }
  }

  /// The `.dict` files in the folders of definition files: what their channels may name.
  static func dictionaries(beside sources: [SourceFile]) throws(Failure) -> [SourceFile] {
    var found: [SourceFile] = []
    var folders: Set<String> = []
    for source in sources {
      let folder = source.path.lastIndex(of: "/").map { String(source.path[...$0]) } ?? ""
      guard folders.insert(folder).inserted else { continue }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
      for name in names.sorted() where name.hasSuffix(".dict") {
        let path = folder + name
        found.append(SourceFile(path: path, bytes: try ByteSource(path: path).readAll()))
      }
    }
    return found
  }

  private static func collect(_ path: String, into found: inout [String]) throws(Failure) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw .mistake("no folder '\(path)'; name the one with the .weft files: --schema DIR")
    }
    let path = normalised(path)
    if isFolder(path) { try collectFolder(path, depth: 0, into: &found) } else { found.append(path) }
  }

  /// Names that begin with a dot are left out: `.build` of the package holds copies.
  private static func collectFolder(_ path: String, depth: Int, into found: inout [String]) throws(Failure) {
    // Folders that contain themselves by a link have no end.
    guard depth < 32 else { return }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
      throw .mistake("the folder '\(path)' cannot be read")
    }
    for name in names where !name.hasPrefix(".") {
      let inner = path == "." ? name : "\(path)/\(name)"
      if isFolder(inner) {
        try collectFolder(inner, depth: depth + 1, into: &found)
      } else if name.hasSuffix(".weft") {
        found.append(inner)
      }
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  /// Without `./` in front and `/` behind, so that a file has one name.
  private static func normalised(_ path: String) -> String {
    var path = path[...]
    while path.hasPrefix("./"), path.count > 2 { path = path.dropFirst(2) }
    while path.hasSuffix("/"), path.count > 1 { path = path.dropLast() }
    return String(path)
  }
}
