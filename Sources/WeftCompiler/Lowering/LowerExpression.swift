import WeftSchema

extension Diagnostic.Rule {
  static let laterField: Self = "LATER_FIELD"
  static let notAValue: Self = "NOT_A_VALUE"
  static let unknownFunction: Self = "UNKNOWN_FUNCTION"
  static let functionArguments: Self = "FUNCTION_ARGUMENTS"
  static let expressionRange: Self = "EXPRESSION_RANGE"
}

extension Lowering {
  /// An expression over earlier fields of a foreign record, of the kind that is wanted.
  mutating func lowerExpression(
    _ expression: Syntax.Expression, as wanted: ExpressionKind, _ scope: ForeignScope, file: Int
  ) -> Expression? {
    guard let lowered = lower(expression, scope, file) else { return nil }
    switch (wanted, lowered.kind) {
    case (.integer, .integer), (.integer, .boolean), (.boolean, .boolean), (.bytes, .bytes): return lowered.expression
    default:
      error(
        .wrongKind, "\(wanted.name) \(wanted == .bytes ? "are" : "is") wanted here, not \(lowered.kind.name)",
        at: expression.span)
      return nil
    }
  }

  mutating func lower(_ expression: Syntax.Expression, _ scope: ForeignScope, _ file: Int) -> TypedExpression? {
    switch expression.kind {
    case .integer(let value):
      guard Int64(exactly: value) != nil else {
        reportRange("\(value)", at: expression.span)
        return nil
      }
      return TypedExpression(.integer(value), .integer)
    case .bool(let value): return TypedExpression(.integer(value ? 1 : 0), .boolean)
    case .bytes(let bytes): return TypedExpression(.bytes(bytes), .bytes)
    case .name(let path): return lower(path, at: expression.span, scope, file)
    case .call(let function, let arguments): return lowerCall(function, arguments, at: expression.span, scope, file)
    case .unary(let operation, let operand): return lower(operation, operand, scope, file)
    case .binary(let operation, let left, let right): return lower(operation, left, right, scope, file)
    case .conditional(let then, let condition, let otherwise):
      let holds = lowerExpression(condition, as: .integer, scope, file: file)
      let first = lower(then, scope, file)
      let second = lower(otherwise, scope, file)
      guard let holds, let first, let second else { return nil }
      guard (first.kind == .bytes) == (second.kind == .bytes) else {
        error(.wrongKind, "one branch is \(first.kind.name), the other \(second.kind.name)", at: otherwise.span)
        return nil
      }
      return TypedExpression(
        .conditional(then: first.expression, if: holds, else: second.expression),
        first.kind == second.kind ? first.kind : .integer)
    case .real, .text, .range, .list, .record:
      error(.notAValue, "an expression over fields knows whole numbers, truth values and bytes", at: expression.span)
      return nil
    case .invalid: return nil
    }
  }

  private mutating func reportRange(_ number: String, at span: Span) {
    error(
      .expressionRange,
      "expressions are over 64-bit signed integers, \(number) is none; a constant and a whole mask can be 64 bits", at: span)
  }

  private mutating func lower(
    _ operation: Syntax.Expression.Unary, _ operand: Syntax.Expression, _ scope: ForeignScope, _ file: Int
  ) -> TypedExpression? {
    guard let value = lowerExpression(operand, as: .integer, scope, file: file) else { return nil }
    switch operation {
    case .negate:
      // -2^63 is written as a negation of what is no 64-bit integer, but nobody needs it.
      if case .integer(let number) = value { return TypedExpression(.integer(-number), .integer) }
      return TypedExpression(.unary(.negate, value), .integer)
    case .complement: return TypedExpression(.unary(.complement, value), .integer)
    case .not: return TypedExpression(.unary(.not, value), .boolean)
    }
  }

  private mutating func lower(
    _ operation: Syntax.Expression.Binary, _ left: Syntax.Expression, _ right: Syntax.Expression, _ scope: ForeignScope,
    _ file: Int
  ) -> TypedExpression? {
    if operation == .concatenate {
      let a = lowerExpression(left, as: .bytes, scope, file: file)
      let b = lowerExpression(right, as: .bytes, scope, file: file)
      guard let a, let b else { return nil }
      return TypedExpression(.concatenation(a.parts + b.parts), .bytes)
    }
    let a = lowerExpression(left, as: .integer, scope, file: file)
    let b = lowerExpression(right, as: .integer, scope, file: file)
    guard let a, let b, let lowered = Expression.Binary(rawValue: operation.rawValue) else { return nil }
    switch operation {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .and, .or:
      return TypedExpression(.binary(lowered, a, b), .boolean)
    default: return TypedExpression(.binary(lowered, a, b), .integer)
    }
  }

  /// A field, a parameter, a word of the language, a constant or an enum's case, in this order.
  private mutating func lower(
    _ path: [Syntax.Name], at span: Span, _ scope: ForeignScope, _ file: Int
  ) -> TypedExpression? {
    guard let first = path.first else { return nil }
    if let index = scope.indices[first.text] { return lowerField(path, index, scope) }
    if path.count == 1 {
      if let index = scope.parameter(first.text) {
        return TypedExpression(.parameter(index), ExpressionKind(scope.parameters[index].type))
      }
      switch first.text {
      case "self": return TypedExpression(.wholeRecord, .bytes)
      case "remaining": return TypedExpression(.remaining, .integer)
      case "lastByte": return TypedExpression(.lastByte, .integer)
      case "position": return TypedExpression(.position, .integer)
      default: break
      }
    }
    if let code = enumCode(path, file) { return TypedExpression(.integer(Int128(code)), .integer) }
    if path.count == 1, peek(path, from: file) == nil, !isBrokenModule(of: file) {
      let (notes, fixes) = suggest(
        for: first, among: scope.names.prefix(scope.current).map(\.text) + scope.parameters.map(\.name))
      error(
        .unknownName, "no earlier field, parameter or constant is called '\(first.text)'", at: first.span, notes: notes,
        fixes: fixes)
      return nil
    }
    return lowerConstant(Syntax.Expression(.name(path), at: span), file)
  }

