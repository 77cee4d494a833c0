import WeftSchema

/// Pass 5: sizes, bit offsets and the wire plan of every record (`docs/language.md`, "Runs").
///
/// `components` are the definitions in an order in which each stands after what it names; several in one component name
/// each other (foreign only, or an error that `checkTypes` reported).
func layOut(_ schema: inout Schema, components: [[Int]]) {
  for component in components { schema.measure(component) }
  for index in schema.definitions.indices {
    guard case .record(var record) = schema.definitions[index].body else { continue }
    schema.layOut(&record)
    schema.definitions[index].body = .record(record)
  }
}

extension Schema {
  /// The least sizes that satisfy the definitions: those that name each other start as endless and come down.
  fileprivate mutating func measure(_ component: [Int]) {
    for index in component { definitions[index].bitCountRange = .endless }
    var changed = true
    while changed {
      changed = false
      for index in component {
        let size = size(of: definitions[index])
        if size != definitions[index].bitCountRange { changed = true }
        definitions[index].bitCountRange = size
      }
      if component.count == 1 && !namesItself(component[0]) { return }
    }
  }

  private func namesItself(_ index: Int) -> Bool { definitions[index].namedDefinitions.contains { $0.index == index } }

  fileprivate func layOut(_ record: inout Record) {
    for index in record.fields.indices {
      let field = record.fields[index]
      record.fields[index].bitCountRange = sizeOfForm(of: field, in: record.fields) ?? size(of: field.type)
    }
    var plan = StepPlan(schema: self, fields: record.fields)
    let base = record.baseFields.indices
    plan.lay(base, hasExtensionBit: record.extensibility != nil)
    if record.extensibility != nil { plan.add(.extensionBlock) }
    record.steps = plan.steps
    for index in base { record.fields[index].bitOffset = plan.bitOffsets[index] }
    for (number, generation) in (record.extensibility?.generations ?? []).enumerated() {
      var plan = StepPlan(schema: self, fields: record.fields)
      plan.lay(generation.fields, hasExtensionBit: false)
      record.extensibility?.generations[number].steps = plan.steps
    }
  }
}

/// Collects fields of constant width into runs.
private struct StepPlan {
  let schema: Schema
  let fields: [Field]
  var steps: [Step] = []
  /// From the start of the record, by field; `nil` behind the first varying part.
  var bitOffsets: [Int?]
  /// Where the open run stands in `steps`, and how long it is so far.
  private var openRun: Int?
  private var runBits = 0
  private var recordBits: Int? = 0

  init(schema: Schema, fields: [Field]) {
    self.schema = schema
    self.fields = fields
    bitOffsets = Array(repeating: nil, count: fields.count)
  }

  mutating func lay(_ range: Range<Int>, hasExtensionBit: Bool) {
    if hasExtensionBit { inRun(1) { .extensionBit(bitOffset: $0) } }
    for index in range where fields[index].isOptional { inRun(1) { .presence(field: index, bitOffset: $0) } }
    for index in range {
      bitOffsets[index] = recordBits
      lay(index)
    }
    closeRun()
  }

  private mutating func lay(_ index: Int) {
    let field = fields[index]
    if field.isOptional {
      add(.optional(field: index))
    } else if let width = constantWidth(field) {
      inRun(width) { .fixed(field: index, bitOffset: $0) }
    } else if let bitCount = schema.countBits(of: field.type) {
      inRun(bitCount) { .count(field: index, bitOffset: $0, bitCount: bitCount) }
      add(.elements(field: index))
    } else {
      add(.varying(field: index))
    }
  }

  /// The width of a field that can stand in a run.
  private func constantWidth(_ field: Field) -> Int? {
    guard field.foreign.condition == nil, field.foreign.extent == nil, field.form == .whole, !schema.isOpenEnded(field.type)
    else { return nil }
    return schema.size(of: field.type).constant
  }

  /// A step outside all runs; where nothing after it has a known offset.
  mutating func add(_ step: Step) {
    closeRun()
    steps.append(step)
    recordBits = nil
  }

  private mutating func inRun(_ width: Int, _ step: (Int) -> Step) {
    if openRun == nil {
      openRun = steps.count
      steps.append(.run(bitCount: 0))
    }
    steps.append(step(runBits))
    // Saturated like all sizes: what is too large is reported by a later pass.
    runBits = min(runBits + width, sizeCeiling)
    recordBits = recordBits.map { min($0 + width, sizeCeiling) }
  }

  private mutating func closeRun() {
    if let openRun { steps[openRun] = .run(bitCount: runBits) }
    openRun = nil
    runBits = 0
  }
}

extension Schema {
  /// The width of the count of a bounded list, `bytes` or `text`.
  func countBits(of type: FieldType) -> Int? {
    switch resolvingAliases(type) {
    case .bytes(let count), .text(let count), .list(_, let count):
      if case .bounded = count { count.bitCount } else { nil }
    default: nil
    }
  }

  /// Whether a value's place in the input, not only its type, decides its size: never part of a run.
  fileprivate func isOpenEnded(_ type: FieldType) -> Bool {
    switch resolvingAliases(type) {
    case .match, .padding: true
    case .bytes(let count), .text(let count), .list(_, let count):
      switch count {
      case .computed, .toEnd: true
      case .fixed, .bounded: false
      }
    default: false
    }
  }
}

extension FieldType {
  /// The definitions that a value of this type holds.
  var namedDefinitions: [DefinitionID] {
    var found: [DefinitionID] = []
    appendNamedDefinitions(to: &found)
    return found
  }

  fileprivate func appendNamedDefinitions(to found: inout [DefinitionID]) {
    switch self {
    case .named(let id, _): found.append(id)
    case .list(let element, _): element.appendNamedDefinitions(to: &found)
    case .match(let match):
      for item in match.cases { item.type?.appendNamedDefinitions(to: &found) }
      match.fallback?.type?.appendNamedDefinitions(to: &found)
    default: break
    }
  }
}

extension Definition {
  var namedDefinitions: [DefinitionID] {
    var found: [DefinitionID] = []
    switch body {
    case .record(let record):
      for index in record.fields.indices { record.fields[index].type.appendNamedDefinitions(to: &found) }
    case .union(let union): for item in union.cases { item.type?.appendNamedDefinitions(to: &found) }
    case .alias(let alias): alias.type.appendNamedDefinitions(to: &found)
    case .enumeration, .flags: break
    }
    return found
  }
}
