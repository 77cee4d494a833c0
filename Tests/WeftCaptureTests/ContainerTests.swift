import Foundation
import Testing

@testable import WeftCapture

@Suite("Capture files")
struct ContainerTests {
  static let fields = ["frame.number", "frame.len", "frame.cap_len", "frame.protocols", "ip.src", "stun.type", "rtp.seq"]

  static func columns(_ name: String, _ fields: [String] = fields) throws -> String {
    let (text, outcome) = try inspect(capture(name), InspectOptions(format: .fields, fields: fields))
    #expect(outcome.isClean, "\(name): \(outcome)")
    return text
  }

  @Test("read the same in all four variants of pcap")
  func pcapVariants() throws {
    let first = try Self.columns("microseconds-little.pcap")
    #expect(first.split(separator: "\n").count == 11)
    for name in ["microseconds-big.pcap", "nanoseconds-little.pcap", "nanoseconds-big.pcap"] {
      #expect(try Self.columns(name) == first)
    }
  }

  @Test("read the same in both orders of pcapng, with the times of their own resolutions")
  func pcapngOrders() throws {
    let fields = Self.fields + ["frame.time_epoch", "frame.time_relative", "frame.interface_id"]
    let little = try Self.columns("little.pcapng", fields)
    #expect(try Self.columns("big.pcapng", fields) == little)
    let rows = little.split(separator: "\n")
    #expect(rows[1].hasSuffix("\t1700000001.001000003\t1.001000003\t0"))
    #expect(rows[2].hasSuffix("\t1700000002.002014000\t2.002014000\t1"))
  }

  @Test("state times in tenths of any power of ten and of two")
  func clocks() {
    let ticks: UInt64 = 1_700_000_000_123_456_789
    #expect(Clock(resolution: 9).timestamp(ofTicks: ticks) == Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789))
    #expect(Clock(resolution: 0).timestamp(ofTicks: 5) == Timestamp(seconds: 5, nanoseconds: 0))
    #expect(Clock(resolution: 12).timestamp(ofTicks: 1_999) == Timestamp(seconds: 0, nanoseconds: 1))
    #expect(Clock(resolution: 0x80 | 32).timestamp(ofTicks: 3 << 31) == Timestamp(seconds: 1, nanoseconds: 500_000_000))
    #expect(Clock(resolution: 0x80 | 63).timestamp(ofTicks: 1 << 62) == Timestamp(seconds: 0, nanoseconds: 500_000_000))
    #expect(Clock(resolution: 0x80 | 64).timestamp(ofTicks: 1 << 63) == Timestamp(seconds: 0, nanoseconds: 500_000_000))
    #expect(Clock(resolution: 0x80).timestamp(ofTicks: 7) == Timestamp(seconds: 7, nanoseconds: 0))
    #expect(Clock(resolution: 6, offset: -1).timestamp(ofTicks: 0) == Timestamp(seconds: -1, nanoseconds: 0))
    for resolution in UInt8.min...UInt8.max {
      for ticks in [0, 1, UInt64.max] {
        let timestamp = Clock(resolution: resolution).timestamp(ofTicks: ticks)
        #expect((0..<1_000_000_000).contains(timestamp.nanoseconds), "resolution \(resolution)")
      }
    }
  }

  @Test("mean the same in whatever pieces they come", arguments: TsharkTests.captures + broken.map { "broken/\($0.name)" })
  func pieces(_ name: String) throws {
    let bytes = capture(name)
    let options = InspectOptions(format: .ndjson)
    let whole = try inspect(bytes, options)
    for size in [1, 7, 500] {
      let parts = try inspect(bytes, options, pieceByteCount: size)
      #expect(parts.text == whole.text)
      #expect(parts.outcome == whole.outcome)
    }
  }

  @Test("show packets before more input is asked for")
  func flushes() throws {
    let inspector = try Inspector(schema: schema, options: InspectOptions(format: .fields, fields: ["frame.number"]))
    let bytes = capture("microseconds-little.pcap")
    let firstPacketEnd = 24 + 16 + 142
    var shownAtRead: [Int] = []
    var shown = 0
    var position = 0
    let outcome = inspector.inspect { buffer in
      shownAtRead.append(shown)
      let end = position == 0 ? firstPacketEnd : bytes.count
      for index in position..<end { buffer.storeBytes(of: bytes[index], toByteOffset: index - position, as: UInt8.self) }
      defer { position = end }
      return end - position
    } writing: { _ in
      shown += 1
    }
    #expect(shownAtRead == [0, 1, 2])
    #expect(outcome.packetCount == 11)
  }

