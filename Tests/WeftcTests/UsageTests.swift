import Testing

/// A wrong command line is one line on stderr and exit status 64; nothing is written.
@Suite struct UsageTests {
  @Test(arguments: [
    ([], "--module is missing"),
    (["--module"], "--module needs a value"),
    (["--module", "--catalog"], "--module needs a value"),
    (["--module", "M"], "--catalog is missing"),
    (["--module", "M", "--catalog", "c.swift"], "--definition is missing"),
    (["--module", "M", "--catalog", "c.swift", "--definition", "a.weft"], "--definition needs a value"),
    (["a.weft"], "unknown argument 'a.weft'"),
    (["--verbose"], "unknown argument '--verbose'"),
  ])
  func oneLine(arguments: [String], message: String) throws {
    let tool = try Tool()
    let outcome = try tool.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output.hasPrefix("weftc: error: \(message); usage: weftc "))
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  @Test func aFileThatIsNotThere() throws {
    let tool = try Tool()
    let outcome = try tool.run(["--module", "M", "--catalog", "c.swift", "--definition", "a.weft", "a.swift"])
    #expect(outcome.status == 1)
    #expect(outcome.output == "a.weft: error: no such file\n")
    #expect(tool.text("c.swift") == nil)
  }
}
