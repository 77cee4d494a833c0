import ArgumentParser
import Foundation

/// `weft fuzz`: the package plugin, for who has `weft` at hand.
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fuzzes the messages of a package, or a handler of them.",
    discussion: """
      Builds and runs what 'swift package weft-fuzz' does, in a package that depends on Weft and its plugin:

        weft fuzz --handler Lobby.playLobby --seconds 60
        weft fuzz --package-path game --seeds capture.pcapng --coverage

      'weft fuzz -- --help' lists all options. Exit codes: 0 nothing found, 1 something was, 64 wrong usage, 70 the build failed.
      """)

  @Option(help: ArgumentHelp("The package's folder.", valueName: "dir"), completion: .directory)
  var packagePath = "."

  @Argument(parsing: .allUnrecognized, help: "What 'swift package weft-fuzz' is given.")
  var options: [String] = []

  func run() throws {
    guard FileManager.default.fileExists(atPath: packagePath + "/Package.swift") else {
      throw Failure.mistake("no Package.swift in '\(packagePath)'; name the package's folder: --package-path DIR")
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["swift", "package", "--package-path", packagePath, "weft-fuzz"] + options.filter { $0 != "--" }
    let pipe = Pipe()
    process.standardError = pipe
    do { try process.run() } catch { throw Failure.mistake("'swift' cannot be run: \(error)") }
    var status: Int32?
    for line in String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self).split(separator: "\n") {
      // `swift package` ends with 1 whatever a plugin ended with, but says it.
      if let code = line.split(separator: "exit code ").last, line.contains("Plugin ended with exit code") {
        status = Int32(code)
      } else if !line.hasPrefix("[") && !line.hasPrefix("Build") {
        StandardError.print(String(line))
      }
    }
    process.waitUntilExit()
    if let code = status ?? (process.terminationStatus == 0 ? nil : process.terminationStatus) { throw ExitCode(code) }
  }
}