  @Test("stop where -c says")
  func limit() throws {
    let options = InspectOptions(format: .fields, fields: ["frame.number"], packetLimit: 2)
    #expect(try inspect(capture("little.pcapng"), options).text == "1\n2\n")
  }

  // MARK: Broken files

  struct Broken: Sendable, CustomTestStringConvertible {
    var name: String
    var packetCount: Int
    var problem: String
    var testDescription: String { name }
  }

  static let broken = [
    Broken(name: "empty.pcap", packetCount: 0, problem: "the file is empty"),
    Broken(name: "text.pcap", packetCount: 0, problem: "this is neither a pcap nor a pcapng file"),
    Broken(name: "cut-header.pcap", packetCount: 0, problem: "the file ends inside its header"),
    Broken(name: "cut-record.pcap", packetCount: 2, problem: "the file ends inside the packet at byte 292"),
    Broken(name: "cut-packet.pcap", packetCount: 2, problem: "the file ends inside the packet at byte 292"),
    Broken(
      name: "huge-packet.pcap", packetCount: 2, problem: "a packet at byte 292 states 4294967295 bytes, more than 262144"),
    Broken(name: "cut-block.pcapng", packetCount: 2, problem: "the file ends inside the block at byte 496"),
    Broken(
      name: "huge-block.pcapng", packetCount: 1, problem: "the block at byte 224 states 4294967292 bytes, more than 16777216"),
    Broken(
      name: "short-block.pcapng", packetCount: 1, problem: "the block at byte 224 states 8 bytes, fewer than a block has"),
    Broken(name: "odd-block.pcapng", packetCount: 1, problem: "the block at byte 240 states 0 bytes, fewer than a block has"),
    Broken(name: "unequal-lengths.pcapng", packetCount: 2, problem: "the block at byte 48: bit 1376: found 99, computed 176"),
    Broken(
      name: "overlong-packet.pcapng", packetCount: 3,
      problem: "the block at byte 224: body.enhancedPacket: bit 736: the input ends here, 79480 more bits are needed"),
    Broken(
      name: "overlong-option.pcapng", packetCount: 2,
      problem: "the block at byte 48: body.enhancedPacket.options[0]: bit 1408: the input ends here, 480000 more bits are needed"),
    Broken(
      name: "no-interface.pcapng", packetCount: 0, problem: "the block at byte 28 names interface 0, and the section has 0"),
    Broken(name: "no-section.pcapng", packetCount: 0, problem: "this is neither a pcap nor a pcapng file"),
  ]

  @Test("give what could be read of them, and say what is wrong", arguments: broken)
  func brokenFile(_ broken: Broken) throws {
    let (_, outcome) = try inspect(capture("broken/\(broken.name)"))
    #expect(outcome.packetCount == broken.packetCount)
    #expect(outcome.problems == [broken.problem])
    #expect(!outcome.isClean)
  }

  @Test("never trap, whatever bit is wrong and wherever they end", arguments: ["little.pcapng", "sections.pcapng", "stun.pcap"])
  func hostile(_ name: String) throws {
    let bytes = capture(name)
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed) for \(name)")
    var random = SplitMix(state: seed)
    for _ in 0..<150 {
      var wrong = bytes
      for _ in 0...random.next() % 4 { wrong[Int(random.next() % UInt64(wrong.count))] ^= 1 << UInt8(random.next() % 8) }
      if random.next() % 2 == 0 { wrong.removeLast(Int(random.next() % UInt64(wrong.count))) }
      let (text, outcome) = try inspect(wrong, InspectOptions(isDetailed: true))
      // No more text than a bounded multiple of the input.
      #expect(text.utf8.count < 4_000 * (bytes.count + 100), "seed \(seed)")
      #expect(outcome.packetCount <= bytes.count / 16)
    }
  }
}

/// Steele, Lea and Flood's generator: small, and the same everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
