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
      "base", "number=high", "real=low", "real=high", "e=b", "e=c", "f=none", "f=x", "f=y", "u.small=high", "u=large.=high",
      "u=nothing",
      "list[0]=high", "list=shortest", "list=longest", "name=shortest", "name=longest", "name=absent",
    ] where !names.contains(where: { $0 == expected || $0 == expected.replacing("u.small", with: "u=small") }) {
      // A case that repeats the bytes of another is left out.
      #expect(["u.small=high", "u=large.=high"].contains(expected), "\(expected) is missing of \(names)")
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
      "byte too many", "truncated=0",
    ] {
      #expect(names.contains(expected), "\(expected) is missing of \(names)")
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
