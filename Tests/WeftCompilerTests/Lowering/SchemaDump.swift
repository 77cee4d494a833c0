import WeftSchema

/// A schema as text, for goldens: per definition sizes, offsets, steps and identity. Spells everything that `layOut` decides.
struct SchemaDump {
  let schema: Schema
  private(set) var text = ""

  init(_ schema: Schema) {
    self.schema = schema
    for module in schema.modules { add(module) }
  }

  private mutating func add(_ module: Module) {
    line(0, "module \(module.name) \(sixteenDigits(module.identity))")
    if !module.imports.isEmpty { line(1, "imports \(module.imports.joined(separator: " "))") }
    for constant in module.constants { line(1, "const \(constant.name) = \(describe(constant.value))") }
    for id in module.definitions { add(schema[id]) }
    for channel in module.channels { add(channel) }
    for vector in module.vectors {
      line(
        1, "vector \(schema[vector.definition].name) \"\(vector.label)\" \(describe(vector.value)) = \(hexadecimal(vector.bytes))"
      )
    }
  }

  private mutating func add(_ definition: Definition) {
    let size = describe(definition.bitCountRange)
    switch definition.body {
    case .alias(let alias): line(1, "type \(definition.name) = \(describe(alias.type))\(describe(alias.display)) · \(size)")
    case .enumeration(let body):
      line(1, "\(body.isOpen ? "open " : "")enum \(definition.name) · \(size)")
      for item in body.cases { line(2, "\(item.code) \(item.name)") }
    case .flags(let body):
      line(1, "\(body.isOpen ? "open " : "")flags \(definition.name) · \(size)")
      for item in body.cases { line(2, "bit \(item.code) \(item.name)") }
    case .union(let body):
      line(1, "union \(definition.name) tag \(body.tagBitCount) · \(size)\(links(definition))")
      for (tag, item) in body.cases.enumerated() { line(2, "\(tag) \(item.name)\(item.type.map { ": \(describe($0))" } ?? "")") }
    case .record(let record):
      add(record, definition.name, size + links(definition))
      guard definition.isInterning else { return }
      line(2, "link form")
      add(schema.linkSteps(record.steps, of: record.fields), record, 3)
    }
  }

  private mutating func add(_ record: Record, _ name: String, _ size: String) {
    let kind =
      switch record.kind {
      case .structure: "struct \(name)"
      case .message(let tag): "\(record.isSnapshot ? "snapshot" : "message") \(name) = \(tag)"
      case .foreign(let foreign): "foreign \(name) \(foreign.bitOrder.rawValue) \(foreign.byteOrder)"
      }
    line(1, "\(kind) · \(size)\(record.foreign == nil ? " · \(sixteenDigits(record.identity))" : "")")
    for binding in record.foreign?.bindings ?? [] { line(2, "on \(binding.table)(\(binding.key.map { "\($0)" } ?? "*"))") }
    for field in record.fields { line(2, describe(field)) }
    add(record.steps, record, 2)
    for (number, generation) in (record.extensibility?.generations ?? []).enumerated() {
      line(2, "generation \(number + 1)")
      add(generation.steps, record, 3)
    }
    if let key = record.keyField { line(2, "keyed by \(record.fields[key].name)") }
    if let delta = record.delta { add(delta, record) }
  }

  /// A line for each base field: whether it has a changed bit, its first slot, its rules.
  private mutating func add(_ delta: DeltaPlan, _ record: Record) {
    line(2, "delta \(delta.changedBits.count) changed bits\(delta.isGrouped ? " grouped" : "") \(delta.slotCount) slots")
    let base = record.extensibility?.generations.first?.fields.lowerBound ?? record.fields.count
    for (field, slot) in zip(0..<base, delta.slots) where field != record.keyField {
      let bit = delta.changedBits.contains(field) ? "changed bit, " : ""
      line(3, "\(record.fields[field].name) \(bit)slot \(slot), \(describe(record.fields[field].delta))")
    }
    if delta.changedBits.last == .some(nil) { line(3, "changed bit of the extension") }
  }

