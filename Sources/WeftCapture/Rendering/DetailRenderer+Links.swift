import Weft
import WeftDynamic
import WeftSchema

// A message against a baseline: what it changes, `old → new`, with its bits; what stays, in its place but without bits.
extension DetailRenderer {
  /// The fields or elements of a value that a delta made.
  func appendDelta(
    of parent: Int, _ part: LinkChanges, _ layer: borrowing Layers.Layer, indent: Int, _ packet: RawSpan,
    to text: inout TextBuffer
  ) {
    var child = parent + 1
    var number = 0
    var unchangedCount = 0
    while child < Int(layer.tree.nodes[parent].end) {
      let node = layer.tree.nodes[child]
      // Of a list, what stays is counted only.
      if node.field < 0, !part.differs[child], layer.tree.nodes[parent].kind == .list {
        unchangedCount += 1
      } else {
        append(child, number, part, layer, indent: indent, packet, to: &text)
      }
      number += 1
      child = max(Int(node.end), child + 1)
    }
    if unchangedCount > 0 {
      text.append(spaces: indent * 2)
      text.append(text: unchangedCount == 1 ? "1 element unchanged" : "\(unchangedCount) elements unchanged")
      text.append("\n")
    }
    if layer.tree.nodes[parent].kind == .list { appendRemoved(part, from: part.old(parent), indent: indent, to: &text) }
  }

  private func append(
    _ index: Int, _ number: Int, _ part: LinkChanges, _ layer: borrowing Layers.Layer, indent: Int, _ packet: RawSpan,
    to text: inout TextBuffer
  ) {
    let node = layer.tree.nodes[index]
    let old = part.old(index)
    let isUnchanged = !part.differs[index]
    let hasParts = node.kind == .record || node.kind == .list || node.kind == .union
    if old < 0, !isUnchanged {
      return append(index, number, layer, indent: indent, packet, to: &text, isNew: true)
    }
    let start = text.count
    text.append(spaces: indent * 2)
    if node.field >= 0 { text.append(text: context.slots[Int(node.field)].fieldName) } else { text.append(text: "[\(number)]") }
    if hasParts, !isUnchanged {
      if node.kind == .union { text.append(text: " \(codec.caseName(of: node))") }
      appendBits(bits(node, layer), lineStart: start, to: &text)
      text.append("\n")
      return appendDelta(of: index, part, layer, indent: indent + 1, packet, to: &text)
    }
    text.append("  ")
    if hasParts {
      text.append("unchanged")
    } else {
      if !isUnchanged {
        unsafe codec.writeText(part.previous.tree, node: old, decodedFrom: part.previous.input.span.bytes, into: &text)
        text.append(" → ")
      }
      codec.writeText(layer.tree, node: index, decodedFrom: packet.extracting(layer.range), into: &text)
      if isUnchanged { text.append(" unchanged") }
      if !isUnchanged, node.flags.contains(.isUnchanged) {
        text.append(" as expected")
      } else if !node.flags.contains(.isUnchanged), old >= 0,
        part.delta.baseline.tree.nodes[old].payload != part.previous.tree.nodes[old].payload
      {
        text.append(", expected ")
        unsafe codec.writeText(
          part.delta.baseline.tree, node: old, decodedFrom: part.delta.baseline.input.span.bytes, into: &text)
      }
    }
    if node.bitCount > 0 { appendBits(bits(node, layer), lineStart: start, to: &text) }
    appendMark(index, layer, to: &text)
    text.append("\n")
  }

  /// The elements of this list that are gone.
  private func appendRemoved(_ part: LinkChanges, from list: Int, indent: Int, to text: inout TextBuffer) {
    guard list >= 0 else { return }
    for removed in part.removed(from: list) {
      text.append(spaces: indent * 2)
      text.append("removed  ")
      unsafe codec.writeText(part.previous.tree, node: removed, decodedFrom: part.previous.input.span.bytes, into: &text)
      text.append("\n")
    }
  }
}
