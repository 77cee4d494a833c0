import WeftSchema

/// The statements of `decodeDelta`: the head, then the fields in wire order. What a field holds comes from the baseline where it
/// has not changed.
struct DeltaDecodeBody {
  let context: SwiftContext
  let fields: [Field]
  /// What reads values in full.
  var full: DecodeBody
  /// The variable that says whether anything differs, and the names of the head and of how many bits precede its own.
  private var differs = ""
  private var head = ""
  private var keyBitCount = ""
  /// What has to hold before a changed bit is looked at, with its `&&`: that there is a head.
  private var headCondition = ""

  init(context: SwiftContext, fields: [Field]) {
    self.context = context
    self.fields = fields
    full = DecodeBody(context: context, fields: fields)
    full.isLinked = true
  }

  mutating func emit(_ record: Record, _ plan: DeltaPlan, into writer: inout SwiftWriter) {
    let keyDiffers = readHead(plan, record, into: &writer)
    for index in fields.indices where !record.isAdded(index) {
      let field = fields[index]
      full.gridName = field.name
      let slots = Slots(offset: plan.slots[index])
      if index == record.keyField {
        key(field, keyDiffers, isGrouped: plan.isGrouped, &writer)
      } else if let bit = plan.changedBits.firstIndex(of: index), !field.isOptional, context.isBool(field.type) {
        writer.line("\(target(field)) = \(old(field)) != \(headCondition.isEmpty ? head(bit, plan) : "(\(head(bit, plan)))")")
      } else if let bit = plan.changedBits.firstIndex(of: index) {
        writer.line("if \(head(bit, plan)) {")
        writer.indented { contents(field, slots, failure: failure(bit, plan, field.name), &$0) }
        writer.line("} else {")
        writer.indented { $0.line("\(target(field)) = \(old(field))") }
        writer.line("}")
      } else if case .difference = field.delta.policy {
        difference(field, old(field), slots, into: target(field), &writer)
        writer.line("if \(target(field)) != \(old(field)) { \(differs) = true }")
      } else {
        never(field, &writer)
        writer.line("if \(context.differs(target(field), from: old(field), field)) { \(differs) = true }")
      }
    }
    if let extensibility = record.extensibility { block(extensibility, plan, &writer) }
    writer.line("return \(differs)")
  }

  private func target(_ field: Field) -> String { "self.\(SwiftNames.escaped(field.name))" }
  private func old(_ field: Field) -> String { "baseline.\(SwiftNames.escaped(field.name))" }

  // MARK: The head

  /// Reads the key bit and the changed bits.
  ///
  /// - Returns: The test whether the key differs.
  private mutating func readHead(_ plan: DeltaPlan, _ record: Record, into writer: inout SwiftWriter) -> String {
    let bitCount = plan.changedBits.count
    let hasKey = record.keyField != nil
    head = full.local("head")
    differs = full.local("differs")
    let isFinal = !fields.indices.contains { index in
      !record.isAdded(index) && index != record.keyField && !plan.changedBits.contains(index)
    }
    let binding = isFinal ? "let" : "var"
    if plan.isGrouped {
      let pair = full.local("keyDiffers")
      let words = (bitCount + 63) / 64
      let type = "\(context.runtime("DeltaHead"))<\(words)>"
      writer.line("let \(head): \(type)")
      writer.line("let \(pair): Bool")
      let read = "try reader.readHead(bitCount: \(bitCount), hasKeyBit: \(hasKey ? "!isElement" : "false"))"
      if record.choosesHeads {
        let hasHead = headTest(&writer)
        writer.line("(\(head), \(pair)) = \(hasHead) ? \(read) : (\(context.runtime("DeltaHead"))(), false)")
        writer.line("if isElement && \(hasHead) && !\(head).isSet { try \(head).failEmpty() }")
      } else {
        writer.line("(\(head), \(pair)) = \(read)")
      }
      writer.line("\(binding) \(differs) = \(pair) || \(head).isSet")
      return pair
    }
    guard hasKey else {
      if bitCount > 0 { writer.line("let \(head) = try reader.run(bitCount: \(bitCount))") }
      writer.line("\(binding) \(differs) = \(bitCount > 0 ? "\(head).bits(at: 0, count: \(bitCount)) != 0" : "false")")
      return "false"
    }
    let keyDiffers = full.local("keyDiffers")
    keyBitCount = full.local("keyBitCount")
    writer.line("let \(keyBitCount) = isElement ? 0 : 1")
    let size = keyBitCount + (bitCount > 0 ? " &+ \(bitCount)" : "")
    let hasHead = record.choosesHeads ? headTest(&writer) : nil
    if let hasHead { headCondition = hasHead + " && " }
    writer.line("let \(head) = try reader.run(bitCount: \(hasHead.map { "\($0) ? \(size) : 0" } ?? size))")
    writer.line("let \(keyDiffers) = !isElement && \(head).bool(at: 0)")
    let bits = bitCount > 0 ? " || \(headCondition)\(head).bits(at: \(keyBitCount), count: \(bitCount)) != 0" : ""
    writer.line("\(binding) \(differs) = \(keyDiffers)\(bits)")
    if let hasHead { writer.line("if isElement && \(hasHead) && !\(differs) { try \(head).fail(.emptyGroup) }") }
    return keyDiffers
  }

