import Weft
import WeftDynamic
import WeftSchema

/// `-T fields`: one line a packet, tabs between columns, commas between several values of one.
final class FieldsRenderer {
  let codec: DynamicCodec
  let context: ColumnContext
  /// Indices into the context's columns, in the order of `-e`.
  let columns: [Int]

  init(_ codec: DynamicCodec, _ context: ColumnContext, columns: [Int]) {
    self.codec = codec
    self.context = context
    self.columns = columns
  }

  func append(
    _ frame: borrowing Frame, _ layers: borrowing Layers, _ found: [[Columns.Occurrence]], _ packet: RawSpan,
    to text: inout TextBuffer
  ) {
    for (position, column) in columns.enumerated() {
      if position > 0 { text.append("\t") }
      switch context.columns[column] {
      case .frame(.protocols): text.append(layers.protocols, context.protocolNames)
      case .frame(let field): text.append(field, frame)
      case .layer(let definitions):
        var isFirst = true
        for index in 0..<layers.count where definitions.contains(layers[index].definition) {
          if !isFirst { text.append(",") }
          isFirst = false
          text.append(contentsOf: context.protocolNames[layers[index].definition.index])
        }
        if isFirst, context.isPresent(column, frame, layers, found) {
          text.append(contentsOf: context.protocolNames[definitions[0].index])
        }
      case .values:
        for index in found[column].indices {
          if index > 0 { text.append(",") }
          append(found[column][index], layers, packet, to: &text)
        }
      }
    }
    text.append("\n")
  }

  /// Plain values by the short way, which copies no layer and no slot.
  @inline(__always)
  private func append(
    _ occurrence: Columns.Occurrence, _ layers: borrowing Layers, _ packet: RawSpan, to text: inout TextBuffer
  ) {
    let layer = Int(occurrence.layer)
    let node = layers[layer].tree.nodes[Int(occurrence.node)]
    let form = context.forms[Int(occurrence.slot)]
    switch node.kind {
    case .unsigned: text.append(number: form.shown(node.payload), form)
    case .enumeration where form.display != nil: text.append(number: form.shown(node.payload), form)
    case .bool: text.append(decimal: node.payload)
    case .bytes where !node.flags.contains(.isInHeap):
      let start = layers[layer].range.lowerBound + node.byteOffset
      text.append(packet.extracting(start..<start + node.byteCount), form.display)
    default:
      text.append(
        Int(occurrence.node), of: layers[layer], context.slots[Int(occurrence.slot)], codec, packet)
    }
  }
}
