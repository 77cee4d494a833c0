import Foundation
import PackagePlugin

/// `swift package weft-fuzz`: builds a fuzzer of the package's messages, or of a handler of them that the user names, and runs it.
///
/// The user's package stays as it is. A second one beside the build consists of links to its folders and of its manifest with a few lines
/// more: the fuzzer's target, and flags that count edges. What was built and found stands in the plugin's folder.
@main
struct WeftFuzzPlugin: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    do {
      let invocation = try FuzzInvocation(arguments)
      if invocation.asksForHelp { return print(FuzzInvocation.help) }
      // Before a build of minutes.
      if let out = invocation.out, (try? FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)) == nil {
        throw FuzzError("--out: '\(out.path)' cannot be made")
      }
      let compiler = try context.tool(named: "weftc").url
      let folder = context.pluginWorkDirectoryURL
      let package = try FuzzPackage(context.package, invocation, folder: folder, compiler: compiler)
      try package.write()
      print("weft-fuzz: building\(package.isBuilt ? "" : "; the first time takes a minute or two")")
      let program = FuzzedProgram(try package.build(), invocation, findings: package.findings)
      if let folder = invocation.out { return try program.copy(to: folder) }
      if invocation.buildsOnly { return print("weft-fuzz: built \(program.path)") }
      let status = try program.run()
      if status != 0 { exit(status) }
    } catch let error as FuzzError {
      FileHandle.standardError.write(Data("weft-fuzz: error: \(error.description)\n".utf8))
      exit(error.isUsage ? 64 : 70)
    } catch let error as CocoaError {
      FileHandle.standardError.write(Data("weft-fuzz: error: \(error.localizedDescription)\n".utf8))
      exit(70)
    }
  }
}

/// One line of what is wrong.
struct FuzzError: Error {
  var description: String
  /// Otherwise a build failed.
  var isUsage = true

  init(_ description: String, isUsage: Bool = true) {
    self.description = description
    self.isUsage = isUsage
  }
}
