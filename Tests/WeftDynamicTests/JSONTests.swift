import Testing
import WeftDynamic

@Suite struct JSONTests {
  let codec: DynamicCodec = WeftDynamicTests.codec(
    compiling: """
      enum Link: u2 { a = 0, b = 1 }
      open flags Rights: u4 { read = 0 }
      union Choice { one: u8 none }
      struct Inner { link: Link }
      message M = 1 { n: u64 = 5 i: i64 = -1 inner: Inner? list: [Inner, max: 3] rights: Rights choice: Choice data: bytes[max: 4] }
      """)

  func refusal(_ json: String) throws -> String {
    try #require(throws: JSONFailure.self) { try codec.encoded("M", json) }.description
  }

  static let rest = #""list":[],"rights":[],"choice":"none","data":""#

  @Test(arguments: [
    ("{", "1:2: expected a field's name in quotes"), ("", "1:1: expected a value, found the end of the text"),
    ("[1,]", "1:4: expected a value"), ("{\"n\":01}", "1:6: a number does not start with 0"),
    ("{\"n\":1,\n \"n\":2}", "2:2: field \"n\" stands twice"), ("{\"é\":1,\"x\":\"\\ud800\"}", "1:13: half of a surrogate pair"),
    ("{\"n\":1} x", "1:9: expected the end of the text"), ("{\"n\":1e999}", "1:6: number is too large"),
    ("{\"q\":1}", "1:2: no field \"q\""), ("{\"n\":true}", "1:6: n: expected an integer, found true or false"),
    ("{\"n\":1.5}", "1:6: n: expected an integer, found a number"), ("{\"n\":1}", "1:1: field \"list\" is missing"),
    ("{\"list\":[{\"link\":\"a\"},\n{\"link\":\"z\"}]}", "2:9: list[1].link: no case \"z\""),
    ("{\(rest)abc\"}", "1:47: data: bytes are an even number of hexadecimal digits"),
  ])
  func errorsNameLineColumnAndPath(json: String, expected: String) throws {
    #expect(try refusal(json) == expected)
  }

  @Test func nestingIsBounded() throws {
    #expect(try refusal(String(repeating: "[", count: 100_000)) == "1:129: nested deeper than 128")
  }

  @Test(arguments: [
    (#"{"n":"18446744073709551615","i":"-9223372036854775808",\#(rest)00ff"}"#, nil),
    (
      #"{"n":9007199254740991,"i":-9007199254740991,"inner":{"link":1},\#(rest)"}"#,
      #"{"n":9007199254740991,"i":-9007199254740991,"inner":{"link":"b"},"list":[],"rights":[],"choice":{"none":null},"data":""}"#
    ),
    (
      #"{"list":[],"rights":["read",3],"choice":{"one":7},"data":""}"#,
      #"{"n":5,"i":-1,"list":[],"rights":["read",3],"choice":{"one":7},"data":""}"#
    ),
  ])
  func oneMappingBothWays(json: String, expected: String?) throws {
    let printed = try codec.json("M", codec.encoded("M", json))
    #expect(printed == expected ?? json.replacing("\"none\"", with: "{\"none\":null}"))
  }

  @Test(arguments: [
    (#"{"n":-1,\#(rest)"}"#, "n: value is outside its range"),
    (#"{"n":18446744073709551616,\#(rest)"}"#, "n: value is outside its range"),
    (#"{\#(rest)0000000000"}"#, "data: count 5 is outside 0...4"),
  ])
  func whatHasNoEncodingIsAnEncodeFailure(json: String, expected: String) throws {
    #expect(try #require(throws: EncodeFailure.self) { try codec.encoded("M", json) }.description == expected)
  }
}
