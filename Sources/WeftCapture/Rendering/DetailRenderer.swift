import Weft
import WeftDynamic
import WeftSchema

/// `-V`: every field of every layer with its value and its bits, counted from the first bit of the packet.
///
///     ip  IPv4                                         bits 112 ..< 272
///       version          4                                  112 ..< 116
final class DetailRenderer {
  let codec: DynamicCodec
  let context: ColumnContext
  let ink: Ink

  init(_ codec: DynamicCodec, _ context: ColumnContext, _ ink: Ink) {
    self.codec = codec
    self.context = context
    self.ink = ink
  }

  private static let bitColumn = 64

  func append(
    _ frame: borrowing Frame, _ layers: borrowing Layers, _ packet: RawSpan, to text: inout TextBuffer
  ) {
    ink.start(.bold, &text)
    text.append("frame ")
    text.append(decimal: frame.number)
    ink.end(&text)
    text.append("  ")
    text.append(decimal: UInt64(frame.packet.originalByteCount))
    text.append(" bytes, ")
    text.append(decimal: UInt64(frame.packet.range.count))
    text.append(" captured")
    if let time = frame.packet.timestamp?.sinceEpoch, let relative = frame.relative {
      text.append(", at ")
      text.append(time)
      text.append(", +")
      text.append(relative)
    }
    text.append(", ")
    text.append(layers.protocols, context.protocolNames)
    text.append("\n")
    var data = 0
    for index in 0...layers.count {
      while data < layers.data.count, layers.data[data].layerCount == index || index == layers.count {
        append(layers.data[data], packet, to: &text)
        data += 1
      }
      if index < layers.count { append(layers[index], packet, to: &text) }
    }
    text.append("\n")
  }

  private func append(_ data: Layers.Data, _ packet: RawSpan, to text: inout TextBuffer) {
    let start = text.count
    ink.start(.cyan, &text)
    text.append(data.isTrailer ? "trailer" : "data")
    ink.end(&text)
    appendBits(data.range.lowerBound * 8..<data.range.upperBound * 8, lineStart: start, to: &text)
    text.append("\n")
    let shown = data.range.prefix(16)
    text.append("  ")
    text.append(hexadecimal: packet.extracting(shown))
    if shown.count < data.range.count { text.append("…") }
    text.append("\n")
  }

  // MARK: Layers

  private func append(_ layer: borrowing Layers.Layer, _ packet: RawSpan, to text: inout TextBuffer) {
    let start = text.count
    ink.start(.cyan, &text)
    text.append(contentsOf: context.protocolNames[layer.definition.index])
    ink.end(&text)
    text.append("  ")
    text.append(text: codec.schema[layer.definition].name)
    let bit = layer.range.lowerBound * 8
    if let message = layer.link?.message {
      if let baseline = message.baseline { text.append(text: " against \(baseline)") }
      let bits = message.bytes == nil ? message.bits : 0..<layer.tree.bitCount
      appendBits(bit + bits.lowerBound..<bit + bits.upperBound, lineStart: start, to: &text)
    } else {
      appendBits(bit..<bit + layer.tree.bitCount, lineStart: start, to: &text)
    }
    text.append("\n")
    if let part = layer.link?.message.flatMap({ LinkChanges($0) }), !layer.tree.nodes.isEmpty {
      if part.differs[0] { appendDelta(of: 0, part, layer, indent: 1, packet, to: &text) } else { text.append("  unchanged\n") }
    } else if !layer.tree.nodes.isEmpty {
      appendChildren(of: 0, layer, indent: 1, packet, to: &text)
    }
    if let failure = layer.tree.failure {
      text.append("  ")
      ink.start(.red, &text)
      text.append(layer.state == .cut ? "[cut: " : "[malformed: ")
      text.append(text: "\(failure)")
      text.append("]")
      ink.end(&text)
      text.append("\n")
    }
  }

  private func appendChildren(
    of parent: Int, _ layer: borrowing Layers.Layer, indent: Int, _ packet: RawSpan, to text: inout TextBuffer
  ) {
    var child = parent + 1
    var number = 0
    while child < Int(layer.tree.nodes[parent].end) {
      let node = layer.tree.nodes[child]
      if node.kind != .padding || node.bitCount > 0 { append(child, number, layer, indent: indent, packet, to: &text) }
      number += 1
      child = max(Int(node.end), child + 1)
    }
  }

