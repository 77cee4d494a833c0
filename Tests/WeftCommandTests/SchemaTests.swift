import Foundation
import Testing

/// `check`, `format`, `layout`, `id`: what is said about a schema.
@Suite struct SchemaTests {
  @Test(arguments: [
    ("layout", ["layout"]),
    ("layout-messages", ["layout", "Switch", "Lamps.Report", "Target", "Colour", "Faults", "People.Person"]),
    ("layout-json", ["layout", "--json", "Report", "Target"]),
    ("id", ["id"]),
    ("id-projection", ["id", "--projection", "Switch", "Lamps"]),
    ("check", ["check"]),
  ])
  func golden(_ name: String, _ arguments: [String]) throws {
    try expectGolden(name, try Weft.withSchema().run(arguments))
  }

  /// Snapshots, keys, policies and channels.
  @Test(arguments: [
    ("layout-links", ["layout"]), ("layout-snapshot", ["layout", "World", "Cube", "Hello"]),
    ("layout-snapshot-json", ["layout", "--json", "World"]), ("id-links", ["id", "--projection"]),
    ("id-channel", ["id", "Talk", "Links.Bulk"]), ("check-links", ["check"]),
  ])
  func links(_ name: String, _ arguments: [String]) throws {
    let weft = try Weft()
    try weft.write(Self.links, to: "protocol/links.weft")
    try expectGolden(name, try weft.run(arguments))
  }

  private static let links = """
    edition 2026
    module Links

    struct Cube keyed by id {
      id: int(0...900)
      x: fixed(-256...256, step: 1/512) predict linear(3)
      heading: int(0...1023) delta wrap(2) step(4)
      resting: bool
    }

    snapshot World = 9 @extensible(max: 8) {
      tick: u32 delta step(1)
      cubes: [Cube, max: 901]
      --- added
      load: u8 = 0
    }

    message Hello = 1 { name: text[max: 20] interned(16)  token: bytes[16]? secret }

    channel Talk = 1 over datagram { Hello, World }
    channel Bulk = 2 over stream { World } zstd(level: 5, window: 64KiB)
    """ + "\n"

  @Test func everyLayoutOfTheProjectIsJSON() throws {
    let outcome = try Weft().run(["layout", "--json", "--schema", Weft.project.appending(component: "protocol").path])
    #expect(outcome.status == 0)
    let object = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
    let definitions = try #require(object["definitions"] as? [[String: Any]])
    #expect(definitions.count > 80)
    #expect(definitions.allSatisfy { $0["rows"] is [Any] && $0["bits"] is [String: Int] })
  }

  @Test func aWrongSchemaIsShownWithItsPlace() throws {
    let weft = try Weft.withSchema()
    try weft.write("edition 2026\nmodule Lamps\nstruct Lamp {\n  colour: Color\n}\n", to: "protocol/wrong.weft")
    try expectGolden("check-wrong", try weft("check"))
  }

  @Test func aCommandThatNeedsARightSchemaSaysWhatIsWrong() throws {
    let weft = try Weft.withSchema()
    try weft.write("edition 2026\nmodule Lamps\nstruct Lamp {\n  colour: Color\n}\n", to: "protocol/wrong.weft")
    let outcome = try weft("decode", "Switch", input: "00")
    #expect(outcome.status == 1)
    #expect(outcome.error.hasPrefix("protocol/wrong.weft:4:11: error: "))
    #expect(outcome.error.hasSuffix("weft: error: the schema has 1 error\n"))
  }

  @Test func foldersThatBeginWithADotAreNotSearched() throws {
    let weft = try Weft.withSchema()
    try weft.write("nonsense", to: "protocol/.build/copy.weft")
    #expect(try weft("check").status == 0)
  }

  @Test func severalFoldersAndFilesMakeOneSchema() throws {
    let weft = try Weft.withSchema()
    try FileManager.default.moveItem(
      at: weft.folder.appending(path: "protocol/people"), to: weft.folder.appending(component: "people"))
    let outcome = try weft("layout", "Switch", "--schema", "./protocol/", "--schema", "people/people.weft", "--schema", "people")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.text.contains("People.Person"))
  }

  @Test func formatNamesShowsAndRewrites() throws {
    let weft = try Weft.withSchema()
    let before = try weft("id").text
    let text = try weft.text("protocol/lamps.weft")
    try weft.write(text.replacing("  lamp: u16\n", with: "  lamp   :u16\n"), to: "protocol/lamps.weft")

    let listed = try weft("format")
    #expect(listed.text == "protocol/lamps.weft\n")
    #expect(listed.status == 1)
    try expectGolden("format-diff", try weft("format", "-d"))
    let written = try weft("format", "-w")
    #expect(written.status == 0)
    #expect(try weft.text("protocol/lamps.weft") == text)
    #expect(try weft("format").status == 0)
    #expect(try weft("id").text == before)
  }

  @Test func formatReadsStandardInput() throws {
    let outcome = try Weft()("format", "-", input: "edition 2026 module A struct  B{c:u8}")
    #expect(outcome.text == "edition 2026\nmodule A\n\nstruct B { c: u8 }\n")
    #expect(outcome.status == 0)
  }

  @Test func formatLeavesAWrongFileAlone() throws {
    let weft = try Weft()
    try weft.write("edition 2026 module A struct {", to: "a.weft")
    let outcome = try weft("format", "-w", "a.weft")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("a.weft:1:"))
    #expect(try weft.text("a.weft") == "edition 2026 module A struct {")
  }
}
