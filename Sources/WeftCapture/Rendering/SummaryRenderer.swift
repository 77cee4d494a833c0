import Weft
import WeftDynamic
import WeftSchema

/// `-T text`: one line a packet.
///
///     1    0.000000 192.0.2.1 → 198.51.100.2   stun  142  type bindingRequest, transaction b7e7a701bc34d686fa87dfae
final class SummaryRenderer {
  let codec: DynamicCodec
  let context: ColumnContext
  let ink: Ink
  /// By definition: the slots of the fields called `source` and `destination` that are addresses, or −1.
  private let sources: [Int32]
  private let destinations: [Int32]

  /// Values of the innermost layer that a line shows.
  static let shownValueLimit = 6

  init(_ codec: DynamicCodec, _ context: ColumnContext, _ ink: Ink) {
    self.codec = codec
    self.context = context
    self.ink = ink
    var sources = codec.schema.definitions.map { _ in Int32(-1) }
    var destinations = sources
    for (index, reference) in codec.fields.enumerated() {
      let slot = context.slots[index]
      guard slot.display == .ipv4 || slot.display == .ipv6 || slot.display == .mac else { continue }
      if slot.fieldName == "source" { sources[reference.definition.index] = Int32(index) }
      if slot.fieldName == "destination" { destinations[reference.definition.index] = Int32(index) }
    }
    self.sources = sources
    self.destinations = destinations
  }

  func append(
    _ frame: borrowing Frame, _ layers: borrowing Layers, _ packet: RawSpan, to text: inout TextBuffer
  ) {
    column(of: &text, width: 6, isRight: true) { $0.append(decimal: frame.number) }
    text.append("  ")
    column(of: &text, width: 12, isRight: true) { text in
      guard let relative = frame.relative else { return }
      text.append(relative)
      text.removeLast(3)
    }
    text.append("  ")
    appendAddresses(layers, packet, to: &text)
    text.append("  ")
    ink.start(.cyan, &text)
    column(of: &text, width: 6, isRight: false) { text in
      if layers.linkedFrom != nil { return text.append("link") }
      if layers.ownCount == 0 { return text.append("data") }
      text.append(contentsOf: context.protocolNames[layers[layers.ownCount - 1].definition.index])
    }
    ink.end(&text)
    text.append(" ")
    column(of: &text, width: 5, isRight: true) { $0.append(decimal: UInt64(frame.packet.originalByteCount)) }
    text.append("  ")
    if let first = layers.linkedFrom {
      appendLink(layers, from: first, packet, to: &text)
    } else if layers.ownCount > 0 {
      appendValues(layers[layers.ownCount - 1], packet, to: &text)
    }
    appendState(layers, to: &text)
    text.append("\n")
  }

  /// Pads what `body` appends with spaces; UTF-8 is counted by characters' first bytes.
  private func column(of text: inout TextBuffer, width: Int, isRight: Bool, _ body: (inout TextBuffer) -> Void) {
    let start = text.count
    body(&text)
    let missing = width - text.characterCount(from: start)
    if missing <= 0 { return }
    if isRight {
      text.insert(repeating: 0x20, count: missing, at: start)
    } else {
      text.append(spaces: missing)
    }
  }

  /// Of the innermost layer that has some.
  private func appendAddresses(_ layers: borrowing Layers, _ packet: RawSpan, to text: inout TextBuffer) {
    for index in stride(from: layers.ownCount - 1, through: 0, by: -1) {
      let definition = layers[index].definition.index
      guard sources[definition] >= 0, destinations[definition] >= 0,
        let source = layers[index].tree.node(ofField: sources[definition]),
        let destination = layers[index].tree.node(ofField: destinations[definition])
      else { continue }
      return column(of: &text, width: 29, isRight: false) { text in
        text.append(source, of: layers[index], context.slots[Int(sources[definition])], codec, packet)
        text.append(" → ")
        text.append(destination, of: layers[index], context.slots[Int(destinations[definition])], codec, packet)
      }
    }
    text.append(spaces: 29)
  }

  /// The first plain values of a layer, with their names; of bools those that are set.
  func appendValues(_ layer: borrowing Layers.Layer, _ packet: RawSpan, to text: inout TextBuffer) {
    guard !layer.tree.nodes.isEmpty else { return }
    var shown = 0
    var index = 1
    while index < Int(layer.tree.nodes[0].end), shown < Self.shownValueLimit {
      let node = layer.tree.nodes[index]
      if node.field >= 0, isShown(node), !isAddress(node.field, of: layer.definition) {
        let slot = context.slots[Int(node.field)]
        if shown > 0 { text.append(", ") }
        text.append(text: slot.fieldName)
        if node.kind != .bool {
          text.append(" ")
          text.append(index, of: layer, slot.named, codec, packet)
        }
        shown += 1
      }
      index = Int(node.end)
    }
  }

  /// It stands in the column of addresses.
  private func isAddress(_ field: Int32, of definition: DefinitionID) -> Bool {
    sources[definition.index] == field || destinations[definition.index] == field
  }

  private func isShown(_ node: ValueNode) -> Bool {
    guard context.slots[Int(node.field)].isInformative else { return false }
    return switch node.kind {
    case .bool: node.payload == 1
    case .unsigned, .signed, .enumeration, .flags, .float, .fixed: true
    case .bytes, .text: node.byteCount <= 16
    default: false
    }
  }

  private func appendState(_ layers: borrowing Layers, to text: inout TextBuffer) {
    guard layers.linkedFrom == nil, let index = (0..<layers.ownCount).first(where: { layers[$0].state != .whole }) else { return }
    ink.start(.red, &text)
    text.append(layers[index].state == .cut ? "  [cut]" : "  [malformed ")
    if layers[index].state == .malformed {
      text.append(contentsOf: context.protocolNames[layers[index].definition.index])
      text.append("]")
    }
    ink.end(&text)
  }
}

extension NamedValues.Slot {
  /// For people: the names of enum cases before their codes.
  var named: Self {
    var slot = self
    if !caseNames.isEmpty { slot.display = nil }
    return slot
  }
}
