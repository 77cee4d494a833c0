import WeftSchema

extension ProgramCompiler {
  mutating func append(_ indices: [Int32]) -> Range<Int32> {
    let first = Int32(operands.count)
    operands += indices
    return first..<Int32(operands.count)
  }

  mutating func compileRules(_ field: Field, at index: Int, in context: Context) -> Int32 {
    let stated = field.foreign
    guard context.isForeign, stated != ForeignRules() else { return -1 }
    var entry = RuleEntry()
    if let condition = stated.condition { entry.condition = compileExpression(condition, in: context) }
    entry.conditionNeedsRegion = stated.condition?.needsRegion ?? false
    entry.extentNeedsRegion = stated.extent?.needsRegion ?? false
    if let constant = stated.constant {
      entry.constant = compileExpression(constant, in: context)
      entry.constantPattern = UInt64(bitPattern: expressions[Int(entry.constant)].value)
    }
    if let mask = stated.mask { entry.mask = compileExpression(mask, in: context) }
    if let extent = stated.extent { entry.extent = compileExpression(extent, in: context) }
    if let computed = stated.computed {
      entry.computed = compileExpression(computed, in: context)
      entry.isDeferred = computed.needsFields(from: index)
      entry.needsBytes = computed.needsBytes
      let parameters = context.foreign?.parameters ?? []
      entry.bytesParameters = append(
        parameters.indices.filter { parameters[$0].type == .bytes && computed.uses(parameter: $0) }.map(Int32.init))
    }
    if let alternative = stated.alternative {
      entry.hasAlternative = true
      entry.alternative = alternative
    }
    if let word = stated.word, let foreign = context.foreign {
      entry.wordBitCount = word.bitCount
      entry.wordBitOffset = word.bitOffset
      entry.wordStream = foreign.byteStream
      entry.wordIsMostSignificantFirst = foreign.bitOrder == .mostSignificantFirst
    }
    entry.carriers = compileCarriers(stated.carries, in: context)
    rules.append(entry)
    return Int32(rules.count - 1)
  }

  private mutating func compileCarriers(_ stated: [ForeignRules.Carrier], in context: Context) -> Range<Int32> {
    var entries: [CarrierEntry] = []
    for carrier in stated {
      let arguments = carrier.arguments.map { compileExpression($0, in: context) }
      entries.append(
        CarrierEntry(
          table: tableIndex(carrier.table), key: compileExpression(carrier.key, in: context),
          condition: carrier.condition.map { compileExpression($0, in: context) } ?? -1,
          arguments: append(arguments)))
    }
    let first = Int32(carriers.count)
    carriers += entries
    return first..<Int32(carriers.count)
  }

  mutating func compileExpression(_ expression: Expression, in context: Context) -> Int32 {
    let node = expressionNode(expression, in: context)
    expressions.append(node)
    return Int32(expressions.count - 1)
  }

  private mutating func expressionNode(_ expression: Expression, in context: Context) -> ExpressionNode {
    switch expression {
    case .integer(let value):
      // A 64-bit pattern above the signed range is good for constants and masks; arithmetic on it has no value.
      guard let small = Int64(exactly: value) else {
        return ExpressionNode(code: .outOfRange, value: Int64(truncatingIfNeeded: value))
      }
      return ExpressionNode(code: .integer, value: small)
    case .bytes(let literal):
      bytes += literal
      return ExpressionNode(
        code: .bytes, isBytes: true, a: Int32(bytes.count - literal.count), b: Int32(bytes.count))
    case .field(let path):
      if path.count == 1 {
        return ExpressionNode(code: .localField, isBytes: isBytes(path, in: context), a: Int32(path[0]))
      }
      let range = append(path.map(Int32.init))
      return ExpressionNode(
        code: .field, isBytes: isBytes(path, in: context), a: range.lowerBound, b: range.upperBound)
    case .parameter(let index):
      let isBytes = context.foreign?.parameters[index].type == .bytes
      return ExpressionNode(code: .parameter, isBytes: isBytes, a: Int32(index))
    case .unary(let operation, let operand):
      return ExpressionNode(code: operation.code, a: compileExpression(operand, in: context))
    case .binary(let operation, let left, let right):
      let a = compileExpression(left, in: context)
      return ExpressionNode(code: operation.code, a: a, b: compileExpression(right, in: context))
    case .conditional(let then, let condition, let otherwise):
      let a = compileExpression(then, in: context)
      let b = compileExpression(condition, in: context)
      let c = compileExpression(otherwise, in: context)
      return ExpressionNode(code: .conditional, isBytes: expressions[Int(a)].isBytes, a: a, b: b, c: c)
    case .byteCount(let field): return ExpressionNode(code: .byteCount, a: Int32(field))
    case .count(let field): return ExpressionNode(code: .count, a: Int32(field))
    case .tag(let field): return ExpressionNode(code: .tag, a: Int32(field), b: tagSubject(field, in: context))
    case .span(let from, let through):
      return ExpressionNode(code: .span, isBytes: true, a: Int32(from), b: Int32(through))
    case .wholeRecord: return ExpressionNode(code: .wholeRecord, isBytes: true)
    case .preceding(let count): return ExpressionNode(code: .preceding, isBytes: true, value: Int64(count))
    case .remaining: return ExpressionNode(code: .remaining)
    case .lastByte: return ExpressionNode(code: .lastByte)
    case .position: return ExpressionNode(code: .position)
    case .concatenation(let parts):
      let compiled = parts.map { compileExpression($0, in: context) }
      let range = append(compiled)
      return ExpressionNode(code: .concatenation, isBytes: true, a: range.lowerBound, b: range.upperBound)
    case .encoded(let bitCount, let operand):
      let a = compileExpression(operand, in: context)
      return ExpressionNode(code: .encoded, isBytes: true, a: a, value: Int64(bitCount))
    case .checksum(let checksum, let operand):
      return ExpressionNode(code: checksum.code, a: compileExpression(operand, in: context))
    }
  }

