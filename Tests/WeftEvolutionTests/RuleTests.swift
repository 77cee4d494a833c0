import Testing
import WeftCompiler
import WeftEvolution
import WeftSchema

/// Each rule is found where it applies, with what it breaks.
@Suite struct RuleTests {
  struct Example: Sendable {
    var rule: Rule
    var effects: Change.Effects
    var old: String
    var new: String

    init(_ rule: Rule, _ effects: Change.Effects, _ old: String, _ new: String) {
      (self.rule, self.effects, self.old, self.new) = (rule, effects, old, new)
    }
  }

  static let all: Change.Effects = [.newReadsOld, .oldReadsNew, .source]

  static let examples: [Example] = [
    Example(.messageAdded, [], "message A = 1 { x: u8 }", "message A = 1 { x: u8 } message B = 2 { x: u8 }"),
    Example(
      .messageRemoved, [.newReadsOld, .source], "message A = 1 { x: u8 } message B = 2 { x: u8 }", "message A = 1 { x: u8 }"),
    Example(.messageRenamed, .source, "message A = 1 { x: u8 }", "message B = 1 { x: u8 }"),
    Example(.messageTagChanged, .links, "message A = 1 { x: u8 }", "message A = 2 { x: u8 }"),
    Example(
      .definitionKindChanged, all, "struct S { x: u8 } message A = 1 { s: S } union U { s: S }",
      "union S { x: u8 } union U { s: S }"),
    Example(
      .definitionKindChanged, [.source, .links], "open enum E: u2 { a = 0 } message A = 1 { e: E }",
      "open flags E: u2 { a = 0 } message A = 1 { e: E }"),
    Example(
      .definitionKindChanged, [.oldReadsNew, .source], "enum E: u2 { a = 0 b = 1 } message A = 1 { e: E }",
      "flags E: u2 { a = 0 b = 1 } message A = 1 { e: E }"),
    Example(.fieldAdded, all, "message A = 1 { x: u8 }", "message A = 1 { x: u8 y: u8 }"),
    Example(
      .fieldAddedToExtension, [], "message A = 1 @extensible(max: 9) { x: u8 }",
      "message A = 1 @extensible(max: 9) { x: u8 --- added y: u8 = 1 }"),
    Example(.fieldRemoved, all, "message A = 1 { x: u8 y: u8 }", "message A = 1 { x: u8 }"),
    Example(
      .fieldMoved, [.newReadsOld, .oldReadsNew, .meaning], "message A = 1 { x: u8 y: u8 }", "message A = 1 { y: u8 x: u8 }"),
    Example(.fieldRenamed, .source, "message A = 1 { x: u8 }", "message A = 1 { y: u8 }"),
    Example(.optionalChanged, all, "message A = 1 { x: u8 }", "message A = 1 { x: u8? }"),
    Example(.defaultChanged, [.source, .meaning], "message A = 1 { x: u8 = 1 }", "message A = 1 { x: u8 = 2 }"),
    Example(
      .defaultChanged, [.newReadsOld, .oldReadsNew, .meaning], "message A = 1 @extensible(max: 9) { --- added x: u8 = 1 }",
      "message A = 1 @extensible(max: 9) { --- added x: u8 = 2 }"),
    Example(.typeChanged, all, "message A = 1 { x: u16 }", "message A = 1 { x: f16 }"),
    Example(.typeChanged, [.source, .links], "message A = 1 { x: u1 }", "message A = 1 { x: bool }"),
    Example(
      .typeChanged, .source, "enum E: u2 { a = 0 } message A = 1 { e: E }", "enum F: u2 { a = 0 } message A = 1 { e: F }"),
    Example(.widthChanged, all, "message A = 1 { x: u8 }", "message A = 1 { x: u9 }"),
    Example(.rangeChanged, [.oldReadsNew, .source], "message A = 1 { x: int(0...5) }", "message A = 1 { x: int(0...6) }"),
    Example(.rangeChanged, [.newReadsOld, .source], "message A = 1 { x: u3 }", "message A = 1 { x: int(0...6) }"),
    Example(.rangeChanged, all, "message A = 1 { x: u8 }", "message A = 1 { x: i8 }"),
    Example(.boundChanged, .oldReadsNew, "message A = 1 { x: [u8, max: 5] }", "message A = 1 { x: [u8, max: 6] }"),
    Example(.boundChanged, all, "message A = 1 { x: bytes[max: 7] }", "message A = 1 { x: bytes[max: 8] }"),
    Example(
      .boundChanged, .links, "enum E { a = 0 b = 1 } struct S keyed by e { e: E } message A = 1 { s: [S, max: 5] }",
      "enum E { a = 0 b = 1 } struct S keyed by e { e: E } message A = 1 { s: [S, max: 4] }"),
    Example(
      .caseAdded, [.oldReadsNew, .source], "enum E { a = 0 b = 2 } message A = 1 { e: E }",
      "enum E { a = 0 b = 2 c = 3 } message A = 1 { e: E }"),
    Example(
      .caseAdded, .source, "open enum E: u2 { a = 0 } message A = 1 { e: E }",
      "open enum E: u2 { a = 0 c = 3 } message A = 1 { e: E }"),
    Example(
      .caseRemoved, [.newReadsOld, .source], "union U { a: u8 b: u8 c: u8 d: u8 } message A = 1 { u: U }",
      "union U { a: u8 b: u8 c: u8 } message A = 1 { u: U }"),
    Example(
      .caseMoved, [.newReadsOld, .oldReadsNew, .meaning], "union U { a: u8 b: u8 } message A = 1 { u: U }",
      "union U { b: u8 a: u8 } message A = 1 { u: U }"),
    Example(
      .caseRenamed, .source, "flags F { a = 0 b = 1 } message A = 1 { f: F }", "flags F { a = 0 c = 1 } message A = 1 { f: F }"),
    Example(
      .extensionAdded, [.newReadsOld, .oldReadsNew], "message A = 1 { x: u8 }", "message A = 1 @extensible(max: 9) { x: u8 }"),
    Example(
      .extensionRemoved, [.newReadsOld, .oldReadsNew], "message A = 1 @extensible(max: 9) { x: u8 }", "message A = 1 { x: u8 }"),
    Example(
      .extensionBoundChanged, [.meaning, .links], "message A = 1 @extensible(max: 9) { x: u8 }",
      "message A = 1 @extensible(max: 99) { x: u8 }"),
    Example(
      .keyChanged, .newReadsOld, "struct S { k: u8 } message A = 1 { s: [S, max: 3] }",
      "struct S keyed by k { k: u8 } message A = 1 { s: [S, max: 3] }"),
    Example(
      .deltaChanged, .links, "snapshot A = 1 { x: u8 delta difference(2) }", "snapshot A = 1 { x: u8 delta difference(3) }"),
    Example(.deltaChanged, .links, "message A = 1 { x: u8 }", "snapshot A = 1 { x: u8 delta changed }"),
    Example(
      .rangeChanged, [.source, .links], "enum E: u1 { a = 0 b = 1 } message A = 1 { e: E }",
      "open enum E: u1 { a = 0 b = 1 } message A = 1 { e: E }"),
    Example(
      .linkFormChanged, .links, "message A = 1 { x: bytes[8] interned(8) }", "message A = 1 { x: bytes[8] interned(16) }"),
    Example(
      .formChanged, [.newReadsOld, .oldReadsNew], "message A = 1 { x: bytes[8] y: bytes[8] }",
      "message A = 1 { x: bytes[8] y: bytes[8] relative to x }"),
    Example(
      .formChanged, [.newReadsOld, .oldReadsNew], "message A = 1 { n: int(0...64) y: bytes[8] significant(n) }",
      "message A = 1 { n: int(0...64) y: bytes[8] }"),
    Example(
      .foreignChanged, all, "foreign F bits(msb) bytes(big) { x: u8 }", "foreign F bits(msb) bytes(big) { x: u16 }"),
    Example(
      .foreignChanged, .meaning, "foreign F bits(msb) bytes(big) on udp.port(7) { x: u8 }",
      "foreign F bits(msb) bytes(big) on udp.port(8) { x: u8 }"),
    Example(
      .fieldRenamed, .source, "foreign F bits(msb) bytes(big) { n: u8 = byteCount(d) d: bytes[n] }",
      "foreign F bits(msb) bytes(big) { count: u8 = byteCount(d) d: bytes[count] }"),
    Example(
      .caseRenamed, .source, "foreign F bits(msb) bytes(big) { t: u8 = tag(m) m: match t { a = 1: u8 } }",
      "foreign F bits(msb) bytes(big) { t: u8 = tag(m) m: match t { b = 1: u8 } }"),
    Example(.definitionRemoved, .source, "struct S { x: u8 } message A = 1 { x: u8 }", "message A = 1 { x: u8 }"),
    Example(
      .messageRemoved, [.newReadsOld, .source], "message A = 1 { x: u8 } message B = 2 { x: u8 }", "message A = 2 { x: u8 }"),
    Example(.channelAdded, [], ends, ends + "channel C = 1 over ordered { A }"),
    Example(.channelRemoved, [.links, .source], ends + "channel C = 1 over ordered { A }", ends),
    Example(.channelRenamed, .source, ends + "channel C = 1 over ordered { A }", ends + "channel D = 1 over ordered { A }"),
    Example(.channelMessageAdded, [], ends + "channel C = 1 over ordered { A }", ends + "channel C = 1 over ordered { B, A }"),
    Example(
      .channelMessageRemoved, [.links, .source], ends + "channel C = 1 over ordered { B, A }",
      ends + "channel C = 1 over ordered { A }"),
    Example(
      .channelTransportChanged, .links, ends + "channel C = 1 over ordered { A }", ends + "channel C = 1 over stream { A }"),
    Example(
      .channelCompressionChanged, [], ends + "channel C = 1 over stream { A } zstd",
      ends + "channel C = 1 over stream { A } zstd(history: 4KiB)"),
  ]

