import WeftSchema

/// The statements of `encodeDelta`: the head, then the fields in wire order.
struct DeltaEncodeBody {
  let context: SwiftContext
  let fields: [Field]
  /// What puts values in full.
  var full: EncodeBody
  /// The expression that says whether a field's changed bit is set.
  private var changed: [Int: String] = [:]

  init(context: SwiftContext, fields: [Field]) {
    self.context = context
    self.fields = fields
    full = EncodeBody(context: context, fields: fields)
    full.isLinked = true
  }

  mutating func emit(_ record: Record, _ plan: DeltaPlan, into writer: inout SwiftWriter) {
    let keyDiffers = record.keyField.map { keyTest(fields[$0], &writer) }
    let extensionDiffers = head(plan, record, keyDiffers: keyDiffers, into: &writer)
    for index in fields.indices where !record.isAdded(index) {
      let field = fields[index]
      full.gridName = field.name
      if index == record.keyField {
        block("if \(keyDiffers ?? "false")", &writer) { $0.fullField(field, $0.value(of: field), &$1) }
        continue
      }
      switch field.delta.policy {
      case .never: never(field, &writer)
      case .difference where !field.isOptional:
        difference(field, value(of: field), old(of: field), Slots(offset: plan.slots[index]), &writer)
      case .changed where !field.isOptional && context.isBool(field.type): break
      case .difference, .changed:
        block("if \(changed[index] ?? "true")", &writer) { $0.contents(field, Slots(offset: plan.slots[index]), &$1) }
      }
    }
    if let extensibility = record.extensibility {
      block("if \(extensionDiffers)", &writer) { $0.full.emitExtension(extensibility, into: &$1) }
    }
  }

  /// `opening {`, statements with variables of their own, and what closes it.
  private func block(
    _ opening: String, closing: String = "}", _ writer: inout SwiftWriter,
    _ body: (inout DeltaEncodeBody, inout SwiftWriter) -> Void
  ) {
    var inner = self
    inner.full.beginScope()
    writer.line(opening + " {")
    writer.indented { body(&inner, &$0) }
    writer.line(closing)
  }

  private func value(of field: Field) -> String { "self.\(SwiftNames.escaped(field.name))" }
  private func old(of field: Field) -> String { "baseline.\(SwiftNames.escaped(field.name))" }

  private mutating func keyTest(_ key: Field, _ writer: inout SwiftWriter) -> String {
    let name = full.local("keyDiffers")
    writer.line("let \(name) = !isElement && \(value(of: key)) != \(old(of: key))")
    return name
  }

  /// The key bit and the changed bits.
  ///
  /// - Returns: Whether the extension differs.
  private mutating func head(
    _ plan: DeltaPlan, _ record: Record, keyDiffers: String?, into writer: inout SwiftWriter
  ) -> String {
    if plan.isGrouped { return groupedHead(plan, record, keyDiffers: keyDiffers, into: &writer) }
    var names: [String] = []
    for bit in plan.changedBits {
      let name = full.local("\(bit.map { fields[$0].name } ?? "extension")Differs")
      if let bit { changed[bit] = name }
      writer.assign("let \(name)", bit.map { test(fields[$0]) } ?? extensionTest(record))
      names.append(name)
    }
    let bitCount = names.count
    guard let keyDiffers else {
      if bitCount > 0 { writer.line("try writer.reserve(bitCount: \(bitCount))") }
      put(names, &writer)
      return names.last ?? "false"
    }
    writer.line("if !isElement { try writer.put(bit: \(keyDiffers)) }")
    if record.choosesHeads {
      block("if !isElement || state.elementHasHead", &writer) { body, writer in
        writer.line("try writer.reserve(bitCount: \(bitCount))")
        body.put(names, &writer)
      }
      return names.last ?? "false"
    }
    if bitCount > 0 { writer.line("try writer.reserve(bitCount: \(bitCount))") }
    put(names, &writer)
    return names.last ?? "false"
  }

  private mutating func put(_ names: [String], _ writer: inout SwiftWriter) {
    for name in names { full.add(1, &writer) { "writer.code(\(name)\($0))" } }
    full.flush(into: &writer)
  }