  private func describe(_ rules: DeltaRules) -> String {
    let policy =
      switch rules.policy {
      case .never: "never"
      case .changed: "changed"
      case .difference(let k, let isSparse, let wraps): "\(wraps ? "wrap" : "difference") \(isSparse ? "sparse" : "dense") k \(k)"
      }
    return policy + (rules.step == 0 ? "" : " step \(rules.step)") + (rules.predictor == .last ? "" : " \(rules.predictor)")
  }

  private func links(_ definition: Definition) -> String {
    (definition.hasDelta ? " · delta" : "") + (definition.isInterning ? " · interning" : "")
  }

  private mutating func add(_ channel: Channel) {
    let head = "channel \(channel.name) = \(channel.number) \(channel.transport) tag \(channel.tagBitCount)"
    line(1, "\(head) · \(sixteenDigits(channel.identity))")
    for id in channel.messages { line(2, "\(schema[id].name)") }
    if let compression = channel.compression { line(2, "zstd \(compression.mode) level \(compression.level)") }
  }

  private mutating func add(_ steps: [Step], _ record: Record, _ depth: Int) {
    for step in steps {
      switch step {
      case .run(let bitCount): line(depth, "run \(bitCount)")
      case .extensionBit(let offset): line(depth + 1, "@\(offset) extension bit")
      case .presence(let field, let offset): line(depth + 1, "@\(offset) \(record.fields[field].name)?")
      case .fixed(let field, let offset): line(depth + 1, "@\(offset) \(record.fields[field].name)")
      case .count(let field, let offset, let bits): line(depth + 1, "@\(offset) \(record.fields[field].name) count \(bits)")
      case .elements(let field): line(depth, "elements \(record.fields[field].name)")
      case .varying(let field): line(depth, "varying \(record.fields[field].name)")
      case .optional(let field): line(depth, "optional \(record.fields[field].name)")
      case .extensionBlock: line(depth, "extension block")
      }
    }
  }

  private func describe(_ field: Field) -> String {
    var text = field.bitOffset.map { "bit \($0) " } ?? ""
    text += "\(field.name): \(field.isInline ? "inline " : "")\(describe(field.type))\(field.isOptional ? "?" : "")"
    if let value = field.defaultValue { text += " = \(describe(value))" }
    let rules = field.foreign
    if let word = rules.word { text += " word \(word.bitCount) @\(word.bitOffset)" }
    if let constant = rules.constant { text += " const \(describe(constant))" }
    if let computed = rules.computed { text += " computed \(describe(computed))" }
    if let alternative = rules.alternative { text += " or \(alternative)" }
    if let extent = rules.extent { text += " within \(describe(extent))" }
    if let mask = rules.mask { text += " xor \(describe(mask))" }
    if let condition = rules.condition { text += " if \(describe(condition))" }
    for carrier in rules.carries {
      text += " carries \(carrier.table)(\(describe(carrier.key)))"
      if !carrier.arguments.isEmpty { text += " with \(carrier.arguments.map(describe))" }
      if let condition = carrier.condition { text += " when \(describe(condition))" }
    }
    if !field.displayNames.isEmpty { text += " @name \(field.displayNames.joined(separator: " "))" }
    if case .relative(let target) = field.form { text += " relative to \(target)" }
    if case .significant(let count) = field.form { text += " significant \(count)" }
    if let count = field.internedCount { text += " interned \(count)" }
    if field.isSecret { text += " secret" }
    for part in field.displayParts { text += " @part \(part.name) & 0x\(String(part.mask, radix: 16))" }
    if field.displayScale != 1 { text += " · \(field.displayScale)" }
    return text + describe(field.display) + " · \(describe(field.bitCountRange))"
  }

  private mutating func line(_ depth: Int, _ line: String) {
    text += String(repeating: "  ", count: depth) + line + "\n"
  }
}

extension SchemaDump {
  private func describe(_ display: Display?) -> String { display.map { " @display \($0.rawValue)" } ?? "" }

  private func describe(_ range: BitCountRange) -> String {
    range.constant.map { "\($0)" } ?? "\(range.min)...\(range.max.map { "\($0)" } ?? "")"
  }

