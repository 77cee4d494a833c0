import Weft
import WeftDynamic
import WeftSchema

// The frames of a link in a line: `#812 ack 77  Place x 10 → 13, y 4 → 5`.
extension SummaryRenderer {
  func appendLink(_ layers: borrowing Layers, from first: Int, _ packet: RawSpan, to text: inout TextBuffer) {
    for index in first..<layers.count {
      guard let link = layers[index].link else { continue }
      if index > first { text.append("  ") }
      if let frame = link.frame {
        append(frame, link.channel, to: &text)
      } else if let message = link.message {
        append(message, layers[index], packet, to: &text)
      } else {
        appendValues(layers[index], packet, to: &text)
      }
    }
  }

  private func append(_ frame: FollowedFrame, _ channel: LinkChannel, to text: inout TextBuffer) {
    let unknown = frame.problem.map { "[\($0.text)]" }
    let parts = [
      frame.form == .messages ? nil : frame.form.rawValue, frame.sequence.map { "#\($0.number & 0xFFFF)" },
      frame.acknowledged.map { "ack \($0.number)" }, frame.isDuplicate ? "again" : nil,
      frame.compression.map { "zstd \($0.bodyByteCount) of \($0.contentByteCount)" },
    ]
    text.append(text: parts.compactMap(\.self).joined(separator: " "))
    // Messages of which nothing is known but the name.
    for message in frame.messages where message.tree.nodes.isEmpty {
      text.append(text: "  \(channel.messages[message.index].name)")
    }
    guard let unknown else { return }
    text.append(" ")
    ink.start(.red, &text)
    text.append(text: unknown)
    ink.end(&text)
  }

  private func append(
    _ message: FollowedMessage, _ layer: borrowing Layers.Layer, _ packet: RawSpan, to text: inout TextBuffer
  ) {
    ink.start(.cyan, &text)
    text.append(text: codec.schema[message.definition].name)
    ink.end(&text)
    text.append(" ")
    guard let part = LinkChanges(message), let channel = layer.link?.channel else {
      return appendValues(layer, packet, to: &text)
    }
    let previous = part.previous
    let changes = part.changes(channel, atMost: Self.shownValueLimit / 2)
    for (number, change) in changes.shown.enumerated() {
      text.append(text: number > 0 ? ", \(change.path) " : "\(change.path) ")
      if let old = change.old {
        unsafe codec.writeText(previous.tree, node: old, decodedFrom: previous.input.span.bytes, into: &text)
        text.append(" → ")
      }
      codec.writeText(layer.tree, node: change.node, decodedFrom: packet.extracting(layer.range), into: &text)
    }
    let more = changes.count - changes.shown.count
    if more > 0 { text.append(text: ", \(more) more") }
    if !part.removed.isEmpty { text.append(text: ", \(part.removed.count) removed") }
    if changes.count == 0, part.removed.isEmpty { text.append("unchanged") }
  }
}
