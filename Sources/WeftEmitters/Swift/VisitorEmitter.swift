import WeftSchema

/// The decoding initialiser that hands the elements of lists to closures: no list, however long, asks for memory.
///
/// Nothing of it is in a program that does not call it: `@export(implementation)` is compiled where it is used.
extension RecordEmitter {
  /// Lists that have a heap allocation to save. An optional one, and so any of an extension, stays a part of the value.
  private var visitedLists: [Int] {
    record.fields.indices.filter { index in
      let field = record.fields[index]
      guard !field.isOptional, !field.isInline else { return false }
      guard case .list(_, .bounded) = context.schema.resolvingAliases(field.type) else { return false }
      return !(record.extensibility?.generations.contains { $0.fields.contains(index) } ?? false)
    }
  }

  func emitVisitor(into writer: inout SwiftWriter) {
    let lists = visitedLists
    if lists.isEmpty { return }
    var body = DecodeBody(context: context, fields: record.fields)
    let closures = body.visit(lists)
    let labels = lists.map { SwiftNames.escaped(record.fields[$0].name) }
    let parameters = zip(lists, zip(labels, closures)).map { list, names in
      "\(names.0) \(names.1): (\(elementName(of: record.fields[list].type))) -> Void = { _ in }"
    }
    writer.line()
    writer.documentation(documentation(of: labels))
    emitInlining(into: &writer)
    guard case .message = record.kind else {
      let reader = "visiting reader: inout \(context.runtime("BitReader"))"
      writer.list("public init", [reader] + parameters, " throws(DecodeError) {")
      writer.indented { body.emit(record, into: &$0) }
      writer.line("}")
      return
    }
    let input = body.local("input")
    writer.list("public init", ["visiting \(input): RawSpan"] + parameters, " throws(DecodeError) {")
    writer.indented { writer in
      writer.line("var reader = \(context.runtime("BitReader"))(\(input))")
      body.emit(record, into: &writer)
      writer.line("try reader.finish()")
    }
    writer.line("}")
  }

  private func elementName(of type: FieldType) -> String {
    guard case .list(let element, _) = context.schema.resolvingAliases(type) else { return "Never" }
    return context.name(of: element)
  }

  private func documentation(of labels: [String]) -> [String] {
    if let label = labels.first, labels.count == 1 {
      return [
        "Decodes like `init(decoding:)`, but hands the elements of `\(label)`, in order, to a closure: the list of the value",
        "is empty, and no room is made for it. What precedes an error has been handed over.",
      ]
    }
    return [
      "Decodes like `init(decoding:)`, but hands the elements of lists, in order, to closures: the lists of the value are",
      "empty, and no room is made for them. What precedes an error has been handed over.",
    ]
  }
}
