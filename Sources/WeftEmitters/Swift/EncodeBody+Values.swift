import WeftSchema

extension EncodeBody {
  /// A value of constant size; room for it is reserved.
  mutating func constant(_ type: FieldType, _ place: Place, _ writer: inout SwiftWriter) {
    let width = context.constantWidth(of: type) ?? 0
    if context.isCode(type) { return add(width, &writer) { [self] in code(of: type, place, at: $0) } }
    let label = "field: \"\(place.label)\""
    switch context.schema.resolvingAliases(type) {
    case .bytes:
      flush(into: &writer)
      writer.line("writer.put(\(place.target))")
    case .named:
      flush(into: &writer)
      writer.line("try writer.put(\(putLabel(of: type))\(place.target), \(stateArgument(of: type))\(label))")
    case .list(let element, let count):
      elements(of: element, count, place, &writer)
    default: break
    }
  }

  private mutating func elements(of element: FieldType, _ count: Count, _ place: Place, _ writer: inout SwiftWriter) {
    if case .fixed(let number) = count, number <= 4, context.isCode(element) {
      for index in 0..<number {
        constant(element, Place(target: "\(place.target)[\(index)]", label: "\(place.label)[\(index)]"), &writer)
      }
      return
    }
    flush(into: &writer)
    loop(over: element, isSorted: false, place, &writer)
  }

  /// All elements of a list, or of an array, which is not sorted; room for those of constant size is reserved.
  private mutating func loop(over element: FieldType, isSorted: Bool, _ place: Place, _ writer: inout SwiftWriter) {
    if context.isCodable(element) {
      let label = elementsLabel(of: element, isSorted: isSorted)
      let arguments = "\(stateArgument(of: element))field: \"\(place.label)\""
      writer.line("try writer.put(\(label): \(place.target), \(arguments))")
      return
    }
    let index = local("index")
    let inner = Place(target: "\(place.target)[\(index)]", label: "", isInline: place.isInline)
    scope { body in
      writer.line("for \(index) in \(place.target).indices {")
      writer.indented { writer in
        guard body.context.canFailToEncode(element) else { return body.element(element, inner, &writer) }
        writer.line("do throws(EncodeError) {")
        writer.indented { body.element(element, inner, &$0) }
        writer.line("} catch {")
        writer.indented { $0.line("try error.rethrow(within: \"\(place.label)\", element: \(index))") }
        writer.line("}")
      }
      writer.line("}")
    }
  }

  private mutating func element(_ type: FieldType, _ place: Place, _ writer: inout SwiftWriter) {
    if context.constantWidth(of: type) != nil {
      constant(type, place, &writer)
    } else {
      varying(type, place, &writer)
    }
    flush(into: &writer)
  }

  /// The count of a bounded list, `bytes` or `text`.
  mutating func count(_ type: FieldType, _ place: Place, _ writer: inout SwiftWriter) {
    guard let count = context.count(of: type) else { return }
    add(count.bitCount, &writer) { [self] offset in
      "try writer.code(count: \(number(of: type, place))\(offset), \(count.limits), field: \"\(place.label)\")"
    }
  }

  private func number(of type: FieldType, _ place: Place) -> String {
    let isText = if case .text = context.schema.resolvingAliases(type) { true } else { false }
    return "\(place.target)\(isText ? ".utf8" : "").count"
  }

  /// What stands behind a count.
  mutating func contents(_ type: FieldType, _ place: Place, _ writer: inout SwiftWriter) {
    guard case .list(let element, _) = context.schema.resolvingAliases(type) else {
      writer.line("try writer.put(\(place.target))")
      return
    }
    if place.form != .whole { return relativeElements(of: type, place, &writer) }
    if !place.isInline, let call = context.integerWriter(of: element, place) {
      writer.line("try writer.\(call)")
      return
    }
    if !context.isCodable(element), let width = context.constantWidth(of: element), width > 0 {
      writer.line("try writer.reserve(bitCount: \(place.target).count * \(width))")
    }
    loop(over: element, isSorted: true, place, &writer)
  }

  /// A value of varying size, with its own count if it has one.
  mutating func varying(_ type: FieldType, _ place: Place, _ writer: inout SwiftWriter) {
    switch context.schema.resolvingAliases(type) {
    case .bytes where place.form != .whole: addressValue(place, &writer)
    case .varint: writer.line("try writer.putVarint(\(place.target))")
    case .named:
      let label = "field: \"\(place.label)\""
      writer.line("try writer.put(\(putLabel(of: type))\(place.target), \(stateArgument(of: type))\(label))")
    case .list(let element, .fixed): loop(over: element, isSorted: false, place, &writer)
    case .bytes(let count) where !place.isInline, .text(let count) where !place.isInline:
      writer.line("try writer.put(\(place.target), in: \(count.bounds), field: \"\(place.label)\")")
    case .bytes(let count), .text(let count), .list(_, let count):
      let number = number(of: type, place)
      writer.line("try writer.put(count: \(number), in: \(count.bounds), field: \"\(place.label)\")")
      contents(type, place, &writer)
    default: break
    }
  }

  /// A value as its code, behind the bits of the word that the argument `offset` says.
  func code(of type: FieldType, _ place: Place, at offset: String = "") -> String {
    let (value, field) = (place.target + offset, "field: \"\(place.label)\"")
    switch context.schema.resolvingAliases(type) {
    case .unsigned(64): return place.target
    case .unsigned(let bits) where bits == SwiftContext.storageWidth(bits): return "writer.code(\(value))"
    case .signed(let bits) where bits == SwiftContext.storageWidth(bits): return "writer.code(\(value))"
    case .unsigned(let bits), .signed(let bits): return "try writer.code(\(value), bitCount: \(bits), \(field))"
    case .ranged(let range): return "try writer.code(\(value), from: \(range.lower), through: \(range.upper), \(field))"
    case .fixed: return "try writer.code(\(value), in: \(grid), \(field))"
    case .float(16): return "writer.code(half: \(value))"
    case .named: return "try writer.code(\(value), \(field))"
    default: return "writer.code(\(value))"
    }
  }
}

extension SwiftContext {
  /// Whether a value of the Swift type can lie outside what the wire holds.
  func canFailToEncode(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .bool, .float: false
    case .unsigned(let bits), .signed(let bits): bits != Self.storageWidth(bits)
    case .list(let element, .fixed): isCodable(element) || canFailToEncode(element)
    default: true
    }
  }
}
