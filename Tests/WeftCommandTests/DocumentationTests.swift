import Foundation
import Testing

/// Every code block of the pages for people is run, compiled, or a part of a file that is.
///
/// - `console`: each command is run in the project's folder, or the one behind `in`, and must print what the page says.
/// - `weft`: a whole file must compile; a part of one must stand in a file of `docs/examples`.
/// - `swift`: must stand in a file of `docs/examples`, whose `test` script CI runs.
/// - `sh`: what a test cannot do for the reader; `make` targets that it names must exist.
@Suite(.serialized) struct DocumentationTests {
  static let pages = [
    "README.md", "docs/tutorial.md", "docs/inspect.md", "docs/weft.md", "docs/evolution.md", "docs/conformance.md",
    "docs/fuzzing.md", "docs/streams.md",
  ]

  @Test(arguments: pages)
  func transcriptsAreWhatIsPrinted(_ path: String) throws {
    var page = try Markdown(path)
    let weft = try Weft()
    for block in page.blocks.reversed() where block.language == "console" {
      var text: [String] = []
      let transcripts = Transcript.all(in: block)
      #expect(!transcripts.isEmpty, "\(path):\(block.start): no line begins with '$ '")
      for transcript in transcripts {
        let folder = Weft.project.appending(path: block.folder ?? ".")
        let outcome = try weft.shell("exec 2>&1\n" + transcript.command, in: folder)
        var found = outcome.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if found.last == "" { found.removeLast() }
        let isRight = transcript.matches(found)
        #expect(isRight, "\(path):\(block.start): $ \(transcript.command)\n\(outcome.text)")
        let command = transcript.command.split(separator: "\n").map(String.init)
        text += ["$ " + command[0]] + command.dropFirst() + (isRight ? transcript.output : found)
      }
      page.lines.replaceSubrange(block.start..<block.start + block.lines.count, with: text)
    }
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      try Data(page.lines.joined(separator: "\n").utf8).write(to: Weft.project.appending(path: path))
    }
  }

  @Test(arguments: pages)
  func definitionsCompile(_ path: String) throws {
    let examples = try Self.exampleTexts(endings: [".weft"])
    for block in try Markdown(path).blocks where block.language == "weft" {
      if block.lines.contains(where: { $0.hasPrefix("edition ") }) {
        let weft = try Weft()
        try weft.write(block.text + "\n", to: "protocol/page.weft")
        let outcome = try weft("check")
        #expect(outcome.status == 0, "\(path):\(block.start): \(outcome.error)")
      } else {
        #expect(Self.isPart(block, of: examples), "\(path):\(block.start): stands in no file of docs/examples")
      }
    }
  }

  @Test(arguments: pages)
  func swiftIsPartOfAnExample(_ path: String) throws {
    let examples = try Self.exampleTexts(endings: [".swift"])
    for block in try Markdown(path).blocks where block.language == "swift" {
      #expect(Self.isPart(block, of: examples), "\(path):\(block.start): stands in no file of docs/examples")
    }
  }

  @Test(arguments: pages)
  func nothingElseLooksLikeCode(_ path: String) throws {
    let makefile = String(decoding: try Data(contentsOf: Weft.project.appending(component: "Makefile")), as: UTF8.self)
    for block in try Markdown(path).blocks {
      #expect(["console", "weft", "swift", "sh", "text"].contains(block.language), "\(path):\(block.start)")
      guard block.language == "sh" else { continue }
      for target in block.text.matches(of: /(?m)^make (\w+)/).map(\.output.1) {
        #expect(makefile.contains("\n\(target):"), "\(path):\(block.start): make \(target)")
      }
    }
  }

  @Test(arguments: pages)
  func linksLeadToFiles(_ path: String) throws {
    let page = try Markdown(path)
    let folder = Weft.project.appending(path: path).deletingLastPathComponent()
    for link in page.lines.joined(separator: "\n").matches(of: /\]\(([^)#]+)(#[^)]*)?\)/).map({ String($0.output.1) }) {
      if link.hasPrefix("https://") { continue }
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: link).path), "\(path): \(link)")
    }
  }

  /// Lines that follow one another in one of the texts; how far they are indented does not matter.
  private static func isPart(_ block: Markdown.Block, of texts: [String]) -> Bool {
    let wanted = flush(block.text)
    return texts.contains { ("\n" + flush($0) + "\n").contains("\n" + wanted + "\n") }
  }

  private static func flush(_ text: String) -> String {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
  }

  private static func exampleTexts(endings: [String]) throws -> [String] {
    let folder = Weft.project.appending(path: "docs/examples")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try paths.filter { path in !path.contains(".build/") && endings.contains { path.hasSuffix($0) } }
      .map { String(decoding: try Data(contentsOf: folder.appending(path: $0)), as: UTF8.self) }
  }
}
