import Weft
import WeftDynamic
import WeftSchema

/// What the renderers and the statistics know of a layer that a link brought, beside its tree.
final class LinkPart {
  /// Of the frame itself, `nil` for its messages.
  var frame: FollowedFrame?
  /// Of a message.
  var message: FollowedMessage?
  let channel: LinkChannel

  init(_ channel: LinkChannel, frame: FollowedFrame? = nil, message: FollowedMessage? = nil) {
    self.channel = channel
    self.frame = frame
    self.message = message
  }
}

/// Turns a frame into the tree of a `LinkFrame`, so that columns, filters and all output know it as any other layer.
struct LinkFrameForms {
  private let codec: DynamicCodec
  let frame: DefinitionID
  let handshake: DefinitionID

  init?(_ codec: DynamicCodec) {
    guard let frame = codec.definition(named: "CaptureFormats.LinkFrame"),
      let handshake = codec.definition(named: "CaptureFormats.LinkHandshake")
    else { return nil }
    self.codec = codec
    self.frame = frame
    self.handshake = handshake
  }

  func tree(of found: FollowedFrame, _ channel: LinkChannel) -> ValueTree {
    var members: [DynamicValue.Member] = [
      .init("channel", .text(channel.name)), .init("form", .text(found.form.rawValue)),
      .init("duplicate", DynamicValue(.bool(found.isDuplicate))),
    ]
    if let sequence = found.sequence { members.append(.init("sequence", .integer(sequence.number & 0xFFFF))) }
    if let acknowledged = found.acknowledged { members.append(.init("acknowledged", .integer(acknowledged.number))) }
    if let compression = found.compression {
      members.append(.init("compressed", .integer(compression.bodyByteCount)))
      members.append(.init("contents", .integer(compression.contentByteCount)))
    }
    members.append(.init("messages", .list(found.messages.prefix(4095).map { entry($0, channel) })))
    if let problem = found.problem {
      members.append(.init(problem.isFailure ? "malformed" : "unknown", .text(Self.cut(problem.text))))
    }
    guard var tree = try? codec.build(frame, from: .record(members)) else { return ValueTree() }
    tree.place(0, at: 0..<found.bytes.count * 8)
    place("sequence", found.sequence?.bits, in: &tree)
    place("acknowledged", found.acknowledged?.bits, in: &tree)
    return tree
  }

  private func entry(_ message: FollowedMessage, _ channel: LinkChannel) -> DynamicValue {
    var members: [DynamicValue.Member] = [
      .init("message", .text(channel.messages[message.index].name)), .init("bits", .integer(message.bits.count)),
    ]
    if let baseline = message.baseline { members.append(.init("baseline", .text(Self.cut(baseline)))) }
    if let problem = message.problem { members.append(.init("unknown", .text(Self.cut(problem.text)))) }
    return .record(members)
  }

  private static func cut(_ text: String) -> String { text.utf8.count > 240 ? String(text.prefix(60)) + "…" : text }

  private func place(_ name: String, _ bits: Range<Int>?, in tree: inout ValueTree) {
    guard let bits, case .record(let record) = codec.schema[frame].body,
      let local = record.fields.firstIndex(where: { $0.name == name }),
      let node = tree.node(ofField: Int32(codec.firstField(of: frame) + local))
    else { return }
    tree.place(node, at: bits)
  }
}

extension Peeler {
  /// Follows the link that a payload belongs to, and takes each of its frames and their messages as layers.
  mutating func follow(_ channel: Int, _ range: Range<Int>, _ packet: RawSpan) -> Bool {
    guard let links, let forms = links.forms, layers.quotedFrom == nil,
      let ends = links.ends?.ends(layers, packet), let tracker = links.tracker
    else { return false }
    let payload = range.map { packet[$0] }
    let stated = tracker.channels[channel]
    let isStream = stated.channel.transport == .stream
    // Frames of other transports are datagrams here; a TCP connection has none.
    guard isStream == (ends.segment != nil) else { return false }
    if ends.isBeginning, let segment = ends.segment {
      tracker.begin(channel, from: ends.source, to: ends.destination, sequence: segment.sequence)
    }
    if range.isEmpty, stated.isDatagram { return false }
    let found = tracker.frames(
      in: payload, of: channel, from: ends.source, to: ends.destination, ends.segment)
    if !found.isEmpty { layers.noteLink() }
    for one in found {
      let place: Range<Int>
      if let offset = one.offset {
        place = range.lowerBound + offset..<range.lowerBound + offset + one.frame.bytes.count
      } else {
        place = append(one.frame.bytes, to: packet)
      }
      take(one.frame, at: place, stated, forms, packet)
    }
    if found.isEmpty, !range.isEmpty { layers.note(data: range, isTrailer: false) }
    return true
  }

  private mutating func take(
    _ frame: FollowedFrame, at range: Range<Int>, _ channel: LinkChannel, _ forms: LinkFrameForms, _ packet: RawSpan
  ) {
    layers.add(forms.frame, forms.tree(of: frame, channel), at: range, .whole, LinkPart(channel, frame: frame))
    if frame.problem?.isFailure ?? false, frame.messages.allSatisfy({ $0.problem == nil }) { layers.markLastMalformed() }
    if let handshake = frame.handshake { layers.add(forms.handshake, handshake, at: range, .whole, LinkPart(channel)) }
    for message in frame.messages where !message.tree.nodes.isEmpty {
      let place = message.bytes.map { append($0, to: packet) } ?? range
      let isFailed = message.problem?.isFailure ?? false
      layers.add(message.definition, message.tree, at: place, isFailed ? .malformed : .whole, LinkPart(channel, message: message))
    }
    if frame.problem != nil {
      let first = range.lowerBound + (frame.messages.last?.bits.lowerBound ?? 0) / 8
      layers.note(data: first..<range.upperBound, isTrailer: false)
    }
  }

  /// Bytes that do not stand in the packet stand behind it.
  private mutating func append(_ bytes: [UInt8], to packet: RawSpan) -> Range<Int> {
    if extended.isEmpty { extended = (0..<packet.byteCount).map { packet[$0] } }
    let first = extended.count
    extended += bytes
    return first..<extended.count
  }
}

/// What following links needs in an inspection.
struct Links {
  let tracker: LinkTracker?
  let forms: LinkFrameForms?
  let ends: LinkEnds?
  /// By table, then key: an index into the tracker's channels.
  var overrides: [[Int64: Int]]
}
