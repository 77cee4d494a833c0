import Weft
import WeftDynamic
import WeftSchema

/// Counts the bits of a capture by message, field and link. Its memory is bounded: links and different values have a limit.
struct Statistics {
  /// What is counted together: the same message in full and against a baseline are two forms of it.
  struct Form: Hashable {
    var definition: Int
    var isDelta = false
  }

  /// Of one native definition that stood as a layer.
  struct MessageTally {
    var count = 0
    var bitCount = 0
    /// What the same values take in full, without tables, deltas and zstd. Of messages of links.
    var fullBitCount = 0
    /// Those that went through zstd: their bits are not those of fields.
    var compressedBitCount = 0
    /// Values whose table index stood for them.
    var entryCount = 0
    /// By path, in the order in which they were met: `nodes.address`.
    var fields: [String: FieldTally] = [:]
    var order: [String] = []

    mutating func add(_ key: UInt64, integer: Int128?, bitCount: Int, path: String, fullBitCount: () -> Int? = { nil }) {
      if fields[path] == nil {
        order.append(path)
        fields[path] = FieldTally()
        fields[path]?.fullBitCount = fullBitCount()
      }
      fields[path]?.add(key, integer: integer, bitCount: bitCount)
    }
  }

  struct LinkTally {
    var messageCount = 0
    var bitCount = 0
    /// Of a link that is followed.
    var savings: Savings?
  }

  /// What a link of a channel spent, and what it would have.
  struct Savings {
    var channel: String
    var frameCount = 0
    /// All bytes of its frames, in bits: headers, handshakes and acknowledgements too.
    var frameBitCount = 0
    /// Of the messages that could be read: as they stood, and in full.
    var fullBitCount = 0
    /// In full less what was sent, by what saved it.
    var delta = 0
    var tables = 0
    var zstd = 0
    /// Messages of which too little is in the capture.
    var unknownCount = 0
  }

  let codec: DynamicCodec
  private(set) var messages: [Form: MessageTally] = [:]
  /// By the text of both ends.
  private(set) var links: [String: LinkTally] = [:]
  private(set) var otherLinks = LinkTally()

  /// More links than this are counted as one.
  static let linkLimit = 1024

  init(_ codec: DynamicCodec) { self.codec = codec }

  func isNative(_ definition: DefinitionID) -> Bool {
    if case .record(let record) = codec.schema[definition].body { record.foreign == nil } else { false }
  }

  /// A message of `link`, which took `bitCount` bits without the padding behind it.
  mutating func add(_ value: Value, of definition: DefinitionID, bitCount: Int, link: String) {
    change(Form(definition: definition.index)) { tally in
      tally.count += 1
      tally.bitCount += bitCount
      Self.add(value, path: "", to: &tally)
    }
    change(link: link) { tally in
      tally.messageCount += 1
      tally.bitCount += bitCount
    }
  }

  // MARK: Links of channels

  /// A frame of a channel's link.
  mutating func add(_ frame: FollowedFrame, of channel: LinkChannel, link: String) {
    let unknown = frame.messages.count { $0.problem != nil } + (frame.problem != nil && frame.messages.isEmpty ? 1 : 0)
    let bitCount = frame.bytes.count * 8
    change(link: link) { tally in
      var savings = tally.savings ?? Savings(channel: channel.name)
      savings.frameCount += 1
      savings.frameBitCount += bitCount
      savings.unknownCount += unknown
      tally.savings = savings
    }
    // What zstd made of the frame's messages is shared out by what they take in full.
    let whole = frame.messages.filter { $0.problem == nil }
    let packed = whole.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
    for message in whole {
      guard let value = message.value(codec, in: frame.bytes) else { continue }
      let full = (try? codec.encodedMessage(value).bitCount) ?? message.bits.count
      var bitCount = message.bits.count
      if let bytes = message.bytes, let compression = frame.compression, packed > 0 {
        bitCount += compression.bodyByteCount * 8 * bytes.count / packed
      }
      add(message, value, bitCount: bitCount, fullBitCount: full, link: link)
    }
  }

