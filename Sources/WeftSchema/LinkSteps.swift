extension Schema {
  /// The steps of a record's link form (`docs/language.md`, "Links"): those of its full form, `steps`, in which every field that
  /// is interned, or is of constant size only while nothing in it is interned, stands by itself as `varying`.
  ///
  /// A list of what interns keeps its count in the run. Optional fields keep their step; what follows a presence bit is for
  /// the field to say.
  public func linkSteps(_ steps: [Step], of fields: [Field]) -> [Step] {
    var plan = LinkPlan()
    for (index, step) in steps.enumerated() {
      switch step {
      case .run(let bitCount): plan.openRun(bitCount: bitCount)
      case .extensionBit(let offset):
        plan.add(at: offset, before: end(steps, index, plan)) { .extensionBit(bitOffset: $0) }
      case .presence(let field, let offset):
        plan.add(at: offset, before: end(steps, index, plan)) { .presence(field: field, bitOffset: $0) }
      case .fixed(let field, _) where isLinkVarying(fields[field]): plan.add(.varying(field: field))
      case .fixed(let field, let offset):
        plan.add(at: offset, before: end(steps, index, plan)) { .fixed(field: field, bitOffset: $0) }
      case .count(let field, _, _) where fields[field].internedCount != nil: plan.add(.varying(field: field))
      case .count(let field, let offset, let bitCount):
        plan.add(at: offset, before: offset + bitCount) { .count(field: field, bitOffset: $0, bitCount: bitCount) }
      case .elements(let field) where fields[field].internedCount != nil: break
      case .elements, .varying, .optional, .extensionBlock: plan.add(step)
      }
    }
    plan.closeRun()
    return plan.steps
  }

  /// Whether a field of constant width is not so on a link.
  public func isLinkVarying(_ field: Field) -> Bool { field.internedCount != nil || isInterning(field.type) }

  /// Whether a value of the type holds an interned field.
  public func isInterning(_ type: FieldType) -> Bool {
    switch resolvingAliases(type) {
    case .named(let id, _): self[id].isInterning
    case .list(let element, _): isInterning(element)
    default: false
    }
  }

  /// Where a step's bits end in its run: where the next one's begin, or where the run ends.
  private func end(_ steps: [Step], _ index: Int, _ plan: LinkPlan) -> Int {
    guard index + 1 < steps.count else { return plan.wholeBitCount }
    return switch steps[index + 1] {
    case .extensionBit(let offset), .presence(_, let offset), .fixed(_, let offset), .count(_, let offset, _): offset
    case .run, .elements, .varying, .optional, .extensionBlock: plan.wholeBitCount
    }
  }
}

/// Collects what is left of runs into new ones.
private struct LinkPlan {
  var steps: [Step] = []
  /// Of the run of the full form.
  var wholeBitCount = 0
  private var run: Int?
  private var bitCount = 0

  mutating func openRun(bitCount: Int) {
    closeRun()
    wholeBitCount = bitCount
  }

  mutating func add(at offset: Int, before end: Int, _ step: (Int) -> Step) {
    if run == nil {
      run = steps.count
      steps.append(.run(bitCount: 0))
    }
    steps.append(step(bitCount))
    bitCount += end - offset
  }

  mutating func add(_ step: Step) {
    closeRun()
    steps.append(step)
  }

  mutating func closeRun() {
    if let run { steps[run] = .run(bitCount: bitCount) }
    run = nil
    bitCount = 0
  }
}
