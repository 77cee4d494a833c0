import Testing
import WeftCompiler
import WeftEvolution
import WeftSchema

@Suite struct LintTests {
  @Test(arguments: [
    (LintRule.rangeJustAbovePower, "struct S { x: int(0...256) }", "struct S { x: int(0...255) }"),
    (.rangeJustAbovePower, "struct S { x: [int(-1...1024), max: 3] }", "struct S { x: [int(0...1200), max: 3] }"),
    (.listMakesHuge, "message A = 1 { x: [u64, max: 1_000_000] }", "message A = 1 { x: [u64, max: 1_000] }"),
    (
      .listMakesHuge, "message A = 1 { x: bytes[max: 500_000] y: bytes[max: 500_000] z: bytes[max: 500_000] }",
      "message A = 1 { x: bytes[max: 500_000] y: bytes[max: 500_000] }"
    ),
  ])
  func isFoundWhereItIs(rule: LintRule, wrong: String, right: String) throws {
    #expect(Lint(try schema(wrong)).findings.map(\.rule) == [rule])
    #expect(Lint(try schema(right)).findings.isEmpty)
  }

  @Test func whatWasRemovedIsReserved() throws {
    let earlier = try schema("message A = 1 { x: u8 y: u8 }")
    let silent = Lint(try schema("message A = 1 { x: u8 }"), earlier: earlier)
    #expect(silent.findings.map(\.rule) == [.removedWithoutReserved])
    #expect(silent.findings.map(\.path) == ["M.A.y"])
    #expect(Lint(try schema("message A = 1 { reserved y x: u8 }"), earlier: earlier).findings.isEmpty)
  }

  /// A field of another name at the same place leaves its old name free, too.
  @Test func renamedFieldsAndRemovedCodesAreReserved() throws {
    let earlier = try schema("enum E: u2 { a = 0 b = 1 } message A = 1 { x: u8 y: E }")
    let silent = Lint(try schema("enum E: u2 { a = 0 } message A = 1 { x: u8 z: E }"), earlier: earlier)
    #expect(silent.findings.map(\.path) == ["M.E.b", "M.A.y"])
    #expect(silent.findings.map(\.detail) == ["write: reserved 1", "write: reserved y"])
    let reserved = try schema("enum E: u2 { reserved 1 a = 0 } message A = 1 { reserved y x: u8 z: E }")
    #expect(Lint(reserved, earlier: earlier).findings.isEmpty)
    #expect(Lint(try schema("enum E: u2 { a = 0 c = 1 } message A = 1 { x: u8 y: E }"), earlier: earlier).findings.isEmpty)
  }

  /// There is no `reserved` outside definitions: to ask for it could not be followed.
  @Test func removedMessagesAreNotAskedFor() throws {
    let earlier = try schema("message A = 1 { x: u8 } message B = 2 { x: u8 }")
    #expect(Lint(try schema("message A = 1 { x: u8 }"), earlier: earlier).findings.isEmpty)
  }

  private func schema(_ text: String) throws -> Schema {
    let compilation = compile([SourceFile(path: "a.weft", bytes: Array("edition 2026 module M\n\(text)".utf8))])
    try #require(!compilation.hasErrors, "\(compilation.diagnostics.map(\.message)) \(text)")
    return compilation.schema
  }
}