  /// A field with what is inside it. `number` counts the elements of a list.
  func append(
    _ index: Int, _ number: Int, _ layer: borrowing Layers.Layer, indent: Int, _ packet: RawSpan, to text: inout TextBuffer,
    isNew: Bool = false
  ) {
    let node = layer.tree.nodes[index]
    let start = text.count
    text.append(spaces: indent * 2)
    var slot = node.field >= 0 ? context.slots[Int(node.field)] : nil
    if let slot { text.append(text: slot.fieldName) } else { text.append(text: "[\(number)]") }
    var value = index
    if node.kind == .match, node.field >= 0, context.caseSlots[Int(node.field)] >= 0 {
      slot = context.slots[Int(context.caseSlots[Int(node.field)]) + Int(node.payload)]
      if let slot { text.append(text: " \(slot.fieldName)") }
      value = Int(node.end) > index + 1 ? index + 1 : -1
    }
    // Of a case that is a union itself, the case of that too.
    while value >= 0, layer.tree.nodes[value].kind == .union {
      text.append(text: " \(codec.caseName(of: layer.tree.nodes[value]))")
      slot = nil
      value = Int(layer.tree.nodes[value].end) > value + 1 ? value + 1 : -1
    }
    let shownValue = value >= 0 ? layer.tree.nodes[value] : node
    let isOpen = value >= 0 && (shownValue.kind == .record || shownValue.kind == .list)
    if value >= 0, !isOpen || shownValue.kind == .record && slot?.display == .hexadecimal {
      text.append("  ")
      appendValue(value, slot, layer, packet, to: &text)
    }
    if isNew { text.append(" new") }
    if node.bitCount > 0 || layer.link == nil { appendBits(bits(node, layer), lineStart: start, to: &text) }
    appendMark(index, layer, to: &text)
    text.append("\n")
    if node.field >= 0, node.kind != .list { appendParts(of: node, indent: indent + 1, to: &text) }
    if isOpen { appendChildren(of: value, layer, indent: indent + 1, packet, to: &text) }
  }

  /// What has a name of its own among the bits of a field, and where: `stun.type.class  0x0010    & 0x0110`.
  private func appendParts(of node: ValueNode, indent: Int, to text: inout TextBuffer) {
    for part in context.partSlots[Int(node.field)] {
      let slot = context.slots[Int(part)]
      let start = text.count
      text.append(spaces: indent * 2)
      text.append(text: slot.names.joined(separator: ", "))
      text.append("  ")
      text.append(number: ValueForm(slot).shown(node.payload), ValueForm(slot))
      text.append(spaces: max(Self.bitColumn - text.characterCount(from: start), 2))
      ink.start(.faint, &text)
      text.append("& ")
      text.append(hexadecimal: slot.mask, digits: slot.digits)
      ink.end(&text)
      text.append("\n")
    }
  }

  private func appendValue(
    _ index: Int, _ slot: NamedValues.Slot?, _ layer: borrowing Layers.Layer, _ packet: RawSpan, to text: inout TextBuffer
  ) {
    let node = layer.tree.nodes[index]
    let before = text.count
    if let slot {
      text.append(index, of: layer, slot.named, codec, packet)
    } else {
      codec.writeText(layer.tree, node: index, decodedFrom: packet.extracting(layer.range), into: &text)
    }
    if let slot, slot.display == .hexadecimal, node.kind == .enumeration {
      text.append(" (")
      text.append(hexadecimal: node.payload, digits: slot.digits)
      text.append(")")
    }
    // A long run of bytes says little; its length does.
    if text.count - before > 48, node.kind == .bytes || node.kind == .padding {
      text.removeLast(text.count - before - 32)
      text.append("…, ")
      text.append(decimal: UInt64(node.byteCount))
      text.append(" bytes")
    }
  }

  func bits(_ node: ValueNode, _ layer: borrowing Layers.Layer) -> Range<Int> {
    let first = layer.range.lowerBound * 8 + node.bitOffset
    return first..<first + node.bitCount
  }

  func appendBits(_ bits: Range<Int>, lineStart: Int, to text: inout TextBuffer) {
    let width = text.characterCount(from: lineStart)
    text.append(spaces: max(Self.bitColumn - width, 2))
    ink.start(.faint, &text)
    text.append(decimal: UInt64(bits.lowerBound))
    text.append(" ..< ")
    text.append(decimal: UInt64(bits.upperBound))
    ink.end(&text)
  }

  func appendMark(_ index: Int, _ layer: borrowing Layers.Layer, to text: inout TextBuffer) {
    if layer.tree.nodes[index].flags.contains(.isEntry), layer.tree.nodes[index].field >= 0,
      !layer.tree.nodes[index].flags.contains(.isUnchanged)
    {
      text.append("  [table]")
    }
    guard layer.tree.nodes[index].flags.contains(.isMarked),
      let mark = layer.tree.marks.first(where: { $0.node == index })
    else { return }
    text.append("  ")
    ink.start(.red, &text)
    text.append("[")
    text.append(text: "\(mark.reason)")
    text.append("]")
    ink.end(&text)
  }
}
