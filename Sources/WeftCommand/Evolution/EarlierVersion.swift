import Foundation
import WeftCompiler
import WeftSchema

/// What a schema is compared with: a folder, or the same folders in a revision of a Git repository.
struct EarlierVersion {
  private var place: Place

  private enum Place {
    case folder(String)
    case revision(repository: String, name: String, paths: [String])
  }

  /// `DIR`, `.git#branch=main`, `.git#tag=v1`, `.git#ref=HEAD~2`; the repository's path may stand before `.git`.
  init(_ text: String, paths: [String]) throws(Failure) {
    guard let mark = text.firstIndex(of: "#") else {
      place = .folder(text)
      return
    }
    let repository = String(text[..<mark])
    let selector = text[text.index(after: mark)...].split(separator: "=", maxSplits: 1).map(String.init)
    guard selector.count == 2, ["branch", "tag", "ref"].contains(selector[0]), !selector[1].hasPrefix("-") else {
      throw .mistake("'\(text)' names no revision; write .git#branch=NAME, .git#tag=NAME or .git#ref=NAME")
    }
    place = .revision(repository: repository, name: selector[1], paths: paths)
  }

  func schema() throws(Failure) -> Schema {
    let sources = try sources()
    let compilation = compile(sources)
    guard !compilation.hasErrors else {
      report(compilation.diagnostics, in: sources)
      throw .broken("the earlier version has errors")
    }
    return compilation.schema
  }

  private func sources() throws(Failure) -> [SourceFile] {
    switch place {
    case .folder(let path): return try SourceFile.all(below: [path])
    case .revision(let repository, let name, let paths):
      let work = repository.hasSuffix(".git") ? String(repository.dropLast(4)) : repository
      let folder = work.isEmpty ? "." : work
      try Self.look(for: name, in: folder, of: repository)
      let list = try Self.git(["ls-tree", "-r", "-z", "--name-only", name, "--"] + paths, in: folder)
      let names = list.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.filter { $0.hasSuffix(".weft") }
      if names.isEmpty {
        throw .mistake(
          "no .weft file in \(paths.joined(separator: ", ")) of '\(name)'; "
            + "where it stood elsewhere, check it out: git worktree add OLD \(name)")
      }
      var files: [SourceFile] = []
      for path in names { files.append(SourceFile(path: path, bytes: try Self.git(["show", "\(name):./\(path)"], in: folder))) }
      return files
    }
  }

  /// Says what is missing in other words than git's.
  private static func look(for name: String, in folder: String, of repository: String) throws(Failure) {
    guard let top = try? git(["rev-parse", "--git-dir"], in: folder), !top.isEmpty else {
      throw .mistake("'\(repository)' is in no repository of git")
    }
    guard (try? git(["rev-parse", "--verify", "--quiet", "\(name)^{commit}"], in: folder)) != nil else {
      throw .mistake("the repository has no revision '\(name)'; a clone of CI may have to fetch it first")
    }
  }

  private static func git(_ arguments: [String], in folder: String) throws(Failure) -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder] + arguments
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    do { try process.run() } catch { throw .mistake("git cannot be run: \(error)") }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw .mistake("git: \(complaint.split(separator: "\n").first.map(String.init) ?? "it failed")")
    }
    return Array(bytes)
  }
}
