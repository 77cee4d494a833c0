import Foundation
import Testing

/// `weft train`: what it reads, what it says, and that it leaves secrets out.
@Suite struct TrainTests {
  static let schema = """
    edition 2026
    module Talking

    message Say = 1 { at: u32  text: text[max: 100] }
    message Wave = 2 { times: u8 }
    message Password = 3 { word: text[max: 40] secret }

    channel Talk = 1 over ordered { Say, Password } zstd(dictionary: "say.dict")

    """

  /// Phrases in an order that no seed is needed for.
  static let says = (0..<400).map { number in
    let words = ["the service is up", "restarting in 30 seconds", "hello there", "where are you"]
    return "{\"at\": \(number * 7919 % 10_000), \"text\": \"\(words[number % 4]), \(words[number / 4 % 4]) \(number)\"}\n"
  }

  private func talking() throws -> Weft {
    let weft = try Weft()
    try weft.write(Self.schema, to: "protocol/talk.weft")
    return weft
  }

  @Test func trainsOnLinesOfJSON() throws {
    let weft = try talking()
    try weft.write(Self.says.joined(), to: "says.ndjson")
    let outcome = try weft("train", "says.ndjson", "--message", "Say", "--size", "1KiB", "-o", "protocol/say.dict")
    #expect(outcome.status == 0, "\(outcome.error)")
    let lines = outcome.text.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("protocol/say.dict: 1024 bytes from 360 messages, identity ") ?? false, "\(outcome.text)")
    let figures = (lines.last ?? "").split { !$0.isNumber }.compactMap { Int($0) }
    // 40 messages: in columns, with zstd, with the dictionary.
    #expect(figures.count == 4 && figures[0] == 40 && figures[3] * 2 < figures[2], "\(outcome.text)")
    let dictionary = try Data(contentsOf: weft.folder.appending(path: "protocol/say.dict"))
    #expect(dictionary.count == 1024)
    let check = try weft("check")
    #expect(check.status == 0, "\(check.error)")
  }

  /// The same messages give the same bytes, however they are written down.
  @Test func theFormOfInputMakesNoDifference() throws {
    let weft = try talking()
    let says = Self.says.prefix(6)
    try weft.write(says.joined(), to: "says.ndjson")
    try weft.write(
      says.map { "{\"link\": 1, \"message\": \"Say\", \"value\": \($0.dropLast())}\n" }.joined()
        + "{\"message\": \"Password\", \"value\": {\"word\": \"x\"}}\n", to: "trace.ndjson")
    try FileManager.default.createDirectory(at: weft.folder.appending(path: "says"), withIntermediateDirectories: true)
    let script = """
      weft train says.ndjson --message Say -o protocol/say.dict > /dev/null 2>&1; printf 12345678 > protocol/say.dict
      i=1; while read -r line; do
        weft encode Say <<<"$line"; weft encode Say --to raw <<<"$line" > says/$i; i=$((i + 1))
      done < says.ndjson > says.hex
      """
    let encoded = try weft.shell(script)
    #expect(encoded.status == 0, "\(encoded.error)")
    func trained(_ input: String, _ arguments: String...) throws -> Data {
      // Enough for libzstd.
      let inputs = (0..<60).map { _ in input }
      let outcome = try weft.run(["train"] + inputs + arguments + ["--size", "512", "-o", "out.dict"])
      #expect(outcome.status == 0, "\(input): \(outcome.error)")
      return try Data(contentsOf: weft.folder.appending(path: "out.dict"))
    }
    let json = try trained("says.ndjson", "--message", "Say")
    #expect(try trained("trace.ndjson") == json)
    #expect(try trained("trace.ndjson", "--channel", "Talk") == json)
    #expect(try trained("says.hex", "--message", "Say") == json)
    #expect(try trained("says", "--message", "Say") == json)
  }

  @Test func trainsOnACapture() throws {
    let weft = try Weft()
    let example = Weft.project.appending(path: "docs/examples/position-share")
    let outcome = try weft(
      "train", example.appending(path: "walk.pcap").path, "--schema", example.appending(path: "protocol").path, "-d",
      "udp.port==7777,Packet", "-o", "walk.dict")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(
      outcome.text.hasPrefix("walk.dict: ") && outcome.text.contains("bytes from 12 messages, identity "), "\(outcome.text)")
    let none = try weft(
      "train", example.appending(path: "walk.pcap").path, "--schema", example.appending(path: "protocol").path, "-o", "walk.dict")
    #expect(none.error.contains("no message of the schema in 12 packets; -d udp.port==7777,NAME"), "\(none.error)")
  }

  @Test func saysWhatIsWrong() throws {
    let weft = try talking()
    try weft.write("{\"at\": 1, \"text\": \"a\"}\n{\"at\": true}\n", to: "wrong.ndjson")
    try weft.write("zz\n", to: "wrong.txt")
    try weft.write("{\"at\": 1, \"text\": \"abc\"}\n", to: "lone.ndjson")
    let cases: [([String], Int32, String)] = [
      (["wrong.ndjson", "--message", "Say"], 1, "wrong.ndjson:2: Say: "),
      (["lone.ndjson", "--message", "Say"], 1, "1 message, 8 bytes: too few, or too short, for a dictionary"),
      (["wrong.ndjson"], 64, "wrong.ndjson:1: the line does not say which message it is: --message NAME does"),
      (["wrong.txt", "--message", "Say"], 1, "wrong.txt:1: neither JSON nor hexadecimal digits, and no capture"),
      (["missing", "--message", "Say"], 64, "no such file: missing"),
      (["wrong.txt", "--message", "Password"], 64, "'Password' holds a secret field: it never goes through zstd"),
      (["wrong.txt", "--channel", "Talks"], 64, "no channel is called 'Talks'; there are: Talking.Talk"),
      (["wrong.txt", "--size", "5"], 64, "--size is 256 to 1MiB"),
    ]
    for (arguments, status, message) in cases {
      let outcome = try weft.run(["train"] + arguments + ["-o", "say.dict"])
      #expect(outcome.status == status && outcome.error.contains(message), "\(arguments): \(outcome.error)")
      #expect(outcome.error.split(separator: "\n").count == 1, "\(outcome.error)")
    }
    let ending = try weft("train", "wrong.ndjson", "-o", "say.bin")
    #expect(ending.status == 64 && ending.error.contains("a dictionary's name ends in .dict"))
    // Before the dictionary is there, all but training says so.
    let check = try weft("check")
    #expect(check.status == 1 && check.error.contains("there is no file 'say.dict' beside this definition [DICTIONARY]"))
  }
}
