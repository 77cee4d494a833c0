import Weft
import WeftDynamic
import WeftSchema

/// Counts the bits of a capture by message, field and link. Its memory is bounded: links and different values have a limit.
struct Statistics {
  /// Of one native definition that stood as a layer.
  struct MessageTally {
    var count = 0
    var bitCount = 0
    /// By path, in the order in which they were met: `nodes.address`.
    var fields: [String: FieldTally] = [:]
    var order: [String] = []
  }

  struct LinkTally {
    var messageCount = 0
    var bitCount = 0
  }

  private let codec: DynamicCodec
  /// By definition.
  private(set) var messages: [Int: MessageTally] = [:]
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
    var tally = messages.removeValue(forKey: definition.index) ?? MessageTally()
    tally.count += 1
    tally.bitCount += bitCount
    Self.add(value, path: "", to: &tally)
    messages[definition.index] = tally
    if links[link] != nil || links.count < Self.linkLimit {
      links[link, default: LinkTally()].messageCount += 1
      links[link, default: LinkTally()].bitCount += bitCount
    } else {
      otherLinks.messageCount += 1
      otherLinks.bitCount += bitCount
    }
  }

  /// Elements of a list count for its field; presence bits, counts, tags and padding are what is left.
  private static func add(_ value: Value, path: String, to tally: inout MessageTally) {
    switch value.kind {
    case .record, .union, .match, .list:
      for child in value.children {
        let name = child.name ?? (value.kind == .union || value.kind == .match ? value.caseName : nil)
        add(child, path: name.map { path.isEmpty ? $0 : "\(path).\($0)" } ?? path, to: &tally)
      }
    default:
      guard !value.node.flags.contains(.isImplied) else { return }
      let path = value.kind == .extensionTail ? "extensionTail" : path
      if tally.fields[path] == nil { tally.order.append(path) }
      tally.fields[path, default: FieldTally()].add(value.key, integer: value.integer, bitCount: value.node.bitCount)
    }
  }
}

extension Value {
  /// The same for equal values, and different for different ones but for chance: of byte strings a hash (FNV-1a).
  fileprivate var key: UInt64 {
    guard let bytes else { return node.payload }
    return bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