  static let ends = "message A = 1 { x: u8 } message B = 2 { x: u8 } "

  @Test func whatHandshakesSettleIsNoChange() throws {
    let comparison = Comparison(
      old: try Self.schema(Self.ends + "channel C = 1 over datagram(mtu: 600) { A B } zstd(level: 3)"),
      new: try Self.schema(Self.ends + "channel C = 1 over datagram(mtu: 900) { B A } zstd(level: 9)"))
    #expect(comparison.changes.isEmpty)
  }

  /// A key, or what an address is relative to, is the same field under another name; definitions that come and go elsewhere change
  /// nothing of those that name others.
  @Test(arguments: [
    (
      "struct S keyed by k { k: u8 } message A = 1 { s: [S, max: 3] }",
      "struct S keyed by q { q: u8 } message A = 1 { s: [S, max: 3] }"
    ),
    (
      "message A = 1 { x: bytes[8] y: bytes[8] relative to x }",
      "message A = 1 { q: bytes[8] y: bytes[8] relative to q }"
    ),
    (
      "foreign In bits(msb) bytes(big) { x: u8 } foreign Out bits(msb) bytes(big) { i: In }",
      "struct S { x: u8 } foreign In bits(msb) bytes(big) { q: u8 } foreign Out bits(msb) bytes(big) { i: In }"
    ),
  ])
  func namesAreSource(old: String, new: String) throws {
    let comparison = Comparison(old: try Self.schema(old), new: try Self.schema(new))
    #expect(comparison.changes.map(\.rule) == [.fieldRenamed], "\(comparison.changes)")
  }

