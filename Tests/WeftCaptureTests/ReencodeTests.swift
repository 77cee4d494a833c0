import Foundation
import Testing
import Weft
import WeftDynamic
import WeftSchema

@testable import WeftCapture

/// What was decoded encodes to the same bytes: wrong checksums, odd padding and all.
@Suite("Re-encoding")
struct ReencodeTests {
  @Test("every whole layer of a capture gives its bytes", arguments: TsharkTests.captures + ["demo.pcapng", "ntp.pcap"])
  func layers(_ name: String) throws {
    let codec = DynamicCodec(schema)
    let definitions = try #require(CaptureDefinitions(codec))
    var reader = CaptureReader(codec, definitions)
    var peeler = Peeler(codec, decodeAs: [])
    let bytes = capture(name)
    var position = 0
    var layerCount = 0
    reading: while true {
      switch reader.next() {
      case .end: break reading
      case .problem(let problem): Issue.record("\(problem)")
      case .needsInput:
        reader.fill { buffer in
          let count = min(buffer.byteCount, bytes.count - position)
          for index in 0..<count { buffer.storeBytes(of: bytes[position + index], toByteOffset: index, as: UInt8.self) }
          position += count
          return count
        }
      case .packet(let packet):
        let packetBytes = Array(reader.window[packet.range])
        peeler.peel(unsafe packetBytes.span.bytes, linkType: packet.linkType, isCut: packet.isCut)
        for index in 0..<peeler.layers.count where peeler.layers[index].state == .whole {
          var layer = peeler.layers[index]
          let input = Array((peeler.extended.isEmpty ? packetBytes : peeler.extended)[layer.range])
          var output: [UInt8] = []
          try codec.encode(&layer.tree, decodedFrom: unsafe input.span.bytes, into: &output, isLenient: true)
          let taken = Array(input.prefix((layer.tree.bitCount + 7) / 8))
          let layerName = schema[layer.definition].name
          #expect(output == taken, "\(name): \(layerName)")
          layerCount += 1
        }
      }
    }
    #expect(layerCount > 0)
  }

  @Test("every block of a pcapng file gives its bytes", arguments: ["little.pcapng", "big.pcapng", "cut.pcapng"])
  func blocks(_ name: String) throws {
    let codec = DynamicCodec(schema)
    let block = try #require(codec.definition(named: "CaptureFormats.PcapngBlock"))
    var arguments = Arguments()
    arguments.append(name != "big.pcapng")
    let bytes = capture(name)
    var tree = ValueTree()
    var position = 0
    while position < bytes.count {
      let input = Array(bytes[position...])
      let options = DynamicCodec.DecodeOptions(allowsTrailingBytes: true)
      let isDecoded = codec.decode(block, from: unsafe input.span.bytes, into: &tree, options: options, arguments: arguments)
      #expect(isDecoded, "\(name) at \(position): \(tree.failure.map { "\($0)" } ?? "")")
      let count = tree.bitCount / 8
      if count == 0 { return }
      var output: [UInt8] = []
      try codec.encode(&tree, decodedFrom: unsafe input.span.bytes, into: &output, arguments: arguments)
      #expect(output == Array(input.prefix(count)), "\(name) at \(position)")
      position += count
    }
  }

  @Test("the messages of RFC 5769 decode strictly", arguments: ["request", "response-ipv4", "response-ipv6", "long-term"])
  func rfc5769(_ name: String) throws {
    let codec = DynamicCodec(schema)
    let stun = try #require(codec.definition(named: "CaptureFormats.STUN"))
    let bytes = capture("rfc5769/\(name).bin")
    var tree = ValueTree()
    let isDecoded = codec.decode(stun, from: unsafe bytes.span.bytes, into: &tree)
    #expect(isDecoded, "\(tree.failure.map { "\($0)" } ?? "")")
    var output: [UInt8] = []
    try codec.encode(&tree, decodedFrom: unsafe bytes.span.bytes, into: &output)
    #expect(output == bytes)
  }
}
