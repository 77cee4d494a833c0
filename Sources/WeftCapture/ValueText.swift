import Weft
import WeftDynamic
import WeftSchema

extension DynamicCodec {
  func isForeign(_ definition: DefinitionID) -> Bool {
    if case .record(let record) = schema[definition].body { record.foreign != nil } else { false }
  }
}

extension TextBuffer {
  /// A value as a column shows it, and as tshark's `-T fields` does: addresses in their usual form, bytes and flagged numbers
  /// in hexadecimal, bools as 0 or 1.
  mutating func append(
    _ index: Int, of layer: borrowing Layers.Layer, _ slot: NamedValues.Slot, _ codec: DynamicCodec, _ packet: RawSpan
  ) {
    let node = layer.tree.nodes[index]
    switch node.kind {
    case .unsigned: append(number: ValueForm(slot).shown(node.payload), ValueForm(slot))
    case .bool: append(node.payload == 0 ? "0" : "1")
    case .signed: append(signed: Int64(bitPattern: node.payload))
    case .enumeration:
      if slot.display == nil, let name = slot.caseNames[node.payload] {
        append(text: name)
      } else {
        append(number: ValueForm(slot).shown(node.payload), ValueForm(slot))
      }
    case .flags where slot.display != nil: append(number: node.payload, ValueForm(slot))
    case .bytes, .padding, .extensionTail: append(bytes: node, of: layer, slot.display, packet)
    case .text:
      let range = node.byteOffset..<node.byteOffset + node.byteCount
      if node.flags.contains(.isInHeap) {
        append(visible: unsafe layer.tree.heap.span.bytes.extracting(range))
      } else {
        append(visible: packet.extracting(layer.range).extracting(range))
      }
    case .record where slot.digits > 0 && slot.digits <= 16: append(number: layer.bits(of: node, packet), ValueForm(slot))
    case .match where Int(node.end) > index + 1:
      append(index + 1, of: layer, slot, codec, packet)
    // A case that carries nothing is there, as tshark says it.
    case .match: append("1")
    case .record, .list:
      if node.bitOffset & 7 == 0, node.bitCount & 7 == 0, codec.isForeign(slot.definition) {
        append(hexadecimal: packet.extracting(layer.range).extracting(node.bitOffset / 8..<(node.bitOffset + node.bitCount) / 8))
      } else {
        codec.writeJSON(layer.tree, node: index, decodedFrom: packet.extracting(layer.range), into: &self)
      }
    case .flags, .float, .fixed:
      codec.writeText(layer.tree, node: index, decodedFrom: packet.extracting(layer.range), into: &self)
    default: codec.writeJSON(layer.tree, node: index, decodedFrom: packet.extracting(layer.range), into: &self)
    }
  }

  @inline(__always)
  mutating func append(number value: UInt64, _ form: ValueForm) {
    if form.display == .hexadecimal {
      append(hexadecimal: value, digits: form.digits)
    } else {
      append(decimal: value)
    }
  }

  private mutating func append(
    bytes node: ValueNode, of layer: borrowing Layers.Layer, _ display: Display?, _ packet: RawSpan
  ) {
    let range = node.byteOffset..<node.byteOffset + node.byteCount
    if node.flags.contains(.isInHeap) {
      append(unsafe layer.tree.heap.span.bytes.extracting(range), display)
    } else {
      append(packet.extracting(layer.range).extracting(range), display)
    }
  }

  mutating func append(_ span: RawSpan, _ display: Display?) {
    switch (display, span.byteCount) {
    case (.ipv4, 4): append(ipv4: span)
    case (.ipv6, 16): append(ipv6: span)
    case (.mac, 6): append(hexadecimal: span, separator: 0x3A)
    default: append(hexadecimal: span)
    }
  }

  /// `eth:ethertype:ip:udp:stun`.
  mutating func append(_ protocols: [Layers.ProtocolName], _ names: [[UInt8]]) {
    for (index, name) in protocols.enumerated() {
      if index > 0 { append(":") }
      switch name {
      case .layer(let definition): append(contentsOf: names[definition.index])
      case .etherType: append("ethertype")
      case .data: append("data")
      }
    }
  }

  mutating func append(_ field: FrameField, _ frame: borrowing Frame) {
    guard let value = frame.integer(field) else { return }
    if field.isTime { append(Timestamp.Duration(nanoseconds: value)) } else { append(signed: value) }
  }
}
