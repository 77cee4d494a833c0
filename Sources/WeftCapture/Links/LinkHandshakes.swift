import Weft
import WeftDynamic
import WeftSchema
import WeftStream

/// What an end of a link has said of itself (`docs/streams.md`, "Handshake").
struct FollowedHandshake {
  var session: UInt32
  var baselineCount: Int
  var keyCount: Int
  var frameByteCount: Int
  var compression: Offer
  /// By tag: the index in this schema's channel, −1 where it has no such message.
  var messages: [Int]
  /// Where the value ends, and the value.
  var tree: ValueTree

  struct Offer: Equatable {
    /// 0 none, 1 stream, 2 history, 3 message.
    var mode: UInt64
    var byteCount: UInt64
    var dictionary: UInt64
  }

  /// The handshake that stands in a frame from a bit to the frame's end; `nil` if none does.
  init?(_ bytes: [UInt8], at bit: Int, of channel: LinkChannel, _ definition: DefinitionID) {
    let codec = channel.codec
    let found = codec.decodedMessage(definition, from: bytes, at: bit)
    guard found.failure == nil, let value = Value(found.tree, of: codec, decodedFrom: bytes) else { return nil }
    var rest = FrameCursor(bytes, at: found.end)
    guard rest.remainingBitCount < 8, (try? rest.takeZeros(rest.remainingBitCount)) != nil else { return nil }
    func number(_ name: String) -> UInt64 { value[name]?.node.payload ?? 0 }
    guard number("version") == 1 else { return nil }
    session = UInt32(truncatingIfNeeded: number("session"))
    baselineCount = max(1, Int(number("baselineCount")))
    keyCount = max(1, Int(number("keyCount")))
    frameByteCount = max(64, Int(number("frameByteCount")))
    compression = Offer(
      mode: number("compression"), byteCount: number("compressionByteCount"), dictionary: number("dictionary"))
    messages = (value["messages"]?.children ?? []).map { identity in
      channel.messages.firstIndex { $0.identity == identity.node.payload } ?? -1
    }
    // Who has no message in common with the channel does not speak of it.
    guard messages.contains(where: { $0 >= 0 }) else { return nil }
    tree = found.tree
  }
}

/// What both ends of a link have settled, as far as the capture shows it.
struct LinkAgreement {
  let channel: LinkChannel
  /// By end.
  var handshakes: [FollowedHandshake?] = [nil, nil]

  init(_ channel: LinkChannel) { self.channel = channel }

  /// By tag of that end; without its handshake those of this schema.
  func messages(of end: Int) -> [Int] { handshakes[end]?.messages ?? Array(channel.messages.indices) }

  var baselineCount: Int { settled(\.baselineCount, otherwise: 64) }
  var keyCount: Int { settled(\.keyCount, otherwise: 64) }
  /// Nothing that a handshake claims takes more memory than `LinkFollower.frameByteLimit`.
  var frameByteCount: Int { min(settled(\.frameByteCount, otherwise: 65_536), LinkFollower.frameByteLimit) }

  private func settled(_ limit: (FollowedHandshake) -> Int, otherwise: Int) -> Int {
    handshakes.compactMap { $0.map(limit) }.min() ?? otherwise
  }

  /// What both offer; without both handshakes what the schema says.
  var compression: FollowedHandshake.Offer? {
    if let first = handshakes[0], let second = handshakes[1] {
      return first.compression == second.compression && first.compression.mode != 0 ? first.compression : nil
    }
    guard let stated = channel.channel.compression else { return nil }
    if let known = handshakes[0] ?? handshakes[1] { return known.compression.mode == 0 ? nil : known.compression }
    return switch stated.mode {
    case .stream(let byteCount): FollowedHandshake.Offer(mode: 1, byteCount: UInt64(byteCount), dictionary: 0)
    case .history(let byteCount): FollowedHandshake.Offer(mode: 2, byteCount: UInt64(byteCount), dictionary: 0)
    case .message(let dictionary): FollowedHandshake.Offer(mode: 3, byteCount: 0, dictionary: dictionary == nil ? 0 : 1)
    }
  }
}
