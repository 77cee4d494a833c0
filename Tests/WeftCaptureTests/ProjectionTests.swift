import Foundation
import Testing
import WeftDynamic
import WeftSchema

@testable import WeftCapture

/// `-T fields` steps over what no column shows: that must not change what the columns show, nor what is a layer, cut or wrong.
@Suite("Decoding with a projection")
struct ProjectionTests {
  static let captures =
    TsharkTests.captures + ["demo.pcapng", "ntp.pcap"]
    + ["cut-packet.pcap", "huge-block.pcapng"].map { "broken/\($0)" }

  /// All packets of a capture, each peeled by two peelers.
  static func compare(
    _ name: String, _ codec: DynamicCodec, _ columns: Columns, flippedBy dice: inout SplitMix
  ) throws {
    let definitions = try #require(CaptureDefinitions(codec))
    var reader = CaptureReader(codec, definitions)
    var whole = Peeler(codec, decodeAs: [], marksComputedValues: false)
    var projected = Peeler(codec, decodeAs: [], marksComputedValues: false, reading: columns.isRead)
    let bytes = capture(name)
    var position = 0
    while true {
      switch reader.next() {
      case .end: return
      case .problem: continue
      case .needsInput:
        reader.fill { buffer in
          let count = min(buffer.byteCount, bytes.count - position)
          for index in 0..<count { buffer.storeBytes(of: bytes[position + index], toByteOffset: index, as: UInt8.self) }
          position += count
          return count
        }
      case .packet(let packet):
        var input = Array(reader.window[packet.range])
        for attempt in 0..<4 {
          // The packet as it is, then with bits flipped, then cut off.
          if attempt > 0, !input.isEmpty { input[Int(dice.next() % UInt64(input.count))] ^= 1 << (dice.next() & 7) }
          if attempt == 3 { input.removeLast(Int(dice.next() % UInt64(input.count + 1))) }
          let isCut = packet.isCut || attempt == 3
          whole.peel(unsafe input.span.bytes, linkType: packet.linkType, isCut: isCut)
          projected.peel(unsafe input.span.bytes, linkType: packet.linkType, isCut: isCut)
          let expected = Self.description(whole.layers, columns, input)
          let found = Self.description(projected.layers, columns, input)
          #expect(found == expected, "\(name), \(input.map { String($0, radix: 16) })")
        }
      }
    }
  }

  /// All that `-T fields` can show of a packet.
  static func description(_ layers: borrowing Layers, _ columns: Columns, _ packet: [UInt8]) -> [String] {
    var found = columns.columns.map { _ in [Columns.Occurrence]() }
    columns.collect(layers, into: &found)
    var lines = (0..<layers.count).map { index in
      "\(layers[index].definition.index) \(layers[index].range) \(layers[index].state) \(layers[index].tree.bitCount)"
    }
    lines += layers.data.map { "\($0)" } + layers.protocols.map { "\($0)" }
    for occurrence in found.joined() {
      let layer = layers[Int(occurrence.layer)]
      let node = layer.tree.nodes[Int(occurrence.node)]
      var text = "\(occurrence.slot) \(node.kind) \(node.bitRange) "
      switch node.kind {
      case .bytes, .text, .padding: text += layer.withBytes(of: node, unsafe packet.span.bytes) { "\($0.byteCount)" }
      default: text += "\(node.payload) \(Int(node.end) - Int(occurrence.node))"
      }
      lines.append(text)
    }
    return lines
  }

  @Test("shows the same values, layers and ends, also of damaged packets", arguments: captures)
  func agrees(_ name: String) throws {
    let codec = DynamicCodec(schema)
    let names = NamedValues(codec)
    let all = names.slotsByName.keys.sorted()
    for seed in UInt64(1)...6 {
      var dice = SplitMix(state: seed)
      var columns = Columns(names, schema)
      // No column at all, one, some.
      for _ in 0..<[0, 1, 4, 16][Int(seed % 4)] {
        let name = all[Int(dice.next() % UInt64(all.count))]
        if let column = columns.column(named: name) { _ = columns.add(column) }
      }
      try Self.compare(name, codec, columns, flippedBy: &dice)
    }
  }

  @Test("leaves out what is not asked for")
  func leavesOut() throws {
    let codec = DynamicCodec(schema)
    let definition = try #require(codec.definition(named: "CaptureFormats.IPv4"))
    let packet: [UInt8] = [0x45, 0, 0, 20, 0, 0, 0, 0, 64, 253, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]
    let options = DynamicCodec.DecodeOptions(isLenient: true, allowsTrailingBytes: true, checksComputedValues: false)
    var keptFields = codec.fields.map { _ in false }
    var nodeCounts: [Int] = []
    for name in [nil, "timeToLive", "service"] {
      if let name, case .record(let record) = schema[definition].body {
        let field = try #require(record.fields.firstIndex { $0.name == name })
        keptFields[codec.firstField(of: definition) + field] = true
      }
      var tree = ValueTree()
      let projection = codec.projection(keeping: keptFields)
      #expect(codec.decode(definition, from: unsafe packet.span.bytes, into: &tree, options: options, projection: projection))
      nodeCounts.append(tree.nodes.count)
    }
    // The service has two fields of its own.
    #expect(nodeCounts[1] == nodeCounts[0] + 1)
    #expect(nodeCounts[2] == nodeCounts[1] + 3)
    var whole = ValueTree()
    #expect(codec.decode(definition, from: unsafe packet.span.bytes, into: &whole, options: options))
    #expect(nodeCounts[2] < whole.nodes.count)
  }
}
