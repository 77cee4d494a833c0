import ArgumentParser
import WeftEmitters
import WeftSchema

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `weft emit swift`: what the build plugin would generate.
struct Emit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the Swift that the build plugin generates.",
    discussion: """
        weft emit swift OverlayMessages              # to standard output
        weft emit swift OverlayMessages -o Generated
      """)

  enum Language: String, CaseIterable, ExpressibleByArgument {
    case swift
  }

  @OptionGroup var schema: SchemaOptions

  @Argument(help: "What to write: swift.")
  var language: Language

  @Argument(help: "The module whose definitions are written.")
  var module: String

  @Option(name: .shortAndLong, help: ArgumentHelp("Write files into this folder.", valueName: "dir"), completion: .directory)
  var output: String?

  func run() throws {
    let schema = try schema.compiled()
    guard schema.modules.contains(where: { $0.name == module }) else {
      let names = schema.modules.map(\.name).joined(separator: ", ")
      throw Failure.mistake("no module is called '\(module)'; there are \(names)")
    }
    for file in SwiftEmitter.emit(schema, module: module) {
      if let output { try write(file.text, to: output, file.path) } else { StandardOutput.write(file.text.utf8) }
    }
  }

  private func write(_ text: String, to folder: String, _ name: String) throws(Failure) {
    let file = URL(filePath: folder).appending(path: name)
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .atomic)
    } catch { throw .mistake("\(folder)/\(name) cannot be written") }
  }
}
