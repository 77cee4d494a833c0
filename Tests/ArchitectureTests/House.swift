import Foundation

/// The project on disk: its folders of modules, its text files, and what the package's build generated.
struct House {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every hand-written module, by name, with its folder.
  static func modules() throws -> [String: URL] {
    var modules: [String: URL] = [:]
    for folder in try folders(in: root.appending(component: "Sources")) { modules[folder.lastPathComponent] = folder }
    for folder in try folders(in: root.appending(component: "Plugins")) { modules[folder.lastPathComponent] = folder }
    return modules
  }

  /// The Swift that the plugin made, by module: `plugins/outputs/weft/OverlayMessages/…` above the test's own binary, where
  /// the package has the name of the folder that it was cloned into.
  static func generatedModules() throws -> [String: URL] {
    let executable = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folder = executable
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let outputs = folder.appending(components: "plugins", "outputs", root.lastPathComponent.lowercased())
      guard FileManager.default.fileExists(atPath: outputs.path) else { continue }
      return Dictionary(uniqueKeysWithValues: try folders(in: outputs).map { ($0.lastPathComponent, $0) })
    }
    return [:]
  }

  static func folders(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey])
      .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
  }

  static func swiftFiles(below folder: URL) throws -> [SourceText] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { try SourceText(folder.appending(path: $0)) }
  }

  /// What git knows or would add, relative to the root.
  static func committedPaths() throws -> [String] {
    let listing = try run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], in: root)
    return listing.output.split(separator: "\n").map(String.init)
      .filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path) }
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
  }

  /// Runs a tool to its end; stdout and stderr in one string.
  static func run(_ command: [String], in folder: URL) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
