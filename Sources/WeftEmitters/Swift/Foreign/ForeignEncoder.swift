import WeftSchema

/// Emits `encode(into:)` of a foreign record: first what is computed from values, then the wire, then what is computed from it.
struct ForeignEncoder {
  let record: ForeignRecord
  let expressions: ForeignExpressions
  private var fields: [Field] { record.record.fields }

  init(_ record: ForeignRecord) {
    self.record = record
    expressions = ForeignExpressions(record: record, isDecoding: false)
  }

  func emit(into writer: inout SwiftWriter) {
    let parameters = ["into writer: inout ForeignWriter"] + record.parameterDeclarations
    writer.list("public func encode", parameters, " throws(EncodeError) {")
    writer.indented { writer in
      if record.needsStart { writer.line("let record = writer.bitOffset") }
      if let declaration = record.orderDeclaration { writer.line(declaration) }
      var locals = ForeignLocals(record)
      locals.emit(&writer)
      for step in record.record.steps {
        switch step {
        case .run(let bitCount): writer.line("try writer.reserve(bitCount: \(bitCount))")
        case .fixed(let index, _): field(index, isInRun: true, &writer)
        case .varying(let index): field(index, isInRun: false, &writer)
        default: break
        }
      }
      for index in fields.indices { patch(index, &writer) }
    }
    writer.line("}")
  }

  /// Whether something asks where the field starts and ends on the wire.
  private func isMarked(_ index: Int) -> (start: Bool, end: Bool) {
    let isPatched = fields[index].foreign.computed?.needsWire ?? false
    var marks = (start: isPatched, end: false)
    for expression in record.expressions {
      _ = expression.contains {
        if case .span(let from, let through) = $0 {
          if from == index { marks.start = true }
          if through == index { marks.end = true }
        }
        return false
      }
    }
    return marks
  }

  // MARK: Fields

  private func field(_ index: Int, isInRun: Bool, _ writer: inout SwiftWriter) {
    let rules = fields[index].foreign
    let marks = isMarked(index)
    if let word = rules.word, word.bitOffset == 0 {
      let isFirst = fields.firstIndex { $0.foreign.word != nil } == index
      writer.line("\(isFirst ? "var " : "")word = WireWord(bitCount: \(word.bitCount), \(record.order))")
    }
    if marks.start { writer.line("let \(record.local(index, "Start")) = writer.bitOffset") }
    conditional(index, isInRun: isInRun, &writer)
    if marks.end { writer.line("let \(record.local(index, "End")) = writer.bitOffset") }
    if let word = rules.word, word.bitOffset + (record.leafBitCount(fields[index].type) ?? 0) == word.bitCount {
      writer.line("writer.put(word, \(record.order))")
    }
  }

  private func conditional(_ index: Int, isInRun: Bool, _ writer: inout SwiftWriter) {
    let name = record.quoted(index)
    guard let condition = fields[index].foreign.condition else {
      regioned(index, isInRun: isInRun, &writer)
      return
    }
    let text = expressions.integer(condition)
    guard case .property = record.role(index) else {
      writer.block("if try writer.isPresent(\(text), field: \(name))") { regioned(index, isInRun: isInRun, &$0) }
      return
    }
    if !condition.needsRegion {
      writer.list("try writer.check", ["isPresent: \(record.property(index)) != nil", text, "field: \(name)"], "")
    }
    writer.block("if let \(SwiftNames.escaped(fields[index].name))") { regioned(index, isInRun: isInRun, &$0) }
  }

  /// The property, unwrapped where a condition was met.
  private func source(_ index: Int) -> String {
    fields[index].foreign.condition == nil ? record.property(index) : SwiftNames.escaped(fields[index].name)
  }

  private func regioned(_ index: Int, isInRun: Bool, _ writer: inout SwiftWriter) {
    guard let extent = fields[index].foreign.extent, !extent.needsRegion else {
      content(index, isInRun: isInRun, &writer)
      return
    }
    let first = record.local(index, "First")
    writer.line("let \(first) = writer.bitOffset")
    content(index, isInRun: isInRun, &writer)
    writer.list(
      "try writer.check",
      ["(writer.bitOffset - \(first)) / 8", "states: \(expressions.integer(extent))", "field: \(record.quoted(index))"], "")
  }

  private func content(_ index: Int, isInRun: Bool, _ writer: inout SwiftWriter) {
    let field = fields[index]
    if let width = record.leafBitCount(field.type), !isInRun { writer.line("try writer.reserve(bitCount: \(width))") }
    switch record.role(index) {
    case .constant: constant(index, &writer)
    case .computed: computed(index, &writer)
    case .property:
      var values = ForeignValueEncoder(self, field: index, isInRun: isInRun)
      values.value(field.type, of: source(index), &writer)
    }
  }

