import Foundation
import StoredDefinitions
import Testing
import WeftCompiler
import WeftConformance
import WeftDynamic
import WeftSchema

@Suite struct CaseTests {
  static let text = """
    edition 2026 module M
    enum E: u2 { a = 0 b = 1 c = 2 }
    flags F: u3 { x = 0 y = 1 }
    union U { small: u3 large: int(0...9) nothing }
    message A = 1 {
      number: int(1...5)
      real: fixed(0...2, step: 0.5)
      e: E
      f: F
      u: U
      list: [int(0...2), max: 2]
      name: text[max: 2]?
    }
    """

  static let codec = DynamicCodec(compile([SourceFile(path: "a.weft", bytes: Array(text.utf8))]).schema)
  static let cases = Conformance(codec).cases()

  /// What is derived from this schema, by hand.
  @Test func eachEndAndEachCaseIsAccepted() {
    let names = Self.accepted.map { String($0.id.dropFirst("M.A/accept/".count)) }
    for expected in [
      "base", "number=high", "real=low", "real=high", "e=b", "e=c", "f=none", "f=x", "f=y", "u.small=high", "u=large",
      "u.large=low",
      "u.large=high", "u=nothing", "list[0]=high", "list=shortest", "list=longest", "name=shortest", "name=longest",
      "name=many bytes", "name=zero", "name=absent",
    ] {
      // A case that repeats the bytes of another is left out.
      #expect(names.contains(expected), "\(expected) is missing of \(names)")
    }
  }

  @Test func whatIsOneBeyondIsRejected() {
    let rejected = Self.cases.filter { $0.id.hasPrefix("M.A/reject/") }
    #expect(!rejected.isEmpty)
    for test in rejected {
      guard case .reject = test.expectation else {
        Issue.record("\(test.id) is accepted")
        continue
      }
    }
    let names = rejected.map { String($0.id.dropFirst("M.A/reject/".count)) }
    for expected in [
      "number=above", "real=above", "e=unknown", "f=unknown", "u=unknown tag", "list=count above", "name=invalid",
      "name=cut character", "name=overlong", "byte too many", "truncated=0", "u.large=above", "u=large/truncated=2",
    ] {
      #expect(names.contains(expected), "\(expected) is missing of \(names)")
    }
  }

  /// What has more than one encoding, or an order, in a schema that has each of them; each is rejected for its own reason.
  @Test func eachSecondEncodingIsRejected() {
    let text = """
      edition 2026 module K
      struct Item keyed by id { id: int(0...9)  note: text[max: 5] }
      union Inner { number: int(0...4)  name: text[max: 6] }
      message M = 1 @extensible(max: 40) {
        v: varint
        items: [Item, max: 4]
        inner: [Inner, max: 3]
        f: f32
      }
      """
    let codec = DynamicCodec(compile([SourceFile(path: "k.weft", bytes: Array(text.utf8))]).schema)
    let reasons = Dictionary(
      uniqueKeysWithValues: Conformance(codec).cases().compactMap { test -> (String, String)? in
        guard case .reject(let reason) = test.expectation else { return nil }
        return (String(test.id.dropFirst("K.M/reject/".count)), reason)
      })
    for (id, reason) in [
      ("v=not minimal", "shortest form"), ("v=above 64 bits", "64 bits"), ("v=too long", "64 bits"),
      ("f=another nan", "canonical"),
      ("items=out of order", "ascend"), ("items=one key twice", "ascend"), ("items[1].id=above", "code 10"),
      ("items[0].note=surrogate", "UTF-8"), ("items[0].note=above U+10FFFF", "UTF-8"), ("empty extension", "only defaults"),
      ("inner[0].name=overlong", "UTF-8"), ("extensionTail=count above", "code 41"), ("inner[0]=name/truncated=4", "ends here"),
    ] {
      #expect(reasons[id]?.contains(reason) == true, "\(id): \(reasons[id] ?? "missing")")
    }
  }

  @Test func idsAreUnique() {
    #expect(Set(Self.cases.map(\.id)).count == Self.cases.count)
  }

  @Test func everyMessageOfTheProjectHasCasesOfBothKinds() throws {
    let codec = DynamicCodec(StoredDefinitions.schema(in: ["protocol/addresses", "protocol/overlay"]))
    let cases = Conformance(codec).cases()
    for (index, definition) in codec.schema.definitions.enumerated() {
      guard case .record(let record) = definition.body, case .message = record.kind else { continue }
      let own = cases.filter { $0.definition.index == index }
      #expect(own.contains { if case .accept = $0.expectation { true } else { false } }, "\(definition.name)")
      #expect(own.contains { if case .reject = $0.expectation { true } else { false } }, "\(definition.name)")
    }
  }

  // MARK: Answers

  @Test func answersAreJudged() throws {
    let test = try #require(Self.accepted.first)
    let checks = ConformanceCheck.all(of: test, in: Self.codec)
    guard case .accept(let json) = test.expectation, checks.count == 2 else { throw Problem() }
    #expect(checks[0].verdict(on: "{\"value\":\(json)}", by: Self.codec) == .success)
    #expect(checks[0].verdict(on: "{\"skipped\":\"no\"}", by: Self.codec) == .skipped)
    let digits = try #require(checks[0].request.split(separator: "\"").last { $0.allSatisfy(\.isHexDigit) })
    #expect(checks[1].verdict(on: "{\"bytes\":\"\(digits)\"}", by: Self.codec) == .success)
    for wrong in ["", "{}", "[1]", "{\"value\":{}}", "{\"error\":\"\"}", "{\"bytes\":\"00\"}", "{\"value\":1,\"error\":2}"] {
      guard case .failure = checks[0].verdict(on: wrong, by: Self.codec) else {
        Issue.record("\(wrong) is taken")
        continue
      }
    }
    let rejected = try #require(Self.cases.first { $0.id.hasPrefix("M.A/reject/") })
    let check = try #require(ConformanceCheck.all(of: rejected, in: Self.codec).first)
    #expect(check.verdict(on: "{\"error\":\"x\"}", by: Self.codec) == .success)
    guard case .failure = check.verdict(on: "{\"value\":\(json)}", by: Self.codec) else { throw Problem() }
  }

  private struct Problem: Error {}

  private static var accepted: [ConformanceCase] { cases.filter { $0.id.hasPrefix("M.A/accept/") } }
}
