import Weft
import WeftDynamic
import WeftSchema

/// `-T fields`: one line a packet, tabs between columns, commas between several values of one.
struct FieldsRenderer {
  let codec: DynamicCodec
  let context: ColumnContext
  /// Indices into the context's columns, in the order of `-e`.
  let columns: [Int]

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
        for index in 0..<layers.count where definitions.contains(layers.layers[index].definition) {
          if !isFirst { text.append(",") }
          isFirst = false
          text.append(context.protocolNames[layers.layers[index].definition.index])
        }
      case .values:
        for index in found[column].indices {
          if index > 0 { text.append(",") }
          let occurrence = found[column][index]
          text.append(
            Int(occurrence.node), of: layers.layers[Int(occurrence.layer)], context.slots[Int(occurrence.slot)], codec, packet)
        }
      }
    }
    text.append("\n")
  }
}