  /// The subject of the `match` field, by which a decoder knows its tag.
  private mutating func tagSubject(_ field: Int, in context: Context) -> Int32 {
    guard let fields = context.record?.fields, fields.indices.contains(field), case .match(let match) = fields[field].type
    else { return -1 }
    return compileExpression(match.subject, in: context)
  }

  /// Whether the field at `path` holds bytes or text.
  private func isBytes(_ path: [Int], in context: Context) -> Bool {
    var record = context.record
    for (depth, index) in path.enumerated() {
      guard let fields = record?.fields, fields.indices.contains(index) else { return false }
      var type = fields[index].type
      while case .named(let id, arguments: _) = type, case .alias(let alias) = schema[id].body { type = alias.type }
      if depth == path.count - 1 {
        switch type {
        case .bytes, .text: return true
        default: return false
        }
      }
      guard case .named(let id, arguments: _) = type, case .record(let next) = schema[id].body else { return false }
      record = next
    }
    return false
  }
}

extension Expression {
  /// Whether the value depends on bytes of the encoding.
  var needsBytes: Bool {
    switch self {
    case .span, .wholeRecord, .preceding: true
    default: operands.contains { $0.needsBytes }
    }
  }

  /// Whether the value depends on fields from `first` on: such a computed value is checked at the end of the record.
  func needsFields(from first: Int) -> Bool {
    switch self {
    case .field(let path): path.first.map { $0 >= first } ?? false
    case .byteCount(let field), .count(let field), .tag(let field): field >= first
    case .span(_, let through): through >= first
    case .wholeRecord: true
    default: operands.contains { $0.needsFields(from: first) }
    }
  }

  /// Whether the value depends on what stands behind it in its region.
  var needsRegion: Bool {
    switch self {
    case .remaining, .lastByte: true
    default: operands.contains { $0.needsRegion }
    }
  }

  func uses(parameter index: Int) -> Bool {
    self == .parameter(index) || operands.contains { $0.uses(parameter: index) }
  }

  var operands: [Expression] {
    switch self {
    case .unary(_, let operand), .encoded(_, let operand), .checksum(_, let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .conditional(let then, let condition, let otherwise): [then, condition, otherwise]
    case .concatenation(let parts): parts
    default: []
    }
  }
}

extension Expression.Unary {
  var code: ExpressionNode.Code {
    switch self {
    case .negate: .negate
    case .complement: .complement
    case .not: .not
    }
  }
}

extension Expression.Binary {
  var code: ExpressionNode.Code {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .remainder: .remainder
    case .shiftLeft: .shiftLeft
    case .shiftRight: .shiftRight
    case .bitAnd: .bitAnd
    case .bitOr: .bitOr
    case .bitXor: .bitXor
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .and: .and
    case .or: .or
    }
  }
}

extension Expression.Checksum {
  var code: ExpressionNode.Code {
    switch self {
    case .internet: .internetChecksum
    case .internetNonzero: .internetChecksumNonzero
    case .crc32: .crc32
    }
  }
}
