import WeftSchema

/// Emits `init(decoding:)` of a foreign record: straight down the wire, then the checks that need what came later.
struct ForeignDecoder {
  let record: ForeignRecord
  let expressions: ForeignExpressions
  /// Fields whose first bit, or the bit after their last, something asks for.
  private var starts: Set<Int> = []
  private var ends: Set<Int> = []

  init(_ record: ForeignRecord) {
    self.record = record
    expressions = ForeignExpressions(record: record, isDecoding: true)
    for expression in record.expressions {
      _ = expression.contains {
        note($0)
        return false
      }
    }
    for index in record.record.fields.indices where !isTagOfItself(index) {
      let rules = record.record.fields[index].foreign
      if rules.computed != nil || (rules.constant != nil && !isPlainConstant(index)) { starts.insert(index) }
    }
  }

  private mutating func note(_ expression: Expression) {
    switch expression {
    case .byteCount(let index):
      starts.insert(index)
      ends.insert(index)
    case .span(let from, let through):
      starts.insert(from)
      ends.insert(through)
    default: break
    }
  }

  private var fields: [Field] { record.record.fields }
  var order: String { record.order }

  func emit(into writer: inout SwiftWriter) {
    let parameters = ["decoding reader: inout ForeignReader"] + record.parameterDeclarations
    writer.list("public init", parameters, " throws(DecodeError) {")
    writer.indented { writer in body(&writer) }
    writer.line("}")
  }

  private func body(_ writer: inout SwiftWriter) {
    if record.countsDepth { writer.line("try reader.descend()") }
    if record.needsStart { writer.line("let record = reader.bitOffset") }
    if let declaration = record.orderDeclaration { writer.line(declaration) }
    for step in record.record.steps {
      switch step {
      case .run(let bitCount): writer.line("try reader.require(bitCount: \(bitCount))")
      case .fixed(let index, _): field(index, isInRun: true, &writer)
      case .varying(let index): field(index, isInRun: false, &writer)
      default: break
      }
    }
    for index in fields.indices where isDeferred(index) { check(index, &writer) }
    if record.countsDepth { writer.line("reader.ascend()") }
  }

  // MARK: Fields

  private func field(_ index: Int, isInRun: Bool, _ writer: inout SwiftWriter) {
    let rules = fields[index].foreign
    if rules.word != nil { word(index, &writer) }
    if starts.contains(index) {
      writer.line("let \(record.local(index, "Start")) = \(rules.word == nil ? "reader" : "word").bitOffset")
    }
    guard let condition = rules.condition else {
      regioned(index, isInRun: isInRun, &writer)
      finish(index, &writer)
      return
    }
    if case .computed = record.role(index) { writer.line("var \(target(index)): \(localType(index))? = nil") }
    let text = expressions.integer(condition)
    writer.block("if try reader.isPresent(\(text), field: \(record.quoted(index)))") { writer in
      regioned(index, isInRun: isInRun, &writer)
      if !isDeferred(index) { check(index, &writer) }
    }
    if ends.contains(index) { writer.line("let \(record.local(index, "End")) = reader.bitOffset") }
    keep(index, &writer)
  }

  /// What follows the value of a field that is always there.
  private func finish(_ index: Int, _ writer: inout SwiftWriter) {
    if ends.contains(index) { writer.line("let \(record.local(index, "End")) = reader.bitOffset") }
    keep(index, &writer)
    if !isDeferred(index) { check(index, &writer) }
  }

  /// The type of a computed field's local.
  private func localType(_ index: Int) -> String {
    guard isCoded(index) else { return record.swiftType(of: fields[index].type, field: index) }
    return ForeignRecord.integer(bitCount: record.leafBitCount(fields[index].type) ?? 64, isSigned: false)
  }

  /// Enums that are computed are compared as codes.
  private func isCoded(_ index: Int) -> Bool {
    guard case .named(let id, _) = record.schema.resolvingAliases(fields[index].type) else { return false }
    switch record.schema[id].body {
    case .enumeration, .flags: return true
    default: return false
    }
  }

