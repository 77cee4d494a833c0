import Foundation
import PackagePlugin

/// A target of the user's that holds definitions, and the Swift that is made of them.
struct DefinitionTarget {
  let name: String
  let files: [URL]
  /// The definition files of what it depends on.
  let imports: [URL]
  private let folder: URL

  init(_ target: any SourceModuleTarget) {
    name = target.name
    folder = target.directoryURL
    files = Self.definitions(of: target)
    let others = target.recursiveTargetDependencies.compactMap { $0 as? any SourceModuleTarget }
    imports = Self.unique(others.flatMap(Self.definitions))
  }

  private static func definitions(of target: any SourceModuleTarget) -> [URL] {
    target.sourceFiles(withSuffix: ".weft").map(\.url).sorted { $0.path < $1.path }
  }

  static func unique(_ files: [URL]) -> [URL] {
    var seen: Set<String> = []
    return files.filter { seen.insert($0.path).inserted }
  }

  /// Links for what the target's folder holds, and the Swift of its definitions beside them.
  ///
  /// - Parameter package: the user's, from which what is wrong is named.
  func generate(below root: URL, of package: URL, by compiler: URL) throws {
    let target = root.appending(component: name)
    let output = target.appending(component: "WeftGenerated")
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    for entry in try FileManager.default.contentsOfDirectory(atPath: target.path) where entry != "WeftGenerated" {
      try FileManager.default.removeItem(at: target.appending(component: entry))
    }
    for entry in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !entry.hasPrefix(".") {
      try FileManager.default.createSymbolicLink(
        at: target.appending(component: entry), withDestinationURL: folder.appending(component: entry))
    }
    var arguments = [
      "--module", name, "--catalog", output.appending(component: "\(name)Catalog.swift").path, "--root", package.path,
    ]
    for (index, file) in files.enumerated() {
      let made = output.appending(component: "\(index)+\(file.lastPathComponent).swift").path
      arguments += ["--definition", file.path, made]
    }
    for file in imports { arguments += ["--import", file.path] }
    guard try FuzzPackage.run(compiler, arguments) == 0 else {
      throw FuzzError("the definitions of '\(name)' are wrong", isUsage: false)
    }
  }
}
