import Testing
import WeftDynamic

/// Every reason to refuse a delta, in bits put together by hand from `docs/language.md`, "Deltas".
@Suite struct DeltaErrorTests {
  /// The head has a bit for `a` and one for `c`. `n` is dense with k = 2: where nothing differs it is `000`.
  static let forms = codec(
    compiling: """
      struct K keyed by id { id: u3  v: u2 }
      snapshot S = 1 { a: u2  n: u8 delta wrap(2)  c: [K, max: 4, min: 1] }
      snapshot W = 2 { a: bool  b: bool  c: bool  d: bool  e: bool  f: bool  g: bool  h: bool  i: bool }
      struct D keyed by id { id: u2  n: u8 delta difference(0)  f: bool }
      snapshot H = 4 { c: [D, max: 4] }
      snapshot O = 3 keyed by key { key: u2  d: int(0...9) delta difference(0)  o: u8? }
      """)

  static let baselines = [
    "S": "{\"a\": 1, \"n\": 100, \"c\": [{\"id\": 1, \"v\": 2}, {\"id\": 3, \"v\": 0}]}",
    "W": "{\"a\":true,\"b\":true,\"c\":true,\"d\":true,\"e\":true,\"f\":true,\"g\":true,\"h\":true,\"i\":true}",
    "H": "{\"c\": [{\"id\": 1, \"n\": 5, \"f\": false}, {\"id\": 2, \"n\": 5, \"f\": false}]}",
    "O": "{\"key\": 1, \"d\": 8, \"o\": 3}",
  ]

  private func decoded(_ name: String, _ bits: String) throws -> DecodedDelta {
    let definition = try Self.forms.id(name)
    let baseline = try Self.forms.encoded(definition, json: Array((Self.baselines[name] ?? "").utf8))
    let digits = bits.filter { $0 != " " }
    var bytes = [UInt8](repeating: 0, count: (digits.count + 7) / 8)
    for (bit, digit) in digits.enumerated() where digit == "1" { bytes[bit / 8] |= 1 << UInt8(bit % 8) }
    return Self.forms.decoded(definition, from: bytes, against: try Self.forms.decoded(definition, from: baseline))
  }

  @Test(arguments: [
    ("S", "1 00 000", "bit 0: nothing differs from the baseline"),
    ("S", "1 10 10 000", "a: bit 1: nothing differs from the baseline"),
    // 8 ones, and 100 itself.
    ("S", "1 00 11111111 00100110", "n: bit 3: the difference has a shorter code"),
    // z = 257 is 129 up, which is 127 down.
    ("S", "1 00 1111111 0 10000000", "n: bit 3: the difference leads out of the range"),
    ("S", "1 01 000 0 0 0", "c: bit 2: nothing differs from the baseline"),
    // One of two, with two left out before it.
    ("S", "1 01 000 1 0 11", "c: bit 7: there are not as many places to choose from"),
    ("S", "1 01 000 1 1 0 0", "c: bit 6: 0 elements are fewer than 1"),
    // Where all are removed none can change.
    ("S", "1 01 000 1 1 1 0", "c: bit 9: there are not as many places to choose from"),
    ("S", "1 01 000 0 1 0 0 0", "c[0]: bit 10: nothing differs from the baseline"),
    ("S", "1 01 000 0 1 0 0 1 01", "c[0].v: bit 10: nothing differs from the baseline"),
    ("S", "1 01 000 0 0 1 0 110 10", "c[2]: bit 10: keys must ascend"),
    ("S", "1 01 000 0 0 1 1 010 10 000 10", "c[3]: bit 15: keys must ascend"),
    ("W", "1 10 00000000", "bit 1: no field of the group has changed"),
    ("W", "1 01 0", "bit 2: no field of the group has changed"),
    // Both have changed, and the first one has a head.
    ("H", "1 1 0 1 1 1 0 0 0", "c[0]: bit 8: no field of the group has changed"),
    ("H", "1 1 0 1 1 0 0", "c[0]: bit 6: nothing differs from the baseline"),
    ("O", "1 1 0 10 0", "key: bit 1: nothing differs from the baseline"),
    // z = 3 is 2 up: 10 is above 9.
    ("O", "1 0 0 110 1", "d: bit 3: the difference leads out of the range"),
    ("O", "1 0 0 11111111 0101", "d: bit 3: code 10 is above 9"),
    ("O", "1 0 1 0 1 0", "o: bit 2: nothing differs from the baseline"),
    ("O", "0 1", "bit 1: padding must be zero"),
    ("O", "0 0000000 0", "bit 8: 1 byte left over"),
  ])
  func refused(_ name: String, _ bits: String, _ expected: String) throws {
    let found = try decoded(name, bits).failure?.description
    #expect(found == expected, "\(name) \(bits)")
  }

  @Test(arguments: [
    ("S", "1 10 01 000", "{\"a\":2,\"n\":100,\"c\":[{\"id\":1,\"v\":2},{\"id\":3,\"v\":0}]}"),
    // 127 down is z = 254; 254 >> 2 = 63 has 6 bits, 7 low bits follow.
    ("S", "1 00 111111 0 0111111", "{\"a\":1,\"n\":229,\"c\":[{\"id\":1,\"v\":2},{\"id\":3,\"v\":0}]}"),
    ("S", "1 01 000 1 0 0 0 1 00 010 11", "{\"a\":1,\"n\":100,\"c\":[{\"id\":2,\"v\":3},{\"id\":3,\"v\":0}]}"),
    ("W", "1 01 1", "{\"a\":true,\"b\":true,\"c\":true,\"d\":true,\"e\":true,\"f\":true,\"g\":true,\"h\":true,\"i\":false}"),
    // Both are one up; without heads, and with the second one's.
    ("H", "1 1 0 1 1 0 10 10 0", "{\"c\":[{\"id\":1,\"n\":6,\"f\":false},{\"id\":2,\"n\":6,\"f\":false}]}"),
    ("H", "1 1 0 1 1 1 0 10 10 1 10 0", "{\"c\":[{\"id\":1,\"n\":6,\"f\":false},{\"id\":2,\"n\":6,\"f\":true}]}"),
    ("O", "1 1 1 11 0 0", "{\"key\":3,\"d\":8}"),
    ("O", "0", "{\"key\":1,\"d\":8,\"o\":3}"),
  ])
  func accepted(_ name: String, _ bits: String, _ expected: String) throws {
    let decoded = try decoded(name, bits)
    #expect(decoded.failure == nil, "\(name) \(bits)")
    #expect(decoded.value?.json == expected, "\(name) \(bits)")
  }
}
