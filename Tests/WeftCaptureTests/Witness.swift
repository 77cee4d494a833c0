import Foundation
import Testing
import WeftDynamic
import WeftSchema

@testable import WeftCapture

/// tshark, or what it said when it was last asked.
///
/// Where tshark is installed it is run; elsewhere its kept output in `Tests/Captures/tshark` stands in. With
/// `UPDATE_SNAPSHOTS=1` that output is written anew.
enum Witness {
  /// The fields whose values are compared: of these layers, all that both know.
  static let layers = [
    "ip", "ipv6", "udp", "tcp", "stun", "rtp", "eth", "vlan", "ieee8021ad", "sll", "null",
    "ah", "arp", "icmp", "rtcp",
  ]
  static let frameFields = ["frame.number", "frame.len", "frame.cap_len", "frame.time_epoch", "frame.protocols"]

  /// As users run it, but for the reassembly of streams and for RTP's ports.
  static let arguments = [
    "-o", "tcp.desegment_tcp_streams:FALSE", "-d",
    "udp.port==5004,rtp", "-d", "udp.port==5005,rtcp",
  ]

  static let executable = ["/usr/bin/tshark", "/usr/local/bin/tshark", "/opt/homebrew/bin/tshark"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// The names that tshark has in these layers and the definitions too, sorted: kept in `fields.txt`.
  static func sharedFields() throws -> [String] {
    let list = root.appending(path: "Tests/Captures/tshark/fields.txt")
    let ours = Set(NamedValues(DynamicCodec(schema)).slotsByName.keys)
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1", let executable {
      let lines = try run(executable, ["-G", "fields"]).split(separator: "\n")
      let rows = lines.filter { $0.hasPrefix("F\t") }.map { $0.split(separator: "\t") }
      // FT_NONE only says that something is there.
      let theirs = Set(rows.compactMap { $0[3] == "FT_NONE" ? nil : String($0[2]) })
      let shared = ours.intersection(theirs).filter { name in layers.contains { name.hasPrefix("\($0).") } }
      try FileManager.default.createDirectory(at: list.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((shared.sorted().joined(separator: "\n") + "\n").utf8).write(to: list)
    }
    return String(decoding: capture(list), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// By packet, by column, all values.
  static func columns(of name: String, _ fields: [String]) throws -> [[[String]]] {
    let kept = root.appending(path: "Tests/Captures/tshark/\(name).tsv")
    var text = String(decoding: capture(kept), as: UTF8.self)
    if let executable {
      text = try columns(of: root.appending(path: "Tests/Captures/\(name)"), fields, executable)
      if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" { try Data(text.utf8).write(to: kept) }
    }
    return rows(text)
  }

  static func columns(of file: URL, _ fields: [String], _ executable: String) throws -> String {
    let selection = fields.flatMap { ["-e", $0] }
    return try run(executable, ["-r", file.path, "-T", "fields"] + arguments + selection)
  }

  static func rows(_ text: String) -> [[[String]]] {
    text.split(separator: "\n", omittingEmptySubsequences: true).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { column in
        column.split(separator: ",", omittingEmptySubsequences: true).map(String.init)
      }
    }
  }

  private static func run(_ executable: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// Numbers by value, bytes without separators, texts as they are.
  static func normal(_ value: String) -> String {
    let plain = value.lowercased()
    if plain.hasPrefix("0x"), let number = UInt64(plain.dropFirst(2), radix: 16) { return "\(number)" }
    if let number = Int64(plain) { return "\(number)" }
    return plain.replacing(":", with: "").replacing("<none>", with: "")
  }
}