  private func describe(_ type: FieldType) -> String {
    switch type {
    case .bool: "bool"
    case .unsigned(let bits): "u\(bits)"
    case .signed(let bits): "i\(bits)"
    case .float(let bits): "f\(bits)"
    case .varint(let isSigned): isSigned ? "varint(signed)" : "varint"
    case .ranged(let range): "int(\(range.lower)...\(range.upper)) in \(range.bitCount)"
    case .fixed(let range):
      "fixed((\(range.lower) + code * \(range.step)) / \(range.denominator), code <= \(range.maximumCode)) in \(range.bitCount)"
    case .bytes(let count): "bytes\(describe(count))"
    case .text(let count): "text\(describe(count))"
    case .list(let element, let count): "[\(describe(element))\(describe(count))]"
    case .named(let id, let arguments):
      schema[id].name + (arguments.isEmpty ? "" : "(\(arguments.map(describe).joined(separator: ", ")))")
    case .padding(let multiple): "padding(\(multiple))"
    case .match(let match): describe(match)
    }
  }

  private func describe(_ match: Match) -> String {
    let cases = match.cases.map { item in
      "\(item.name) = \(item.value.map(describe) ?? "-")\(item.type.map { ": \(describe($0))" } ?? "")"
    }
    let fallback = match.fallback.map { ["default \($0.name)\($0.type.map { ": \(describe($0))" } ?? "")"] } ?? []
    let tag = match.tagField.map { " tagged by field \($0)" } ?? ""
    return "match \(describe(match.subject))\(tag) { \((cases + fallback).joined(separator: "; ")) }"
  }

  private func describe(_ count: Count) -> String {
    switch count {
    case .fixed(let number): "[\(number)]"
    case .bounded(let min, let max): "[\(min)...\(max)]"
    case .computed(let expression, let max): "[\(describe(expression))\(max.map { ", max \($0)" } ?? "")]"
    case .toEnd(let max): "[to end\(max.map { ", max \($0)" } ?? "")]"
    }
  }

  private func describe(_ value: Literal) -> String {
    switch value {
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .real(let numerator, let denominator): "\(numerator)/\(denominator)"
    case .special(let name): name
    case .text(let text): "\"\(text)\""
    case .bytes(let bytes): "hex\(hexadecimal(bytes))"
    case .symbol(let name): name
    case .list(let elements): "[\(elements.map(describe).joined(separator: ", "))]"
    case .record(let fields): "{\(fields.map { "\($0.name): \(describe($0.value))" }.joined(separator: ", "))}"
    case .unionCase(let name, let value): "{\(name): \(value.map(describe) ?? "")}"
    }
  }

  private func describe(_ expression: Expression) -> String {
    switch expression {
    case .integer(let value): "\(value)"
    case .bytes(let bytes): "hex\(hexadecimal(bytes))"
    case .field(let path): "field\(path)"
    case .parameter(let index): "parameter[\(index)]"
    case .unary(let operation, let operand): "\(operation.rawValue)(\(describe(operand)))"
    case .binary(let operation, let left, let right): "(\(describe(left)) \(operation.rawValue) \(describe(right)))"
    case .conditional(let then, let condition, let otherwise):
      "(\(describe(then)) if \(describe(condition)) else \(describe(otherwise)))"
    case .byteCount(let field): "byteCount[\(field)]"
    case .count(let field): "count[\(field)]"
    case .tag(let field): "tag[\(field)]"
    case .span(let from, let through): "span[\(from)...\(through)]"
    case .wholeRecord: "self"
    case .preceding(let dropped): "preceding(\(dropped))"
    case .remaining: "remaining"
    case .lastByte: "lastByte"
    case .position: "position"
    case .concatenation(let parts): parts.map(describe).joined(separator: " ++ ")
    case .encoded(let bits, let value): "u\(bits)(\(describe(value)))"
    case .checksum(let checksum, let value): "\(checksum.rawValue)(\(describe(value)))"
    }
  }
}

func sixteenDigits(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
