import WeftSchema

/// Values by themselves, outside of any run of a record, and in their link form where they have one.
extension EncodeBody {
  /// A value without a baseline, wherever it stands.
  mutating func whole(_ type: FieldType, _ place: Place, into writer: inout SwiftWriter) {
    if let width = context.constantWidth(of: type), place.form == .whole, !isInterning(type) {
      if width > 0 { writer.line("try writer.reserve(bitCount: \(width))") }
      constant(type, place, &writer)
    } else {
      varying(type, place, &writer)
    }
    flush(into: &writer)
  }

  /// A field that may be in a table: its index there, or the full form.
  mutating func interned(
    _ field: Field, _ place: Place, into writer: inout SwiftWriter,
    _ body: (inout EncodeBody, inout SwiftWriter) -> Void
  ) {
    guard isLinked, field.internedCount != nil else { return body(&self, &writer) }
    let table = "in: Self.\(SwiftContext.tableName(field.name))"
    let call = "put(entryOf: \(place.target), \(table), state: &state, field: \"\(field.name)\")"
    writer.line("if try !writer.\(call) {")
    var inner = self
    inner.beginScope()
    writer.indented { body(&inner, &$0) }
    writer.line("}")
  }

  func isInterning(_ type: FieldType) -> Bool { isLinked && context.schema.isInterning(type) }

  /// The label of the runtime's function that puts a value of another definition.
  func putLabel(of type: FieldType) -> String { isInterning(type) ? "full: " : "" }

  func stateArgument(of type: FieldType) -> String { isInterning(type) ? "state: &state, " : "" }

  /// The same for the elements of a list.
  func elementsLabel(of element: FieldType, isSorted: Bool) -> String {
    let isKeyed = isSorted && context.schema.isKeyed(element)
    return isInterning(element) ? (isKeyed ? "fullKeyedElements" : "fullElements") : isKeyed ? "keyedElements" : "elements"
  }
}

extension DecodeBody {
  /// A value without a baseline, wherever it stands.
  mutating func whole(_ type: FieldType, isInline: Bool, into place: Place, _ writer: inout SwiftWriter) {
    guard let width = context.constantWidth(of: type), place.form == .whole, !isInterning(type) else {
      return varying(type, isInline: isInline, into: place, &writer)
    }
    let name = width > 0 ? local("run") : ""
    if width > 0 { writer.line("let \(name) = try reader.run(bitCount: \(width))") }
    constant(type, isInline: isInline, at: Offset(0), in: name, into: place, &writer)
  }

  /// A field that may be in a table: its index there, or the full form, which makes an entry.
  mutating func interned(
    _ field: Field, into place: Place, _ writer: inout SwiftWriter,
    _ body: (inout DecodeBody, inout SwiftWriter) -> Void
  ) {
    guard isLinked, field.internedCount != nil else { return body(&self, &writer) }
    let (entry, table) = (local("entry"), "Self.\(SwiftContext.tableName(field.name))")
    var arguments = ["of: \(context.name(of: field.type, isInline: field.isInline)).self"]
    if let count = context.count(of: field.type), count.constant == nil {
      arguments.append("byteCounts: \(count.minimum)...\(count.maximum)")
    }
    arguments += ["in: \(table)", "state: &state", "field: \"\(field.name)\""]
    writer.list("if let \(entry) = try reader.readEntry", arguments, " {")
    writer.indented { $0.line("\(place.target) = \(entry)") }
    writer.line("} else {")
    writer.indented { writer in
      body(&self, &writer)
      if place.isOptional {
        writer.line("if let \(entry) = \(place.target) { state.add(\(entry), to: \(table)) }")
      } else {
        writer.line("state.add(\(place.target), to: \(table))")
      }
    }
    writer.line("}")
  }

  func isInterning(_ type: FieldType) -> Bool { isLinked && context.schema.isInterning(type) }

  /// The runtime's function that reads the elements of a list.
  func listReader(of element: FieldType) -> String {
    let isKeyed = context.schema.isKeyed(element)
    if isInterning(element) { return isKeyed ? "readFullKeyedElements" : "readFullElements" }
    let isVarying = context.constantWidth(of: element) == nil
    return "read" + (isVarying ? "Varying" : "") + (isKeyed ? "Keyed" : "") + "Elements"
  }

  /// What hands them to a closure.
  func listVisitor(of element: FieldType) -> String {
    let isVarying = context.constantWidth(of: element) == nil
    return "visit" + (isVarying ? "Varying" : "") + (context.schema.isKeyed(element) ? "Keyed" : "") + "Elements"
  }

  func stateArgument(of type: FieldType) -> String { isInterning(type) ? "state: &state, " : "" }
}
