import Foundation
import Testing

/// `inspect` as a user meets it: files and pipes, exit codes, and what stands on standard error. What it shows of each
/// format is tested in `WeftCaptureTests`.
@Suite struct InspectTests {
  static let demo = Weft.project.appending(path: "Tests/Captures/demo.pcapng").path
  static let broken = Weft.project.appending(path: "Tests/Captures/broken").path

  @Test func itWorksInAnyFolder() throws {
    let outcome = try Weft()("inspect", "-r", Self.demo)
    #expect(outcome.status == 0)
    #expect(outcome.text.count { $0 == "\n" } == 11)
    #expect(outcome.error.isEmpty)
  }

  @Test func aWrongSchemaThatNobodyAskedForIsLeftOut() throws {
    let weft = try Weft()
    try weft.write("nonsense", to: "protocol/a.weft")
    let outcome = try weft("inspect", "-r", Self.demo, "-c", "1")
    #expect(outcome.status == 0)
    #expect(outcome.error == "weft: warning: the schema in 'protocol' has errors and is left out; 'weft check' shows them\n")
    #expect(try weft("inspect", "-r", Self.demo, "--schema", "protocol").status == 1)
  }

  @Test func aPipeIsReadAsAFileIs() throws {
    let weft = try Weft()
    let file = try weft.shell("weft inspect -r '\(Self.demo)' -T ndjson")
    let pipe = try weft.shell("cat '\(Self.demo)' | weft inspect -r - -T ndjson")
    #expect(pipe.status == 0)
    #expect(pipe.text == file.text)
    #expect(pipe.text.split(separator: "\n").count == 11)
  }

  /// The first packet is shown while the writer still holds the pipe open.
  @Test func packetsFromAPipeShowAsTheyCome() throws {
    let weft = try Weft()
    let line = """
      mkfifo pipe; weft inspect -r - -T fields -e frame.number < pipe > shown & exec 3> pipe
      head -c 600 '\(Self.demo)' >&3
      for _ in $(seq 100); do grep -q 1 shown && break; sleep 0.1; done
      cp shown early; exec 3>&-; wait; cat early
      """
    #expect(try weft.shell(line).text.hasPrefix("1\n"))
  }

  @Test func aReaderThatHasSeenEnoughEndsItQuietly() throws {
    let weft = try Weft()
    let many = "for _ in $(seq 300); do cat '\(Weft.project.appending(path: "Tests/Captures/demo.pcapng").path)'; done"
    let outcome = try weft.shell("set -o pipefail; (\(many)) 2>/dev/null | weft inspect -r - -V | head -n 1")
    #expect(outcome.text.hasPrefix("frame 1 "))
    #expect(!outcome.error.contains("weft"), "\(outcome.error)")
  }

  @Test func allPacketsAreJSON() throws {
    let outcome = try Weft()("inspect", "-r", Self.demo, "-T", "json")
    let packets = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
    #expect(packets.count == 11)
  }

  @Test(arguments: ["huge-block.pcapng", "cut-packet.pcap", "text.pcap", "short-block.pcapng", "cut-header.pcap"])
  func aBrokenFileIsOneLineAndExitCodeOne(_ name: String) throws {
    let outcome = try Weft()("inspect", "-r", "\(Self.broken)/\(name)")
    #expect(outcome.status == 1)
    #expect(outcome.error.hasPrefix("weft: error: \(Self.broken)/\(name): "))
    #expect(outcome.error.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    (["-Y", "stun.typ == 1"], "weft: error: no field or layer is called 'stun.typ'"),
    (["-T", "fields", "-e", "no.such"], "weft: error: no field or layer is called 'no.such'"),
    (["-d", "udp.port==7777,Nobody"], "weft: error: "),
    (["-d", "nonsense"], "weft: error: "),
  ])
  func whatMeansNothingIsWrongUsage(_ arguments: [String], _ message: String) throws {
    let outcome = try Weft().run(["inspect", "-r", Self.demo] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.text.isEmpty)
    #expect(outcome.error.hasPrefix(message), "\(outcome.error)")
  }

  @Test func ownMessagesAreDecodedWhereTheOptionSays() throws {
    let weft = try Weft()
    let example = Weft.project.appending(path: "docs/examples/position-share")
    let outcome = try weft(
      "inspect", "-r", example.appending(component: "walk.pcap").path, "--schema", example.appending(component: "protocol").path,
      "-d", "udp.port==7777,Packet", "-T", "fields", "-e", "Packet.walker", "-e", "Hello.name", "-e", "Position.latitude")
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("7\tAda\t\n7\t\t47.36667\n"))
  }
}
