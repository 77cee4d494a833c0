import WeftSchema

/// The delta form of a union: the tag, then what has changed within the same case, or another case in full.
struct DeltaUnion {
  let context: SwiftContext
  let id: DefinitionID
  let union: Union

  private var name: String { SwiftNames.escaped(context.schema[id].name) }

  func emit(into writer: inout SwiftWriter) {
    writer.line("/// `\(context.schema[id].name)` against a baseline.")
    writer.block("extension \(name): \(context.runtime("DeltaCodable"))") { writer in
      emitComparison(into: &writer)
      emitEncoder(into: &writer)
      writer.line()
      emitDecoder(into: &writer)
    }
  }

  /// The first slot of a case: those of the cases before it precede it.
  private func slots(of tag: Int) -> Slots {
    let types = union.cases[..<tag].compactMap(\.type)
    return Slots(offset: types.reduce(0) { ($0 + context.schema.differenceSlotCount(of: $1)) & DeltaPlan.slotMask })
  }

  private func grid(of item: Union.Case) -> String { "Self." + SwiftContext.gridName(item.name) }

  private func emitComparison(into writer: inout SwiftWriter) {
    guard context.isRounded(id) else { return }
    writer.line("@export(implementation)")
    writer.block("public func differs(from baseline: \(name)) -> Bool") { writer in
      writer.line("switch (self, baseline) {")
      for item in union.cases {
        let name = SwiftNames.escaped(item.name)
        if let type = item.type {
          let test = context.differs("value", from: "old", type, isInline: false, grid: grid(of: item))
          writer.line("case (.\(name)(let value), .\(name)(let old)): \(test)")
        } else {
          writer.line("case (.\(name), .\(name)): false")
        }
      }
      if union.cases.count > 1 { writer.line("default: true") }
      writer.line("}")
    }
    writer.line()
  }

  private func emitEncoder(into writer: inout SwiftWriter) {
    writer.line("@export(implementation)")
    let first = "into writer: inout \(context.runtime("BitWriter"))"
    context.emitDeltaSignature("public func encodeDelta", first, of: name, "EncodeError", "", into: &writer)
    writer.indented { writer in
      writer.line("switch (self, baseline) {")
      for (tag, item) in union.cases.enumerated() {
        let name = SwiftNames.escaped(item.name)
        guard let type = item.type else {
          writer.line("case (.\(name), _):")
          writer.indented { emitTag(tag, into: &$0, isAlone: true) }
          continue
        }
        if context.isBool(type) {
          writer.line("case (.\(name), .\(name)):")
          writer.indented { emitTag(tag, into: &$0, isAlone: true) }
          if union.cases.count == 1 { continue }
        } else if !context.isInFull(type) {
          writer.line("case (.\(name)(let value), .\(name)(let old)):")
          writer.indented { writer in
            var body = makeEncodeBody(item)
            emitTag(tag, into: &writer)
            body.change(type, isInline: false, "value", "old", slots(of: tag), label: item.name, isField: true, &writer)
          }
          if union.cases.count == 1 { continue }
        }
        writer.line("case (.\(name)(let value), _):")
        writer.indented { writer in
          var body = makeEncodeBody(item)
          emitTag(tag, into: &writer)
          body.full.whole(type, Place(target: "value", label: item.name), into: &writer)
        }
      }
      writer.line("}")
    }
    writer.line("}")
  }

  private func makeEncodeBody(_ item: Union.Case) -> DeltaEncodeBody {
    var body = DeltaEncodeBody(context: context, fields: [])
    body.full.gridName = item.name
    _ = body.full.local("value")
    _ = body.full.local("old")
    return body
  }

  private func emitTag(_ tag: Int, into writer: inout SwiftWriter, isAlone: Bool = false) {
    guard union.tagBitCount > 0 else {
      if isAlone { writer.line("break") }
      return
    }
    writer.line("try writer.reserve(bitCount: \(union.tagBitCount))")
    writer.line("writer.put(\(tag), bitCount: \(union.tagBitCount))")
  }

  private func emitDecoder(into writer: inout SwiftWriter) {
    writer.line("@export(implementation)")
    let first = "from reader: inout \(context.runtime("BitReader"))"
    context.emitDeltaSignature("public mutating func decodeDelta", first, of: name, "DecodeError", " -> Bool", into: &writer)
    writer.indented { writer in
      guard union.tagBitCount > 0 else {
        if let only = union.cases.first { emitDecoding(of: only, tag: 0, into: &writer) }
        return
      }
      writer.line("let run = try reader.run(bitCount: \(union.tagBitCount))")
      writer.line("switch run.bits(at: 0, count: \(union.tagBitCount)) {")
      for (tag, item) in union.cases.enumerated() {
        writer.line("case \(tag):")
        writer.indented { emitDecoding(of: item, tag: tag, into: &$0) }
      }
      writer.line("case let tag: try run.fail(.unknownTag(found: tag))")
      writer.line("}")
    }
    writer.line("}")
  }

  private func emitDecoding(of item: Union.Case, tag: Int, into writer: inout SwiftWriter) {
    let name = SwiftNames.escaped(item.name)
    guard let type = item.type else {
      writer.line("self = .\(name)")
      writer.line("if case .\(name) = baseline { return false }")
      writer.line("return true")
      return
    }
    var body = DeltaDecodeBody(context: context, fields: [])
    body.full.gridName = item.name
    for taken in ["run", "value", "old"] { _ = body.full.local(taken) }
    if !context.isInFull(type) {
      writer.line("if case .\(name)(let old) = baseline {")
      writer.indented { writer in
        writer.line("var value = old")
        body.change(
          type, isInline: false, "old", slots(of: tag), into: "value", label: item.name, isField: true,
          failure: "return false", &writer)
        writer.line("self = .\(name)(value)")
        writer.line("return true")
      }
      writer.line("}")
      if union.cases.count == 1 { return }
    }
    writer.line("\(body.full.needsStart(type) ? "var" : "let") value: \(context.name(of: type))")
    body.full.whole(type, isInline: false, into: Place(target: "value", label: item.name), &writer)
    writer.line("self = .\(name)(value)")
    if context.isInFull(type) {
      let test = context.differs("value", from: "old", type, isInline: false, grid: grid(of: item))
      writer.line("if case .\(name)(let old) = baseline { return \(test) }")
    }
    writer.line("return true")
  }
}
