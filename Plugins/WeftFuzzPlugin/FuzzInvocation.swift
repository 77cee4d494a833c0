import Foundation

/// What the command line asks for.
struct FuzzInvocation {
  static let help = """
    usage: swift package weft-fuzz [--handler MODULE.FUNCTION] [options]

      Without a handler the codecs of the package's messages are fuzzed. A handler is a function of yours that takes a message,
      a channel's enum, [UInt8], or [PeerEvent<…>] of these, returns nothing, and traps or throws where something is wrong.

      --seconds N      stop after so long (default: 60, without --runs)
      --runs N         stop after so many executions; with --seconds, after what comes first
      --seed N         the same changes again
      --seeds PATH     begin with a capture's payloads, or with a folder of messages; may repeat
      --coverage       say which fields, cases and ends of ranges were reached, and why messages were rejected
      --reproduce FILE run one input again
      --timeout N      seconds that one input may take (default: 5)
      --max-length N   bytes that an input has at most (default: 4096)
      --build-only     say where the program is
      --minimise FILE  look for the smallest input that fails as this one does

      --engine NAME    libfuzzer: run by the libFuzzer of the toolchain, which those for macOS lack
                       afl: for AFL++, which the command to run is printed of
      --out FOLDER     of libfuzzer and afl: the program, which needs no Swift where it runs, its seeds and its options, as OSS-Fuzz and
                       ClusterFuzzLite take them

      Exit codes: 0 nothing found, 1 something was, 64 wrong usage, 70 the build failed.
    """

  var handler: (module: String, function: String)?
  var engine = FuzzEngine.weft
  /// What other engines begin with.
  var seeds: [String] = []
  /// The folder of OSS-Fuzz's programs.
  var out: URL?
  var buildsOnly = false
  var asksForHelp = false
  /// Runs one input only.
  var isReplay = false
  /// By option.
  var numbers: [String: Int] = [:]
  /// For the program.
  var passedOn: [String] = []

  /// `Lobby.playLobby`, or `messages`.
  var name: String { handler.map { "\($0.module).\($0.function)" } ?? "messages" }

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
        if option == "--timeout", number == 0 { throw FuzzError("--timeout needs a second at least") }
        numbers[option] = number
        passedOn += [option, text]
      case "--engine":
        let name = try value()
        guard let named = FuzzEngine(rawValue: name) else {
          throw FuzzError("no engine '\(name)'; there are \(FuzzEngine.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        engine = named
      case "--out": out = URL(filePath: try value())
      case "--seeds", "--reproduce", "--minimise":
        let path = URL(filePath: try value()).path
        guard FileManager.default.fileExists(atPath: path) else { throw FuzzError("\(option): no file or folder '\(path)'") }
        if option == "--seeds" { seeds.append(path) } else { isReplay = true }
        passedOn += [option, path]
      default: throw FuzzError("unknown option '\(option)'; swift package weft-fuzz --help lists them")
      }
    }
    if out != nil, engine == .weft { throw FuzzError("--out is for --engine libfuzzer and afl") }
    #if os(macOS)
      if out != nil { throw FuzzError("--out makes programs for the Linux that OSS-Fuzz runs; build there") }
    #endif
    if passedOn.contains("--coverage"), engine != .weft { throw FuzzError("--coverage is for Weft's own engine") }
    if !asksForHelp { try engine.check() }
  }

  private static func handler(_ text: String) throws -> (String, String) {
    guard let dot = text.firstIndex(of: "."), text.last != "." else {
      throw FuzzError("--handler needs the module and the function, as in 'Lobby.check', not '\(text)'")
    }
    return (String(text[..<dot]), String(text[text.index(after: dot)...]))
  }
}
