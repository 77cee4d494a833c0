import Foundation
import Testing
import WeftDynamic

@testable import WeftCapture

/// What people and programs read, kept in `Goldens`; `UPDATE_SNAPSHOTS=1` writes it anew.
@Suite("Output")
struct OutputTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    var name: String
    var capture: String
    var options: InspectOptions
    var testDescription: String { name }
  }

  static let goldens = [
    Golden(name: "demo.txt", capture: "demo.pcapng", options: InspectOptions()),
    Golden(name: "demo.detail.txt", capture: "demo.pcapng", options: InspectOptions(isDetailed: true, packetLimit: 4)),
    Golden(name: "demo.ndjson", capture: "demo.pcapng", options: InspectOptions(format: .ndjson)),
    Golden(name: "demo.colour.txt", capture: "demo.pcapng", options: InspectOptions(packetLimit: 2, usesColor: true)),
    Golden(name: "ipv4.txt", capture: "ipv4.pcap", options: InspectOptions()),
    Golden(name: "ipv4.detail.txt", capture: "ipv4.pcap", options: InspectOptions(isDetailed: true)),
    Golden(name: "stun.detail.txt", capture: "stun.pcap", options: InspectOptions(isDetailed: true)),
    Golden(name: "tcp.detail.txt", capture: "tcp.pcap", options: InspectOptions(isDetailed: true)),
    Golden(name: "cut.txt", capture: "cut.pcap", options: InspectOptions()),
    Golden(
      name: "overlay.txt", capture: "udp.pcap", options: InspectOptions(decodeAs: ["udp.port==40000,Pong"])),
  ]

  @Test("is what it was", arguments: goldens)
  func golden(_ golden: Golden) throws {
    let (text, _) = try inspect(capture(golden.capture), golden.options)
    let file = root.appending(path: "Tests/WeftCaptureTests/Goldens/\(golden.name)")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    #expect(text == String(decoding: capture(file), as: UTF8.self))
  }

  @Test("as JSON is JSON, one array or one object a line", arguments: TsharkTests.captures)
  func json(_ name: String) throws {
    let (array, outcome) = try inspect(capture(name), InspectOptions(format: .json))
    let packets = try #require(try JSONSerialization.jsonObject(with: Data(array.utf8)) as? [[String: Any]])
    #expect(packets.count == outcome.packetCount)
    let (lines, _) = try inspect(capture(name), InspectOptions(format: .ndjson))
    for (line, packet) in zip(lines.split(separator: "\n"), packets) {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(NSDictionary(dictionary: object) == NSDictionary(dictionary: packet))
    }
  }

  @Test("of addresses has RFC 5952's form")
  func ipv6() {
    for (groups, text) in [
      ([0, 0, 0, 0, 0, 0, 0, 0], "::"), ([0, 0, 0, 0, 0, 0, 0, 1], "::1"), ([1, 0, 0, 0, 0, 0, 0, 0], "1::"),
      ([0x2001, 0xDB8, 0, 0, 1, 0, 0, 1], "2001:db8::1:0:0:1"), ([0x2001, 0xDB8, 0, 1, 1, 1, 1, 1], "2001:db8:0:1:1:1:1:1"),
      ([0x2001, 0, 0, 1, 0, 0, 0, 1], "2001:0:0:1::1"), ([0, 0, 1, 0, 0, 0, 0xABCD, 0], "0:0:1::abcd:0"),
    ] as [([UInt16], String)] {
      let bytes = groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
      var buffer = TextBuffer()
      buffer.append(ipv6: unsafe bytes.span.bytes)
      #expect(String(decoding: buffer.bytes, as: UTF8.self) == text)
    }
  }
}
