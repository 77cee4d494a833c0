import ArgumentParser
import WeftAnnotation
import WeftCompiler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `weft format`: one look for all definition files.
struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Formats definition files.",
    discussion: """
      Without an option it names the files that are not in the one form, and the exit code says if there is one.
      A formatted file has the same wire identities, and formatting it again changes nothing.

        weft format             # which files would change?
        weft format -d          # and how?
        weft format -w          # rewrite them
        weft format - < x.weft  # standard input to standard output
      """)

  @OptionGroup var schema: SchemaOptions

  @Flag(name: [.customShort("d"), .long], help: "Show what would change, line by line.")
  var diff = false

  @Flag(name: [.customShort("w"), .long], help: "Rewrite the files.")
  var write = false

  @Argument(help: "Files or folders, instead of --schema; '-' is standard input.", completion: .file(extensions: ["weft"]))
  var paths: [String] = []

  func run() throws {
    if diff && write { throw Failure.usage("-d shows and -w writes: give one of them", command: "format") }
    if paths == ["-"] { return try formatStandardInput() }
    var changed = 0
    for file in try SourceFile.all(below: paths.isEmpty ? schema.paths : paths) {
      let text = try formatted(file)
      if text == file.bytes { continue }
      changed += 1
      if diff {
        print(LineDifference(from: file.bytes, to: text), of: file.path)
      } else {
        StandardOutput.print(file.path)
      }
      if write { try rewrite(file.path, text) }
    }
    if changed > 0 && !write { throw ExitCode.failure }
  }

  private func formatted(_ file: SourceFile) throws(Failure) -> [UInt8] {
    let formatted = format(file)
    report(formatted.diagnostics, in: [file])
    if formatted.diagnostics.hasErrors { throw .broken("\(file.path) cannot be formatted until it is right") }
    return Array(formatted.text.utf8)
  }

  private func formatStandardInput() throws(Failure) {
    let source = try ByteSource(path: "-")
    StandardOutput.write(try formatted(SourceFile(path: "stdin", bytes: try source.readAll())))
  }

  private func rewrite(_ path: String, _ text: [UInt8]) throws(Failure) {
    do { try Data(text).write(to: URL(filePath: path), options: .atomic) } catch {
      throw .mistake("\(path) cannot be written")
    }
  }

  private func print(_ difference: LineDifference, of path: String) {
    let colour = Colour(forTerminal: StandardOutput.isTerminal)
    for line in difference.unified(path: path) {
      let hue: Colour.Hue? = line.hasPrefix("-") ? .wrong : line.hasPrefix("+") ? .value : line.hasPrefix("@") ? .name : nil
      StandardOutput.print(hue.map { colour($0, line) } ?? line)
    }
  }
}
