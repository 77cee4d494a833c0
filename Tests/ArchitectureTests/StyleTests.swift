import Foundation
import Testing

/// House rules that no compiler and no `swift format lint` checks.
@Suite struct StyleTests {
  /// Files that may be longer than 400 lines, each with its reason.
  static let longFiles: [String: String] = [:]

  /// Modules that read bytes from outside: nothing in them may stop the process.
  static let decodingModules = ["Weft", "WeftDynamic", "WeftCapture", "WeftCompiler", "WeftSchema"]

  /// Patterns with their replacement; `FileManager` and `ProcessInfo` are Foundation's.
  static let bannedWords = [
    #"(?i)seriali[sz]\w*"#: "encode, decode",
    #"(?i)marshal\w*"#: "encode, decode",
    #"\b(?!FileManager\b)\w*Manager\b"#: "what it does",
    #"\b\w*Helpers?\b"#: "what it does",
    #"\b\w*Util(s|ity|ities)?\b"#: "what it does",
    #"\b(?!ProcessInfo\b)\w*Info\b"#: "what it is",
  ]

  private static func sources() throws -> [SourceText] {
    try ["Sources", "Plugins"].flatMap { try House.swiftFiles(below: House.root.appending(component: $0)) }
  }

  /// What the other checks look at: code alone, with its lines.
  @Test func commentsAndStringsAreNoCode() {
    let text = """
      import A // import B
      @testable public import struct C.D
      /* import E /* nested */ try! */ let x = "a \\" // import F" + #"b"c"#
      let y = try! z[0]! as! Int
      """
    let source = SourceText(path: "x.swift", text: text)
    #expect(source.imports == ["A", "C"])
    #expect(source.code.split(separator: "\n").count == 4)
    #expect(source.places(matching: /try!/) == ["x.swift:4: let y = try! z[0]! as! Int"])
  }

  @Test func filesAreShort() throws {
    for folder in ["Sources", "Plugins", "Tests"] {
      for file in try House.swiftFiles(below: House.root.appending(component: folder)) where !Self.isGolden(file.path) {
        #expect(file.lineCount <= 400 || Self.longFiles[file.path] != nil, "\(file.path) has \(file.lineCount) lines")
      }
    }
    for path in Self.longFiles.keys { #expect(FileManager.default.fileExists(atPath: House.root.appending(path: path).path)) }
  }

  @Test func decodingCodeHasNoTrap() throws {
    let traps = /\btry!|\bas!|\bfatalError\(|[\w\)\]]!(?!=)/
    for module in Self.decodingModules {
      let files = try House.swiftFiles(below: House.root.appending(components: "Sources", module))
      for place in files.flatMap({ $0.places(matching: traps) }) { Issue.record("\(place)") }
    }
  }

  @Test func wordsAreTheFieldsWords() throws {
    let sources = try Self.sources()
    for (word, instead) in Self.bannedWords {
      let pattern = try Regex(word)
      for file in sources where file.code.contains(pattern) {
        for place in file.places(matching: pattern) { Issue.record("\(place): say \(instead)") }
      }
    }
  }

  @Test func nothingIsLeftOpen() throws {
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
    for (path, line) in try Self.committedLines(endings: ["swift", "weft", "sh", "md", "c", "h", "py"]) {
      for mark in marks where line.contains(mark) { Issue.record("\(path): \(line)") }
    }
  }

  /// A path of one machine, or a host of a package registry, works for nobody else.
  @Test func textNamesNoMachine() throws {
    let machine = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/fa" + "rm/", "/opt/sw" + "ift"]
    let registries = [
      "pypi" + ".org", "pythonhosted" + ".org", "deb.debian" + ".org", "npmjs" + ".org", "crates" + ".io", "golang" + ".org",
    ]
    for (path, line) in try Self.committedLines(endings: nil) {
      for word in machine where line.contains(try Regex("(^|[^A-Za-z])" + word)) { Issue.record("\(path): \(line)") }
      for word in registries where line.contains(word) { Issue.record("\(path): \(line)") }
    }
  }

  @Test func topLevelStaysSmall() throws {
    let allowed: Set = ["Package.swift", "README.md", "LICENSE", "Makefile", "Sources", "Tests", "protocol", "Plugins", "docs"]
    let names = Set(try House.committedPaths().compactMap { $0.split(separator: "/").first.map(String.init) })
    #expect(names.count > 5)
    for name in names.subtracting(allowed) { #expect(name.hasPrefix("."), "\(name) does not belong at the top level") }
  }

  /// Goldens are emitted, not written.
  private static func isGolden(_ path: String) -> Bool { ["/Golden", "/Generated/", "/Emitted/"].contains { path.contains($0) } }

  /// Lines of the committed text files; captures and other binary files are skipped.
  private static func committedLines(endings: [String]?) throws -> [(path: String, line: Substring)] {
    try House.committedPaths().flatMap { path -> [(String, Substring)] in
      if let endings, !endings.contains(where: { path.hasSuffix("." + $0) }) { return [] }
      let data = try Data(contentsOf: House.root.appending(path: path))
      guard !data.prefix(8192).contains(0) else { return [] }
      return String(decoding: data, as: UTF8.self).split(separator: "\n").map { (path, $0) }
    }
  }
}
