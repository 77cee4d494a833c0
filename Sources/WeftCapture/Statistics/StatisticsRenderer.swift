import Weft
import WeftDynamic
import WeftSchema

/// `weft stats`: counts while packets come, and says at the end.
final class StatisticsRenderer {
  private let codec: DynamicCodec
  private let context: ColumnContext
  private var statistics: Statistics
  /// By definition: the slots of what names each end of a link, or −1.
  private let ends: [Ends]

  private struct Ends {
    var source: Int32 = -1
    var destination: Int32 = -1
    var isPort = false
  }

  init(_ codec: DynamicCodec, _ context: ColumnContext) {
    self.codec = codec
    self.context = context
    statistics = Statistics(codec)
    var ends = codec.schema.definitions.map { _ in Ends() }
    for (index, reference) in codec.fields.enumerated() {
      let names = context.slots[index].names
      let definition = reference.definition.index
      if names.contains("ip.src") || names.contains("ipv6.src") { ends[definition].source = Int32(index) }
      if names.contains("ip.dst") || names.contains("ipv6.dst") { ends[definition].destination = Int32(index) }
      if names.contains("udp.srcport") || names.contains("tcp.srcport") {
        ends[definition] = Ends(source: Int32(index), isPort: true)
      }
      if names.contains("udp.dstport") || names.contains("tcp.dstport") { ends[definition].destination = Int32(index) }
    }
    self.ends = ends
  }

  func add(_ layers: borrowing Layers, _ packet: RawSpan) {
    var source = TextBuffer()
    var destination = TextBuffer()
    for index in 0..<layers.count {
      let definition = layers[index].definition
      let ends = ends[definition.index]
      append(ends.source, isPort: ends.isPort, layers[index], packet, to: &source)
      append(ends.destination, isPort: ends.isPort, layers[index], packet, to: &destination)
      if let link = layers[index].link {
        if let frame = link.frame { statistics.add(frame, of: link.channel, link: "\(source.string) → \(destination.string)") }
        continue
      }
      guard statistics.isNative(definition), layers[index].state == .whole else { continue }
      let range = layers[index].range
      let input = bytes(of: packet, in: range)
      guard let value = Value(layers[index].tree, of: codec, decodedFrom: input) else { continue }
      let link = "\(source.string) → \(destination.string)"
      statistics.add(value, of: definition, bitCount: value.node.bitCount, link: link)
    }
  }

  private func bytes(of packet: RawSpan, in range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    for index in range where index < packet.byteCount { bytes.append(packet[index]) }
    return bytes
  }

  private func append(
    _ slot: Int32, isPort: Bool, _ layer: borrowing Layers.Layer, _ packet: RawSpan, to text: inout TextBuffer
  ) {
    guard slot >= 0, let node = layer.tree.node(ofField: slot) else { return }
    if isPort { text.append(UInt8(ascii: ":")) } else { text.removeAll() }
    text.append(node, of: layer, context.slots[Int(slot)], codec, packet)
  }

  var lines: [String] { StatisticsReport(schema: codec.schema, statistics: statistics).lines }
}

extension TextBuffer {
  fileprivate var string: String {
    var bytes: [UInt8] = []
    for index in 0..<count { bytes.append(self[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
