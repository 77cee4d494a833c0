import Foundation
import Testing

/// What depends on who watches: colours, the progress bar, completions.
@Suite struct TerminalTests {
  static let escape = "\u{1B}["

  @Test func aPipeGetsNoColour() throws {
    let weft = try Weft.withSchema()
    #expect(try !weft("layout", "Report").text.contains(Self.escape))
    #expect(try !weft("inspect", "-r", InspectTests.demo).text.contains(Self.escape))
    #expect(try !weft("check", "--schema", "nowhere").error.contains(Self.escape))
  }

  /// `script` gives the command a terminal; macOS calls it in another way.
  #if os(Linux)
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func aTerminalGetsColourUnlessItIsUnwanted() throws {
      let weft = try Weft.withSchema()
      let line = "script -qec 'weft layout Report' /dev/null"
      #expect(try weft.shell(line, environment: ["TERM": "xterm", "NO_COLOR": ""]).text.contains(Self.escape))
      #expect(try !weft.shell(line, environment: ["TERM": "xterm", "NO_COLOR": "1"]).text.contains(Self.escape))
      #expect(try !weft.shell(line, environment: ["TERM": "dumb", "NO_COLOR": ""]).text.contains(Self.escape))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func aLongFileHasAProgressBarOnStandardError() throws {
      let weft = try Weft()
      // Three blocks of 12 MiB that no reader knows and every reader skips.
      let line = """
        cat '\(InspectTests.demo)' > one
        for _ in 1 2 3; do
          printf '\\255\\013\\000\\000\\014\\000\\300\\000'; head -c 12582912 /dev/zero; printf '\\014\\000\\300\\000'
        done >> one
        script -qec "bash -c 'weft inspect -r one -T fields -e frame.number > shown'" /dev/null
        """
      let outcome = try weft.shell(line, environment: ["TERM": "xterm"])
      #expect(outcome.text.contains("█"))
      #expect(outcome.text.hasSuffix("\r\u{1B}[K"))
      #expect(try !weft.text("shown").contains("█"))
    }

    @Test func aFullDiskIsAnError() throws {
      let outcome = try Weft.withSchema().shell("weft layout Report > /dev/full")
      #expect(outcome.status == 1)
      #expect(outcome.error == "weft: error: standard output cannot be written: No space left on device\n")
    }
  #endif

  @Test(arguments: [("bash", "complete"), ("zsh", "#compdef weft"), ("fish", "complete -c 'weft'")])
  func completionScripts(_ shell: String, _ mark: String) throws {
    let outcome = try Weft()("completion", shell)
    #expect(outcome.status == 0)
    #expect(outcome.text.contains(mark), "\(outcome.text.prefix(200))")
    #expect(outcome.text.contains("inspect"))
  }

  @Test func theCompletionScriptOfBashIsOne() throws {
    let weft = try Weft()
    let outcome = try weft.shell("weft completion bash > script && bash -n script")
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  /// The shell asks the command itself for names.
  @Test func namesOfDefinitionsAreCompleted() throws {
    let weft = try Weft.withSchema()
    let line = "weft ---completion decode -- positional@0 2 2 weft decode Sw"
    let outcome = try weft.shell("SAP_SHELL=bash " + line)
    #expect(outcome.text.split(whereSeparator: \.isWhitespace).contains("Switch"), "\(outcome.text) \(outcome.error)")
  }
}
