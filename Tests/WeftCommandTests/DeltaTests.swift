import Foundation
import Testing

/// `--against`: `encode`, `decode` and `annotate` of delta forms.
@Suite struct DeltaTests {
  static let schema = """
    edition 2026
    module Houses

    struct Room keyed by name {
      name: bytes[1]
      warmth: fixed(-40...87, step: 0.5) delta wrap
      lit: bool
    }

    union State { empty  lent: Guest  sold: u8 }

    struct Guest { nights: u7 delta step(-1)  meals: u5?  name: text[max: 8] }

    snapshot House = 1 @extensible(max: 16) keyed by number {
      number: u8
      width: u16 delta step(10)
      owner: u10?
      state: State
      rooms: [Room, max: 20]
      corners: [u6 * 3]
      label: text[max: 8]
      lift: bool
      code: u4 delta never
      a: bool  b: bool  c: bool  d: u2
      --- added
      floors: u4 = 1
    }

    struct Plain { a: u8 }
    """

  static let before = """
    {"number": 3, "width": 100, "owner": 7, "state": {"lent": {"nights": 5, "name": "Ada"}}, "rooms": [
    {"name": "61", "warmth": 20, "lit": true}, {"name": "62", "warmth": 86.5, "lit": false}, {"name": "7a", "warmth": 0, "lit": false}],
    "corners": [1, 2, 3], "label": "old", "lift": false, "code": 9, "a": true, "b": true, "c": false, "d": 1}
    """

  static let after = """
    {"number": 3, "width": 60000, "state": {"lent": {"nights": 4, "meals": 3, "name": "Ada"}}, "rooms": [
    {"name": "61", "warmth": 20.5, "lit": false}, {"name": "62", "warmth": -40, "lit": false}, {"name": "63", "warmth": 5, "lit": true}],
    "corners": [1, 60, 3], "label": "new", "lift": true, "code": 9, "a": true, "b": true, "c": false, "d": 1, "floors": 2}
    """

  private static func weft() throws -> Weft {
    let weft = try Weft()
    try weft.write(schema, to: "protocol/houses.weft")
    try weft.write(before, to: "before.json")
    try weft.write(after, to: "after.json")
    return weft
  }

  @Test func whatDiffersIsEncodedAndDecoded() throws {
    let weft = try Self.weft()
    let full = try weft("encode", "House", "after.json").text
    let delta = try weft("encode", "House", "after.json", "--against", "before.json")
    #expect(delta.status == 0, "\(delta.error)")
    #expect(delta.text.count < full.count)
    let decoded = try weft("decode", "House", "--against", "before.json", "--compact", input: delta.text)
    #expect(try decoded.text == weft("decode", "House", "--compact", input: full).text)
    #expect(try weft("encode", "House", "before.json", "--against", Self.before).text == "00\n")
  }

  /// Every bit of a delta has a row that says what it is.
  @Test func annotation() throws {
    let weft = try Self.weft()
    let delta = try weft("encode", "House", "after.json", "--against", "before.json").text
    try weft.write(delta, to: "delta")
    let outcome = try weft("annotate", "House", "delta", "--against", "before.json", "--all")
    try expectGolden("annotate-delta", outcome)
    let words = outcome.text.split(separator: "\n").dropFirst(2).flatMap { $0.split(separator: " ") }
    let digits = words.filter { $0.wholeMatch(of: /[01·]{8}/) != nil }.joined()
    #expect(digits.count { $0 != "·" } == (delta.count - 1) * 4)
  }

  /// The baseline moves to where it is expected, and then nothing differs.
  @Test func agesMoveTheBaseline() throws {
    let weft = try Self.weft()
    let later = Self.before.replacing("\"width\": 100", with: "\"width\": 130")
    #expect(try weft("encode", "House", "--against", "before.json", input: later).text != "00\n")
    let moved = try weft("encode", "House", "--against", "before.json", "--age", "3", input: later).text
    #expect(moved == "00\n")
    let decoded = try weft("decode", "House", "--against", "before.json", "--age", "3", "--compact", input: moved)
    #expect(decoded.text.contains("\"width\":130"), "\(decoded.error)")
  }

  @Test func errorsSayWhere() throws {
    let weft = try Self.weft()
    try weft.write("{\"number\": 3}", to: "broken.json")
    for (arguments, input, status, message) in [
      (["decode", "House", "--against", "before.json"], "01", 1, "House: bit 8: the input ends here, "),
      (["decode", "House", "--against", "before.json"], "00 00", 1, "House: bit 8: 1 byte left over"),
      (["decode", "House", "--against", "broken.json"], "00", 1, "broken.json:1:1: field \"width\" is missing"),
      (["decode", "House", "--against", "{}"], "00", 1, "--against:1:1: field \"number\" is missing"),
      (["decode", "Plain", "--against", "{\"a\": 1}"], "00", 1, "Plain: only snapshots, and what states 'delta' or 'predict'"),
      (["decode", "House", "--against", "{}", "--age", "3", "--age", "4"], "00", 64, "as many --age as --against"),
      (["decode", "House", "--against", "{}", "--age", "0"], "00", 64, "up to three baselines"),
    ] {
      try weft.write(input, to: "input")
      let outcome = try weft.run(arguments + ["input"])
      #expect(outcome.status == status, "\(arguments)")
      #expect(outcome.error.contains(message), "\(arguments): \(outcome.error)")
    }
  }
}
