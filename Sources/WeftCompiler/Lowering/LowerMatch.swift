import WeftSchema

extension Lowering {
  /// `match type { mapped = 1: Address  default other: bytes }`.
  mutating func lower(_ syntax: Syntax.Match, _ scope: ForeignScope, _ context: TypeContext) -> FieldType? {
    let subject = lowerExpression(syntax.subject, as: .integer, scope, file: context.file)
    if syntax.cases.isEmpty && syntax.fallback == nil {
      error(.noCases, "a match without cases matches nothing", at: syntax.subject.span)
    }
    var names = MemberNames(reserved: [])
    var byValue: [Int128: Syntax.Name] = [:]
    var cases: [Match.Case] = []
    var isWhole = subject != nil
    for item in syntax.cases {
      guard let lowered = lower(item, &names, context) else {
        isWhole = false
        continue
      }
      if case .integer(let value)? = lowered.value {
        if let other = byValue[value] {
          error(
            .duplicateCode, "'\(other.text)' has value \(value) already", at: item.value?.span ?? item.name.span,
            notes: [.init("declared here", at: other.span)])
        }
        byValue[value] = byValue[value] ?? item.name
        if let subject { check(value, of: item, subject, scope) }
      }
      cases.append(lowered)
    }
    let fallback = syntax.fallback.map { lower($0, &names, context) }
    guard isWhole, let subject else { return nil }
    if case .some(nil) = fallback { return nil }
    return .match(Match(subject: subject, cases: cases, fallback: fallback ?? nil, tagField: tagField(subject, scope)))
  }

  private mutating func lower(_ item: Syntax.MatchCase, _ names: inout MemberNames, _ context: TypeContext) -> Match.Case? {
    let isNew = names.declare(item.name, "a case", &self)
    var value: Expression?
    if let written = item.value {
      guard let number = matchValue(written, context) else { return nil }
      value = .integer(number)
    }
    var type: FieldType?
    if let written = item.type {
      guard let lowered = lower(written, context.nested) else { return nil }
      type = lowered
    }
    guard isNew else { return nil }
    let attributes = lowerFieldAttributes(item.attributes, file: context.file, mayHaveParts: false)
    if let type { check(attributes.display, item.attributes, of: type) }
    return Match.Case(
      name: item.name.text, documentation: item.documentation, value: value, type: type, displayNames: attributes.names,
      display: attributes.display)
  }

  /// A constant or an enum's case.
  private mutating func matchValue(_ expression: Syntax.Expression, _ context: TypeContext) -> Int128? {
    if case .name(let path) = expression.kind {
      if let code = enumCode(path, context.file) { return Int128(code) }
      if path.count == 1, let index = context.scope?.indices[path[0].text], let field = context.scope?.names[index] {
        error(
          .notConstant, "'\(field.text)' is a field, the value of a case is a constant", at: expression.span,
          notes: [.init("declared here", at: field.span)])
        return nil
      }
    }
    guard let value = integer(expression, in: context.file) else { return nil }
    guard (Int128(Int64.min)...Int128(UInt64.max)).contains(value) else {
      error(.outOfRange, "\(value) takes more than 64 bits", at: expression.span)
      return nil
    }
    return value
  }

  /// A value that the field which selects cannot have is a typing mistake.
  private mutating func check(_ value: Int128, of item: Syntax.MatchCase, _ subject: Expression, _ scope: ForeignScope) {
    guard case .field(let path) = subject, path.count == 1, scope.fields.indices.contains(path[0]) else { return }
    let field = scope.fields[path[0]]
    guard case .unsigned(let bits) = schema.resolvingAliases(field.type),
      value < 0 || value > Int128(UInt64.max >> UInt64(64 - bits))
    else { return }
    error(.code, "'\(field.name)' is u\(bits) and never \(value)", at: item.value?.span ?? item.name.span)
  }

  /// The earlier field that is `= tag(this)`, if it is what selects.
  private func tagField(_ subject: Expression, _ scope: ForeignScope) -> Int? {
    guard case .field(let path) = subject, path.count == 1, scope.fields.indices.contains(path[0]) else { return nil }
    return scope.fields[path[0]].foreign.computed == .tag(field: scope.current) ? path[0] : nil
  }

  /// `= tag(f)` stands in the field that f is matched by.
  mutating func checkTags(_ scope: ForeignScope, _ index: Int) {
    for (number, field) in scope.fields.enumerated() {
      guard case .tag(let target)? = field.foreign.computed, scope.fields.indices.contains(target) else { continue }
      guard case .match(let match) = scope.fields[target].type, match.tagField != number else { continue }
      guard origins[index].fields.indices.contains(number), let value = origins[index].fields[number].value else { continue }
      error(
        .computedField, "'\(scope.fields[target].name)' is not matched by '\(field.name)'", at: value.span,
        notes: [.init("declared here", at: scope.names[target].span)])
    }
  }

  /// `padding(4)`.
  mutating func lowerPadding(_ multiple: Syntax.Expression, _ context: TypeContext) -> FieldType? {
    guard let value = integer(multiple, in: context.file) else { return nil }
    guard (1...64).contains(value) else {
      error(.bound, "padding is to a multiple of 1...64 bytes, not \(value)", at: multiple.span)
      return nil
    }
    return .padding(toMultipleOf: Int(value))
  }
}
