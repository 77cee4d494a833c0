import WeftSchema

/// A channel as the enum of its messages: which they are, and how each goes over a link.
struct ChannelEmitter {
  let context: SwiftContext
  let channel: Channel

  private var name: String { SwiftNames.escaped(channel.name) }

  func emit(into writer: inout SwiftWriter) {
    writer.documentation(
      channel.documentation.isEmpty ? ["What two peers say on a `\(channel.name)` link."] : channel.documentation)
    writer.block("public enum \(name): \(context.runtime("ChannelMessage"))") { writer in
      for item in items { writer.line("case \(item.name)(\(item.type))") }
      emitDescription(into: &writer)
      emitMessages(into: &writer)
      emitPrograms(into: &writer)
      emitDictionary(into: &writer)
      emitIndex(into: &writer)
      emitFull(into: &writer)
      emitDelta(into: &writer)
      emitPrediction(into: &writer)
      emitSubject(into: &writer)
    }
  }

  private struct Item {
    var name: String
    var type: String
    var id: DefinitionID
    var definition: Definition
    var record: Record
  }

  private var items: [Item] {
    channel.messages.compactMap { id in
      let definition = context.schema[id]
      guard case .record(let record) = definition.body else { return nil }
      let name = SwiftNames.escaped(SwiftNames.lowercased(definition.name))
      return Item(name: name, type: context.name(of: id), id: id, definition: definition, record: record)
    }
  }

  private func emitDescription(into writer: inout SwiftWriter) {
    writer.line()
    writer.line("public static var channel: \(context.runtime("ChannelDescription")) {")
    let arguments = [
      "name: \"\(channel.name)\"", "number: \(channel.number)", "identity: 0x\(RecordEmitter.hexadecimal(channel.identity))",
      "transport: \(transport)", "compression: \(compression)", "messageCount: \(channel.messages.count)",
    ]
    writer.indented { $0.list(context.runtime("ChannelDescription"), arguments, "") }
    writer.line("}")
  }

  private var transport: String {
    switch channel.transport {
    case .datagram(let mtu): ".datagram(mtu: \(mtu))"
    case .ordered: ".ordered"
    case .stream: ".stream"
    }
  }

  private var compression: String {
    guard let compression = channel.compression else { return "nil" }
    let mode =
      switch compression.mode {
      case .stream(let windowByteCount): ".stream(windowByteCount: \(windowByteCount))"
      case .history(let byteCount): ".history(byteCount: \(byteCount))"
      case .message(let dictionary): ".message(hasDictionary: \(dictionary != nil))"
      }
    return "\(context.runtime("ChannelCompression"))(mode: \(mode), level: \(compression.level))"
  }

  private func emitMessages(into writer: inout SwiftWriter) {
    writer.line()
    let type = context.runtime("MessageDescription")
    writer.line("public static func description(ofMessage index: Int) -> \(type) {")
    writer.indented { writer in
      emitSwitch(on: "index", into: &writer) { item, writer in
        var arguments = [
          "name: \"\(item.definition.name)\"", "tag: \(item.type).tag", "identity: \(item.type).wireIdentity",
          "maximumByteCount: \(item.type).maximumByteCount",
        ]
        if item.record.isSnapshot { arguments.append("isSnapshot: true") }
        if item.definition.hasDelta { arguments.append("hasDelta: true") }
        if item.record.keyField != nil { arguments.append("hasKey: true") }
        if item.definition.isInterning { arguments.append("isInterning: true") }
        if context.holdings.secrets[item.id.index] { arguments.append("holdsSecrets: true") }
        let depth = context.predictionDepth(of: item.id)
        if depth > 0 { arguments.append("predictionDepth: \(depth)") }
        writer.list(type, arguments, "")
      }
    }
    writer.line("}")
  }

  /// `switch` over the places of messages; the last one takes what the caller has promised not to ask for.
  private func emitSwitch(
    on value: String, into writer: inout SwiftWriter, _ body: (Item, inout SwiftWriter) -> Void
  ) {
    let items = items
    if items.count == 1 { return body(items[0], &writer) }
    writer.line("switch \(value) {")
    for (index, item) in items.enumerated() {
      writer.line(index == items.count - 1 ? "default:" : "case \(index):")
      writer.indented { body(item, &$0) }
    }
    writer.line("}")
  }

  private func emitPrograms(into writer: inout SwiftWriter) {
    guard channel.compression != nil else { return }
    writer.line()
    writer.line("public static func columnProgram(ofMessage index: Int) -> [UInt8] {")
    writer.indented { writer in
      emitSwitch(on: "index", into: &writer) { item, writer in
        let program = context.schema.columnProgram(of: item.id) ?? []
        writer.list("return ", program.map { "\($0)" }, opening: "[", closing: "]")
      }
    }
    writer.line("}")
  }

  private func emitDictionary(into writer: inout SwiftWriter) {
    guard let compression = channel.compression, case .message(let name?) = compression.mode, !compression.dictionary.isEmpty
    else { return }
    let type = context.runtime("ChannelDictionary")
    writer.line()
    writer.line("/// `\(name)`, which both ends have before the first frame.")
    writer.line("public static var dictionary: \(type)? {")
    writer.indented { writer in
      writer.line("\(type)(")
      writer.indented { writer in
        writer.line("identity: 0x\(RecordEmitter.hexadecimal(compression.dictionaryIdentity)),")
        writer.line("byteCount: \(compression.dictionary.count),")
        writer.line("base64: \"\"\"")
        writer.indented { writer in
          for line in base64Lines(of: compression.dictionary) { writer.line(line) }
          writer.line("\"\"\")")
        }
      }
    }
    writer.line("}")
  }