  /// Where the value goes.
  private func target(_ index: Int) -> String {
    switch record.role(index) {
    case .property: record.property(index)
    case .computed(kept: true): record.local(index, "Value")
    case .computed(kept: false), .constant: record.name(index)
    }
  }

  /// `or N`: what was found is kept where it is N.
  private func keep(_ index: Int, _ writer: inout SwiftWriter) {
    guard case .computed(kept: true) = record.role(index), let alternative = fields[index].foreign.alternative else { return }
    writer.line("\(record.property(index)) = \(target(index)) == \(alternative) ? \(target(index)) : nil")
  }

  private func regioned(_ index: Int, isInRun: Bool, _ writer: inout SwiftWriter) {
    guard let extent = fields[index].foreign.extent else {
      content(index, isInRun: isInRun, &writer)
      return
    }
    let region = record.local(index, "Region")
    writer.line("let \(region) = try reader.enterRegion(\(expressions.integer(extent)), field: \(record.quoted(index)))")
    content(index, isInRun: false, &writer)
    writer.line("try reader.leaveRegion(\(region), field: \(record.quoted(index)))")
  }

  private func content(_ index: Int, isInRun: Bool, _ writer: inout SwiftWriter) {
    let field = fields[index]
    if case .constant = record.role(index) {
      constant(index, isInRun: isInRun, &writer)
      return
    }
    if let width = record.leafBitCount(field.type), field.foreign.word == nil, !isInRun {
      writer.line("try reader.require(bitCount: \(width))")
    }
    if case .computed = record.role(index) {
      let declaration = field.foreign.condition == nil ? "let \(target(index)): \(localType(index))" : target(index)
      if let width = record.leafBitCount(field.type), isCoded(index) {
        writer.line("\(declaration) = \(code(index, width: width))")
      } else {
        ForeignValueDecoder(self, field: index, isInRun: isInRun).value(field.type, into: declaration, &writer)
      }
      return
    }
    ForeignValueDecoder(self, field: index, isInRun: isInRun).value(field.type, into: target(index), &writer)
  }

  /// A leaf's bits as an integer of the type that the target has.
  private func code(_ index: Int, width: Int) -> String {
    fields[index].foreign.word == nil ? "reader.take(bitCount: \(width), \(order))" : "word.take(bitCount: \(width))"
  }

  // MARK: Words

  /// The first field of a word reads it.
  private func word(_ index: Int, _ writer: inout SwiftWriter) {
    guard let word = fields[index].foreign.word, word.bitOffset == 0 else { return }
    let isFirst = fields.firstIndex { $0.foreign.word != nil } == index
    writer.line("\(isFirst ? "var " : "")word = reader.takeWord(bitCount: \(word.bitCount), \(order))")
  }

  // MARK: Constants and computed values

  private func isPlainConstant(_ index: Int) -> Bool {
    let field = fields[index]
    guard let constant = field.foreign.constant, record.leafBitCount(field.type) != nil, !record.isSigned(field.type) else {
      return false
    }
    if case .integer = constant { return field.foreign.word == nil && field.foreign.mask == nil }
    return false
  }

