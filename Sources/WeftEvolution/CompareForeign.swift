import WeftSchema

extension Comparison {
  /// Foreign definitions are compared as a whole: what decides the bits, without names and without the numbers of definitions, which
  /// others that come and go move. Definitions that fields hold are compared on their own.
  mutating func compareForeign(_ before: Record, _ after: Record, _ pair: DefinitionPair) {
    let path = name(pair.new, new)
    let (oldForm, newForm) = (ForeignForm(before, in: old), ForeignForm(after, in: new))
    let held = Array(zip(oldForm.held, newForm.held))
    guard oldForm.record == newForm.record, oldForm.held.count == newForm.held.count,
      held.allSatisfy({ old[$0].body.kindName == new[$1].body.kindName })
    else {
      return found(
        .foreignChanged, at: path, "its bits are described in another way", [.newReadsOld, .oldReadsNew, .source])
    }
    compareNames(before.fields.map(\.name), after.fields.map(\.name), renamed: .fieldRenamed, moved: .fieldMoved, at: path)
    for (oldCases, newCases) in zip(oldForm.caseNames, newForm.caseNames) {
      compareNames(oldCases, newCases, renamed: .caseRenamed, moved: .caseMoved, at: path)
    }
    if before.foreign?.bindings != after.foreign?.bindings
      || before.fields.map(\.foreign.carries) != after.fields.map(\.foreign.carries)
    {
      found(.foreignChanged, at: path, "other layers stand above or below it", .meaning)
    }
    for (oldID, newID) in held { compare(DefinitionPair(old: oldID, new: newID)) }
  }

  /// Names that stand at the same places of equal bits.
  private mutating func compareNames(_ before: [String], _ after: [String], renamed: Rule, moved: Rule, at path: String) {
    for (name, other) in zip(before, after) where name != other {
      if before.contains(other) || after.contains(name) {
        found(moved, at: "\(path).\(other)", "where \(name) was", [.newReadsOld, .oldReadsNew, .meaning])
      } else {
        found(renamed, at: "\(path).\(other)", "from \(name)", .source)
      }
    }
  }
}

/// What of a foreign definition decides its bits.
private struct ForeignForm {
  /// Without names, and without the numbers of the definitions that it holds.
  private(set) var record: Record
  /// Those, in the order in which they are named.
  private(set) var held: [DefinitionID] = []
  /// Of each `match`, in order.
  private(set) var caseNames: [[String]] = []
  private let schema: Schema

  init(_ record: Record, in schema: Schema) {
    self.record = Record(kind: record.kind, fields: record.fields)
    self.schema = schema
    if var foreign = record.foreign {
      foreign.bindings = []
      foreign.parameters = foreign.parameters.map { Foreign.Parameter(name: "", type: $0.type) }
      self.record.kind = .foreign(foreign)
    }
    for index in record.fields.indices {
      let field = record.fields[index]
      var rules = field.foreign
      rules.carries = []
      self.record.fields[index] = Field(
        name: "", type: form(of: field.type), isOptional: field.isOptional, isInline: field.isInline,
        defaultValue: field.defaultValue, foreign: rules)
    }
  }

  private mutating func form(of type: FieldType) -> FieldType {
    switch schema.resolvingAliases(type) {
    case .named(let id, let arguments):
      held.append(id)
      return .named(DefinitionID(-1), arguments: arguments)
    case .list(let element, let count): return .list(element: form(of: element), count: count)
    case .match(let match):
      caseNames.append((match.cases + [match.fallback].compactMap(\.self)).map(\.name))
      var form = match
      form.cases = match.cases.map { self.form(of: $0) }
      form.fallback = match.fallback.map { self.form(of: $0) }
      return .match(form)
    case let plain: return plain
    }
  }

  private mutating func form(of matchCase: Match.Case) -> Match.Case {
    Match.Case(name: "", value: matchCase.value, type: matchCase.type.map { form(of: $0) })
  }
}
