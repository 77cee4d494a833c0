import WeftSchema

extension Diagnostic.Rule {
  static let constantField: Self = "CONSTANT_FIELD"
  static let computedField: Self = "COMPUTED_FIELD"
  static let mask: Self = "MASK"
  static let carries: Self = "CARRIES"
}

extension Lowering {
  /// What stands behind the type of a foreign field.
  mutating func lowerRules(
    _ syntax: Syntax.Field, _ type: FieldType, _ scope: ForeignScope, file: Int
  ) -> ForeignRules {
    var rules = ForeignRules()
    if let span = syntax.const, syntax.value == nil, !isBroken[file] {
      error(.constantField, "a constant has a value: '= …'", at: span)
    }
    if let alternative = syntax.alternative, syntax.const != nil {
      error(.computedField, "'or' is an alternative to what is computed", at: alternative.span)
    }
    for clause in syntax.clauses {
      switch clause {
      case .value(let value):
        if syntax.const != nil {
          rules.constant = lowerConstant(value, type, file: file)
        } else {
          rules.computed = lowerComputed(value, type, scope, file: file)
        }
      case .alternative(let integer): rules.alternative = lowerAlternative(integer, type)
      case .extent(let expression): rules.extent = lowerExpression(expression, as: .integer, scope, file: file)
      case .condition(let expression): rules.condition = lowerExpression(expression, as: .integer, scope, file: file)
      case .mask(let expression): rules.mask = lowerMask(expression, type, scope, file: file)
      // The parser reports them: they belong to native fields.
      case .delta, .predict, .interned, .secret, .relative, .significant: break
      case .carries(let carriers):
        if case .bytes = schema.resolvingAliases(type) {
          rules.carries = carriers.compactMap { lower($0, scope, file: file) }
        } else if let first = carriers.first {
          error(.carries, "the next layer stands in a field of bytes", at: first.table.span)
        }
      }
    }
    return rules
  }

  private mutating func lowerConstant(_ value: Syntax.Expression, _ type: FieldType, file: Int) -> Expression? {
    guard codeBits(of: type) != nil || isFixedBytes(type) else {
      error(
        .constantField, "a constant is a number, a truth value, an enum's case, or bytes or text of a fixed count", at: value.span
      )
      return nil
    }
    switch lowerLiteral(value, as: type, file: file) {
    case .bool(let value): return .integer(value ? 1 : 0)
    case .integer(let value): return .integer(value)
    case .bytes(let bytes): return .bytes(bytes)
    case .text(let text): return .bytes(Array(text.utf8))
    case .symbol(let name): return enumeration(type)?.cases.first { $0.name == name }.map { .integer(Int128($0.code)) }
    case .real, .special, .list, .record, .unionCase:
      error(
        .constantField, "a constant is a number, a truth value, an enum's case, or bytes or text of a fixed count", at: value.span
      )
      return nil
    case nil: return nil
    }
  }

  private func isFixedBytes(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .bytes(.fixed), .text(.fixed): true
    default: false
    }
  }

  func enumeration(_ type: FieldType) -> Enumeration? {
    guard case .named(let id, _) = schema.resolvingAliases(type), case .enumeration(let body) = schema[id].body else {
      return nil
    }
    return body
  }

  private mutating func lowerComputed(
    _ value: Syntax.Expression, _ type: FieldType, _ scope: ForeignScope, file: Int
  ) -> Expression? {
    guard let kind = valueKind(of: type), kind != .bytes || isFixedBytes(type) else {
      error(.computedField, "what is computed is a number, a truth value, or bytes of a fixed count", at: value.span)
      return nil
    }
    return lowerExpression(value, as: kind == .bytes ? .bytes : .integer, scope, file: file)
  }

  private mutating func lowerAlternative(_ integer: Syntax.Integer, _ type: FieldType) -> UInt64? {
    guard let value = integer.value else { return nil }
    guard let bits = codeBits(of: type), (0...Int128(UInt64.max >> UInt64(64 - max(1, min(64, bits))))).contains(value) else {
      error(.outOfRange, "\(value) is no value of this field", at: integer.span)
      return nil
    }
    return UInt64(value)
  }

  /// Of an integer with an integer; of bytes, or of a match's bytes, with bytes.
  private mutating func lowerMask(
    _ expression: Syntax.Expression, _ type: FieldType, _ scope: ForeignScope, file: Int
  ) -> Expression? {
    switch schema.resolvingAliases(type) {
    case .unsigned: return lowerPattern(expression, scope, file) ?? lowerExpression(expression, as: .integer, scope, file: file)
    case .bytes: return lowerExpression(expression, as: .bytes, scope, file: file)
    case .match(let match):
      let cases = match.cases + (match.fallback.map { [$0] } ?? [])
      let areBytes = cases.allSatisfy { item in
        guard let type = item.type else { return true }
        if case .bytes = schema.resolvingAliases(type) { return true }
        return false
      }
      if areBytes { return lowerExpression(expression, as: .bytes, scope, file: file) }
    default: break
    }
    error(.mask, "'xor' is of an unsigned integer, of bytes, or of a match whose cases are bytes", at: expression.span)
    return nil
  }

  /// A mask that is a literal or a constant is bits: up to 64 of them, not a number with a sign.
  private mutating func lowerPattern(
    _ expression: Syntax.Expression, _ scope: ForeignScope, _ file: Int
  ) -> Expression? {
    switch expression.kind {
    case .integer: break
    case .name(let path):
      guard let first = path.first, scope.indices[first.text] == nil, scope.parameter(first.text) == nil,
        case .constant? = peek(path, from: file)?.kind
      else { return nil }
    default: return nil
    }
    guard case .number(let number)? = evaluate(expression, in: file) else { return nil }
    return number.integer.flatMap { UInt64(exactly: $0) }.map { .integer(Int128($0)) }
  }

  private mutating func lower(_ carrier: Syntax.Carrier, _ scope: ForeignScope, file: Int) -> ForeignRules.Carrier? {
    let key = lowerExpression(carrier.key, as: .integer, scope, file: file)
    let arguments = carrier.arguments.map { lower($0, scope, file)?.expression }
    let condition = carrier.condition.map { lowerExpression($0, as: .integer, scope, file: file) }
    guard let key, !arguments.contains(where: { $0 == nil }) else { return nil }
    return ForeignRules.Carrier(
      table: carrier.table.text, key: key, condition: condition ?? nil, arguments: arguments.compactMap { $0 })
  }
}
