import Foundation
import Testing

/// `encode`, `decode`, `annotate`: one message, in and out.
@Suite struct MessageTests {
  static let json = """
    {"who":{"number":3},"target":{"room":"hall"},"level":40,"colour":"warm","steps":[1,15]}
    """

  @Test func jsonBecomesBytesAndComesBack() throws {
    let weft = try Weft.withSchema()
    let encoded = try weft("encode", "Switch", input: Self.json)
    #expect(encoded.status == 0, "\(encoded.error)")
    let decoded = try weft("decode", "Lamps.Switch", "--compact", input: encoded.text)
    #expect(decoded.text == Self.json + "\n")
    #expect(decoded.status == 0)
    #expect(decoded.error.isEmpty)
  }

  @Test func formsOfBytes() throws {
    let weft = try Weft.withSchema()
    let hex = try weft("encode", "Switch", input: Self.json).text
    let raw = try weft("encode", "Switch", "--to", "raw", input: Self.json).output
    let base64 = try weft("encode", "Switch", "--to", "base64", input: Self.json).text
    #expect(raw.map { String(format: "%02x", $0) }.joined() + "\n" == hex)
    #expect(raw.base64EncodedString() + "\n" == base64)
    for (form, bytes) in [("raw", Array(raw)), ("base64", Array(base64.utf8)), ("hex", Array(hex.utf8))] {
      #expect(try weft("decode", "Switch", "--from", form, "--compact", bytes: bytes).text == Self.json + "\n")
    }
  }

  /// Every length of the last group, with and without padding.
  @Test(arguments: 1..<8)
  func base64OfEveryLength(_ count: Int) throws {
    let weft = try Weft()
    try weft.write("edition 2026 module M struct S { b: bytes[\(count)] }", to: "protocol/m.weft")
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 251) }
    let text = Data(bytes).base64EncodedString()
    let json = "{\"b\":\"\(bytes.map { String(format: "%02x", $0) }.joined())\"}\n"
    #expect(try weft("encode", "S", "--to", "base64", input: json).text == text + "\n")
    #expect(try weft("decode", "S", "--from", "base64", "--compact", input: text).text == json)
    let bare = text.replacing("=", with: "")
    #expect(try weft("decode", "S", "--from", "base64", "--compact", input: bare).text == json)
  }

  @Test(arguments: [
    "02040410 20304000", "0x02, 0x04,0x04,0x10\n0x20 0x30 0x40 0x00", "02:04:04:10:20:30:40:00", "0X0204041020304000",
  ])
  func hexAsPeopleWriteIt(_ text: String) throws {
    let outcome = try Weft.withSchema()("decode", "Report", "--compact", input: text)
    #expect(outcome.text.hasPrefix("{\"lamp\":513,"))
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    (["decode", "Report"], "02 0g", "stdin: column 5: 'g' is not a hexadecimal digit"),
    (["decode", "Report"], "02\n04 4\n", "stdin: line 2, column 4: this byte has one digit only"),
    (["decode", "Report"], "02 4", "stdin: column 4: the last byte has one digit only"),
    (["decode", "Report", "--from", "base64"], "AAA?", "stdin: column 4: '?' is not a base64 digit"),
    (["decode", "Report", "--from", "base64"], "AAAA=", "stdin: column 5: '=' does not belong here"),
    (["decode", "Report", "--from", "base64"], "AAAAA", "stdin: column 6: the text ends inside a byte"),
    (["encode", "Report"], "{\"lamp\": ", "stdin:1:10: expected a value"),
    (["encode", "Report"], "{\"lmp\": 1}", "stdin:1:2: "),
    (["encode", "Switch"], "{\"who\": {\"number\": 17}, \"target\": \"all\", \"steps\": []}", "Switch: who.number: "),
  ])
  func brokenInputSaysWhere(_ arguments: [String], _ input: String, _ message: String) throws {
    let weft = try Weft.withSchema()
    try weft.write(input, to: "input")
    let outcome = try weft.shell("weft " + arguments.joined(separator: " ") + " < input")
    #expect(outcome.status == 1)
    #expect(outcome.text.isEmpty)
    #expect(outcome.error.hasPrefix("weft: error: \(message)"), "\(outcome.error)")
    #expect(outcome.error.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ("decode-report", ["decode", "Report"], "0204041020304000"),
    ("decode-cut", ["decode", "Report"], "020404102030"),
    ("decode-added", ["decode", "Report"], "030404102030403085d606"),
    ("annotate-report", ["annotate", "Report"], "0204041020304000"),
    ("annotate-switch", ["annotate", "Switch"], "25420b636343a578"),
    ("annotate-cut", ["annotate", "Report"], "020404102030"),
    ("annotate-stun", ["annotate", "CaptureFormats.STUN"], "000100082112a442b7e7a701bc34d686fa87dfae8022000474657374"),
    ("annotate-wrong", ["annotate", "STUN"], "000100002112a443b7e7a701bc34d686fa87dfae"),
    ("annotate-behind", ["annotate", "Report"], "0204041020304000ff"),
  ])
  func golden(_ name: String, _ arguments: [String], _ input: String) throws {
    let weft = try Weft.withSchema()
    try weft.write(input, to: "input")
    try expectGolden(name, try weft.run(arguments + ["input"]))
  }

  @Test func everyRowOfAnAnnotationIsABitOfTheMessage() throws {
    let weft = try Weft.withSchema()
    let text = try weft("annotate", "Report", "--all", input: "0204041020304000").text
    let words = text.split(separator: "\n").dropFirst(2).flatMap { $0.split(separator: " ") }
    let digits = words.filter { $0.wholeMatch(of: /[01·]{8}/) != nil }.joined()
    #expect(digits.count { $0 != "·" } == 64)
  }

  @Test func longFieldsAreCutUnlessAllIsAskedFor() throws {
    let weft = try Weft()
    try weft.write("edition 2026 module M struct S { b: bytes[100] }", to: "protocol/m.weft")
    let hex = String(repeating: "5a", count: 100)
    let short = try weft("annotate", "S", input: hex).text
    let long = try weft("annotate", "S", "--all", input: hex).text
    #expect(short.contains("… and 84 bytes"))
    #expect(long.count { $0 == "\n" } == 25 + 3)
    #expect(long.contains(hex))
    #expect(!short.contains(hex))
  }

  @Test func wrongVectorsAreFound() throws {
    let weft = try Weft.withSchema()
    try weft.write(
      "edition 2026 module M message S = 1 { a: u8 } vector S \"off\" { a: 1 } = hex\"02\"", to: "protocol/m.weft")
    let outcome = try weft("check")
    #expect(outcome.status == 1)
    #expect(outcome.error.hasPrefix("weft: error: M.S \"off\": the value encodes to hex\"01\", not hex\"02\"\n"))
  }
}
