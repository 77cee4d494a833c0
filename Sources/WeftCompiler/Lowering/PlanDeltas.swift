import WeftSchema

extension Diagnostic.Rule {
  static let deltaPlace: Self = "DELTA_PLACE"
  static let deltaImported: Self = "DELTA_IMPORTED"
}

extension Lowering {
  /// Pass 8: keys, what fields state of deltas and links, who has a delta form, and the plan of each.
  mutating func planDeltas() {
    for index in schema.definitions.indices { lowerStatements(of: index) }
    findInterning()
    checkSecrets()
    findDeltas()
    for index in components.joined() where schema.definitions[index].hasDelta { plan(index) }
  }

  /// Of one definition: `keyed by`, `interned`, `secret`, and whether `delta` stands where it can.
  private mutating func lowerStatements(of index: Int) {
    guard case .record(var record) = schema.definitions[index].body, record.foreign == nil,
      case .record(let syntax) = origins[index].declaration
    else { return }
    let file = origins[index].file
    record.keyField = lowerKey(of: syntax, record, index)
    for (field, written) in zip(record.fields.indices, origins[index].fields) {
      let isAdded = field >= record.baseFields.count
      record.fields[field].isSecret = written.secret != nil
      record.fields[field].internedCount = lowerInterned(written, record.fields[field], isAdded: isAdded, file: file)
      guard let clause = written.deltaSpan else { continue }
      if isAdded {
        error(.deltaPlace, "an added field has no policy: all of them have one changed bit together", at: clause)
      } else if field == record.keyField {
        error(.deltaPlace, "a key has no policy: it says which value it is", at: clause)
      }
    }
    schema.definitions[index].body = .record(record)
  }

  /// Interning spreads to whatever holds it.
  private mutating func findInterning() {
    for index in components.joined() {
      let definition = schema.definitions[index]
      var isInterning = definition.namedDefinitions.contains { schema[$0].isInterning }
      if case .record(let record) = definition.body, record.fields.contains(where: { $0.internedCount != nil }) {
        isInterning = true
      }
      schema.definitions[index].isInterning = isInterning
    }
    for index in schema.definitions.indices where schema.definitions[index].isInterning {
      if case .record(let record) = schema.definitions[index].body {
        checkAdded(record, index)
        checkNested(record, index)
      }
    }
  }

  /// An entry is the full form: were there entries in it, the two ends would have to make them in one order.
  private mutating func checkNested(_ record: Record, _ index: Int) {
    for (field, written) in zip(record.fields, origins[index].fields) {
      guard field.internedCount != nil, let span = written.interned?.span,
        field.type.namedDefinitions.contains(where: { schema[$0].isInterning })
      else { continue }
      error(
        .interned, "what is interned as a whole holds nothing that is interned, and '\(field.name)' does", at: span,
        notes: [.init("this is what it holds", at: written.type.span)])
    }
  }

  /// A secret enters no table with the struct that holds it either.
  private mutating func checkSecrets() {
    var holdsSecret = Array(repeating: false, count: origins.count)
    for index in components.joined() {
      let definition = schema.definitions[index]
      holdsSecret[index] = definition.namedDefinitions.contains { holdsSecret[$0.index] }
      guard case .record(let record) = definition.body else { continue }
      for (field, written) in zip(record.fields, origins[index].fields) {
        if field.isSecret { holdsSecret[index] = true }
        guard field.internedCount != nil, let span = written.interned?.span,
          field.type.namedDefinitions.contains(where: { holdsSecret[$0.index] })
        else { continue }
        error(
          .interned, "what is secret enters no table, and '\(field.name)' holds a secret field", at: span,
          notes: [.init("this is what it holds", at: written.type.span)])
      }
    }
  }

  /// An older peer skips what is added, and its tables would then not be the same.
  private mutating func checkAdded(_ record: Record, _ index: Int) {
    for field in record.fields.indices.dropFirst(record.baseFields.count) {
      guard record.fields[field].type.namedDefinitions.contains(where: { schema[$0].isInterning }) else { continue }
      error(
        .interned, "an added field holds nothing that is interned: an older peer skips it, and its tables would differ",
        at: origins[index].fields[field].type.span)
    }
  }

