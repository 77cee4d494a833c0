import Testing
import WeftCompiler
import WeftSchema

/// What goes wrong between modules, and with files of several modules that are given together.
@Suite struct ModulesTests {
  @Test func importCycle() {
    expect(
      ["edition 2026 module A import B type X = B.Y", "edition 2026 module B import A type Y = u8 type Z = A.X"],
      [
        "0:29: modules import each other: A, B [IMPORT_CYCLE]", "1:29: modules import each other: A, B [IMPORT_CYCLE]",
      ])
  }

  @Test func ambiguousName() {
    expect(
      [
        "edition 2026 module A type X = u8", "edition 2026 module B type X = u16",
        "edition 2026 module C import A import B struct S { x: X  y: A.X }",
      ], ["2:54: 'X' is declared in several imported modules [AMBIGUOUS_NAME]"])
  }

  @Test func ownNameComesFirst() {
    expect(
      ["edition 2026 module A type X = u8", "edition 2026 module C import A type X = bool struct S { x: X  y: A.X }"], [])
  }

  @Test func importHoldsForItsFile() {
    expect(
      [
        "edition 2026 module A type X = u8", "edition 2026 module C import A struct S { x: X }",
        "edition 2026 module C struct T { x: X  y: A.X }",
      ],
      [
        "2:36: 'X' is declared in module A, which is not imported in this file [NOT_IMPORTED]",
        "2:42: module A is not imported in this file [NOT_IMPORTED]",
      ])
  }

  @Test func unusedAndRepeatedImports() {
    expect(
      [
        "edition 2026 module A type X = u8", "edition 2026 module B const k = 3",
        "edition 2026 module C import A import A import B struct S { x: X }",
      ],
      [
        "2:38: 'A' is imported twice [DUPLICATE_IMPORT]",
        "2:47: nothing of module B is used in this file [UNUSED_IMPORT]",
      ])
  }

  @Test func constantsOfOtherModulesCanRunInCircles() {
    expect(
      ["edition 2026 module A const a = b const c = d", "edition 2026 module A const b = c const d = a"],
      ["0:28: constant 'a' stands for itself [CONSTANT_CYCLE]"])
  }

  /// Two files may declare the same name only in two modules.
  @Test func oneNameInTwoFiles() {
    expect(
      ["edition 2026 module A type X = u8", "edition 2026 module A type X = u16", "edition 2026 module B type X = u16"],
      ["1:27: 'X' is declared twice in module A [DUPLICATE_NAME]"])
  }

  /// A name that a file with a syntax error should declare is not reported again where it is used.
  @Test func brokenFileHidesItsNames() {
    let found = compiled(["edition 2026 module A type X = ", "edition 2026 module A struct S { x: X  y: Y }"]).diagnostics
    #expect(found.allSatisfy { $0.span.file == 0 })
    #expect(!found.isEmpty)
  }

  @Test func definitionCalledAsAnImportedModule() {
    expect(
      ["edition 2026 module A type X = u8", "edition 2026 module B import A struct A { x: X }"],
      ["1:38: 'A' is the name of an imported module: Swift could not tell the two apart [HOSTILE_NAME]"])
  }

  @Test func moduleCalledAsTheRuntime() {
    expect(
      ["edition 2026 module Weft type X = u8"],
      ["0:20: 'Weft' is a module that the generated Swift imports [HOSTILE_NAME]"])
  }

  @Test func nothingAtAll() {
    #expect(compile([]).diagnostics.isEmpty)
    #expect(compile([]).schema.modules.isEmpty)
  }

  private func expect(_ texts: [String], _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    let found = compiled(texts).diagnostics.map {
      "\($0.span.file):\($0.span.lower): \($0.message) [\($0.rule.rawValue)]"
    }
    #expect(found == expected, sourceLocation: sourceLocation)
  }

  private func compiled(_ texts: [String]) -> Compilation {
    compile(texts.enumerated().map { SourceFile(path: "\($0.offset).weft", text: $0.element) })
  }
}