  /// The variable that says whether there is a head.
  private mutating func headTest(_ writer: inout SwiftWriter) -> String {
    let name = full.local("hasHead")
    writer.line("let \(name) = !isElement || state.elementHasHead")
    return name
  }

  private func place(ofBit bit: Int, _ plan: DeltaPlan) -> String {
    keyBitCount.isEmpty ? "\(bit)" : bit == 0 ? keyBitCount : "\(keyBitCount) &+ \(bit)"
  }

  private func head(_ bit: Int, _ plan: DeltaPlan) -> String {
    "\(headCondition)\(head).bool(at: \(place(ofBit: bit, plan)))"
  }

  /// What is thrown where nothing differs in a field whose changed bit is set.
  private func failure(_ bit: Int, _ plan: DeltaPlan, _ label: String) -> String {
    "try \(head).fail(.unchangedValue, at: \(place(ofBit: bit, plan)), field: \"\(label)\")"
  }

  private mutating func key(_ field: Field, _ keyDiffers: String, isGrouped: Bool, _ writer: inout SwiftWriter) {
    writer.line("if \(keyDiffers) {")
    writer.indented { writer in
      fullField(field, into: Place(target: target(field), label: field.name), &writer)
      let fail = isGrouped ? "failKey(field: \"\(field.name)\")" : "fail(.unchangedValue, at: 0, field: \"\(field.name)\")"
      writer.line("if \(target(field)) == \(old(field)) { try \(head).\(fail) }")
    }
    writer.line("} else {")
    writer.indented { $0.line("\(target(field)) = \(old(field))") }
    writer.line("}")
  }

  // MARK: Fields

  private mutating func never(_ field: Field, _ writer: inout SwiftWriter) {
    var place = Place(target: target(field), label: field.name)
    guard field.isOptional else { return fullField(field, into: place, &writer) }
    place.isOptional = true
    writer.line("if try reader.readBit() {")
    writer.indented { fullField(field, into: place, &$0) }
    writer.line("} else {")
    writer.indented { $0.line("\(place.target) = nil") }
    writer.line("}")
  }

  /// What has changed in a field whose changed bit is set.
  private mutating func contents(_ field: Field, _ slots: Slots, failure: String, _ writer: inout SwiftWriter) {
    let target = target(field)
    guard field.isOptional else {
      return change(field, old(field), slots, into: target, isOptional: false, failure: failure, &writer)
    }
    writer.line("if try reader.readBit() {")
    writer.indented { writer in
      let inFull = Place(target: target, label: field.name, isOptional: true)
      if isInFull(field) {
        fullField(field, into: inFull, &writer)
        emitCheck(context.differs(target, from: old(field), field), failure, &writer)
        return
      }
      let before = full.local("old")
      writer.line("if let \(before) = \(old(field)) {")
      writer.indented { change(field, before, slots, into: target, isOptional: true, failure: failure, &$0) }
      writer.line("} else {")
      writer.indented { fullField(field, into: inFull, &$0) }
      writer.line("}")
    }
    writer.line("} else {")
    writer.indented { writer in
      writer.line("\(target) = nil")
      writer.line("if \(old(field)) == nil { \(failure) }")
    }
    writer.line("}")
  }

  private func isInFull(_ field: Field) -> Bool {
    if case .difference = field.delta.policy { return false }
    return context.isInFull(field.type)
  }

  private mutating func change(
    _ field: Field, _ old: String, _ slots: Slots, into target: String, isOptional: Bool, failure: String,
    _ writer: inout SwiftWriter
  ) {
    if case .difference = field.delta.policy {
      difference(field, old, slots, into: target, &writer)
      return emitCheck("\(target) != \(old)", failure, &writer)
    }
    if isInFull(field) {
      fullField(field, into: Place(target: target, label: field.name), &writer)
      return emitCheck(context.differs(target, from: old, field), failure, &writer)
    }
    guard isOptional else {
      return change(
        field.type, isInline: field.isInline, old, slots, into: target, label: field.name, isField: true,
        failure: failure, &writer)
    }
    let value = full.local("value")
    writer.line("var \(value) = \(old)")
    change(
      field.type, isInline: field.isInline, old, slots, into: value, label: field.name, isField: true, failure: failure,
      &writer)
    writer.line("\(target) = \(value)")
  }

