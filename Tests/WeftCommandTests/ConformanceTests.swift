import Testing

/// `weft conformance` on implementations that do not answer: what they leave out is a failure, and everything else is asked.
@Suite struct ConformanceTests {
  private static let skips = #"while read line; do echo '{"skipped":"later"}'; done"#

  private func outcome(of implementation: String, _ options: [String] = []) throws -> Weft.Outcome {
    let weft = try Weft()
    try weft.write("edition 2026 module M message Ping = 1 { isLoud: bool }", to: "protocol/ping.weft")
    return try weft.run(["conformance", "--message", "Ping"] + options + ["--", "sh", "-c", implementation])
  }

  @Test func oneThatEndsIsBegunAnew() throws {
    let outcome = try outcome(of: #"read one; echo '{"skipped":"later"}'; read two; exit 3"#)
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("FAILS: M.Ping/accept/base/encode\n"), "\(outcome.text)")
    #expect(outcome.text.contains("\n  it ended without an answer: exit code 3\n"), "\(outcome.text)")
    #expect(
      outcome.text.hasSuffix("7 skipped, 0 expected failures, 6 unexpected failures, 0 unexpected passes\n"),
      "\(outcome.text)")
  }

  @Test func oneThatHangsIsStopped() throws {
    let outcome = try outcome(of: "[ -e begun ] || { touch begun; exec sleep 60; }; \(Self.skips)", ["--timeout", "1"])
    #expect(outcome.status == 1)
    #expect(outcome.text.hasPrefix("FAILS: M.Ping/accept/base\n"), "\(outcome.text)")
    #expect(outcome.text.contains("\n  no answer within 1 s\n"), "\(outcome.text)")
    #expect(
      outcome.text.hasSuffix("12 skipped, 0 expected failures, 1 unexpected failures, 0 unexpected passes\n"),
      "\(outcome.text)")
  }

  @Test func oneThatNeverAnswersIsGivenUp() throws {
    let outcome = try outcome(of: "exit 0")
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("\ngives up: 10 questions in a row without an answer; 3 were not asked\n"), "\(outcome.text)")
  }

  /// To say the question again under the other name is neither to decode nor to encode.
  @Test func anEchoDoesNotPass() throws {
    let outcome = try outcome(of: #"sed -u -E 's/.*"decode":(.*)/{"bytes":\1/; s/.*"encode":(.*)/{"value":\1/'"#)
    #expect(outcome.status == 1)
    #expect(outcome.text.contains(#"  the answer does not fit the question: {"bytes":"#), "\(outcome.text)")
    #expect(outcome.text.contains(#"  the answer does not fit the question: {"value":"#), "\(outcome.text)")
    #expect(outcome.text.contains("\n0 successes, "), "\(outcome.text)")
  }

  @Test func whatItWritesDoesNotReachTheTerminalRaw() throws {
    let outcome = try outcome(of: #"while read line; do printf '\033[2Jhello\n'; done"#)
    #expect(outcome.status == 1)
    #expect(!outcome.text.contains("\u{1B}") && outcome.text.contains(#"\u{1B}[2Jhello"#), "\(outcome.text)")
  }

  @Test func oneThatIsNotThereIsAMistake() throws {
    let weft = try Weft.withSchema()
    let outcome = try weft.run(["conformance", "--", "./codec"])
    #expect(outcome.status == 64)
    #expect(outcome.error.hasSuffix("weft: error: './codec' cannot be run: is it there, and executable?\n"), "\(outcome.error)")
  }
}
