import Testing

/// Wrong usage is one line on standard error that says what to do, and exit code 64.
@Suite struct UsageTests {
  @Test(arguments: [
    (["frobnicate"], "unexpected argument 'frobnicate'; see 'weft --help'"),
    (["check", "--frob"], "unknown option '--frob'; see 'weft check --help'"),
    (["decode"], "missing expected argument '<message>'; see 'weft decode --help'"),
    (["decode", "Swich"], "no definition is called 'Swich'; did you mean 'Switch'?"),
    (["decode", "Lamps.Switcheroo"], "no definition is called 'Lamps.Switcheroo'; 'weft layout' lists them"),
    (["decode", "Switch", "--from", "octal"], "the value 'octal' is invalid for '--from <from>'"),
    (["decode", "Switch", "none.hex"], "no such file: none.hex"),
    (["decode", "Switch", "protocol"], "protocol is a folder, not a file"),
    (["decode", "Twice"], "'Twice' is declared in several modules; say People.Twice or Lamps.Twice"),
    (["check", "--schema", "elsewhere"], "no folder 'elsewhere'; name the one with the .weft files: --schema DIR"),
    (["check", "--schema", "empty"], "no .weft file in empty; name the folder with --schema DIR"),
    (["format", "-d", "-w"], "-d shows and -w writes: give one of them; see 'weft format --help'"),
    (["id", "Target"], "'Target' has no identity: only messages, structs, channels and modules have one"),
    (["inspect"], "missing expected argument '--read <file>'; see 'weft inspect --help'"),
    (["inspect", "-r", "x.pcap", "-T", "fields"], "-T fields needs at least one -e FIELD; see 'weft inspect --help'"),
    (["inspect", "-r", "x.pcap", "-e", "ip.src"], "-e needs -T fields; see 'weft inspect --help'"),
    (["inspect", "-r", "x.pcap", "-V", "-T", "json"], "-V needs -T text; see 'weft inspect --help'"),
    (["inspect", "-r", "x.pcap", "-c", "0"], "-c needs a number above 0; see 'weft inspect --help'"),
    (
      ["inspect", "-r", "x.pcap", "-T", "xml"],
      "the value 'xml' is invalid for '-T <format>'. Please provide one of 'text', 'json', 'ndjson' or 'fields'; see 'weft inspect --help'"
    ),
    (["inspect", "-r", "x.pcap", "-c", "-1"], "-c needs a number above 0; see 'weft inspect --help'"),
    (["inspect", "-r", "x.pcap"], "no such file: x.pcap"),
  ])
  func oneLine(_ arguments: [String], _ message: String) throws {
    let weft = try Weft.withSchema()
    try weft.write("edition 2026 module Lamps struct Twice { a: u1 }", to: "protocol/twice.weft")
    try weft.write("edition 2026 module People struct Twice { a: u1 }", to: "protocol/again.weft")
    try weft.write("", to: "empty/readme.txt")
    let outcome = try weft.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.text.isEmpty)
    #expect(outcome.error.hasPrefix("weft: error: \(message)"), "\(outcome.error)")
    #expect(outcome.error.split(separator: "\n").count == 1, "\(outcome.error)")
  }

  @Test func helpAndVersionGoToStandardOutput() throws {
    let weft = try Weft()
    for arguments in [["--help"], ["help", "inspect"], ["inspect", "--help"], ["--version"]] {
      let outcome = try weft.run(arguments)
      #expect(outcome.status == 0)
      #expect(outcome.error.isEmpty)
      #expect(!outcome.text.isEmpty)
    }
  }

  /// The first thing that people look for.
  @Test(arguments: ["check", "format", "layout", "id", "encode", "decode", "annotate", "inspect"])
  func helpHasExamples(_ command: String) throws {
    let outcome = try Weft().run([command, "--help"])
    #expect(outcome.text.contains("\n  weft \(command)") || outcome.text.contains("| weft \(command)"))
  }
}
