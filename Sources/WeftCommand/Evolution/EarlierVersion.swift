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
      if text.hasSuffix(".git") { throw Self.namesNoRevision(text) }
      place = .folder(text)
      return
    }
    let repository = String(text[..<mark])
    let selector = text[text.index(after: mark)...].split(separator: "=", maxSplits: 1).map(String.init)
    guard selector.count == 2, ["branch", "tag", "ref"].contains(selector[0]), !selector[1].hasPrefix("-") else {
      throw Self.namesNoRevision(text)
    }
    place = .revision(repository: repository, name: selector[1], paths: paths)
  }

  private static func namesNoRevision(_ text: String) -> Failure {
    .mistake("'\(text)' names no revision; write .git#branch=NAME, .git#tag=NAME or .git#ref=NAME")
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
    case .folder(let path):
      guard FileManager.default.fileExists(atPath: path) else { throw .mistake("no folder '\(path)' to compare with") }
      guard try !SourceFile.paths(below: [path]).isEmpty else { throw .mistake("no .weft file in '\(path)' to compare with") }
      return try SourceFile.all(below: [path])
    case .revision(let repository, let name, let paths):
      let work = repository.hasSuffix(".git") ? String(repository.dropLast(4)) : repository
      let named = work.isEmpty ? "." : work
      try Self.look(for: name, in: named, of: repository)
      let (folder, paths) = Self.inside(named, paths)
      let list = try Self.git(["ls-tree", "-r", "-z", "--name-only", name, "--"] + paths, in: folder)
      let names = list.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.filter { $0.hasSuffix(".weft") }
      if names.isEmpty {
        throw .mistake(
          "no .weft file in \(paths.joined(separator: ", ")) of '\(name)'; "
            + "where it stood elsewhere, check it out: git worktree add OLD \(name)")
      }
      var files: [SourceFile] = []
      // As git names them: an error of theirs is none of the files that are there now.
      for path in names {
        files.append(SourceFile(path: "\(name):\(path)", bytes: try Self.git(["show", "\(name):./\(path)"], in: folder)))
      }
      return files
    }
  }

  /// Where to run git, and the paths from there: those of folders in the repository's own work tree are theirs from its top,
  /// wherever the command was started; others are looked for as they are written.
  private static func inside(_ folder: String, _ paths: [String]) -> (folder: String, paths: [String]) {
    guard let output = try? git(["rev-parse", "--show-toplevel"], in: folder) else { return (folder, paths) }
    let top = String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
    let absolute = paths.map { URL(filePath: $0).standardizedFileURL.resolvingSymlinksInPath().path }
    guard !top.isEmpty, absolute.allSatisfy({ $0 == top || $0.hasPrefix(top + "/") }) else { return (folder, paths) }
    return (top, absolute.map { $0 == top ? "." : String($0.dropFirst(top.count + 1)) })
  }

  /// Says what is missing in other words than git's.
  private static func look(for name: String, in folder: String, of repository: String) throws(Failure) {
    _ = try git(["--version"], in: ".")
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
    // What `env` ends with where there is no such command.
    if process.terminationStatus == 127 { throw .mistake("git was not found; it reads the earlier version") }
    guard process.terminationStatus == 0 else {
      throw .mistake("git: \(complaint.split(separator: "\n").first.map(String.init) ?? "it failed")")
    }
    return Array(bytes)
  }
}
