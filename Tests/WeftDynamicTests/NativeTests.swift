import Testing
import Weft
import WeftDynamic

@Suite struct NativeTests {
  let codec: DynamicCodec = WeftDynamicTests.codec(
    compiling:
      """
      enum Link: u2 { webSocket = 0, webRTC = 1 }
      open enum Reason: u6 { busy = 0, leaving = 1 }
      flags Rights: u4 { read = 0, write = 1, admin = 3 }
      struct Contact { address: bytes[2] link: Link rtt: int(0...4095) }
      union Endpoint { v4: u32 name: text[max: 7] none }
      message Everything = 1 {
        flag: bool
        small: u3
        negative: i5
        range: int(-3...4)
        rights: Rights
        reason: Reason
        token: bytes[max: 3]?
        contacts: [Contact, max: 3]
        endpoint: Endpoint
        count: varint
        shift: varint(signed)
        grid: [[u4 * 2], max: 2, min: 1]
        temperature: fixed(-40...60, step: 0.5)
        ratio: f32
        half: f16
        double: f64
        note: text[max: 10] = "hello"
      }
      """)

  let full = """
    {"flag":true,"small":5,"negative":-16,"range":4,"rights":["read","admin"],"reason":"leaving","token":"0102",\
    "contacts":[{"address":"abcd","link":"webRTC","rtt":4095}],"endpoint":{"name":"né"},"count":300,"shift":-3,\
    "grid":[[1,2]],"temperature":21.5,"ratio":0.1,"half":-2.5,"double":1e+300,"note":"\\"x\\"\\n"}
    """

  @Test func everyTypeGoesThroughJSON() throws {
    let bytes = try codec.encoded("Everything", full)
    #expect(try codec.json("Everything", bytes) == full)
    let value = try codec.decoded(codec.id("Everything"), from: bytes)
    #expect(value["contacts"]?[0]?["rtt"]?.integer == 4095)
    #expect(value["endpoint"]?.caseName == "name")
    #expect(value["token"]?.bytes == [1, 2])
    #expect(value["temperature"]?.real == 21.5)
  }

  @Test func bitsStandWhereTheLanguageSays() throws {
    let codec = self.codec
    // presence 1, flag 1, small 101, then negative 10000 ends in byte 1, range code 111, rights 1001.
    let bytes = try codec.encoded("Everything", full)
    #expect(bytes[0] == 0b000_101_1_1)
    #expect(bytes[1] == 0b001_111_10)
    let value = try codec.decoded(codec.id("Everything"), from: bytes)
    #expect(value["flag"]?.bitRange == 1..<2)
    #expect(value["negative"]?.bitRange == 5..<10)
  }

  @Test func everyTruncationIsRefusedAtTheEnd() throws {
    let bytes = try codec.encoded("Everything", full)
    for count in 0..<bytes.count {
      var tree = ValueTree()
      let prefix = Array(bytes.prefix(count))
      #expect(!codec.decode(try codec.id("Everything"), from: prefix, into: &tree))
      #expect(tree.failure?.bitOffset == count * 8)
    }
  }

  @Test func acceptedBitFlipsAreCanonical() throws {
    let bytes = try codec.encoded("Everything", full)
    var accepted = 0
    for bit in 0..<bytes.count * 8 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      guard let value = try? codec.decoded(codec.id("Everything"), from: flipped) else { continue }
      accepted += 1
      var tree = value.tree
      var output: [UInt8] = []
      try codec.encode(&tree, decodedFrom: flipped, into: &output)
      #expect(output == flipped)
      #expect(try codec.encoded("Everything", value.json) == flipped)
    }
    #expect(accepted > 100)
  }

  @Test(arguments: [
    ("u8", "ff", nil), ("u8", "", "bit 0: the input ends here, 8 more bits are needed"),
    ("u8", "ff00", "bit 8: 1 byte left over"), ("u7", "80", "bit 7: padding must be zero"),
    ("int(0...4)", "05", "x: bit 0: code 5 is above 4"), ("int(7...7)", "", nil), ("int(7...7)", "01", "bit 0: 1 byte left over"),
    ("E", "03", "x: bit 0: no case has code 3"), ("F", "04", "x: bit 0: no flag has a name for bits 4"),
    ("U", "03", "x: bit 0: no case has tag 3"), ("varint", "8000", "x: bit 0: varint is not in its shortest form"),
    ("varint", "ffffffffffffffffff02", "x: bit 0: varint is wider than 64 bits"),
    ("varint", "ffffffffffffffffffff", "x: bit 0: varint is wider than 64 bits"),
    ("varint", "ffffffffffffffffff01", nil), ("varint", "80", "bit 8: the input ends here, 8 more bits are needed"),
    ("bytes[max: 2]", "03", "x: bit 0: code 3 is above 2"),
    ("bytes[max: 2]", "02", "bit 8: the input ends here, 10 more bits are needed"),
    ("text[max: 3]", "fd03", "x: bit 0: text is not UTF-8"), ("f16", "017e", "x: bit 0: NaN is not the canonical one"),
    ("f16", "007e", nil), ("f32", "0000c07f", nil), ("f32", "0000c0ff", "x: bit 0: NaN is not the canonical one"),
    ("[E, max: 3]", "32", "x[1]: bit 4: no case has code 3"), ("[S, max: 1]", "07", "x[0].e: bit 1: no case has code 3"),
  ])
  func oneFieldGivesThisError(type: String, input: String, expected: String?) throws {
    let codec = WeftDynamicTests.codec(
      compiling:
        """
        enum E: u2 { a = 0, b = 1, c = 2 }
        flags F: u3 { a = 0, b = 1 }
        union U { a b c }
        struct S { e: E }
        message M = 1 { x: \(type) }
        """)
    #expect(try codec.failure("M", bytes(hex: input)) == expected)
  }

  /// Every beginning of a message with a union in a list: what was decoded of it may end anywhere.
  @Test func whatFailedIsNotEncoded() throws {
    let codec = WeftDynamicTests.codec(
      compiling:
        """
        struct S @extensible(max: 8) { e: u8  --- added  f: u8? }
        union U { a: S  b: [S, max: 3]  c: bytes[2] }
        message M = 1 { list: [U, max: 4]  last: text[max: 4] }
        """)
    let bytes = try codec.encoded(
      codec.id("M"), json: Array(#"{"list": [{"a": {"e": 1, "f": 2}}, {"b": [{"e": 3}]}, {"c": "0405"}], "last": "end"}"#.utf8))
    for count in bytes.indices {
      var tree = ValueTree()
      let input = Array(bytes[..<count])
      #expect(!codec.decode(try codec.id("M"), from: input, into: &tree))
      let path = try #require(tree.failure).path
      var output: [UInt8] = []
      #expect(throws: EncodeFailure(.outOfRange, path: path)) { try codec.encode(&tree, decodedFrom: input, into: &output) }
    }
  }
}