  /// Who has a delta form, decided inside the module of each definition, so that generated code of a module is the same whoever
  /// imports it: snapshots, what is keyed, what states a policy or holds what does, and what these hold.
  private mutating func findDeltas() {
    var states = Array(repeating: false, count: origins.count)
    var open: [Int] = []
    for index in components.joined() {
      let definition = schema.definitions[index]
      var isRoot = false
      if case .record(let record) = definition.body {
        states[index] = origins[index].fields.contains { $0.deltaSpan != nil } && record.foreign == nil
        isRoot = record.isSnapshot || record.keyField != nil
      }
      states[index] = states[index] || definition.namedDefinitions.contains { states[$0.index] }
      if isRoot || states[index] { open.append(index) }
    }
    while let index = open.popLast() {
      guard !schema.definitions[index].hasDelta, schema.definitions[index].canHaveDelta else { continue }
      schema.definitions[index].hasDelta = true
      for held in schema.heldByName(index) where schema[held].module == schema.definitions[index].module {
        open.append(held.index)
      }
    }
    for index in components.joined() {
      guard case .alias(let alias) = schema.definitions[index].body else { continue }
      if case .named(let target, _) = schema.resolvingAliases(alias.type) {
        schema.definitions[index].hasDelta = schema[target].hasDelta
      }
    }
  }

  /// The rules of each field, its changed bit and its slots; of a union the slots. What it holds has its plan already.
  private mutating func plan(_ index: Int) {
    if case .union(var union) = schema.definitions[index].body {
      union.slotCount = union.cases.reduce(0) {
        ($0 + ($1.type.map(schema.differenceSlotCount) ?? 0)) & DeltaPlan.slotMask
      }
      schema.definitions[index].body = .union(union)
    }
    guard case .record(var record) = schema.definitions[index].body else { return }
    let base = record.baseFields.indices
    var plan = DeltaPlan()
    for (field, written) in zip(record.fields.indices, origins[index].fields) {
      plan.slots.append(plan.slotCount)
      guard base.contains(field), field != record.keyField else { continue }
      let rules = lowerDelta(written, record.fields[field], file: origins[index].file)
      record.fields[field].delta = rules
      checkImported(record.fields[field], written, index)
      if record.fields[field].hasChangedBit { plan.changedBits.append(field) }
      plan.slotCount = (plan.slotCount + slotCount(of: record.fields[field])) & DeltaPlan.slotMask
    }
    if record.extensibility != nil { plan.changedBits.append(nil) }
    plan.isGrouped = plan.changedBits.count > 8
    record.delta = plan
    schema.definitions[index].body = .record(record)
  }

  private func slotCount(of field: Field) -> Int {
    switch field.delta.policy {
    case .never: 0
    case .difference: 1
    case .changed: schema.differenceSlotCount(of: field.type)
    }
  }

  /// A struct of another module that has no delta form goes in full, which is seldom meant.
  private mutating func checkImported(_ field: Field, _ written: Syntax.Field, _ index: Int) {
    guard written.delta == nil, written.predictor == nil else { return }
    guard case .named(let id, _) = schema.resolvingAliases(field.type), !schema[id].hasDelta, schema[id].isNativeComposite,
      schema[id].module != schema.definitions[index].module
    else { return }
    warning(
      .deltaImported, "'\(schema[id].name)' has no delta form in its module: where it differs it is sent in full",
      at: written.type.span,
      notes: [
        .init("it has one if a field of it states 'delta' or a snapshot of module \(schema[id].module) holds it"),
        .init("'delta changed' on this field says that this is meant"),
      ])
  }
}

extension Field {
  /// Optional fields have one with a difference as well: the presence is part of what changes.
  fileprivate var hasChangedBit: Bool {
    switch delta.policy {
    case .never: false
    case .changed: true
    case .difference: isOptional
    }
  }
}

extension Syntax.Field {
  /// Where it states a policy or a predictor.
  var deltaSpan: Span? { delta?.span ?? predictor?.span }
}

extension Definition {
  /// Records and unions, but for records that hold an address in part: a field of those means nothing without another.
  fileprivate var canHaveDelta: Bool {
    if case .record(let record) = body, record.hasForms { false } else { isNativeComposite }
  }

  /// Records and unions.
  fileprivate var isNativeComposite: Bool {
    switch body {
    case .record(let record): record.foreign == nil
    case .union: true
    case .alias, .enumeration, .flags: false
    }
  }
}

extension Schema {
  /// The definitions behind the names that a definition holds, seen through aliases.
  fileprivate func heldByName(_ index: Int) -> [DefinitionID] {
    var found: [DefinitionID] = []
    var open = definitions[index].namedDefinitions
    var seen: Set<DefinitionID> = []
    while let id = open.popLast() {
      guard seen.insert(id).inserted else { continue }
      if case .alias = self[id].body { open += self[id].namedDefinitions } else { found.append(id) }
    }
    return found
  }
}