  /// Puts a code into the writer or the word.
  func put(_ code: String, width: Int, _ index: Int, _ writer: inout SwiftWriter) {
    if fields[index].foreign.word != nil {
      writer.line("word.putCode(\(code), bitCount: \(width))")
    } else {
      writer.line("writer.putCode(\(code), bitCount: \(width), \(record.order))")
    }
  }

  private func constant(_ index: Int, _ writer: inout SwiftWriter) {
    guard let constant = fields[index].foreign.constant else { return }
    guard let width = record.leafBitCount(fields[index].type) else {
      writer.line("try writer.put(\(expressions.bytes(constant)), \(record.order), field: \(record.quoted(index)))")
      return
    }
    let ones = width >= 64 ? UInt64.max : (1 << UInt64(width)) - 1
    if case .integer(let value) = constant {
      let literal = ForeignDecoder.hexadecimal(UInt64(truncatingIfNeeded: value) & ones, width: width)
      put(literal + mask(index, width), width: width, index, &writer)
    } else {
      let code = code(expressions.integer(constant), index, width)
      put(code + mask(index, width), width: width, index, &writer)
    }
  }

  /// ` ^ mask` of a leaf.
  func mask(_ index: Int, _ width: Int) -> String {
    guard let mask = fields[index].foreign.mask else { return "" }
    if case .integer(let value) = mask {
      let ones = width >= 64 ? UInt64.max : (1 << UInt64(width)) - 1
      return " ^ " + ForeignDecoder.hexadecimal(UInt64(truncatingIfNeeded: value) & ones, width: width)
    }
    return " ^ (try writer.mask(\(expressions.integer(mask)), bitCount: \(width), field: \(record.quoted(index))))"
  }

  private func code(_ expression: String, _ index: Int, _ width: Int) -> String {
    let isSigned = record.isSigned(fields[index].type) ? ", isSigned: true" : ""
    return "try writer.code(computed: \(expression), bitCount: \(width)\(isSigned), field: \(record.quoted(index)))"
  }

  // MARK: Computed values

  /// What is computed from values is known by now; what is computed from the wire is put as zeros and filled in at the end.
  private func computed(_ index: Int, _ writer: inout SwiftWriter) {
    guard let computed = fields[index].foreign.computed else { return }
    guard let width = record.leafBitCount(fields[index].type) else {
      let byteCount = (record.constantBitCount(fields[index].type) ?? 0) / 8
      let bytes = computed.needsWire ? "WireBytes([UInt8](repeating: 0, count: \(byteCount)))" : record.name(index)
      writer.line("try writer.put(\(bytes), \(record.order), field: \(record.quoted(index)))")
      return
    }
    if computed.needsWire {
      put("0", width: width, index, &writer)
    } else {
      let local = isKept(index) ? record.local(index, "Value") : record.name(index)
      put(code(local, index, width) + mask(index, width), width: width, index, &writer)
    }
  }

  private func isKept(_ index: Int) -> Bool { if case .computed(kept: true) = record.role(index) { true } else { false } }

  /// Fills in what is computed from the wire, and checks what was kept.
  private func patch(_ index: Int, _ writer: inout SwiftWriter) {
    guard let computed = fields[index].foreign.computed else { return }
    var own = expressions
    own.computing = index
    if computed.needsWire { fillIn(index, computed, own, &writer) }
    guard isKept(index), let alternative = fields[index].foreign.alternative else { return }
    let name = SwiftNames.escaped(fields[index].name)
    writer.block("if let \(name), \(name) != \(alternative)") { writer in
      let arguments = ["kept: WireInteger(\(name))", "computed: \(own.integer(computed))", "field: \(record.quoted(index))"]
      writer.list("try writer.check", arguments, "")
    }
  }

  private func fillIn(_ index: Int, _ computed: Expression, _ own: ForeignExpressions, _ writer: inout SwiftWriter) {
    let start = record.local(index, "Start")
    let name = record.quoted(index)
    var lines = SwiftWriter()
    if let width = record.leafBitCount(fields[index].type) {
      let kept = isKept(index) ? "\(record.property(index)).map { WireInteger($0) } ?? " : ""
      let value = ["computed: \(kept)\(own.integer(computed))", "bitCount: \(width)", "field: \(name)"]
      let code = record.local(index, "Code")
      lines.list("let \(code) = try writer.code", value, "")
      lines.list("writer.patch", [code + mask(index, width), "at: \(start)", "bitCount: \(width)", record.order], "")
    } else {
      lines.list("try writer.patch", [own.bytes(computed), "at: \(start)", record.order, "field: \(name)"], "")
    }
    let body = lines.text.split(separator: "\n").map(String.init)
    if let condition = fields[index].foreign.condition {
      writer.block("if try writer.isPresent(\(expressions.integer(condition)), field: \(name))") { writer in
        for line in body { writer.line(line) }
      }
    } else {
      for line in body { writer.line(line) }
    }
  }
}
