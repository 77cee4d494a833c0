import Foundation
import Testing
import WeftCompiler
import WeftSchema

/// Schemas that are large, deep or broken in any way: diagnostics, and nothing worse.
@Suite struct HostileSchemaTests {
  static let head = "edition 2026\nmodule Large\n"

  /// A hundred thousand definitions that each hold the next, without a hundred thousand stack frames.
  @Test(arguments: [
    "struct D# { d: D@ }", "type D# = D@", "union D# { d: D@ }", "const d# = d@", "foreign D# bits(msb) bytes(big) { d: D@ }",
    "struct D# { d: D@? e: [D@, max: 3] }",
  ])
  func longChain(of link: String) {
    var text = Self.head
    for index in 0..<20_000 {
      text += link.replacing("#", with: "\(index)").replacing("@", with: "\((index + 1) % 20_000)") + "\n"
    }
    let compilation = compile([SourceFile(path: "chain.weft", text: text)])
    #expect(compilation.hasErrors)
    #expect(compilation.diagnostics.count <= Diagnostic.maximumCount)
  }

  /// Sizes that double with each definition, and a diamond of names: neither time nor numbers grow with the product.
  @Test func doubling() {
    var text = Self.head + "struct D0 { a: u64 }\nunion U0 { a: D0 }\nconst c0 = hex\"00\"\n"
    for index in 1..<31 {
      text += "struct D\(index) { a: D\(index - 1) b: D\(index - 1) }\nunion U\(index) { a: U\(index - 1) b: U\(index - 1) }\n"
      text += "const c\(index) = c\(index - 1) ++ c\(index - 1)\n"
    }
    let rules = Set(compile([SourceFile(path: "doubling.weft", text: text)]).diagnostics.map(\.rule.rawValue))
    #expect(rules == ["TOO_LARGE", "CONSTANT_EXPRESSION"])
  }

  /// Slots of differences double with each union: they are counted once for each definition.
  @Test func doublingSlots() throws {
    var text = Self.head + "union U0 { a: P }\nstruct P { x: u16  y: u16 }\n"
    for index in 1..<30 { text += "union U\(index) { a: U\(index - 1) b: U\(index - 1) }\n" }
    text += "snapshot S = 1 { u: U29  list: [K, max: 3] }\nstruct K keyed by id { id: u8  u: U28 }\n"
    let compilation = compile([SourceFile(path: "slots.weft", text: text)])
    #expect(compilation.diagnostics.isEmpty)
    let definition = try #require(compilation.schema.definitions.first { $0.name == "S" })
    guard case .record(let record) = definition.body else { return }
    // 2 · 2^29 slots, modulo 2^30.
    #expect(record.delta?.slots == [0, 0])
    #expect(record.delta?.slotCount == 1 << 29)
  }

  /// Numbers at the ends of what 64 and 128 bits hold.
  @Test func extremes() {
    let least = "(-0x7FFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF - 1)"
    let huge = "[[[[u64 * 0x1000_0000] * 0x1000_0000] * 0x1000_0000] * 0x1000_0000]"
    let fields = (0..<20).map { "h\($0): \(huge)" }.joined(separator: " ")
    let text = """
      message M = 1 @mtu(1) { \(fields) }
      struct Literals {
        a: fixed(-1...1, step: 1) = \(least)
        b: fixed(9007199254740991...9007199254740992, step: 1) = \(least)
        c: fixed(-9007199254740992...9007199254740992, step: 1) = 0x7FFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF
        d: u64 = \(least) e: f16 = \(least) f: f64 = -\(least) g: varint = ~\(least) h: int(\(least)...1) i: i64 = -0x8000_0000_0000_0000
        j: int(0...1) = \(least) % -1 k: int(0...1) = \(least) / -1 l: u8 = 1 << 127 >> 127 m: fixed(0...\(least), step: \(least))
        n: bytes[\(least)] o: [u8, max: 3, min: \(least)]
      }
      enum E { a = \(least) reserved 170141183460469231731687303715884105727 }
      foreign F bits(msb) bytes(big) { a: u64 b: bytes[-0x7FFF_FFFF_FFFF_FFFF - 2] c: const i64 = -0x8000_0000_0000_0000 }
      """
    #expect(compile([SourceFile(path: "extremes.weft", text: Self.head + text)]).hasErrors)
  }

