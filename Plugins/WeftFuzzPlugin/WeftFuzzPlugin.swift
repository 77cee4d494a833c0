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
      let compiler = try context.tool(named: "weftc").url
      let package = try FuzzPackage(
        context.package, invocation, folder: context.pluginWorkDirectoryURL, compiler: compiler)
      try package.write()
      print("weft-fuzz: building\(package.isBuilt ? "" : "; the first time takes a minute or two")")
      let program = try package.build()
      if invocation.buildsOnly { return print("weft-fuzz: built \(program.path)") }
      let status = try FuzzPackage.run(program, ["--folder", package.findings.path] + invocation.passedOn)
      if status != 0 { exit(status) }
    } catch let error as FuzzError {
      FileHandle.standardError.write(Data("weft-fuzz: error: \(error.description)\n".utf8))
      exit(error.isUsage ? 64 : 70)
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

/// What the command line asks for.
struct FuzzInvocation {
  static let help = """
    usage: swift package weft-fuzz [--handler MODULE.FUNCTION] [options]

      Without a handler the codecs of the package's messages are fuzzed. A handler is a function of yours that takes a message,
      [UInt8], or [PeerEvent<Message>], and traps or throws where something is wrong.

      --seconds N      stop after so long (default: 60)
      --runs N         stop after so many executions
      --seed N         the same changes again
      --seeds PATH     begin with a capture's payloads, or with a folder of messages; may repeat
      --coverage       say which fields, cases and ends of ranges were reached, and why messages were rejected
      --reproduce FILE run one input again
      --timeout N      seconds that one input may take (default: 5)
      --max-length N   bytes that an input has at most (default: 4096)
      --build-only     say where the program is

      Exit codes: 0 nothing found, 1 something was, 64 wrong usage, 70 the build failed.
    """

  var handler: (module: String, function: String)?
  var seeds: [String] = []
  var buildsOnly = false
  var asksForHelp = false
  /// For the program.
  var passedOn: [String] = []

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      func value() throws -> String {
        guard let value = rest.popFirst(), !value.hasPrefix("--") else { throw FuzzError("\(option) needs a value") }
        return value
      }
      switch option {
      case "--help", "-h": asksForHelp = true
      case "--build-only": buildsOnly = true
      case "--coverage": passedOn.append(option)
      case "--handler": handler = try Self.handler(try value())
      case "--seconds", "--runs", "--seed", "--timeout", "--max-length":
        let text = try value()
        guard let number = Int(text), number >= 0 else { throw FuzzError("\(option) needs a number, not '\(text)'") }
        passedOn += [option, text]
      case "--seeds", "--reproduce":
        let path = URL(filePath: try value()).path
        guard FileManager.default.fileExists(atPath: path) else { throw FuzzError("\(option): no file or folder '\(path)'") }
        if option == "--seeds" { seeds.append(path) }
        passedOn += [option, path]
      default: throw FuzzError("unknown option '\(option)'; swift package weft-fuzz --help lists them")
      }
    }
  }

  private static func handler(_ text: String) throws -> (String, String) {
    guard let dot = text.firstIndex(of: "."), text.last != "." else {
      throw FuzzError("--handler needs the module and the function, as in 'Lobby.check', not '\(text)'")
    }
    return (String(text[..<dot]), String(text[text.index(after: dot)...]))
  }
}
