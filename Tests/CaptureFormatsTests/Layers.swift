import CaptureFormats
import Foundation
import StoredDefinitions
import Weft
import WeftCompiler
import WeftDynamic
import WeftSchema

/// The generated codec of one definition: decodes and encodes again, with the arguments of a layer.
struct LayerCodec: Sendable {
  /// The encoding of what was decoded, or why there is none.
  typealias Recoding = @Sendable ([UInt8], LayerArguments) throws(DecodeError) -> Result<[UInt8], EncodeError>

  let recode: Recoding

  init<Value: ForeignCodable>(_ type: Value.Type) {
    recode = { bytes, _ throws(DecodeError) in
      let value = try Value(decoding: bytes)
      return Result { () throws(EncodeError) in try value.encoded() }
    }
  }

  init(_ recode: @escaping Recoding) { self.recode = recode }

  /// Those of all definitions that a packet or a file starts a layer with.
  static let all: [String: LayerCodec] = [
    "ARP": LayerCodec(ARP.self), "Ethernet": LayerCodec(Ethernet.self), "VLAN": LayerCodec(VLAN.self),
    "ServiceVLAN": LayerCodec(ServiceVLAN.self), "LinuxCooked": LayerCodec(LinuxCooked.self),
    "LinuxCooked2": LayerCodec(LinuxCooked2.self), "LoopbackBig": LayerCodec(LoopbackBig.self),
    "LoopbackLittle": LayerCodec(LoopbackLittle.self), "RawIP": LayerCodec(RawIP.self),
    "IPv4": LayerCodec(IPv4.self), "IPv6": LayerCodec(IPv6.self), "ICMP": LayerCodec(ICMP.self),
    "STUN": LayerCodec(STUN.self), "RTP": LayerCodec(RTP.self), "RTCP": LayerCodec(RTCP.self),
    "NTP": LayerCodec(NTP.self),
    "UDP": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try UDP(decoding: bytes, source: layer.source, destination: layer.destination)
      return Result { () throws(EncodeError) in
        try value.encoded(source: layer.source, destination: layer.destination)
      }
    },
    "TCP": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try TCP(decoding: bytes, source: layer.source, destination: layer.destination)
      return Result { () throws(EncodeError) in
        try value.encoded(source: layer.source, destination: layer.destination)
      }
    },
    "ICMPv6": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try ICMPv6(decoding: bytes, source: layer.source, destination: layer.destination)
      return Result { () throws(EncodeError) in
        try value.encoded(source: layer.source, destination: layer.destination)
      }
    },
    "IPv6HopByHop": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try IPv6HopByHop(decoding: bytes, source: layer.source, destination: layer.destination)
      return Result { () throws(EncodeError) in
        try value.encoded(source: layer.source, destination: layer.destination)
      }
    },
    "IPv6Fragment": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try IPv6Fragment(decoding: bytes, source: layer.source, destination: layer.destination)
      return Result { () throws(EncodeError) in
        try value.encoded(source: layer.source, destination: layer.destination)
      }
    },
    "PcapPacket": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try PcapPacket(decoding: bytes, isLittle: layer.isLittle)
      return Result { () throws(EncodeError) in try value.encoded(isLittle: layer.isLittle) }
    },
    "PcapHeader": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try PcapHeader(decoding: bytes, isLittle: layer.isLittle)
      return Result { () throws(EncodeError) in try value.encoded(isLittle: layer.isLittle) }
    },
    "PcapngBlock": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try PcapngBlock(decoding: bytes, isLittle: layer.isLittle)
      return Result { () throws(EncodeError) in try value.encoded(isLittle: layer.isLittle) }
    },
  ]
}

/// What a layer is given by the one around it.
struct LayerArguments: Sendable {
  var source: [UInt8] = []
  var destination: [UInt8] = []
  var isLittle = false
  var extra: Int64 = 0

  /// The same for the dynamic codec.
  func dynamic(for definition: Definition) -> Arguments {
    var arguments = Arguments()
    guard case .record(let record) = definition.body, let foreign = record.foreign else { return arguments }
    for parameter in foreign.parameters {
      switch parameter.name {
      case "source", "key": arguments.append(source)
      case "destination": arguments.append(destination)
      case "extra": arguments.append(extra)
      default: arguments.append(isLittle)
      }
    }
    return arguments
  }
}

/// A layer of a packet that the repository keeps.
struct Layer: Sendable {
  var definition: DefinitionID
  var bytes: [UInt8]
  var arguments = LayerArguments()
}

/// The definitions and the captures of the repository.
enum Repository {
  static let schema = StoredDefinitions.schema(in: ["protocol/capture"])

  static let codec = DynamicCodec(schema)

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: StoredDefinitions.root.appending(path: "Tests/Captures/\(path)")))
  }

  /// All layers of the packets of a pcap file, that of the file's own records included.
  static func layers(ofCapture name: String) throws -> [Layer] {
    let bytes = try bytes(name)
    let isLittle = bytes[0] != 0xA1
    var reader = unsafe ForeignReader(bytes.span.bytes)
    let header = try PcapHeader(decoding: &reader, isLittle: isLittle)
    let file = LayerArguments(isLittle: isLittle)
    var layers = [Layer(definition: try id("PcapHeader"), bytes: Array(bytes[..<24]), arguments: file)]
    while reader.hasMore {
      let start = reader.bitOffset / 8
      let packet = try PcapPacket(decoding: &reader, isLittle: isLittle)
      layers.append(
        Layer(definition: try id("PcapPacket"), bytes: Array(bytes[start..<reader.bitOffset / 8]), arguments: file))
      guard let table = codec.tables.firstIndex(of: "capture.link"),
        let link = codec.definitions(boundTo: table, key: Int64(header.linkType)).first
      else { continue }
      peel(Layer(definition: link, bytes: packet.data), into: &layers)
    }
    return layers
  }

  static func id(_ name: String) throws -> DefinitionID {
    guard let id = codec.definition(named: name) else { throw CocoaError(.fileNoSuchFile) }
    return id
  }

  private static func peel(_ layer: Layer, into layers: inout [Layer]) {
    layers.append(layer)
    var tree = ValueTree()
    let arguments = layer.arguments.dynamic(for: schema[layer.definition])
    unsafe codec.decode(
      layer.definition, from: layer.bytes.span.bytes, into: &tree, options: .inspecting, arguments: arguments)
    for carrier in tree.carriers {
      guard let next = codec.definitions(boundTo: carrier.table, key: carrier.key).first else { continue }
      var inner = Layer(definition: next, bytes: Array(layer.bytes[carrier.byteRange]))
      let passed = tree.carrierArguments[carrier.arguments].map { argument -> [UInt8] in
        if case .bytes(let offset, let count) = argument { Array(tree.heap[offset..<offset + count]) } else { [] }
      }
      if passed.count == 2 {
        inner.arguments.source = passed[0]
        inner.arguments.destination = passed[1]
      }
      peel(inner, into: &layers)
      return
    }
  }
}