  /// What has changed in a value, by its type. An array's target is the baseline's value already where it is a variable.
  mutating func change(
    _ type: FieldType, isInline: Bool, _ old: String, _ slots: Slots, into target: String, label: String, isField: Bool,
    failure: String, _ writer: inout SwiftWriter
  ) {
    let arguments = ["state: &state", "slots: \(slots)", "field: \"\(label)\""]
    if context.deltaDefinition(of: type) != nil {
      let name = full.local("changed")
      writer.list("let \(name) = try reader.readDelta", ["of: &\(target)", "against: \(old)"] + arguments, "")
      return emitCheck(name, failure, &writer)
    }
    if isField, let (min, max) = context.keyedBounds(of: type) {
      let name = full.local("changed")
      let values = ["of: &\(target)", "from: \(old)", "in: \(min)...\(max)"]
      writer.list("let \(name) = try reader.readChange", values + arguments, "")
      return emitCheck(name, failure, &writer)
    }
    switch context.schema.resolvingAliases(type) {
    case .bool: writer.line("\(target) = !\(old)")
    case .list(let element, .fixed(let count)):
      array(element, isInline: isInline, count, old, slots, into: target, label: label, &writer)
    default:
      full.whole(type, isInline: isInline, into: Place(target: target, label: label), &writer)
      let test = context.differs(target, from: old, type, isInline: isInline, grid: full.grid)
      emitCheck(test, failure, &writer)
    }
  }

  /// Where the test does not hold, the failure.
  private func emitCheck(_ test: String, _ failure: String, _ writer: inout SwiftWriter) {
    writer.line("if \(SwiftContext.negated(test)) {")
    writer.indented { $0.line(failure) }
    writer.line("}")
  }

  private mutating func difference(
    _ field: Field, _ old: String, _ slot: Slots, into target: String, _ writer: inout SwiftWriter
  ) {
    let range = context.rangeArgument(of: field.type, grid: full.grid)
    let coding = ["coding: Self.\(SwiftContext.differenceName(field.name))", "slot: \(slot)", "state: &state"]
    writer.list(
      "\(target) = try reader.readDifference", ["from: \(old)"] + range + coding + ["field: \"\(field.name)\""], "")
  }

  /// Which elements of a `[T * n]` differ, and what has changed in each.
  private mutating func array(
    _ element: FieldType, isInline: Bool, _ count: Int, _ old: String, _ slots: Slots, into target: String, label: String,
    _ writer: inout SwiftWriter
  ) {
    let (choice, index) = (full.local("changed"), full.local("index"))
    let type = "\(context.runtime("Choice"))<\((count + 63) / 64)>"
    writer.line("let \(choice): \(type) = try reader.readChoice(of: \(count), field: \"\(label)\")")
    writer.line("\(target) = \(old)")
    writer.block("for \(index) in 0..<\(count) where \(choice).contains(\(index))") { writer in
      let (inner, before) = ("\(target)[\(index)]", "\(old)[\(index)]")
      if context.isBool(element) { return writer.line("\(inner) = !\(before)") }
      let start = full.local("start")
      // An array in the array always differs.
      if !context.isArray(element) { writer.line("let \(start) = reader.bitOffset") }
      let failure = "try DecodeError.fail(.unchangedValue, at: \(start))"
      writer.line("do throws(DecodeError) {")
      writer.indented { writer in
        change(
          element, isInline: isInline, before, slots, into: inner, label: "", isField: false, failure: failure, &writer)
      }
      writer.line("} catch {")
      let within = context.deltaDefinition(of: element) == nil ? "inList" : "within"
      writer.indented { $0.line("try error.rethrow(\(within): \"\(label)\", element: \(index))") }
      writer.line("}")
    }
  }

  private mutating func fullField(_ field: Field, into place: Place, _ writer: inout SwiftWriter) {
    full.interned(field, into: place, &writer) { full, writer in
      full.whole(field.type, isInline: field.isInline, into: place, &writer)
    }
  }

  // MARK: The extension

  private mutating func block(_ extensibility: Extensibility, _ plan: DeltaPlan, _ writer: inout SwiftWriter) {
    let bit = plan.changedBits.count - 1
    let added = extensibility.generations.flatMap(\.fields).map { fields[$0] }
    writer.line("if \(head(bit, plan)) {")
    writer.indented { writer in
      full.emitExtension(extensibility, into: &writer)
      let tests = added.map { context.differs(target($0), from: old($0), $0) } + ["self.extensionTail != baseline.extensionTail"]
      emitCheck("(\(tests.joined(separator: " || ")))", failure(bit, plan, ""), &writer)
    }
    writer.line("} else {")
    writer.indented { writer in
      for field in added { writer.line("\(target(field)) = \(old(field))") }
      writer.line("self.extensionTail = baseline.extensionTail")
    }
    writer.line("}")
  }
}
