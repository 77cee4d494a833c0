import WeftSchema

/// How a value of each type is read: by one expression where there is one, otherwise by a loop.
extension DecodeBody {
  /// A value of constant size, at `offset` of the open run.
  mutating func constant(_ field: Field, at offset: Offset, into place: Place, _ writer: inout SwiftWriter) {
    let run = run
    constant(field.type, isInline: field.isInline, at: offset, in: run, into: place, &writer)
  }

  mutating func constant(
    _ type: FieldType, isInline: Bool, at offset: Offset, in run: String, into place: Place, _ writer: inout SwiftWriter
  ) {
    if let expression = constantExpression(type, at: offset, in: run, label: place.label) {
      writer.assign(place.target, expression)
      return
    }
    guard case .list(let element, .fixed(let number)) = context.schema.resolvingAliases(type),
      let width = context.constantWidth(of: element)
    else { return }
    inPlace(place, type, isInline: isInline, &writer) { body, target, writer in
      if number <= 4 && body.context.isCode(element) {
        for index in 0..<number {
          let inner = Place(target: "\(target)[\(index)]", label: "\(place.label)[\(index)]")
          body.constant(element, isInline: isInline, at: offset.adding(index * width), in: run, into: inner, &writer)
        }
        return
      }
      let index = body.loopIndex()
      let isFallible = body.context.canFail(element)
      body.elements(in: "0..<\(number)", index, label: place.label, isFallible: isFallible, &writer) { body, writer in
        let inner = Place(target: "\(target)[\(index)]", label: "")
        body.constant(element, isInline: isInline, at: offset.adding(index, times: width), in: run, into: inner, &writer)
      }
    }
  }

  /// A value of varying size at the reader's place, with its own count if it has one.
  mutating func varying(_ field: Field, into place: Place, _ writer: inout SwiftWriter) {
    varying(field.type, isInline: field.isInline, into: place, &writer)
  }

  mutating func varying(_ type: FieldType, isInline: Bool, into place: Place, _ writer: inout SwiftWriter) {
    let label = "field: \"\(place.label)\""
    switch context.schema.resolvingAliases(type) {
    case .bytes where place.form != .whole: addressValue(place, &writer)
    case .varint(let isSigned):
      writer.assign(place.target, "try reader.\(isSigned ? "readSignedVarint" : "readVarint")(\(label))")
    case .named(let id, _):
      let method = isInterning(type) ? "readFull" : "read"
      writer.assign(
        place.target, "try reader.\(method)(\(context.name(of: id)).self, \(stateArgument(of: type))\(label))")
    case .list(let element, .fixed(let number)):
      if context.isCodable(element) {
        let method = isInterning(element) ? "readFullElements" : "readVaryingElements"
        writer.assign(place.target, "try reader.\(method)(\(stateArgument(of: element))\(label))")
        return
      }
      inPlace(place, type, isInline: isInline, &writer) { body, target, writer in
        let index = body.loopIndex()
        body.elements(in: "0..<\(number)", index, label: place.label, &writer) { body, writer in
          body.varying(element, isInline: isInline, into: Place(target: "\(target)[\(index)]", label: ""), &writer)
        }
      }
    case .bytes(let count) where !isInline: writer.assign(place.target, "try reader.readBytes(in: \(count.bounds), \(label))")
    case .text(let count) where !isInline: writer.assign(place.target, "try reader.readText(in: \(count.bounds), \(label))")
    case .bytes(let count), .text(let count), .list(_, let count):
      let number = local(fields.isEmpty || place.label.isEmpty ? "count" : place.label + "Count")
      writer.line("let \(number) = try reader.readCount(in: \(count.bounds), \(label))")
      contents(type, isInline: isInline, count: number, into: place, &writer)
    default: break
    }
  }

  /// What stands behind a count.
  mutating func contents(_ field: Field, count: String, into place: Place, _ writer: inout SwiftWriter) {
    contents(field.type, isInline: field.isInline, count: count, into: place, &writer)
  }