  @Test func manyUnknownNames() {
    let fields = (0..<50_000).map { "f\($0): Unknown\($0)" }.joined(separator: "\n")
    let known = (0..<5_000).map { "type Unknow\($0) = u8" }.joined(separator: "\n")
    let text = Self.head + known + "\nstruct S {\n" + fields + "\n}\n"
    let found = compile([SourceFile(path: "unknown.weft", text: text)]).diagnostics
    #expect(found.count == Diagnostic.maximumCount)
    #expect(found.last?.rule == "TOO_MANY_DIAGNOSTICS")
  }

  @Test func manyFields() {
    let fields = (0..<5_000).map { "f\($0): u8" }.joined(separator: "\n")
    for kind in ["struct S", "foreign F bits(msb) bytes(big)"] {
      let found = compile([SourceFile(path: "fields.weft", text: Self.head + kind + " {\n" + fields + "\n}\n")]).diagnostics
      #expect(found.map(\.rule.rawValue) == ["TOO_MANY_FIELDS"])
    }
  }

  /// Right definitions with one part replaced by another: whatever comes out, the compiler comes back.
  @Test func mutations() throws {
    let sources = try (RightCorpusTests.files + Project.definitions(in: Project.corpus.appending(path: "wrong")))
      .map { try Project.source($0).bytes }
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(seed: seed)
    for round in 0..<400 {
      var bytes = sources[Int(random.next() % UInt64(sources.count))]
      let other = sources[Int(random.next() % UInt64(sources.count))]
      for _ in 0..<Int(random.next() % 4 + 1) where !bytes.isEmpty && !other.isEmpty {
        let from = Int(random.next() % UInt64(other.count))
        let part = other[from..<min(other.count, from + Int(random.next() % 40))]
        let at = Int(random.next() % UInt64(bytes.count))
        bytes.replaceSubrange(at..<min(bytes.count, at + Int(random.next() % 30)), with: part)
      }
      let compilation = compile([SourceFile(path: "mutated.weft", bytes: bytes)])
      #expect(compilation.diagnostics.count <= Diagnostic.maximumCount, "seed \(seed), round \(round)")
    }
  }

  /// Words and numbers in each other's places: most of it parses, so that the passes behind the parser see what nobody writes.
  @Test func exchangedTokens() throws {
    let urls = RightCorpusTests.files + Project.definitions(in: Project.corpus.appending(path: "wrong"))
    let sources = try urls.map { Self.tokens(String(decoding: try Project.source($0).bytes, as: UTF8.self)) }
    let pools = [
      sources.joined().filter { $0.first?.isLetter == true },
      sources.joined().filter { $0.first?.isNumber == true } + ["-1", "0"],
    ]
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(seed: seed)
    var rightCount = 0
    for round in 0..<600 {
      var tokens = sources[Int(random.next() % UInt64(sources.count))]
      for _ in 0..<Int(random.next() % 3 + 1) where !tokens.isEmpty {
        let at = Int(random.next() % UInt64(tokens.count))
        guard let first = tokens[at].first, first.isLetter || first.isNumber else { continue }
        let pool = pools[first.isLetter ? 0 : 1]
        tokens[at] = pool[Int(random.next() % UInt64(pool.count))]
      }
      let compilation = compile([SourceFile(path: "mutated.weft", text: tokens.joined())])
      #expect(compilation.diagnostics.count <= Diagnostic.maximumCount, "seed \(seed), round \(round)")
      if !compilation.hasErrors { rightCount += 1 }
    }
    #expect(rightCount > 0, "seed \(seed)")
  }

  /// Words and numbers each alone, all between them as it is.
  private static func tokens(_ text: String) -> [String] {
    text.matches(of: /[A-Za-z_]\w*|[0-9]\w*|[^A-Za-z0-9_]+/).map { String($0.output) }
  }
}
