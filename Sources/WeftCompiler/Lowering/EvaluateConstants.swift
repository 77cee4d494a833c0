import WeftSchema

extension Diagnostic.Rule {
  static let constantCycle: Self = "CONSTANT_CYCLE"
  static let notConstant: Self = "NOT_CONSTANT"
  static let constantExpression: Self = "CONSTANT_EXPRESSION"
  static let wrongKind: Self = "WRONG_KIND"
  static let notWhole: Self = "NOT_WHOLE"
}

extension Lowering {
  /// Pass 3: constants, each after those that it names.
  mutating func evaluateConstants() {
    let edges = constants.map { constant in names(in: constant.syntax.value, file: constant.file).sorted() }
    for component in stronglyConnectedComponents(edges) {
      if component.count > 1 || edges[component[0]].contains(component[0]) {
        reportConstantCycle(component)
      } else {
        let constant = constants[component[0]]
        constants[component[0]].value = evaluate(constant.syntax.value, in: constant.file)
      }
    }
    for constant in constants {
      guard let scope = fileScopes[constant.file], let value = constant.value else { continue }
      schema.modules[scope.module].constants.append(
        Constant(
          name: constant.syntax.name.text, documentation: constant.syntax.documentation, file: scope.fileInModule,
          value: value.literal))
    }
  }

  private mutating func reportConstantCycle(_ component: [Int]) {
    let names = component.map { constants[$0].syntax.name }
    guard let first = names.first else { return }
    let notes = names.dropFirst().prefix(8).map { Diagnostic.Note("through '\($0.text)'", at: $0.span) }
    error(.constantCycle, "constant '\(first.text)' stands for itself", at: first.span, notes: notes)
  }

  /// The constants that an expression names, as far as they can be found; nothing is reported.
  private func names(in expression: Syntax.Expression, file: Int) -> Set<Int> {
    switch expression.kind {
    case .name(let path):
      guard let symbol = peek(path, from: file), case .constant(let index) = symbol.kind else { return [] }
      return [index]
    case .unary(_, let operand): return names(in: operand, file: file)
    case .binary(_, let left, let right), .range(let left, let right):
      return names(in: left, file: file).union(names(in: right, file: file))
    case .conditional(let then, let condition, let otherwise):
      return names(in: then, file: file).union(names(in: condition, file: file)).union(names(in: otherwise, file: file))
    case .call(_, let arguments): return arguments.reduce(into: []) { $0.formUnion(names(in: $1, file: file)) }
    case .integer, .real, .text, .bytes, .bool, .list, .record, .invalid: return []
    }
  }

  /// `limit` or `Module.limit`, if it is a constant that can be seen from `file`.
  func peek(_ path: [Syntax.Name], from file: Int) -> Symbol? {
    guard let scope = fileScopes[file], let last = path.last, path.count <= 2 else { return nil }
    if path.count == 2 {
      let qualifier = path[0].text
      let module = scope.imports[qualifier]?.module ?? (qualifier == scopes[scope.module].name ? scope.module : nil)
      return module.flatMap { scopes[$0].symbols[last.text] }
    }
    if let own = scopes[scope.module].symbols[last.text] { return own }
    let found = scope.imports.values.compactMap { scopes[$0.module].symbols[last.text] }
    return found.count == 1 ? found[0] : nil
  }

  /// The value of a constant expression; `nil` where there is none, which is then reported.
  mutating func evaluate(_ expression: Syntax.Expression, in file: Int) -> ConstantValue? {
    switch expression.kind {
    case .integer(let value): return .number(Rational(value))
    case .real(let numerator, let denominator):
      if let number = Rational(numerator, over: denominator) { return .number(number) }
      error(.constantExpression, "the number takes more than 128 bits", at: expression.span)
      return nil
    case .text(let text): return .text(text)
    case .bytes(let bytes): return .bytes(bytes)
    case .bool(let value): return .bool(value)
    case .name(let path): return evaluate(path, at: expression.span, in: file)
    case .unary(let operation, let operand):
      guard let value = evaluate(operand, in: file) else { return nil }
      return attempt(at: expression.span) { () throws(OperationFailure) in try .apply(operation, to: value) }
    case .binary(let operation, let left, let right):
      guard let a = evaluate(left, in: file), let b = evaluate(right, in: file) else { return nil }
      return attempt(at: expression.span) { () throws(OperationFailure) in try .apply(operation, a, b) }
    case .conditional(let then, let condition, let otherwise):
      guard case .bool(let holds) = evaluate(condition, in: file, as: "a truth value") else { return nil }
      return evaluate(holds ? then : otherwise, in: file)
    case .call(let function, _):
      error(.notConstant, "'\(function.text)' has no value before there are bytes", at: function.span)
      return nil
    case .range, .list, .record:
      error(.notConstant, "a number, text, bytes or a truth value is wanted here", at: expression.span)
      return nil
    case .invalid: return nil
    }
  }

  private mutating func evaluate(_ expression: Syntax.Expression, in file: Int, as kind: String) -> ConstantValue? {
    guard let value = evaluate(expression, in: file) else { return nil }
    if value.kind != kind { error(.wrongKind, "\(kind) is wanted here, not \(value.kind)", at: expression.span) }
    return value
  }

  private mutating func evaluate(_ path: [Syntax.Name], at span: Span, in file: Int) -> ConstantValue? {
    guard path.count <= 2, let last = path.last else {
      error(.unknownName, "a constant is called 'name' or 'Module.name'", at: span)
      return nil
    }
    guard let symbol = lookUp(last, in: path.count == 2 ? path[0] : nil, from: file) else { return nil }
    switch symbol.kind {
    case .constant(let index): return constants[index].value
    case .definition, .channel:
      error(
        .notConstant, "'\(last.text)' is a \(symbol.kind.noun), a value is wanted here", at: last.span,
        notes: [.init("declared here", at: symbol.name.span)])
      return nil
    }
  }

  private mutating func attempt(
    at span: Span, _ operation: () throws(OperationFailure) -> ConstantValue
  ) -> ConstantValue? {
    do throws(OperationFailure) {
      return try operation()
    } catch {
      self.error(.constantExpression, error.message, at: span)
      return nil
    }
  }

  /// A whole number.
  mutating func integer(_ expression: Syntax.Expression, in file: Int) -> Int128? {
    guard let value = evaluate(expression, in: file) else { return nil }
    guard case .number(let number) = value else {
      error(.wrongKind, "a whole number is wanted here, not \(value.kind)", at: expression.span)
      return nil
    }
    if let integer = number.integer { return integer }
    error(.notWhole, "\(number) is not a whole number", at: expression.span)
    return nil
  }

  /// Any number.
  mutating func number(_ expression: Syntax.Expression, in file: Int) -> Rational? {
    guard let value = evaluate(expression, in: file) else { return nil }
    if case .number(let number) = value { return number }
    error(.wrongKind, "a number is wanted here, not \(value.kind)", at: expression.span)
    return nil
  }
}
