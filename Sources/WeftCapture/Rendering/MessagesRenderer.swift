import Weft
import WeftDynamic
import WeftSchema

/// Native messages as they stand in the packets, a line each: `Module.Name` and hexadecimal digits. What `weft train` reads.
final class MessagesRenderer {
  /// By definition: what a line begins with; empty where it is no message of native bits.
  private let names: [String]

  init(_ codec: DynamicCodec) {
    names = codec.schema.definitions.map { definition in
      guard case .record(let record) = definition.body, case .message = record.kind else { return "" }
      return "\(definition.module).\(definition.name) "
    }
  }

  func append(_ layers: borrowing Layers, _ packet: RawSpan, to text: inout TextBuffer) {
    for index in 0..<layers.count {
      let name = names[layers[index].definition.index]
      guard !name.isEmpty, layers[index].state == .whole else { continue }
      text.append(utf8: name)
      for offset in layers[index].range where offset < packet.byteCount { text.append(hexadecimal: packet[offset]) }
      text.append("\n")
    }
  }
}
