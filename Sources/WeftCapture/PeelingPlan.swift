import WeftDynamic
import WeftSchema

/// What peeling looks up in the schema, once for all captures.
struct PeelingPlan {
  let linkTable: Int
  let etherTable: Int
  let protocolTable: Int
  /// Of it a packet is quoted, from its start as far as there was room.
  let quoteTable: Int
  /// By definition.
  let isNative: [Bool]
  /// By definition: its first field of its own that carries.
  let carryingFields: [Int32?]
  let fragmentFields: FragmentFields?

  init(_ codec: DynamicCodec) {
    func table(_ name: String) -> Int { codec.tables.firstIndex(of: name) ?? -1 }
    linkTable = table("capture.link")
    etherTable = table("ether.type")
    protocolTable = table("ip.protocol")
    quoteTable = table("icmp.datagram")
    isNative = codec.schema.definitions.map {
      if case .record(let record) = $0.body { record.foreign == nil } else { true }
    }
    carryingFields = codec.schema.definitions.enumerated().map { index, definition in
      guard case .record(let record) = definition.body,
        let field = record.fields.firstIndex(where: { !$0.foreign.carries.isEmpty })
      else { return nil }
      return Int32(codec.firstField(of: DefinitionID(index)) + field)
    }
    fragmentFields = FragmentFields(codec)
  }
}