  private func isBrokenModule(of file: Int) -> Bool { fileScopes[file].map { isBroken(module: $0.module) } ?? true }

  private mutating func lowerConstant(_ expression: Syntax.Expression, _ file: Int) -> TypedExpression? {
    guard let value = evaluate(expression, in: file) else { return nil }
    switch value {
    case .bool(let value): return TypedExpression(.integer(value ? 1 : 0), .boolean)
    case .bytes(let bytes): return TypedExpression(.bytes(bytes), .bytes)
    case .number(let number):
      if let integer = number.integer, Int64(exactly: integer) != nil { return TypedExpression(.integer(integer), .integer) }
      reportRange("\(number)", at: expression.span)
    case .text: error(.notAValue, "an expression over fields knows whole numbers, truth values and bytes", at: expression.span)
    }
    return nil
  }

  /// `Kind.request`, `Module.Kind.request`.
  func enumCode(_ path: [Syntax.Name], _ file: Int) -> UInt64? {
    guard path.count == 2 || path.count == 3, let last = path.last else { return nil }
    guard let symbol = peek(Array(path.dropLast()), from: file), case .definition(let id) = symbol.kind else { return nil }
    guard case .enumeration(let enumeration) = schema[id].body else { return nil }
    return enumeration.cases.first { $0.name == last.text }?.code
  }

  private mutating func lowerField(_ path: [Syntax.Name], _ index: Int, _ scope: ForeignScope) -> TypedExpression? {
    guard let first = path.first else { return nil }
    guard index < scope.current else {
      let what =
        index == scope.current
        ? "'\(first.text)' cannot depend on itself" : "'\(first.text)' comes later: its value is not known yet"
      error(
        .laterField, what, at: first.span,
        notes: index == scope.current ? [] : [.init("declared here", at: scope.names[index].span)])
      return nil
    }
    if scope.broken.contains(index) { return nil }
    var indices = [index]
    var field = scope.fields[index]
    for name in path.dropFirst() {
      guard case .named(let id, _) = schema.resolvingAliases(field.type), case .record(let record) = schema[id].body else {
        error(.notAValue, "'\(field.name)' has no fields", at: name.span)
        return nil
      }
      guard let next = record.fields.firstIndex(where: { $0.name == name.text }) else {
        // A definition further down is not lowered yet: its names are in its syntax.
        return lowerLaterDefinition(id, name, record, path)
      }
      indices.append(next)
      field = record.fields[next]
    }
    if field.foreign.condition == nil, let constant = field.foreign.constant {
      if case .bytes = constant { return TypedExpression(constant, .bytes) }
      return TypedExpression(constant, .integer)
    }
    guard let kind = valueKind(of: field.type) else {
      error(.notAValue, "'\(field.name)' is no number, truth value or bytes", at: path.last?.span ?? first.span)
      return nil
    }
    return TypedExpression(.field(indices), kind)
  }

  private mutating func lowerLaterDefinition(
    _ id: DefinitionID, _ name: Syntax.Name, _ record: Record, _ path: [Syntax.Name]
  ) -> TypedExpression? {
    let known = record.fields.map(\.name)
    guard !isBroken[origins[id.index].file] else { return nil }
    let (notes, fixes) = suggest(for: name, among: known)
    error(.unknownField, "'\(schema[id].name)' has no field '\(name.text)'", at: name.span, notes: notes, fixes: fixes)
    return nil
  }

  /// What the value of a field is in an expression; `nil`: nothing.
  func valueKind(of type: FieldType) -> ExpressionKind? {
    switch schema.resolvingAliases(type) {
    case .bool: return .boolean
    case .unsigned, .signed, .ranged, .varint: return .integer
    case .bytes: return .bytes
    case .named(let id, _):
      switch schema[id].body {
      case .enumeration, .flags: return .integer
      default: return nil
      }
    default: return nil
    }
  }

  /// Whether the value is known only when there are bytes.
  func isOverFields(_ expression: Syntax.Expression, _ scope: ForeignScope, file: Int) -> Bool {
    switch expression.kind {
    case .name(let path):
      guard let first = path.first else { return false }
      if scope.indices[first.text] != nil { return true }
      if path.count == 1 && scope.parameter(first.text) != nil { return true }
      return path.count == 1 && ["self", "remaining", "lastByte", "position"].contains(first.text)
        || enumCode(path, file) != nil
        // What is nothing at all was meant to be a field, most likely.
        || (path.count == 1 && peek(path, from: file) == nil)
    case .call: return true
    case .unary(_, let operand): return isOverFields(operand, scope, file: file)
    case .binary(_, let left, let right), .range(let left, let right):
      return isOverFields(left, scope, file: file) || isOverFields(right, scope, file: file)
    case .conditional(let then, let condition, let otherwise):
      return [then, condition, otherwise].contains { isOverFields($0, scope, file: file) }
    case .integer, .real, .text, .bytes, .bool, .list, .record, .invalid: return false
    }
  }
}

extension Expression {
  /// Of a concatenation, so that `a ++ b ++ c` is one.
  fileprivate var parts: [Expression] {
    if case .concatenation(let parts) = self { parts } else { [self] }
  }
}