  mutating func contents(
    _ type: FieldType, isInline: Bool, count: String, into place: Place, _ writer: inout SwiftWriter
  ) {
    let label = "field: \"\(place.label)\""
    switch context.schema.resolvingAliases(type) {
    case .bytes: writer.assign(place.target, "try reader.readBytes(count: \(count))")
    case .text(let bound):
      let arguments = ["byteCount: \(count)", "countBitCount: \(bound.bitCount)", label]
      writer.list("\(place.target) = try reader.readText", arguments, "")
    case .list where place.form != .whole: relativeElements(of: type, count: count, place, &writer)
    case .list(let element, _):
      if context.isCodable(element) {
        if let visitor = place.visitor {
          writer.line("\(place.target) = []")
          writer.line("try reader.\(listVisitor(of: element))(count: \(count), \(label), \(visitor))")
          return
        }
        let arguments = "count: \(count), \(stateArgument(of: element))\(label)"
        writer.assign(place.target, "try reader.\(listReader(of: element))(\(arguments))")
        return
      }
      if place.visitor == nil, !isInline, let call = context.integerReader(of: element, count: count, label: place.label) {
        writer.assign(place.target, "try reader.\(call)")
        return
      }
      inPlace(place, type, isInline: isInline, &writer) { body, target, writer in
        let isKept = place.visitor == nil
        let sink = Sink(call: place.visitor ?? "\(target).append", reservation: isKept ? "\(target).reserveCapacity" : nil)
        body.scalars(element, isInline: isInline, count: count, label: place.label, to: sink, &writer)
      }
    default: break
    }
  }

  /// Elements that have no type of their own.
  private mutating func scalars(
    _ element: FieldType, isInline: Bool, count: String, label: String, to sink: Sink, _ writer: inout SwiftWriter
  ) {
    let index = loopIndex()
    guard let width = context.constantWidth(of: element) else {
      elements(in: "0..<\(count)", index, label: label, &writer) { body, writer in
        let value = body.local("element")
        writer.line("\(body.needsVariable(element) ? "var" : "let") \(value): \(body.name(element, isInline))")
        body.varying(element, isInline: isInline, into: Place(target: value, label: ""), &writer)
        writer.line("\(sink.call)(\(value))")
      }
      return
    }
    let run = local("elements")
    if width > 0 {
      writer.line("let \(run) = try reader.run(bitCount: \(count) * \(width))")
      if let reservation = sink.reservation { writer.line("\(reservation)(\(count))") }
    }
    elements(in: "0..<\(count)", index, label: label, isFallible: context.canFail(element), &writer) { body, writer in
      body.append(element, isInline: isInline, at: Offset(0).adding(index, times: width), in: run, to: sink, &writer)
    }
  }

  private mutating func append(
    _ element: FieldType, isInline: Bool, at offset: Offset, in run: String, to sink: Sink, _ writer: inout SwiftWriter
  ) {
    if let expression = constantExpression(element, at: offset, in: run, label: "") {
      writer.line("\(sink.call)(\(expression))")
      return
    }
    let value = local("element")
    writer.line("var \(value): \(name(element, isInline))")
    constant(element, isInline: isInline, at: offset, in: run, into: Place(target: value, label: ""), &writer)
    writer.line("\(sink.call)(\(value))")
  }

  /// A loop over elements; what fails in one says which.
  private mutating func elements(
    in range: String, _ index: String, label: String, isFallible: Bool = true, _ writer: inout SwiftWriter,
    _ body: (inout DecodeBody, inout SwiftWriter) -> Void
  ) {
    var copy = self
    writer.block("for \(index) in \(range)") { writer in
      guard isFallible else { return body(&copy, &writer) }
      writer.line("do throws(DecodeError) {")
      writer.indented { body(&copy, &$0) }
      writer.line("} catch {")
      writer.indented { $0.line("try error.rethrow(inList: \"\(label)\", element: \(index))") }
      writer.line("}")
    }
    self = copy
  }

  /// Something that is built up: in the property itself, or in a variable that an optional property then takes.
  private mutating func inPlace(
    _ place: Place, _ type: FieldType, isInline: Bool, _ writer: inout SwiftWriter,
    _ body: (inout DecodeBody, String, inout SwiftWriter) -> Void
  ) {
    let start = context.emptyValue(of: type, isInline: isInline)
    if !place.isOptional {
      writer.line("\(place.target) = \(start)")
      body(&self, place.target, &writer)
      return
    }
    let value = local("value")
    writer.line("var \(value): \(name(type, isInline)) = \(start)")
    body(&self, value, &writer)
    writer.line("\(place.target) = \(value)")
  }

  private func name(_ type: FieldType, _ isInline: Bool) -> String { context.name(of: type, isInline: isInline) }

  /// Whether a value is built up in its variable, or in one go.
  func needsStart(_ type: FieldType) -> Bool {
    guard case .list(let element, _) = context.schema.resolvingAliases(type) else { return false }
    return !context.isCodable(element)
  }

  /// Whether a value is built up in steps.
  private func needsVariable(_ type: FieldType) -> Bool {
    if case .list(let element, _) = context.schema.resolvingAliases(type) { !context.isCodable(element) } else { false }
  }
}

/// What takes the elements of a list, one by one.
private struct Sink {
  /// The call for one of them: the list's `append`, or a closure of the caller's.
  var call: String
  /// The call that makes room for them, if they are kept.
  var reservation: String?
}
