import WeftSchema

/// The delta form of a record: an extension with its constants, and both directions.
struct DeltaEmitter {
  let context: SwiftContext
  let id: DefinitionID
  let record: Record
  let plan: DeltaPlan

  private var name: String { SwiftNames.escaped(context.schema[id].name) }

  func emit(into writer: inout SwiftWriter) {
    writer.documentation(documentation)
    writer.block("extension \(name): \(conformances)") { writer in
      emitConstants(into: &writer)
      emitKey(into: &writer)
      emitComparison(into: &writer)
      emitHeadTest(into: &writer)
      emitEncoder(into: &writer)
      writer.line()
      emitDecoder(into: &writer)
      PredictionEmitter(context: context, id: id, record: record).emit(into: &writer)
    }
  }

  private var conformances: String {
    let names = record.keyField == nil ? ["DeltaCodable"] : ["DeltaCodable", "KeyedCodable"]
    return names.map(context.runtime).joined(separator: ", ")
  }

  /// The picture of the delta form's head.
  private var documentation: [String] {
    let bits = plan.changedBits.map { $0.map { record.fields[$0].name } ?? "extension" }
    let key = record.keyField.map { record.fields[$0].name }
    var lines = ["`\(context.schema[id].name)` against a baseline."]
    if key == nil && bits.isEmpty { return lines }
    lines.append("")
    if let key { lines.append("    key bit        \(key), unless its holder knows it") }
    if !bits.isEmpty {
      var line = "    changed bits   " + bits.joined(separator: ", ")
      if plan.isGrouped { line += "; in groups of 8" }
      if record.choosesHeads { line += "; in a list where it says so" }
      lines.append(line)
    }
    return lines
  }

  private func emitConstants(into writer: inout SwiftWriter) {
    var isEmpty = true
    for field in record.fields {
      guard let coding = context.differenceCoding(of: field) else { continue }
      let name = SwiftContext.differenceName(field.name)
      writer.line("@export(implementation) public static var \(name): \(context.runtime("DifferenceCoding")) {")
      writer.indented { $0.line(coding) }
      writer.line("}")
      isEmpty = false
    }
    if !isEmpty { writer.line() }
  }

  private func emitKey(into writer: inout SwiftWriter) {
    guard let key = record.keyField.map({ record.fields[$0] }) else { return }
    writer.line("@export(implementation)")
    let type = context.keyType(of: key.type)
    writer.block("public static func key(of value: \(name)) -> \(type)") { writer in
      writer.line("value.\(SwiftNames.escaped(key.name))\(context.isCoded(key.type) ? ".rawValue" : "")")
    }
    writer.line()
  }

  /// By codes, where values are rounded; otherwise the generated `==` says it.
  private func emitComparison(into writer: inout SwiftWriter) {
    guard context.isRounded(id) else { return }
    writer.line("@export(implementation)")
    writer.block("public func differs(from baseline: \(name)) -> Bool") { writer in
      var tests = record.fields.map { field in
        let name = SwiftNames.escaped(field.name)
        return context.differs("self.\(name)", from: "baseline.\(name)", field)
      }
      if record.extensibility != nil { tests.append("self.extensionTail != baseline.extensionTail") }
      for (index, test) in tests.enumerated() { writer.line(index == 0 ? test : "  || \(test)") }
    }
    writer.line()
  }

  /// For keyed lists, which say what elements have a head.
  private func emitHeadTest(into writer: inout SwiftWriter) {
    guard record.choosesHeads else { return }
    writer.line("@export(implementation) public static var choosesHeads: Bool { true }")
    writer.line()
    writer.line("@export(implementation)")
    writer.block("public func headDiffers(from baseline: \(name)) -> Bool") { writer in
      DeltaEncodeBody(context: context, fields: record.fields).emitHeadTest(record, plan, into: &writer)
    }
    writer.line()
  }

  private func emitEncoder(into writer: inout SwiftWriter) {
    writer.line("@export(implementation)")
    let first = "into writer: inout \(context.runtime("BitWriter"))"
    context.emitDeltaSignature("public func encodeDelta", first, of: name, "EncodeError", "", into: &writer)
    writer.indented { writer in
      var body = DeltaEncodeBody(context: context, fields: record.fields)
      body.emit(record, plan, into: &writer)
    }
    writer.line("}")
  }

  private func emitDecoder(into writer: inout SwiftWriter) {
    writer.line("@export(implementation)")
    let first = "from reader: inout \(context.runtime("BitReader"))"
    context.emitDeltaSignature("public mutating func decodeDelta", first, of: name, "DecodeError", " -> Bool", into: &writer)
    writer.indented { writer in
      var body = DeltaDecodeBody(context: context, fields: record.fields)
      body.emit(record, plan, into: &writer)
    }
    writer.line("}")
  }
}

extension SwiftContext {
  func emitDeltaSignature(
    _ function: String, _ first: String, of name: String, _ error: String, _ result: String,
    into writer: inout SwiftWriter
  ) {
    let parameters = [
      first, "against baseline: \(name)", "state: inout \(runtime("DeltaState"))", "slots: Int", "isElement: Bool",
    ]
    writer.list(function, parameters, " throws(\(error))\(result) {")
  }

  /// What keys of this type are compared as.
  func keyType(of type: FieldType) -> String {
    guard let (_, definition) = definition(of: type) else { return name(of: type) }
    switch definition.body {
    case .enumeration(let enumeration): return "UInt\(Self.storageWidth(enumeration.bitCount))"
    case .flags(let flags): return "UInt\(Self.storageWidth(flags.bitCount))"
    default: return name(of: type)
    }
  }

  /// Whether a type is an enum or flags.
  func isCoded(_ type: FieldType) -> Bool {
    guard let (_, definition) = definition(of: type) else { return false }
    switch definition.body {
    case .enumeration, .flags: return true
    case .record, .union, .alias: return false
    }
  }
}
