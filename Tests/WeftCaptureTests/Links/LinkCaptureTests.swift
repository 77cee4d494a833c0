import Foundation
import PlayLinks
import Testing
import WeftLink
import WeftStream

@testable import WeftCapture

/// The kept captures of links: they were made by real ends, which make the same bytes again.
@Suite("Captures of links")
struct LinkCaptureTests {
  /// A few seconds of play with losses; and the same from its middle on.
  static func motion() throws -> PacketWriter {
    var link = try PlayedLink<Motion>(seed: 7)
    for _ in 0..<4 { try link.step() }
    link.losses = (8, 8, 8)
    for _ in 0..<36 { try link.step() }
    return link.writer
  }

  /// A stream with a history, restarted once.
  static func state() throws -> PacketWriter {
    var link = try PlayedLink<State>(seed: 8, contexts: try ZstdContexts())
    for tick in 0..<30 {
      try link.step()
      if tick == 15 { try link.ends[0].restart() }
    }
    return link.writer
  }

  @Test("are what real ends say", arguments: ["link", "link-cut", "link-stream"])
  func kept(_ name: String) throws {
    let writer = name == "link-stream" ? try Self.state() : try Self.motion()
    let bytes = name == "link-cut" ? writer.file(18..<writer.packets.count) : writer.file()
    let file = root.appending(path: "Tests/Captures/\(name).pcap")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" { try Data(bytes).write(to: file) }
    let isSame = capture(file) == bytes
    #expect(isSame, "\(name).pcap")
  }
}