  private func constant(_ index: Int, isInRun: Bool, _ writer: inout SwiftWriter) {
    let field = fields[index]
    guard let constant = field.foreign.constant else { return }
    let name = record.quoted(index)
    guard let width = record.leafBitCount(field.type) else {
      let byteCount = (record.constantBitCount(field.type) ?? 0) / 8
      if !isInRun { writer.line("try reader.require(bitCount: \(byteCount * 8))") }
      writer.line("let \(record.name(index)) = reader.takeBytes(count: \(byteCount), \(order))")
      let expected = "isConstant: \(expressions.bytes(constant))"
      writer.list(
        "try reader.check", [record.name(index), expected, "at: \(record.local(index, "Start"))", "field: \(name)"], "")
      return
    }
    if !isInRun { writer.line("try reader.require(bitCount: \(width))") }
    if isPlainConstant(index), case .integer(let value) = constant {
      let pattern = Self.hexadecimal(UInt64(truncatingIfNeeded: value), width: width)
      writer.line("try reader.expect(\(pattern), bitCount: \(width), \(order), field: \(name))")
      return
    }
    let type = ForeignRecord.integer(bitCount: width, isSigned: record.isSigned(field.type))
    writer.line("let \(record.name(index)): \(type) = \(code(index, width: width))\(mask(index))")
    let expected =
      if case .integer(let value) = constant {
        Self.hexadecimal(UInt64(truncatingIfNeeded: value), width: 64)
      } else {
        "UInt64(bitPattern: try reader.integer(\(expressions.integer(constant)), field: \(name)))"
      }
    let found = "UInt64(truncatingIfNeeded: \(record.name(index)))"
    let place = ["at: \(record.local(index, "Start"))", "field: \(name)"]
    writer.list("try reader.check", [found, "isConstant: \(expected)"] + place, "")
  }

  static func hexadecimal(_ value: UInt64, width: Int) -> String {
    value < 10 ? "\(value)" : "0x" + String(value, radix: 16, uppercase: true)
  }

  /// ` ^ mask` of a leaf.
  private func mask(_ index: Int) -> String {
    guard let mask = fields[index].foreign.mask, let width = record.leafBitCount(fields[index].type) else { return "" }
    if case .integer(let value) = mask {
      let ones = width >= 64 ? UInt64.max : (1 << UInt64(width)) - 1
      return " ^ " + Self.hexadecimal(UInt64(truncatingIfNeeded: value) & ones, width: width)
    }
    return " ^ (try reader.mask(\(expressions.integer(mask)), bitCount: \(width), field: \(record.quoted(index))))"
  }

  /// The field's tag selects the case that it is computed from: nothing to check.
  private func isTagOfItself(_ index: Int) -> Bool {
    guard case .tag(let match) = fields[index].foreign.computed else { return false }
    return record.match(match)?.subject == .field([index])
  }

  private func isDeferred(_ index: Int) -> Bool { fields[index].foreign.computed?.needsFields(from: index) ?? false }

  private func check(_ index: Int, _ writer: inout SwiftWriter) {
    guard let computed = fields[index].foreign.computed, !isTagOfItself(index) else { return }
    var own = expressions
    own.computing = index
    var conditions: [String] = []
    let name = target(index)
    if fields[index].foreign.condition != nil { conditions.append("let \(name)") }
    if let alternative = fields[index].foreign.alternative { conditions.append("\(name) != \(alternative)") }
    for parameter in emptiable(computed) { conditions.append("!\(record.parameterName(parameter)).isEmpty") }
    let isOfBytes = record.isBytes(fields[index].type)
    let found = isOfBytes ? bytes(of: name, fields[index].type) : "WireInteger(\(name))"
    let expected = isOfBytes ? own.bytes(computed) : own.integer(computed)
    let arguments = [found, "computed: \(expected)", "at: \(record.local(index, "Start"))", "field: \(record.quoted(index))"]
    if conditions.isEmpty {
      writer.list("try reader.check", arguments, "")
    } else {
      writer.block("if \(conditions.joined(separator: ", "))") { $0.list("try reader.check", arguments, "") }
    }
  }

  /// What was read of bytes, as an array.
  private func bytes(of name: String, _ type: FieldType) -> String {
    switch record.schema.resolvingAliases(type) {
    case .bytes(.fixed): "[UInt8](\(name))"
    default: name
    }
  }

  /// `bytes` parameters: where one is empty, what is computed from it is not checked.
  private func emptiable(_ expression: Expression) -> [Int] {
    record.foreign.parameters.indices.filter { index in
      record.foreign.parameters[index].type == .bytes && expression.contains { $0 == .parameter(index) }
    }
  }
}
