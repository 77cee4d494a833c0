import Testing
import WeftCompiler
import WeftSchema

/// Who has a delta form, where the slots of differences stand, and what moves identities there.
@Suite struct DeltaTests {
  @Test func aModuleDecidesForItself() throws {
    let addresses = """
      edition 2026 module Addresses
      struct Plain { a: u8  b: u8 }
      struct Stating { a: u8 delta never }
      struct Keyed keyed by id { id: u8  inner: Inner }
      struct Inner { a: u8 }
      union Either { plain: Plain  stating: Stating }
      """
    let messages = """
      edition 2026 module Messages import Addresses
      struct Own { plain: Plain delta changed }
      snapshot World = 1 { own: Own  list: [Keyed, max: 3]  stating: Stating  either: Either }
      message Quiet = 2 { plain: Plain }
      message Stirred = 3 { stating: Stating  own: [Own, max: 2] }
      """
    let alone = try compiled([addresses])
    let both = try compiled([messages, addresses])
    let expected: Set = ["Stating", "Keyed", "Inner", "Either"]
    #expect(Set(alone.definitions.filter(\.hasDelta).map(\.name)) == expected.union(["Plain"]))
    #expect(
      Set(both.definitions.filter(\.hasDelta).map(\.name)) == expected.union(["Plain", "Own", "World", "Stirred"]))
    for definition in alone.definitions {
      #expect(both.definitions.first { $0.name == definition.name }?.hasDelta == definition.hasDelta)
    }
  }

  /// A struct of another module that has none is sent in full, which gets a warning unless `delta changed` says so.
  @Test func importsWithoutADeltaFormAreNamed() throws {
    let plain = SourceFile(path: "a.weft", text: "edition 2026 module A struct Plain { a: u8 }")
    let user = SourceFile(
      path: "b.weft",
      text: "edition 2026 module B import A snapshot World = 1 { a: Plain  b: Plain delta changed  c: [Plain * 2] }")
    let compilation = compile([plain, user])
    #expect(compilation.diagnostics.map(\.rule.rawValue) == ["DELTA_IMPORTED"])
    #expect(!compilation.hasErrors)
  }

  @Test func slotsCountThroughWhatIsHeld() throws {
    let schema = try compiled([
      """
      edition 2026 module A
      struct Pair { a: u8  key: bool  b: u16 }
      struct Item keyed by id { id: u8  pair: Pair  c: u8 }
      union Either { nothing  pair: Pair  number: u32  items: [Item, max: 2] }
      snapshot World = 1 @extensible(max: 8) {
        first: u8
        pair: Pair
        full: Pair delta never
        maybe: u8?
        items: [Item, max: 9]
        plain: [Pair, max: 9]
        four: [Pair * 4]
        lists: [[Item, max: 2] * 4]
        either: Either
        last: u8
        --- added
        late: u8 = 0
      }
      """
    ])
    let record = try #require(schema.record(named: "World"))
    let plan = try #require(record.delta)
    //                     first pair full maybe items plain four lists either last late
    #expect(plan.slots == [0, 1, 3, 3, 4, 7, 7, 9, 9, 14, 15])
    #expect(plan.slotCount == 15)
    let bits = plan.changedBits.map { $0.map { record.fields[$0].name } ?? "extension" }
    #expect(bits == ["pair", "maybe", "items", "plain", "four", "lists", "either", "extension"])
    #expect(!plan.isGrouped)
  }

  /// 32 levels of 4,096 fields would be more than an `Int` holds; only the place modulo 64 counts.
  @Test func slotsDoNotOverflow() throws {
    var text = "edition 2026 module A snapshot S0 = 1 { a: u8  b: u8  c: u8 }\n"
    for level in 1..<31 {
      let cases = (0..<40).map { "c\($0): S\(level - 1)" }.joined(separator: "  ")
      text += "union S\(level) { \(cases) }\n"
    }
    let schema = try compiled([text + "snapshot World = 2 { a: S30  b: u8  c: S1  d: u8 }"])
    let plan = try #require(schema.record(named: "World")?.delta)
    #expect(plan.slots.allSatisfy { $0 >= 0 })
    // 3 · 40^30 is a multiple of 64.
    #expect(plan.slots.map { $0 % 64 } == [0, 0, 1, 57])
  }

  // MARK: Identities

  static let base = """
    edition 2026 module A
    struct Point { x: u16  y: u16  name: text[max: 9] }
    message Plain = 1 { at: Point }
    snapshot World = 2 keyed by id { id: u8  at: Point  tick: u32 delta step(1)  heading: u10 delta wrap  spin: u9 }
    """

  @Test(arguments: [
    ("step(1)", "step(2)"), ("delta wrap", "delta difference"), ("delta wrap", "delta wrap(2)"),
    ("spin: u9", "spin: u9 predict linear"),
    ("keyed by id", ""), ("snapshot", "message"), ("x: u16", "x: u16 delta changed"), ("x: u16", "x: u16 predict linear(3)"),
  ])
  func rulesMoveTheIdentityOfWhatHasDeltas(old: String, new: String) throws {
    var changed = Self.base.replacing(old, with: new)
    if new == "message" { changed = changed.replacing("keyed by id", with: "") }
    #expect(changed != Self.base)
    #expect(try identity(of: changed, "World") != identity(of: Self.base, "World"))
    // What states no policy and holds none has no delta form.
    if !old.hasPrefix("x:") { #expect(try identity(of: changed, "Plain") == identity(of: Self.base, "Plain")) }
  }

  @Test func aSnapshotDoesNotMoveTheIdentitiesOfOthers() throws {
    let without = String(Self.base.split(separator: "snapshot")[0])
    #expect(try identity(of: without, "Plain") == identity(of: Self.base, "Plain"))
  }

  /// The defaults are in it: to state one changes nothing.
  @Test(arguments: [
    ("spin: u9", "spin: u9 delta difference"),
    ("at: Point  tick", "at: Point delta changed  tick"),
    ("spin: u9", "spin: u9 predict last"),
  ])
  func statedDefaultsDoNot(old: String, new: String) throws {
    let changed = Self.base.replacing(old, with: new)
    #expect(changed != Self.base)
    #expect(try identity(of: changed, "World") == identity(of: Self.base, "World"))
  }

  @Test(arguments: ["interned(4)", "interned(5)", "secret"])
  func whatLinksDoIsInIt(rule: String) throws {
    let plain = "edition 2026 module A message M = 1 { a: text[max: 9] }"
    let changed = plain.replacing(" }", with: " \(rule) }")
    #expect(try identity(of: changed, "M") != identity(of: plain, "M"))
  }

  @Test func channelsHaveIdentities() throws {
    func identity(_ channel: String) throws -> UInt64 {
      let schema = try compiled(["edition 2026 module A message M = 1 { a: u8 } message N = 2 { a: u8 } channel \(channel)"])
      return try #require(schema.modules.first?.channels.first).identity
    }
    let base = try identity("C = 1 over datagram { M, N } zstd")
    #expect(base != 0)
    for same in [
      "D = 1 over datagram(mtu: 500) { M, N } zstd(level: 9)", "C = 2 over datagram { M  N } zstd(dictionary: \"a.dict\")",
    ] {
      #expect(try identity(same) == base, "\(same)")
    }
    for other in [
      "C = 1 over datagram { N, M } zstd", "C = 1 over ordered { M, N } zstd", "C = 1 over datagram { M } zstd",
      "C = 1 over datagram { M, N }",
    ] {
      #expect(try identity(other) != base, "\(other)")
    }
  }

  private func identity(of text: String, _ name: String) throws -> UInt64 {
    try #require(try compiled([text]).record(named: name)).identity
  }

  private func compiled(_ texts: [String]) throws -> Schema {
    let sources = texts.enumerated().map { SourceFile(path: "\($0.offset).weft", text: $0.element) }
    let compilation = compile(sources)
    #expect(compilation.diagnostics.rendered(sources: sources) == "")
    return compilation.schema
  }
}

extension Schema {
  fileprivate func record(named name: String) -> Record? {
    for definition in definitions where definition.name == name {
      if case .record(let record) = definition.body { return record }
    }
    return nil
  }
}
