import Foundation
import Testing

/// Files in, files out, exit status: as the plugin uses it.
@Suite struct GenerateTests {
  static let shared = "edition 2026\nmodule Shared\n\nstruct Author {\n  number: u16\n}\n"
  static let say = "edition 2026\nmodule Chat\nimport Shared\n\nmessage Say = 1 {\n  author: Author\n}\n"

  /// `Chat`, which imports `Shared`.
  private func generate(_ tool: borrowing Tool, module: String = "Chat") throws -> Tool.Outcome {
    try tool.run([
      "--module", module, "--root", tool.folder.path, "--catalog", "out/Catalog.swift",
      "--definition", tool.folder.appending(path: "chat/say.weft").path, "out/say.swift", "--import", "shared/author.weft",
    ])
  }

  @Test func onlyTheModuleIsWritten() throws {
    let tool = try Tool()
    try tool.write(Self.shared, to: "shared/author.weft")
    try tool.write(Self.say, to: "chat/say.weft")
    let outcome = try generate(tool)
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    let text = tool.text("out/say.swift") ?? ""
    #expect(text.contains("public struct Say: Message"))
    #expect(text.contains("public import Shared"))
    #expect(!text.contains("struct Author"))
    let folder = tool.folder.path
    #expect(!text.contains(folder))
    let catalog = tool.text("out/Catalog.swift")
    #expect(catalog != nil)
  }

  @Test func whatStaysTheSameIsNotWritten() throws {
    let tool = try Tool()
    try tool.write(Self.shared, to: "shared/author.weft")
    try tool.write(Self.say, to: "chat/say.weft")
    _ = try generate(tool)
    let first = try tool.modified("out/say.swift")
    try tool.write(Self.say + "// A remark.\n", to: "chat/say.weft")
    let remark = try generate(tool)
    #expect(remark.status == 0)
    let second = try tool.modified("out/say.swift")
    #expect(second == first)
    try tool.write(Self.say.replacing("Say", with: "Said"), to: "chat/say.weft")
    let renamed = try generate(tool)
    #expect(renamed.status == 0)
    let third = try tool.modified("out/say.swift")
    #expect(third != first)
  }

  @Test func errorsNameThePlaceBelowTheRoot() throws {
    let tool = try Tool()
    try tool.write(Self.shared, to: "shared/author.weft")
    try tool.write(Self.say.replacing("Author", with: "Autor"), to: "chat/say.weft")
    let outcome = try generate(tool)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("\nchat/say.weft:6:11: error: "))
    let text = tool.text("out/say.swift")
    #expect(text == nil)
  }

  @Test func aModuleIsCalledAsItsTarget() throws {
    let tool = try Tool()
    try tool.write(Self.shared, to: "shared/author.weft")
    try tool.write(Self.say, to: "chat/say.weft")
    let outcome = try generate(tool, module: "Talk")
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("chat/say.weft:2:8: error: module 'Chat' stands in the target 'Talk'"))
  }

  static let talk =
    say(1) + "channel Talk = 1 over ordered { Say } zstd(dictionary: \"say.dict\")\n"

  private static func say(_ tag: Int) -> String {
    "edition 2026\nmodule Chat\n\nmessage Say = \(tag) {\n  text: text[max: 80]\n}\n"
  }

  private func generateTalk(_ tool: borrowing Tool, _ dictionaries: String...) throws -> Tool.Outcome {
    let definition = tool.folder.appending(path: "chat/say.weft").path
    return try tool.run(
      [
        "--module", "Chat", "--root", tool.folder.path, "--catalog", "out/Catalog.swift", "--definition", definition,
        "out/say.swift",
      ]
        + dictionaries.flatMap { ["--dictionary", tool.folder.appending(path: $0).path] })
  }

  @Test func aDictionaryIsEmbedded() throws {
    let tool = try Tool()
    try tool.write(Self.talk, to: "chat/say.weft")
    try tool.write("twelve bytes", to: "chat/say.dict")
    let outcome = try generateTalk(tool, "chat/say.dict")
    #expect(outcome.status == 0 && outcome.output == "")
    let text = tool.text("out/say.swift") ?? ""
    #expect(text.contains("dHdlbHZlIGJ5dGVz"))
    #expect(text.contains("byteCount: 12,"))
  }

  @Test func aDictionaryStandsBesideItsDefinition() throws {
    let tool = try Tool()
    try tool.write(Self.talk, to: "chat/say.weft")
    try tool.write("twelve bytes", to: "shared/say.dict")
    let outcome = try generateTalk(tool, "shared/say.dict")
    #expect(outcome.status == 1)
    #expect(
      outcome.output.hasPrefix(
        "chat/say.weft:7:56: error: there is no file 'say.dict' beside this definition [DICTIONARY]"), "\(outcome.output)")
    try tool.write("short", to: "chat/say.dict")
    let short = try generateTalk(tool, "chat/say.dict")
    #expect(short.output.contains("a dictionary has 8...1048576 bytes, 'say.dict' has 5 [DICTIONARY]"), "\(short.output)")
  }

  /// The imported target's own command tells what is wrong there; here it is told only where all else is right.
  @Test func errorsOfImportsAreToldOnce() throws {
    let tool = try Tool()
    try tool.write(Self.shared.replacing("u16", with: "u99"), to: "shared/author.weft")
    try tool.write(Self.say, to: "chat/say.weft")
    let imported = try generate(tool)
    #expect(imported.status == 1)
    #expect(imported.output.contains("shared/author.weft:5:11: error: "))
    try tool.write(Self.say.replacing("}", with: "  wide: u99\n}"), to: "chat/say.weft")
    let own = try generate(tool)
    #expect(own.status == 1)
    #expect(!own.output.contains("author.weft:5"))
  }
}