  private mutating func add(
    _ message: FollowedMessage, _ value: Value, bitCount: Int, fullBitCount: Int, link: String
  ) {
    var saved = Savings(channel: "")
    let codec = codec
    let entries = message.bytes == nil ? entries(of: value) : (count: 0, saved: 0)
    if message.bytes != nil {
      saved.zstd = fullBitCount - bitCount
    } else {
      saved.tables = entries.saved
      if message.delta != nil { saved.delta = fullBitCount - bitCount - saved.tables }
    }
    change(Form(definition: message.definition.index, isDelta: message.delta != nil)) { tally in
      tally.count += 1
      tally.bitCount += bitCount
      tally.fullBitCount += fullBitCount
      tally.entryCount += entries.count
      if message.bytes != nil { tally.compressedBitCount += bitCount }
      if let delta = message.delta {
        Self.add(value, path: "", against: delta, codec, to: &tally)
      } else {
        Self.add(value, path: "", to: &tally, isCompressed: message.bytes != nil)
      }
    }
    change(link: link) { tally in
      tally.messageCount += 1
      tally.bitCount += bitCount
      tally.savings?.fullBitCount += fullBitCount
      tally.savings?.delta += saved.delta
      tally.savings?.tables += saved.tables
      tally.savings?.zstd += saved.zstd
    }
  }

  /// The values for which an index stood, and what that saved.
  private func entries(of value: Value) -> (count: Int, saved: Int) {
    var sum = (count: 0, saved: 0)
    guard value.tree.nodes.contains(where: { $0.flags.contains(.isEntry) }) else { return sum }
    if value.node.flags.contains(.isEntry) {
      guard !value.node.flags.contains(.isUnchanged), let full = try? codec.encodedMessage(value).bitCount else { return sum }
      return (1, full - value.node.bitCount)
    }
    for child in value.children {
      let inner = entries(of: child)
      sum = (sum.count + inner.count, sum.saved + inner.saved)
    }
    return sum
  }

  private mutating func change(_ form: Form, _ body: (inout MessageTally) -> Void) {
    var tally = messages.removeValue(forKey: form) ?? MessageTally()
    body(&tally)
    messages[form] = tally
  }

  private mutating func change(link: String, _ body: (inout LinkTally) -> Void) {
    if links[link] != nil || links.count < Self.linkLimit {
      body(&links[link, default: LinkTally()])
    } else {
      body(&otherLinks)
    }
  }

  // MARK: Fields

  /// Elements of a list count for its field; presence bits, counts, tags and padding are what is left.
  private static func add(_ value: Value, path: String, to tally: inout MessageTally, isCompressed: Bool = false) {
    switch value.kind {
    case .record, .union, .match, .list:
      if value.node.flags.contains(.isEntry) {
        return tally.add(value.key, integer: nil, bitCount: value.node.bitCount, path: path)
      }
      for child in value.children { add(child, path: value.path(of: child, path), to: &tally, isCompressed: isCompressed) }
    default:
      guard !value.node.flags.contains(.isImplied) else { return }
      let path = value.kind == .extensionTail ? "extensionTail" : path
      tally.add(value.key, integer: value.integer, bitCount: isCompressed ? 0 : value.node.bitCount, path: path)
    }
  }

  /// The same against a baseline: of each value that was there before, how far it is from where it was expected; of others the value.
  private static func add(
    _ value: Value, path: String, against delta: DecodedDelta, _ codec: DynamicCodec, to tally: inout MessageTally
  ) {
    let old = value.index < delta.baselineNodes.count ? Int(delta.baselineNodes[value.index]) : -1
    switch value.kind {
    case .record, .union, .match, .list:
      if value.node.flags.contains(.isEntry), old < 0 {
        return tally.add(value.key, integer: nil, bitCount: value.node.bitCount, path: path + newSuffix)
      }
      for child in value.children { add(child, path: value.path(of: child, path), against: delta, codec, to: &tally) }
    default:
      guard !value.node.flags.contains(.isImplied) else { return }
      let full = { try? codec.encodedMessage(value).bitCount }
      guard old >= 0 else {
        return tally.add(
          value.key, integer: value.integer, bitCount: value.node.bitCount, path: path + newSuffix, fullBitCount: full)
      }
      let before = delta.baseline.tree.nodes[old]
      let isNumber = value.kind == .unsigned || value.kind == .signed || value.kind == .fixed
      let key =
        value.node.flags.contains(.isUnchanged) ? 0 : isNumber ? value.node.payload &- before.payload : value.key | 1
      tally.add(key, integer: value.integer, bitCount: value.node.bitCount, path: path, fullBitCount: full)
    }
  }

  private static var newSuffix: String { " (new)" }
}

extension Value {
  /// The same for equal values, and different for different ones but for chance: of byte strings a hash (FNV-1a).
  fileprivate var key: UInt64 {
    if kind == .record || kind == .list || kind == .union {
      return children.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1.key) &* 0x100_0000_01B3 }
    }
    guard let bytes else { return node.payload }
    return bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  fileprivate func path(of child: Value, _ path: String) -> String {
    let name = child.name ?? (kind == .union || kind == .match ? caseName : nil)
    return name.map { path.isEmpty ? $0 : "\(path).\($0)" } ?? path
  }
}