  @Test(arguments: examples)
  func isFound(example: Example) throws {
    let comparison = Comparison(old: try Self.schema(example.old), new: try Self.schema(example.new))
    #expect(
      comparison.changes.contains { $0.rule == example.rule && $0.effects == example.effects },
      "\(comparison.changes.map { "\($0.rule.rawValue) \($0.path) \($0.detail) \($0.effects.rawValue)" })")
  }

  /// What is wrong with an enum is wrong with every message that holds it.
  @Test func kindsOfCodesAreHeldByMessages() throws {
    let comparison = Comparison(
      old: try Self.schema("open enum E: u2 { a = 0 } struct S { e: E } message A = 1 { s: S }"),
      new: try Self.schema("open flags E: u2 { a = 0 } struct S { e: E } message A = 1 { s: S }"))
    #expect(comparison.verdicts.map(\.effects) == [[.source, .links]])
  }

  @Test func everyRuleHasAnExample() {
    #expect(Set(Self.examples.map(\.rule)) == Set(Rule.allCases))
  }

  @Test func whatNobodyReadsIsNoChange() throws {
    let comparison = Comparison(
      old: try Self.schema("/// Old.\nmessage A = 1 { x: u8 }"),
      new: try Self.schema("const c = 3\n/// New.\nmessage A = 1 { x: int(0...255) }"))
    #expect(comparison.changes.allSatisfy { $0.effects == .source })
    #expect(comparison.verdicts.first?.effects.isDisjoint(with: .wire) == true)
  }

  /// The smallest message that shows a range that grew: the first code that the old version does not know.
  @Test func counterexamplesAreSmall() throws {
    let comparison = Comparison(
      old: try Self.schema("message A = 1 { n: text[max: 9] x: int(0...5) }"),
      new: try Self.schema("message A = 1 { n: text[max: 9] x: int(0...7) }"))
    let verdict = try #require(comparison.verdicts.first)
    let proof = Proof(comparison, valueCount: 500, seed: 3)
    #expect(proof.counterexample(verdict, .newReadsOld) == nil)
    let example = try #require(proof.counterexample(verdict, .oldReadsNew))
    #expect(example.newResult == #"{"n":"","x":6}"#)
    #expect(example.oldResult == "x: bit 4: code 6 is above 5")
  }

  /// A foreign definition that no message holds is run as well, and what shows that it changed are two values that differ.
  @Test func foreignDefinitionsAreRun() throws {
    let comparison = Comparison(
      old: try Self.schema("foreign F bits(msb) bytes(big) { n: u8 rest: bytes[n, max: 3] }"),
      new: try Self.schema(
        "foreign F bits(msb) bytes(big) { n: u8 first: u8 if n > 1 rest: bytes[n - 1 if n > 1 else n, max: 3] }"))
    let verdict = try #require(comparison.verdicts.first)
    #expect(!verdict.isMessage && verdict.newName == "M.F")
    for direction in [Proof.Direction.newReadsOld, .oldReadsNew] {
      let example = try #require(Proof(comparison, valueCount: 500, seed: 3).counterexample(verdict, direction))
      #expect(example.oldResult != example.newResult)
    }
  }

  private static func schema(_ text: String) throws -> Schema {
    let compilation = compile([SourceFile(path: "a.weft", bytes: Array("edition 2026 module M\n\(text)".utf8))])
    try #require(!compilation.hasErrors, "\(compilation.diagnostics.map(\.message)) \(text)")
    return compilation.schema
  }
}
