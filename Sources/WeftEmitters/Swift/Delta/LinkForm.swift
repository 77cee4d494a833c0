import WeftSchema

/// The link form of a definition that holds interned fields: the full form, in which they may be indexes of a table.
struct LinkForm {
  let context: SwiftContext
  let id: DefinitionID

  private var name: String { SwiftNames.escaped(context.schema[id].name) }

  func emit(into writer: inout SwiftWriter) {
    let definition = context.schema[id]
    writer.line("/// `\(definition.name)` on a link, whose tables hold what it has carried before.")
    // A delta form brings the conformance with it.
    let conformance = definition.hasDelta ? "" : ": \(context.runtime("LinkCodable"))"
    writer.block("extension \(name)\(conformance)") { writer in
      switch definition.body {
      case .record(let record): emit(record, into: &writer)
      case .union(let union): emit(union, into: &writer)
      case .enumeration, .flags, .alias: break
      }
    }
  }

  private func emit(_ record: Record, into writer: inout SwiftWriter) {
    for field in record.fields {
      guard let table = context.table(of: field) else { continue }
      let name = SwiftContext.tableName(field.name)
      writer.line("@export(implementation) public static var \(name): \(context.runtime("InternTable")) {")
      writer.indented { $0.line(table) }
      writer.line("}")
      writer.line()
    }
    emitSignature("public init(decoding reader: inout \(context.runtime("BitReader"))", "DecodeError", into: &writer)
    writer.indented { writer in
      writer.line("guard state.tables != nil else {")
      writer.indented { writer in
        writer.line("self = try Self(decoding: &reader)")
        writer.line("return")
      }
      writer.line("}")
      var body = DecodeBody(context: context, fields: record.fields)
      body.isLinked = true
      body.emit(record, into: &writer)
    }
    writer.line("}")
    writer.line()
    emitSignature("public func encode(into writer: inout \(context.runtime("BitWriter"))", "EncodeError", into: &writer)
    writer.indented { writer in
      var body = EncodeBody(context: context, fields: record.fields)
      body.isLinked = true
      body.emit(record, into: &writer)
    }
    writer.line("}")
  }

  private func emit(_ union: Union, into writer: inout SwiftWriter) {
    emitSignature("public init(decoding reader: inout \(context.runtime("BitReader"))", "DecodeError", into: &writer)
    writer.indented { writer in
      let bits = union.tagBitCount
      if bits > 0 {
        writer.line("let run = try reader.run(bitCount: \(bits))")
        writer.line("switch run.bits(at: 0, count: \(bits)) {")
      }
      for (tag, item) in union.cases.enumerated() {
        if bits > 0 { writer.line("case \(tag):") }
        emitDecoding(of: item, isNested: bits > 0, into: &writer)
      }
      if bits > 0 {
        writer.line("case let tag: try run.fail(.unknownTag(found: tag))")
        writer.line("}")
      }
    }
    writer.line("}")
    writer.line()
    emitSignature("public func encode(into writer: inout \(context.runtime("BitWriter"))", "EncodeError", into: &writer)
    writer.indented { writer in
      writer.line("switch self {")
      for (tag, item) in union.cases.enumerated() {
        let name = SwiftNames.escaped(item.name)
        writer.line(item.type == nil ? "case .\(name):" : "case .\(name)(let value):")
        writer.indented { emitEncoding(of: item, tag: tag, tagBitCount: union.tagBitCount, into: &$0) }
      }
      writer.line("}")
    }
    writer.line("}")
  }

  private func emitDecoding(of item: Union.Case, isNested: Bool, into writer: inout SwiftWriter) {
    let emit: (inout SwiftWriter) -> Void = { writer in
      let name = SwiftNames.escaped(item.name)
      guard let type = item.type else { return writer.line("self = .\(name)") }
      var body = DecodeBody(context: context, fields: [])
      body.isLinked = true
      body.gridName = item.name
      for taken in ["run", "value"] { _ = body.local(taken) }
      writer.line("\(body.needsStart(type) ? "var" : "let") value: \(context.name(of: type))")
      body.whole(type, isInline: false, into: Place(target: "value", label: item.name), &writer)
      writer.line("self = .\(name)(value)")
    }
    if isNested { writer.indented(emit) } else { emit(&writer) }
  }

  private func emitEncoding(of item: Union.Case, tag: Int, tagBitCount: Int, into writer: inout SwiftWriter) {
    if tagBitCount > 0 {
      writer.line("try writer.reserve(bitCount: \(tagBitCount))")
      writer.line("writer.put(\(tag), bitCount: \(tagBitCount))")
    }
    guard let type = item.type else {
      if tagBitCount == 0 { writer.line("break") }
      return
    }
    var body = EncodeBody(context: context, fields: [])
    body.isLinked = true
    body.gridName = item.name
    _ = body.local("value")
    body.whole(type, Place(target: "value", label: item.name), into: &writer)
  }

  private func emitSignature(_ function: String, _ error: String, into writer: inout SwiftWriter) {
    writer.line("@export(implementation)")
    writer.line("\(function), state: inout \(context.runtime("DeltaState"))) throws(\(error)) {")
  }
}
