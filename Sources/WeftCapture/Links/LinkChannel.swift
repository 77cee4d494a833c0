import WeftDynamic
import WeftSchema
import WeftStream

/// A channel of the schema, with what following its links asks for again and again.
final class LinkChannel {
  let codec: DynamicCodec
  let channel: Channel
  /// `Module.Name`.
  let name: String
  let messages: [Message]
  /// Of every field of the codec.
  let fieldNames: [String]

  struct Message {
    var definition: DefinitionID
    var name: String
    /// Law 7.
    var identity: UInt64 = 0
    var hasDelta = false
    /// The name of the field that tells subjects apart.
    var keyField: String?
    /// How many values its prediction looks at.
    var predictionDepth = 0
    var holdsSecrets = false
    /// Of a channel with zstd; `nil` where columns are the packed bits.
    var columnProgram: [UInt8] = []
  }

  init(_ channel: Channel, of module: String, _ codec: DynamicCodec) {
    self.channel = channel
    self.codec = codec
    name = "\(module).\(channel.name)"
    fieldNames = codec.fields.map { reference in
      guard case .record(let record) = codec.schema[reference.definition].body else { return "" }
      return record.fields[reference.index].name
    }
    messages = channel.messages.map { id in
      let definition = codec.schema[id]
      var message = Message(definition: id, name: definition.name)
      message.hasDelta = definition.hasDelta
      message.predictionDepth = codec.predictionDepth(of: id)
      message.holdsSecrets = codec.schema.holdsSecret(.named(id, arguments: []))
      if case .record(let record) = definition.body {
        message.identity = record.identity
        message.keyField = record.keyField.map { record.fields[$0].name }
      }
      if channel.compression != nil { message.columnProgram = codec.schema.columnProgram(of: id) ?? [] }
      return message
    }
  }

  var isDatagram: Bool { if case .datagram = channel.transport { true } else { false } }

  /// What tells the subjects of a message apart; the same for all values of one without a key.
  func subject(of value: Value, _ message: Int) -> String {
    messages[message].keyField.flatMap { value[$0]?.json } ?? ""
  }
}

extension Schema {
  fileprivate func holdsSecret(_ type: FieldType) -> Bool {
    switch resolvingAliases(type) {
    case .list(let element, _): return holdsSecret(element)
    case .named(let id, _):
      switch self[id].body {
      case .record(let record): return record.fields.contains { $0.isSecret || $0.form != .whole || holdsSecret($0.type) }
      case .union(let union): return union.cases.contains { $0.type.map(holdsSecret) ?? false }
      default: return false
      }
    default: return false
    }
  }
}

extension Schema {
  /// The channels of that name, `Name` or `Module.Name`, with their modules.
  func channels(named name: String) -> [(module: String, channel: Channel)] {
    modules.flatMap { module in
      module.channels.filter { name == $0.name || name == "\(module.name).\($0.name)" }.map { (module.name, $0) }
    }
  }
}
