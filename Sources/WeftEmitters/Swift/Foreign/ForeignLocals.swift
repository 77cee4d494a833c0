import WeftSchema

/// The local variables at the head of an encoder: tags of matches, sizes of fields, and what is computed from them, each after
/// those that it uses.
struct ForeignLocals {
  let record: ForeignRecord
  private let expressions: ForeignExpressions
  private var done: Set<Local> = []

  private enum Local: Hashable {
    case tag(Int)
    case size(Int)
    case value(Int)
  }

  init(_ record: ForeignRecord) {
    self.record = record
    expressions = ForeignExpressions(record: record, isDecoding: false)
  }

  private var fields: [Field] { record.record.fields }

  mutating func emit(_ writer: inout SwiftWriter) {
    for index in fields.indices where isValue(index) { define(.value(index), &writer) }
    for expression in record.expressions { define(usedBy: expression, &writer) }
  }

  /// Computed from values, not from the wire.
  private func isValue(_ index: Int) -> Bool {
    guard let computed = fields[index].foreign.computed else { return false }
    return !computed.needsWire
  }

  private mutating func define(usedBy expression: Expression, _ writer: inout SwiftWriter) {
    switch expression {
    case .field(let path): if let first = path.first, isValue(first) { define(.value(first), &writer) }
    case .byteCount(let index): define(.size(index), &writer)
    case .tag(let index): define(.tag(index), &writer)
    default: break
    }
    for operand in expression.operands { define(usedBy: operand, &writer) }
  }

  private mutating func define(_ local: Local, _ writer: inout SwiftWriter) {
    guard done.insert(local).inserted else { return }
    switch local {
    case .tag(let index): tag(index, &writer)
    case .size(let index):
      for expression in structure(of: index) { define(usedBy: expression, &writer) }
      size(index, &writer)
    case .value(let index):
      guard let computed = fields[index].foreign.computed else { return }
      define(usedBy: computed, &writer)
      value(index, computed, &writer)
    }
  }

  /// What the code that writes the field asks for.
  private func structure(of index: Int) -> [Expression] {
    ([fields[index].foreign.condition].compactMap { $0 }) + record.schema.expressions(of: fields[index].type)
  }

  private func value(_ index: Int, _ computed: Expression, _ writer: inout SwiftWriter) {
    if record.leafBitCount(fields[index].type) == nil {
      writer.line("let \(record.name(index)): WireBytes = \(expressions.bytes(computed))")
    } else if case .computed(kept: true) = record.role(index) {
      writer.line("let \(record.local(index, "Value")): WireInteger =")
      writer.indented { writer in
        writer.line("\(record.property(index)).map { WireInteger($0) } ?? \(expressions.integer(computed))")
      }
    } else {
      writer.line("let \(record.name(index)): WireInteger = \(expressions.integer(computed))")
    }
  }

  /// The value that selects the case which the match holds.
  private func tag(_ index: Int, _ writer: inout SwiftWriter) {
    guard let match = record.match(index) else { return }
    let isOptional = record.isOptional(index)
    writer.line("let \(record.local(index, "Tag")): WireInteger =")
    writer.indented { writer in
      writer.line("switch \(record.property(index)) {")
      for one in match.cases {
        guard case .integer(let value) = one.value else { continue }
        let literal = ForeignDecoder.hexadecimal(value)
        writer.line("case .\(SwiftNames.escaped(one.name))\(isOptional ? "?" : ""): \(literal)")
      }
      if let fallback = match.fallback {
        let payload = match.tagField == nil ? "" : fallback.type == nil ? "(let tag)" : "(let tag, _)"
        let value = match.tagField == nil ? "WireInteger(nil as Int64?)" : "WireInteger(tag)"
        writer.line("case .\(SwiftNames.escaped(fallback.name))\(payload)\(isOptional ? "?" : ""): \(value)")
      }
      if isOptional { writer.line("case nil: WireInteger(nil as Int64?)") }
      writer.line("}")
    }
  }

  /// How many bytes the field takes: counted by writing it nowhere.
  private func size(_ index: Int, _ writer: inout SwiftWriter) {
    let local = record.local(index, "ByteCount")
    let field = fields[index]
    let property = record.property(index)
    let isPlain = field.foreign.condition == nil && record.isProperty(index)
    if isPlain, let bits = record.constantBitCount(field.type) {
      writer.line("let \(local) = \((bits + 7) / 8)")
      return
    }
    switch record.schema.resolvingAliases(field.type) {
    case .bytes where record.isProperty(index):
      writer.line("let \(local) = \(property)\(isPlain ? ".count" : "?.count ?? 0")")
    case .text where record.isProperty(index):
      writer.line("let \(local) = \(property)\(isPlain ? ".utf8.count" : "?.utf8.count ?? 0")")
    case .list(let element, _) where isPlain && record.constantBitCount(element).map { $0 % 8 == 0 } ?? false:
      writer.line("let \(local) = \(property).count * \((record.constantBitCount(element) ?? 0) / 8)")
    default: counted(index, local, &writer)
    }
  }

  private func counted(_ index: Int, _ local: String, _ writer: inout SwiftWriter) {
    let counter = record.local(index, "Counter")
    let field = fields[index]
    writer.line("var \(counter) = ForeignWriter()")
    if record.isProperty(index) {
      var values = ForeignValueEncoder(ForeignEncoder(record), field: index, isInRun: true)
      values.target = counter
      if field.foreign.condition == nil {
        values.value(field.type, of: record.property(index), &writer)
      } else {
        let name = SwiftNames.escaped(field.name)
        writer.block("if let \(name)") { values.value(field.type, of: name, &$0) }
      }
    } else if let condition = field.foreign.condition {
      let width = record.constantBitCount(field.type) ?? 0
      writer.block("if try writer.isPresent(\(expressions.integer(condition)), field: \(record.quoted(index)))") {
        $0.line("\(counter).putCode(0, bitCount: \(width), \(record.order))")
      }
    } else {
      writer.line("\(counter).putCode(0, bitCount: \(record.constantBitCount(field.type) ?? 0), \(record.order))")
    }
    writer.line("let \(local) = \(counter).byteCount")
  }
}
