import Weft
import WeftDynamic
import WeftSchema

/// `-T json` and `-T ndjson`: each layer's value by the one mapping of `docs/language.md`, "JSON".
///
/// ```json
/// {"frame":{"number":1,"time":"1700000000.000000000","relative":"0.000000000","length":142,"captured":142,"protocols":"eth:…"},
///  "layers":[{"eth":{…}},{"ip":{…},"marks":[{"bit":80,"reason":"found 48879, computed 31841"}]},…,{"data":"0a0b"}]}
/// ```
struct JSONRenderer {
  let codec: DynamicCodec
  let context: ColumnContext

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
        append(layers.layers[index], packet, to: &text)
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

  private func append(_ layer: borrowing Layers.Layer, _ packet: RawSpan, to text: inout TextBuffer) {
    text.append("{\"")
    text.append(jsonString: context.protocolNames[layer.definition.index])
    text.append("\":")
    codec.writeJSON(layer.tree, decodedFrom: packet.extracting(layer.range), into: &text.bytes)
    if !layer.tree.marks.isEmpty {
      text.append(",\"marks\":[")
      for (index, mark) in layer.tree.marks.enumerated() {
        text.append(index > 0 ? ",{\"bit\":" : "{\"bit\":")
        text.append(decimal: UInt64(layer.tree.nodes[mark.node].bitOffset))
        text.append(",\"reason\":\"")
        text.append(jsonString: "\(mark.reason)".utf8)
        text.append("\"}")
      }
      text.append("]")
    }
    if let failure = layer.tree.failure {
      text.append(layer.state == .cut ? ",\"cut\":\"" : ",\"malformed\":\"")
      text.append(jsonString: "\(failure)".utf8)
      text.append("\"")
    }
    text.append("}")
  }
}
