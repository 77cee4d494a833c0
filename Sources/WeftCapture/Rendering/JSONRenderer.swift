import Weft
import WeftDynamic
import WeftSchema

/// `-T json` and `-T ndjson`: each layer's value by the one mapping of `docs/language.md`, "JSON".
///
/// ```json
/// {"frame":{"number":1,"time":"1700000000.000000000","relative":"0.000000000","length":142,"captured":142,"protocols":"eth:…"},
///  "layers":[{"eth":{…}},{"ip":{…},"marks":[{"bit":80,"reason":"found 48879, computed 31841"}]},…,{"data":"0a0b"}]}
/// ```
final class JSONRenderer {
  let codec: DynamicCodec
  let context: ColumnContext
  /// `{"name":`, by a layer's definition.
  private let openings: [[UInt8]]

  init(_ codec: DynamicCodec, _ context: ColumnContext) {
    self.codec = codec
    self.context = context
    openings = context.protocolNames.map { name in
      var text = TextBuffer()
      text.append("{\"")
      text.append(jsonString: name)
      text.append("\":")
      return text.bytes
    }
  }

  func append(
    _ frame: borrowing Frame, _ layers: borrowing Layers, _ packet: RawSpan, to text: inout TextBuffer
  ) {
    append(frame, layers, to: &text)
    text.append(",\"layers\":[")
    var data = 0
    for index in 0...layers.count {
      while data < layers.data.count, layers.data[data].layerCount == index || index == layers.count {
        if index > 0 || data > 0 { text.append(",") }
        text.append(layers.data[data].isTrailer ? "{\"trailer\":\"" : "{\"data\":\"")
        text.append(hexadecimal: packet.extracting(layers.data[data].range))
        text.append("\"}")
        data += 1
      }
      if index < layers.count {
        if index > 0 || data > 0 { text.append(",") }
        append(index, of: layers, packet, to: &text)
      }
    }
    text.append("]}")
  }

  private func append(_ frame: borrowing Frame, _ layers: borrowing Layers, to text: inout TextBuffer) {
    text.append("{\"frame\":{\"number\":")
    text.append(decimal: frame.number)
    if let time = frame.packet.timestamp?.sinceEpoch, let relative = frame.relative {
      text.append(",\"time\":\"")
      text.append(time)
      text.append("\",\"relative\":\"")
      text.append(relative)
      text.append("\"")
    }
    text.append(",\"length\":")
    text.append(decimal: UInt64(frame.packet.originalByteCount))
    text.append(",\"captured\":")
    text.append(decimal: UInt64(frame.packet.range.count))
    if let interface = frame.packet.interface {
      text.append(",\"interface\":")
      text.append(decimal: UInt64(interface))
    }
    text.append(",\"protocols\":\"")
    text.append(layers.protocols, context.protocolNames)
    text.append("\"}")
  }

  private func append(_ index: Int, of layers: borrowing Layers, _ packet: RawSpan, to text: inout TextBuffer) {
    text.append(contentsOf: openings[layers[index].definition.index])
    codec.writeJSON(layers[index].tree, decodedFrom: packet.extracting(layers[index].range), into: &text)
    if !layers[index].tree.marks.isEmpty {
      text.append(",\"marks\":[")
      for (number, mark) in layers[index].tree.marks.enumerated() {
        text.append(number > 0 ? ",{\"bit\":" : "{\"bit\":")
        text.append(decimal: UInt64(layers[index].tree.nodes[mark.node].bitOffset))
        text.append(",\"reason\":\"")
        text.append(jsonString: "\(mark.reason)".utf8)
        text.append("\"}")
      }
      text.append("]")
    }
    if let failure = layers[index].tree.failure {
      text.append(layers[index].state == .cut ? ",\"cut\":\"" : ",\"malformed\":\"")
      text.append(jsonString: "\(failure)".utf8)
      text.append("\"")
    }
    if let message = layers[index].link?.message { append(message, layers[index], packet, to: &text) }
    text.append("}")
  }

  /// `"against":"4 datagrams before","changes":[{"path":"x","old":10,"new":13,"bit":96,"bits":5}],"removed":[…]`; bits count from the
  /// frame's first, and what is `expected` was predicted so.
  private func append(
    _ message: FollowedMessage, _ layer: borrowing Layers.Layer, _ packet: RawSpan, to text: inout TextBuffer
  ) {
    if let baseline = message.baseline {
      text.append(",\"against\":\"")
      text.append(jsonString: baseline.utf8)
      text.append("\"")
    }
    guard let part = LinkChanges(message), let channel = layer.link?.channel else { return }
    let (delta, previous) = (part.delta, part.previous)
    text.append(",\"changes\":[")
    for (number, change) in part.changes(channel).shown.enumerated() {
      text.append(number > 0 ? ",{\"path\":\"" : "{\"path\":\"")
      text.append(jsonString: change.path.utf8)
      text.append("\"")
      if let old = change.old {
        text.append(",\"old\":")
        unsafe codec.writeJSON(previous.tree, node: old, decodedFrom: previous.input.span.bytes, into: &text)
      }
      text.append(",\"new\":")
      codec.writeJSON(layer.tree, node: change.node, decodedFrom: packet.extracting(layer.range), into: &text)
      text.append(",\"bit\":")
      text.append(decimal: UInt64(layer.tree.nodes[change.node].bitOffset))
      text.append(",\"bits\":")
      text.append(decimal: UInt64(layer.tree.nodes[change.node].bitCount))
      text.append(change.isExpected ? ",\"expected\":true}" : "}")
    }
    text.append("]")
    guard !delta.removedNodes.isEmpty else { return }
    text.append(",\"removed\":[")
    for (number, node) in delta.removedNodes.enumerated() {
      if number > 0 { text.append(",") }
      unsafe codec.writeJSON(delta.baseline.tree, node: node, decodedFrom: delta.baseline.input.span.bytes, into: &text)
    }
    text.append("]")
  }
}
