import WeftSchema

/// What filters and renderers know of columns and names.
struct ColumnContext {
  var columns: [Columns.Column]
  /// By slot.
  var slots: [NamedValues.Slot]
  /// By slot, what plain values need.
  var forms: [ValueForm]
  /// By field: the slot of a match's first case, or −1.
  var caseSlots: [Int32]
  /// By layer's definition, the text that `frame.protocols` has.
  var protocolNames: [[UInt8]]

  func isPresent(
    _ column: Int, _ frame: borrowing Frame, _ layers: borrowing Layers, _ found: [[Columns.Occurrence]]
  ) -> Bool {
    switch columns[column] {
    case .values: !found[column].isEmpty
    case .frame(let field): field == .protocols || frame.integer(field) != nil
    case .layer(let definitions): (0..<layers.count).contains { definitions.contains(layers[$0].definition) }
    }
  }
}

/// How a plain value is shown: what of a slot costs nothing to copy.
struct ValueForm {
  var display: Display?
  var digits: Int
  var scale: UInt64

  init(_ slot: NamedValues.Slot) {
    display = slot.display
    digits = slot.digits
    scale = slot.scale
  }
}