  private mutating func groupedHead(
    _ plan: DeltaPlan, _ record: Record, keyDiffers: String?, into writer: inout SwiftWriter
  ) -> String {
    let head = full.local("head")
    let bitCount = plan.changedBits.count
    writer.line("var \(head) = \(context.runtime("DeltaHead"))<\((bitCount + 63) / 64)>()")
    for (index, bit) in plan.changedBits.enumerated() {
      if let bit { changed[bit] = "\(head).bool(at: \(index))" }
      writer.line("\(head).set(\(index), if: \(bit.map { test(fields[$0]) } ?? extensionTest(record)))")
    }
    if let keyDiffers { writer.line("if !isElement { try writer.put(bit: \(keyDiffers)) }") }
    let condition = record.choosesHeads ? "if !isElement || state.elementHasHead { " : ""
    writer.line("\(condition)try writer.put(\(head), bitCount: \(bitCount))\(condition.isEmpty ? "" : " }")")
    return "\(head).bool(at: \(bitCount - 1))"
  }

  private func test(_ field: Field) -> String { context.differs(value(of: field), from: old(of: field), field) }

  /// `headDiffers`: the tests of all changed bits.
  func emitHeadTest(_ record: Record, _ plan: DeltaPlan, into writer: inout SwiftWriter) {
    for (index, bit) in plan.changedBits.enumerated() {
      let test = bit.map { self.test(fields[$0]) } ?? extensionTest(record)
      writer.line(index == 0 ? test : "  || \(test)")
    }
  }

  private func extensionTest(_ record: Record) -> String {
    let added = fields.indices.filter { record.isAdded($0) }.map { test(fields[$0]) }
    return (added + ["self.extensionTail != baseline.extensionTail"]).joined(separator: " || ")
  }

  /// In full, whatever the baseline says.
  private mutating func never(_ field: Field, _ writer: inout SwiftWriter) {
    guard field.isOptional else { return fullField(field, value(of: field), &writer) }
    writer.line("try writer.put(bit: \(value(of: field)) != nil)")
    let name = full.local("value")
    block("if let \(name) = \(value(of: field))", &writer) { $0.fullField(field, name, &$1) }
  }

  /// What has changed in a field that differs.
  private mutating func contents(_ field: Field, _ slots: Slots, _ writer: inout SwiftWriter) {
    guard field.isOptional else {
      return change(field, value(of: field), old(of: field), slots, &writer)
    }
    let (new, before) = (full.local("value"), full.local("old"))
    writer.line("try writer.put(bit: \(value(of: field)) != nil)")
    if context.isBool(field.type) {
      // Where both have a value it is the other one.
      let test = "if let \(new) = \(value(of: field)), \(old(of: field)) == nil"
      return block(test, &writer) { $0.fullField(field, new, &$1) }
    }
    block("if let \(new) = \(value(of: field))", &writer) { body, writer in
      if body.isInFull(field) { return body.fullField(field, new, &writer) }
      body.block("if let \(before) = \(body.old(of: field))", closing: "} else {", &writer) {
        $0.change(field, new, before, slots, &$1)
      }
      var inner = body
      inner.full.beginScope()
      writer.indented { inner.fullField(field, new, &$0) }
      writer.line("}")
    }
  }

  private mutating func change(
    _ field: Field, _ value: String, _ old: String, _ slots: Slots, _ writer: inout SwiftWriter
  ) {
    if case .difference = field.delta.policy { return difference(field, value, old, slots, &writer) }
    if isInFull(field) { return fullField(field, value, &writer) }
    change(field.type, isInline: field.isInline, value, old, slots, label: field.name, isField: true, &writer)
  }

  private func isInFull(_ field: Field) -> Bool {
    if case .difference = field.delta.policy { return false }
    return context.isInFull(field.type)
  }

  /// What has changed in a value that differs, by its type.
  mutating func change(
    _ type: FieldType, isInline: Bool, _ value: String, _ old: String, _ slots: Slots, label: String, isField: Bool,
    _ writer: inout SwiftWriter
  ) {
    let arguments = ["state: &state", "slots: \(slots)", "field: \"\(label)\""]
    if context.deltaDefinition(of: type) != nil {
      return writer.list("try writer.put", ["delta: \(value)", "against: \(old)"] + arguments, "")
    }
    if isField, let (min, max) = context.keyedBounds(of: type) {
      return writer.list("try writer.put", ["change: \(value)", "from: \(old)", "in: \(min)...\(max)"] + arguments, "")
    }
    switch context.schema.resolvingAliases(type) {
    case .bool: break
    case .list(let element, .fixed(let count)):
      array(element, isInline: isInline, count, value, old, slots, label: label, &writer)
    default: full.whole(type, Place(target: value, label: label, isInline: isInline), into: &writer)
    }
  }

  private mutating func difference(
    _ field: Field, _ value: String, _ old: String, _ slot: Slots, _ writer: inout SwiftWriter
  ) {
    let coding = ["coding: Self.\(SwiftContext.differenceName(field.name))", "slot: \(slot)", "state: &state"]
    if case .fixed = context.schema.resolvingAliases(field.type) {
      let values = ["difference: \(value)", "from: \(old)", "in: \(full.grid)"]
      return writer.list("try writer.put", values + coding + ["field: \"\(field.name)\""], "")
    }
    let codes = [value, old].map { target -> String in
      let code = full.code(of: field.type, Place(target: target, label: field.name))
      return code.hasPrefix("try ") ? String(code.dropFirst(4)) : code
    }
    writer.list("try writer.put", ["difference: \(codes[0])", "from: \(codes[1])"] + coding, "")
  }

  /// Which elements of a `[T * n]` differ, and what has changed in each.
  private mutating func array(
    _ element: FieldType, isInline: Bool, _ count: Int, _ value: String, _ old: String, _ slots: Slots, label: String,
    _ writer: inout SwiftWriter
  ) {
    let (choice, index) = (full.local("changed"), full.local("index"))
    let (new, before) = ("\(value)[\(index)]", "\(old)[\(index)]")
    writer.line("var \(choice) = \(context.runtime("Choice"))<\((count + 63) / 64)>()")
    writer.block("for \(index) in 0..<\(count)") { writer in
      let test = context.differs(new, from: before, element, isInline: isInline, grid: full.grid)
      writer.line("\(choice).insert(\(index), if: \(test))")
    }
    writer.line("try writer.put(\(choice), of: \(count))")
    if context.isBool(element) { return }
    block("for \(index) in 0..<\(count) where \(choice).contains(\(index))", &writer) { body, writer in
      body.block("do throws(EncodeError)", closing: "} catch {", &writer) {
        $0.change(element, isInline: isInline, new, before, slots, label: "", isField: false, &$1)
      }
      writer.indented { $0.line("try error.rethrow(within: \"\(label)\", element: \(index))") }
      writer.line("}")
    }
  }

  /// A field's value without a baseline.
  mutating func fullField(_ field: Field, _ value: String, _ writer: inout SwiftWriter) {
    let place = Place(target: value, label: field.name, isInline: field.isInline)
    full.interned(field, place, into: &writer) { full, writer in
      full.whole(field.type, place, into: &writer)
    }
  }
}

extension SwiftContext {
  func isBool(_ type: FieldType) -> Bool {
    if case .bool = schema.resolvingAliases(type) { true } else { false }
  }

  func isArray(_ type: FieldType) -> Bool {
    if case .list(_, .fixed) = schema.resolvingAliases(type) { true } else { false }
  }

  /// Whether a changed value of the type goes in full, whatever the baseline is.
  func isInFull(_ type: FieldType) -> Bool {
    if deltaDefinition(of: type) != nil || keyedBounds(of: type) != nil { return false }
    switch schema.resolvingAliases(type) {
    case .bool, .list(_, .fixed): return false
    default: return true
    }
  }
}

extension Record {
  /// Whether a field stands below a line `--- added`.
  func isAdded(_ field: Int) -> Bool {
    extensibility?.generations.contains { $0.fields.contains(field) } ?? false
  }
}