  private func emitIndex(into writer: inout SwiftWriter) {
    writer.line()
    writer.line("public var index: Int {")
    writer.indented { writer in
      if items.count == 1 { return writer.line("0") }
      writer.line("switch self {")
      for (index, item) in items.enumerated() { writer.line("case .\(item.name): \(index)") }
      writer.line("}")
    }
    writer.line("}")
  }

  private func emitFull(into writer: inout SwiftWriter) {
    let (input, output) = (context.runtime("BitReader"), context.runtime("BitWriter"))
    let state = "state: inout \(context.runtime("DeltaState"))"
    writer.line()
    writer.list("public func encode", ["into writer: inout \(output)", state], " throws(EncodeError) {")
    writer.indented { writer in
      writer.line("switch self {")
      for item in items {
        let argument = item.definition.isInterning ? ", state: &state" : ""
        writer.line("case .\(item.name)(let value): try value.encode(into: &writer\(argument))")
      }
      writer.line("}")
    }
    writer.line("}")
    writer.line()
    let parameters = ["message index: Int", "from reader: inout \(input)", state]
    writer.list("public static func decode", parameters, " throws(DecodeError) -> \(name) {")
    writer.indented { writer in
      emitSwitch(on: "index", into: &writer) { item, writer in
        let argument = item.definition.isInterning ? ", state: &state" : ""
        writer.line("return .\(item.name)(try \(item.type)(decoding: &reader\(argument)))")
      }
    }
    writer.line("}")
  }

  private func emitDelta(into writer: inout SwiftWriter) {
    let deltas = items.filter(\.definition.hasDelta)
    let (input, output) = (context.runtime("BitReader"), context.runtime("BitWriter"))
    let state = "state: inout \(context.runtime("DeltaState"))"
    writer.line()
    let parameters = ["against baseline: \(name)", state]
    writer.list("public func encode", ["into writer: inout \(output)"] + parameters, " throws(EncodeError) {")
    writer.indented { writer in
      guard !deltas.isEmpty else { return writer.line("try encode(into: &writer, state: &state)") }
      writer.line("switch (self, baseline) {")
      for item in deltas {
        writer.line("case (.\(item.name)(let value), .\(item.name)(let old)):")
        writer.indented { $0.line("try value.encode(into: &writer, against: old, state: &state)") }
      }
      if items.count > 1 { writer.line("default: try encode(into: &writer, state: &state)") }
      writer.line("}")
    }
    writer.line("}")
    writer.line()
    let call = "public mutating func decode"
    writer.list(call, ["from reader: inout \(input)"] + parameters, " throws(DecodeError) {")
    writer.indented { writer in
      let inFull = "self = try Self.decode(message: baseline.index, from: &reader, state: &state)"
      guard !deltas.isEmpty else { return writer.line(inFull) }
      writer.line("switch baseline {")
      for item in deltas {
        writer.line("case .\(item.name)(let old):")
        writer.indented { writer in
          emitTaking(item, from: "baseline", into: &writer)
          writer.line("try value.decode(from: &reader, against: old, state: &state)")
          writer.line("self = .\(item.name)(value)")
        }
      }
      if items.count > deltas.count { writer.line("default: \(inFull)") }
      writer.line("}")
    }
    writer.line("}")
  }

  /// A variable with what stands here, if it is such a message, so that its storage is used again.
  private func emitTaking(_ item: Item, from other: String, into writer: inout SwiftWriter) {
    writer.line("var value = old")
    if items.count == 1 {
      writer.line("switch self {")
      writer.line("case .\(item.name)(let own): value = own")
      writer.line("}")
    } else {
      writer.line("if case .\(item.name)(let own) = self { value = own }")
    }
    // Nobody else holds its lists then.
    writer.line("self = \(other)")
  }

  private func emitPrediction(into writer: inout SwiftWriter) {
    let predicted = items.filter { context.predictionDepth(of: $0.id) > 0 }
    writer.line()
    let parameters = ["from newest: \(name)", "second: \(name)?", "third: \(name)?", "ages: \(context.runtime("BaselineAges"))"]
    writer.list("public mutating func predict", parameters, " {")
    writer.indented { writer in
      guard !predicted.isEmpty else { return writer.line("self = newest") }
      writer.line("switch newest {")
      for item in predicted {
        writer.line("case .\(item.name)(let old):")
        writer.indented { writer in
          emitTaking(item, from: "newest", into: &writer)
          for name in ["second", "third"] {
            writer.line("var \(name)Value: \(item.type)?")
            writer.line("if case .\(item.name)(let value)? = \(name) { \(name)Value = value }")
          }
          writer.line("value.predict(from: old, second: secondValue, third: thirdValue, ages: ages)")
          writer.line("self = .\(item.name)(value)")
        }
      }
      if items.count > predicted.count { writer.line("default: self = newest") }
      writer.line("}")
    }
    writer.line("}")
  }

  private func emitSubject(into writer: inout SwiftWriter) {
    writer.line()
    writer.line("public func hasSameSubject(as other: \(name)) -> Bool {")
    writer.indented { writer in
      writer.line("switch (self, other) {")
      for item in items {
        if let key = item.record.keyField {
          let key = SwiftNames.escaped(item.record.fields[key].name)
          writer.line("case (.\(item.name)(let left), .\(item.name)(let right)): left.\(key) == right.\(key)")
        } else {
          writer.line("case (.\(item.name), .\(item.name)): true")
        }
      }
      if items.count > 1 { writer.line("default: false") }
      writer.line("}")
    }
    writer.line("}")
  }
}
