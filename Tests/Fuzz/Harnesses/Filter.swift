import CaptureFormats
import WeftCapture
import WeftDynamic
public import WeftFuzz
import WeftSchema

/// The text of a display filter, and what it lets through of a few packets.
public func filterHarness() -> any FuzzHarness { FilterHarness() }

/// - No trap, bounded time and memory; what is refused is refused with a reason.
/// - What a filter lets through, its negation does not, and its double negation, its parentheses and its repetition do: of these
///   three, one for each filter, as its bytes choose.
private final class FilterHarness: FuzzHarness {
  private let inspector: Inspector

  init() {
    guard let codec = try? DynamicCodec(encodedSchema: CaptureFormatsCatalog.encodedSchema),
      let inspector = try? Inspector(schema: codec.schema)
    else { fatalError("no capture formats") }
    self.inspector = inspector
  }

  func finding(in input: [UInt8]) -> String? {
    let filter = String(decoding: input, as: UTF8.self)
    let shown: [UInt8]
    do {
      shown = try lines(filter)
    } catch {
      return error.description.isEmpty ? "refused without a word" : nil
    }
    // Deep filters are refused; one level more may be one too many.
    guard filter.utf8.count < 180 else { return nil }
    let number = input.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    switch (number >> 8) % 3 {
    case 0:
      guard let inParentheses = try? lines("(\(filter))") else { return "refused in parentheses" }
      return inParentheses == shown ? nil : "other packets in parentheses"
    case 1:
      guard let negated = try? lines("not (\(filter))") else { return "its negation is refused" }
      let isRest = negated.count + shown.count == SmallCapture.packets.count && !negated.contains(where: shown.contains)
      return isRest ? nil : "it shows \(shown), its negation \(negated)"
    default:
      guard let twice = try? lines("(\(filter)) and not not (\(filter)) or (\(filter))") else { return "refused twice" }
      return twice == shown ? nil : "it shows \(shown), twice \(twice)"
    }
  }

  /// The numbers of the packets that it lets through.
  private func lines(_ filter: String) throws(InspectUsageError) -> [UInt8] {
    let options = InspectOptions(format: .fields, fields: ["frame.number"], filter: filter)
    let text = try Inspector(sharing: inspector, options: options).text(of: SmallCapture.file, pieceByteCount: .max).text
    return text.filter { $0 != 0x0A }
  }

  // MARK: Inputs

  private static let words = TextMutation(
    """
    frame.number frame.len frame.cap_len frame.time_epoch frame.time_relative frame.protocols frame.interface_id eth eth.src eth.dst eth.type vlan vlan.id
    ip ip.src ip.addr ip.dst ip.ttl ip.flags ip.flags.mf ip.len ip.hdr_len ip.proto ip.version ipv6 ipv6.src ipv6.addr ipv6.flow udp udp.port udp.length udp.payload
    tcp tcp.port tcp.seq tcp.flags tcp.flags.syn tcp.options tcp.payload icmp icmp.type stun stun.type stun.cookie stun.id stun.attribute rtp rtp.seq rtp.ssrc rtp.payload rtcp rtcp.pt
    == != < <= > >= && || and or not ! ( ) { } , & contains in 0 1 2 17 64 255 65535 0x11 0b101 -1 1.5 18446744073709551615 true false
    192.0.2.1 198.51.100.0/24 0.0.0.0/0 2001:db8::1 ::/0 02:00:00:00:00:01 0102 "a" "\\x00\\"\\n" "test" bindingRequest bindingSuccess
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  var seeds: [[UInt8]] {
    [
      "udp.port == 3478 and not ip.ttl < 2", "ip.src == 192.0.2.0/24 or ipv6.addr == 2001:db8::1", "tcp.flags & 2",
      "stun.type == 0x0001 or rtp.seq in {1, 2, 0x10}", "udp.payload contains \"a:b\"", "frame.protocols contains \"stun\"",
      "frame.time_relative > 0.5 and frame.len >= 60", "!(eth.src == 02:00:00:00:00:01) || vlan", "ip.addr != 192.0.2.1",
    ].map { Array($0.utf8) }
  }

  func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? {
    Self.words.mutate(input, other: other, maximumByteCount: min(maximumByteCount, 600), seed: seed)
  }
}
