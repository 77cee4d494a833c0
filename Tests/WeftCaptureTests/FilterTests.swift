import Testing

@testable import WeftCapture

@Suite("Filters")
struct FilterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var filter: String
    var capture: String
    var packets: [Int]
    var testDescription: String { filter }

    init(_ filter: String, _ packets: [Int], of capture: String = "demo.pcapng") {
      self.filter = filter
      self.capture = capture
      self.packets = packets
    }
  }

  static let all = Array(1...11)

  /// Packets 1 and 2 are STUN over IPv4, 3 is STUN over IPv6, 4 to 11 are RTP with sequence numbers 0 to 7.
  static let cases = [
    Case("stun", [1, 2, 3]), Case("rtp", Array(4...11)), Case("not stun", Array(4...11)), Case("!(stun || rtp)", []),
    Case("udp.port == 3478", [3]), Case("udp.port eq 5004 and stun", [1, 2]), Case("udp.port != 5004", [3]),
    Case("ip.addr == 192.0.2.1", [1, 2] + Array(4...11)), Case("ip.addr != 192.0.2.1", []),
    Case("!(ip.addr == 192.0.2.1)", [3]), Case("ip.src == 192.0.2.0/24 && rtp.seq < 2", [4, 5]),
    Case("ip.src == 198.51.100.0/24", []), Case("ipv6.dst == 2001:db8:0:1::2", [3]), Case("ipv6.addr == 2001:db8::/32", [3]),
    Case("eth.src == 02:00:00:00:00:01 and eth.dst == 02-00-00-00-00-02", all), Case("rtp.seq in {1, 3, 0x5}", [5, 7, 9]),
    Case("rtp.seq >= 6 or rtp.marker == 1", [4, 10, 11]), Case("rtp.marker == true", [4]),
    Case("stun.type == bindingSuccess", [2]), Case("stun.type == 0x0101", [2]), Case("stun.att.username", [1]),
    Case("stun.att.username == \"a:bc\"", [1]), Case("stun.att.software contains \"pad\"", [1]),
    Case("stun.id contains b7:e7", [1, 2, 3]), Case("stun.att.port == 4242", [2]), Case("frame.number > 9", [10, 11]),
    Case("frame.len lt 80 and rtp.seq == 1", [5]), Case("frame.time_relative >= 9.5", [11]),
    Case("frame.protocols contains \"ipv6\"", [3]), Case("ip.hdr_len == 20 and stun", [1, 2]),
    Case("tcp.flags & 0x02", [1, 2, 9], of: "tcp.pcap"),
    Case("tcp.flags.syn == 1 and tcp.flags.ack == 0", [1, 9], of: "tcp.pcap"),
    Case("tcp.flags & 0x12 == 0x12", [2], of: "tcp.pcap"), Case("tcp.options.mss_val == 1460", [1, 2, 9], of: "tcp.pcap"),
    Case("tcp.hdr_len > 20", [1, 2, 4, 7, 8, 9], of: "tcp.pcap"), Case("ip.checksum == 0xbeef", [3], of: "ipv4.pcap"),
    Case("IPv4 and UDP", [1, 2] + Array(4...11)), Case("CaptureFormats.STUN", [1, 2, 3]),
    Case("stun.type.class == 0x10", [2]), Case("stun.type.class", [1, 2, 3]), Case("stun.type.method == 1", [1, 2, 3]),
    Case("stun.type.class & 0x10", [2]), Case("stun.type.method in {2, 3} or stun.type.class != 0", [2]),
    Case("rtcp.ssrc.cum_nr == -2", [1, 2], of: "rtcp.pcap"),
  ]

  @Test("let through what they say", arguments: cases)
  func packets(_ testCase: Case) throws {
    let options = InspectOptions(format: .fields, fields: ["frame.number"], filter: testCase.filter)
    let (text, outcome) = try inspect(capture(testCase.capture), options)
    #expect(text.split(separator: "\n").compactMap { Int($0) } == testCase.packets)
    #expect(outcome.shownCount == testCase.packets.count)
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    var filter: String
    var message: String
    var testDescription: String { filter }
  }

  static let wrong = [
    Wrong(
      filter: "ip.scr == 192.0.2.1",
      message: """
        no field or layer is called 'ip.scr'; did you mean 'ip.src'?
          ip.scr == 192.0.2.1
          ^~~~~~
        """),
    Wrong(
      filter: "udp.port == http",
      message: """
        'http' is no value of udp.port, which is a number
          udp.port == http
                      ^~~~
        """),
    Wrong(
      filter: "ip.src == 192.0.2.300",
      message: """
        '192.0.2.300' is no value of ip.src, which is an IPv4 address
          ip.src == 192.0.2.300
                    ^~~~~~~~~~~
        """),
    Wrong(
      filter: "ip.src == 192.0.2.1/33",
      message: """
        '192.0.2.1/33' is no value of ip.src, which is an IPv4 address
          ip.src == 192.0.2.1/33
                    ^~~~~~~~~~~~
        """),
    Wrong(
      filter: "stun == 1",
      message: """
        'stun' is a layer and has no value
          stun == 1
          ^~~~
        """),
    Wrong(
      filter: "ip and",
      message: """
        expected the name of a field or a layer; the filter ends here
          ip and
                ^
        """),
    Wrong(
      filter: "(ip or udp",
      message: """
        expected ')'; the filter ends here
          (ip or udp
                    ^
        """),
    Wrong(
      filter: "ip ip",
      message: """
        expected 'and', 'or' or the end; this is none
          ip ip
             ^~
        """),
    Wrong(
      filter: "",
      message: """
        expected the name of a field or a layer; the filter ends here
        \u{20}\u{20}
          ^
        """),
    Wrong(
      filter: "udp.port == \"3478",
      message: """
        the string has no end
          udp.port == "3478
                      ^~~~~
        """),
    Wrong(
      filter: "udp.port == 1 ; ip",
      message: """
        a filter has no such character
          udp.port == 1 ; ip
                        ^
        """),
    Wrong(
      filter: "ip.src == ip.dst",
      message: """
        a field is compared with a value, not with the field 'ip.dst'
          ip.src == ip.dst
                    ^~~~~~
        """),
    Wrong(
      filter: "udp.port in 1",
      message: """
        expected '{'; this is none
          udp.port in 1
                      ^
        """),
    Wrong(
      filter: "rtp.seq contains 1",
      message: """
        '1' is no value of rtp.seq, which is searched for bytes or text
          rtp.seq contains 1
                           ^
        """),
    Wrong(
      filter: "stun.att.username == \"é\" xor",
      message: """
        expected 'and', 'or' or the end; this is none
          stun.att.username == "é" xor
                                   ^~~
        """),
  ]

  @Test("that are wrong say what and where", arguments: wrong)
  func diagnostics(_ wrong: Wrong) {
    #expect(throws: InspectUsageError(wrong.message)) {
      try Inspector(schema: schema, options: InspectOptions(filter: wrong.filter))
    }
  }

  @Test("nest only so deep")
  func depth() {
    let filter = String(repeating: "(", count: 10_000)
    #expect(throws: InspectUsageError.self) { try Inspector(schema: schema, options: InspectOptions(filter: filter)) }
  }

  @Test("have companions that are checked as well: -e, -d and -T")
  func options() {
    func message(_ options: InspectOptions) -> String? {
      do {
        _ = try Inspector(schema: schema, options: options)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      message(InspectOptions(format: .fields, fields: ["rtp.sek"]))
        == "no field or layer is called 'rtp.sek'; did you mean 'rtp.seq'?")
    #expect(message(InspectOptions(format: .fields)) == "-T fields needs at least one -e FIELD")
    #expect(message(InspectOptions(fields: ["ip.src"])) == "-e FIELD goes with -T fields")
    #expect(
      message(InspectOptions(decodeAs: ["udp.port=1,rtp"]))
        == "'udp.port=1,rtp' is not of the form TABLE==KEY,NAME, as udp.port==7777,Found")
    #expect(message(InspectOptions(decodeAs: ["udp.port==x,rtp"])) == "'x' is no key of udp.port, which is a number")
    for key in ["99999", "-1", "0x10000", "9223372036854775807"] {
      let wanted = "'\(key)' is no key of udp.port, which is 0...65535"
      #expect(message(InspectOptions(decodeAs: ["udp.port==\(key),rtp"])) == wanted)
    }
    #expect(message(InspectOptions(decodeAs: ["ip.protocol==256,udp"])) == "'256' is no key of ip.protocol, which is 0...255")
    #expect(message(InspectOptions(decodeAs: ["udp.port==0xFFFF,rtp", "udp.port==0,rtcp", "ether.type==65535,arp"])) == nil)
    #expect(
      message(InspectOptions(decodeAs: ["udp.port==1,rtpc"]))
        == "no definition, no layer and no channel is called 'rtpc'; did you mean 'rtcp'?")
    #expect(
      message(InspectOptions(decodeAs: ["udp.port==1,nobodyElse"]))
        == "no definition, no layer and no channel is called 'nobodyElse'; --schema DIR adds yours")
  }
}
