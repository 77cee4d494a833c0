import WeftDynamic
import WeftSchema

/// What filters and renderers know of columns and names.
struct ColumnContext {
  let codec: DynamicCodec
  var columns: [Columns.Column]
  /// By column that is a layer: which definitions' values can hold one.
  var holders: [[Bool]]
  /// By slot.
  var slots: [NamedValues.Slot]
  /// By slot, what plain values need.
  var forms: [ValueForm]
  /// By field: the slot of a match's first case, or −1.
  var caseSlots: [Int32]
  /// By field: the slots of its parts.
  var partSlots: [Range<Int32>]
  /// By layer's definition, the text that `frame.protocols` has.
  var protocolNames: [[UInt8]]

  func isPresent(
    _ column: Int, _ frame: borrowing Frame, _ layers: borrowing Layers, _ found: [[Columns.Occurrence]]
  ) -> Bool {
    switch columns[column] {
    case .values: !found[column].isEmpty
    case .frame(let field): field == .protocols || frame.integer(field) != nil
    case .layer(let definitions): isPresent(definitions, holders[column], layers)
    }
  }

  /// As a layer, or inside of one: `Contact` in a message of contacts.
  private func isPresent(_ definitions: [DefinitionID], _ holders: [Bool], _ layers: borrowing Layers) -> Bool {
    for index in 0..<layers.count {
      if definitions.contains(layers[index].definition) { return true }
      guard holders[layers[index].definition.index] else { continue }
      for node in 0..<layers[index].tree.nodes.count where layers[index].tree.nodes[node].kind == .record {
        if let definition = codec.definition(ofType: layers[index].tree.nodes[node].type), definitions.contains(definition) {
          return true
        }
      }
    }
    return false
  }
}

extension Columns.Column {
  /// By definition: whether its values can hold what the column, which is a layer, asks for.
  func holders(_ names: NamedValues, _ schema: Schema) -> [Bool] {
    if case .layer(let definitions) = self { names.definitions(holding: definitions, schema) } else { [] }
  }
}

/// How a plain value is shown: what of a slot costs nothing to copy.
struct ValueForm {
  var display: Display?
  var digits: Int
  var scale: UInt64
  var mask: UInt64

  init(_ slot: NamedValues.Slot) {
    display = slot.display
    digits = slot.digits
    scale = slot.scale
    mask = slot.mask
  }

  /// What is shown of a value.
  func shown(_ value: UInt64) -> UInt64 { (value & mask) &>> UInt64(truncatingIfNeeded: mask.trailingZeroBitCount) &* scale }
}
