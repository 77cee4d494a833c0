import WeftCapture
import WeftDynamic
public import WeftFuzz
import WeftSchema

/// Capture files: the readers of both containers, all layers, links followed, every form of output.
public func captureHarness() -> any FuzzHarness { CaptureHarness() }

/// - No trap, bounded time and memory, whatever the file is.
/// - The text is the same whether the file comes at once or in small pieces.
/// - One line a packet where that is promised, and JSON that is JSON.
private final class CaptureHarness: FuzzHarness {
  private enum Form: CaseIterable { case summary, detail, json, lines, fields, filtered, links, linkLines }

  private let inspectors: [Form: Inspector]

  init() {
    guard let codec = try? DynamicCodec(encodedSchema: Definitions.encodedSchema),
      let first = try? Inspector(schema: codec.schema)
    else { fatalError("no capture formats") }
    let fields = [
      "frame.number", "frame.time_delta", "frame.protocols", "ip.src", "ip.ttl", "udp.port", "tcp.flags", "stun.type", "rtp.seq",
    ]
    let channels = ["udp.port==7777,PlayLinks.Motion", "tcp.port==7777,PlayLinks.State"]
    var inspectors: [Form: Inspector] = [.summary: first]
    for form in Form.allCases {
      let options: InspectOptions =
        switch form {
        case .summary: InspectOptions()
        case .detail: InspectOptions(isDetailed: true, usesColor: true)
        case .json: InspectOptions(format: .json)
        case .lines: InspectOptions(format: .ndjson)
        case .fields: InspectOptions(format: .fields, fields: fields)
        case .links: InspectOptions(isDetailed: true, decodeAs: channels)
        case .linkLines: InspectOptions(format: .ndjson, decodeAs: channels)
        case .filtered: InspectOptions(format: .ndjson, filter: "ip.ttl > 3 or not udp or frame.len & 1")
        }
      inspectors[form] = try? Inspector(sharing: first, options: options)
    }
    self.inspectors = inspectors
  }

  func finding(in input: [UInt8]) -> String? {
    let number = input.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    let form = Form.allCases[Int(number >> 8) % Form.allCases.count]
    guard let inspector = inspectors[form] else { return "no inspector for \(form)" }
    let (outcome, text) = inspector.text(of: input, pieceByteCount: .max)
    let (again, pieces) = inspector.text(of: input, pieceByteCount: 1 + Int(number >> 16) % 700)
    if outcome != again { return "\(form): at once \(outcome), in pieces \(again)" }
    if text != pieces { return "\(form): another text in pieces" }
    return finding(in: text, outcome, form)
  }

  private func finding(in text: [UInt8], _ outcome: InspectOutcome, _ form: Form) -> String? {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    switch form {
    case .summary, .fields:
      if lines.count != outcome.shownCount { return "\(form): \(lines.count) lines of \(outcome.shownCount) packets" }
    case .lines, .filtered, .linkLines:
      if lines.count != outcome.shownCount { return "\(form): \(lines.count) lines of \(outcome.shownCount) packets" }
      for line in lines {
        if let problem = Self.problem(ofJSON: Array(line)) {
          return "\(form): \(problem): \(String(decoding: line, as: UTF8.self))"
        }
      }
    case .json: if let problem = Self.problem(ofJSON: text) { return "\(form): \(problem)" }
    case .detail, .links: break
    }
    return nil
  }

  private static func problem(ofJSON text: [UInt8]) -> String? {
    do {
      _ = try DynamicValue(json: text)
      return nil
    } catch {
      return "\(error)"
    }
  }

  // MARK: Inputs

  var seeds: [[UInt8]] { [SmallCapture.file] + SmallCapture.packets.map { SmallCapture.file([$0]) } }

  private static let linkTypes: [UInt32] = [0, 1, 12, 101, 108, 113, 228, 229, 276, 7]

  /// A packet of the file changes and the lengths around it follow; or, one time in three, bytes change wherever they are.
  func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? {
    var generator = SplitMix64(seed: seed)
    var bytes = ByteMutation(seed: generator.next())
    guard !generator.chance(1, in: 3), var packets = Self.packets(of: input), !packets.isEmpty else {
      guard let other else { return bytes.mutate(input, maximumByteCount: maximumByteCount) }
      return bytes.crossOver(input, other, maximumByteCount: maximumByteCount)
    }
    let place = generator.below(packets.count)
    if let others = other.flatMap({ Self.packets(of: $0) }), !others.isEmpty {
      let donor = others[generator.below(others.count)]
      if generator.chance(1, in: 2) {
        packets.insert(donor, at: place)
      } else {
        packets[place] = bytes.crossOver(packets[place], donor, maximumByteCount: 2000)
      }
    } else if generator.chance(1, in: 8) {
      packets.remove(at: place)
    } else if generator.chance(1, in: 8) {
      packets.insert(packets[place], at: generator.below(packets.count + 1))
    } else {
      packets[place] = bytes.mutate(packets[place], maximumByteCount: 2000)
    }
    let linkType = generator.chance(1, in: 12) ? Self.linkTypes[generator.below(Self.linkTypes.count)] : UInt32(input[20])
    return Array(SmallCapture.file(packets, linkType: linkType).prefix(maximumByteCount))
  }

  /// Of a little-endian pcap file.
  private static func packets(of file: [UInt8]) -> [[UInt8]]? {
    guard file.count >= 24, file.starts(with: [0xD4, 0xC3, 0xB2, 0xA1]) else { return nil }
    var packets: [[UInt8]] = []
    var position = 24
    while position + 16 <= file.count {
      let count = (0..<4).reduce(0) { $0 | Int(file[position + 8 + $1]) << (8 * $1) }
      let end = min(position + 16 + count, file.count)
      packets.append(Array(file[position + 16..<end]))
      position = end
    }
    return packets
  }
}
