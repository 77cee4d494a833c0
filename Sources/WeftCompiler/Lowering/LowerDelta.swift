import WeftSchema

extension Diagnostic.Rule {
  static let deltaPolicy: Self = "DELTA_POLICY"
  static let deltaParameter: Self = "DELTA_PARAMETER"
  static let deltaStep: Self = "DELTA_STEP"
  static let predictor: Self = "PREDICTOR"
}

/// The codes of a number that has a difference.
struct CodeRange {
  var bitCount: Int
  var maximumCode: UInt64
  /// A difference of codes is one of values.
  var isInteger: Bool
}

extension Schema {
  /// Integers and `fixed` of 1…64 bits; `nil` for all other types.
  func codes(of type: FieldType) -> CodeRange? {
    let codes: CodeRange? =
      switch resolvingAliases(type) {
      case .unsigned(let bits), .signed(let bits):
        CodeRange(bitCount: bits, maximumCode: UInt64.max >> UInt64(64 - bits), isInteger: true)
      case .ranged(let range): CodeRange(bitCount: range.bitCount, maximumCode: range.maximumCode, isInteger: true)
      case .fixed(let range): CodeRange(bitCount: range.bitCount, maximumCode: range.maximumCode, isInteger: false)
      default: nil
      }
    return codes.flatMap { $0.bitCount > 0 ? $0 : nil }
  }

  /// What stands for a field that states nothing.
  func defaultPolicy(for field: Field) -> DeltaRules.Policy {
    if let codes = codes(of: field.type), codes.bitCount >= 4 { return codes.difference(wraps: false) }
    // What takes no bits never differs.
    return size(of: field.type).max == 0 && !field.isOptional ? .never : .changed
  }
}

extension CodeRange {
  /// Without a stated k.
  func difference(wraps: Bool) -> DeltaRules.Policy {
    .difference(parameter: bitCount / 4, isSparse: true, wraps: wraps)
  }
}

extension Lowering {
  /// `delta …` and `predict …` of a field, or what stands for it without them.
  mutating func lowerDelta(_ syntax: Syntax.Field, _ field: Field, file: Int) -> DeltaRules {
    var rules = DeltaRules(policy: schema.defaultPolicy(for: field))
    if let stated = syntax.delta, let policy = lower(stated, field, file: file) {
      rules.policy = policy
      if let step = stated.step { rules.step = lowerStep(step, field, file: file) ?? 0 }
    }
    if let predictor = syntax.predictor { lower(predictor, syntax, field, &rules, file: file) }
    return rules
  }

  private mutating func lower(_ syntax: Syntax.DeltaPolicy, _ field: Field, file: Int) -> DeltaRules.Policy? {
    switch syntax.kind {
    case .changed: return .changed
    case .never: return .never
    case .difference, .wrap:
      guard let codes = schema.codes(of: field.type) else {
        reportNoDifference(syntax, field)
        return nil
      }
      let wraps = syntax.kind == .wrap
      guard let parameter = syntax.parameter else { return codes.difference(wraps: wraps) }
      guard let k = integer(parameter, in: file) else { return nil }
      let most = min(32, codes.bitCount)
      guard (0...Int128(most)).contains(k) else {
        error(.deltaParameter, "k is 0...\(most) for a field of \(codes.bitCount) bits, not \(k)", at: parameter.span)
        return nil
      }
      return .difference(parameter: Int(k), isSparse: false, wraps: wraps)
    }
  }

  private mutating func reportNoDifference(_ syntax: Syntax.DeltaPolicy, _ field: Field) {
    let word = syntax.step != nil && syntax.kind == .difference && syntax.parameter == nil ? "step" : syntax.kind.rawValue
    var notes = [Diagnostic.Note("'changed', which stands for it without 'delta', and 'never' are for all types")]
    switch schema.resolvingAliases(field.type) {
    case .varint: notes = [Diagnostic.Note("a varint has no fixed number of bits: 'u32' or 'int(…)' have")]
    case .ranged, .fixed: notes = [Diagnostic.Note("this one has a single value, which takes no bits")]
    default: break
    }
    let what = word == "step" ? "integers" : "integers and 'fixed'"
    error(
      .deltaPolicy, "'\(word)' is for \(what), '\(field.name)' is \(schema.noun(of: field.type))", at: syntax.kindSpan,
      notes: notes)
  }

  /// What the value is expected to grow by in one tick; at most 2^32 − 1, so that 65,535 ticks of it fit into 64 bits.
  private mutating func lowerStep(_ step: Syntax.Expression, _ field: Field, file: Int) -> Int64? {
    guard let codes = schema.codes(of: field.type), codes.isInteger else {
      error(.deltaStep, "'step' is for integers, '\(field.name)' is \(schema.noun(of: field.type))", at: step.span)
      return nil
    }
    guard let value = integer(step, in: file) else { return nil }
    let most = Int128(min(codes.maximumCode, UInt64(UInt32.max)))
    guard (-most...most).contains(value), value != 0 else {
      error(.deltaStep, "a step is 1...\(most) or -\(most)...-1 for this field, not \(value)", at: step.span)
      return nil
    }
    return Int64(value)
  }

  private mutating func lower(
    _ syntax: Syntax.Predictor, _ written: Syntax.Field, _ field: Field, _ rules: inout DeltaRules, file: Int
  ) {
    switch syntax.kind {
    case .last: break
    case .none:
      if let delta = written.delta, delta.kind != .never {
        error(
          .predictor, "'predict none' is 'delta never', and '\(delta.kind.rawValue)' is stated", at: syntax.span,
          notes: [.init("stated here", at: delta.span)])
      }
      rules.policy = .never
    case .linear:
      let points = lowerPoints(of: syntax, file: file)
      guard canPredict(syntax, written, field, rules), let points else { return }
      rules.predictor = .linear(points: points)
    }
  }

  private mutating func lowerPoints(of syntax: Syntax.Predictor, file: Int) -> Int? {
    guard let expression = syntax.points else { return 2 }
    guard let points = integer(expression, in: file) else { return nil }
    if points == 2 || points == 3 { return Int(points) }
    error(.predictor, "a line goes through 2 or 3 baselines, not \(points)", at: expression.span)
    return nil
  }

  private mutating func canPredict(
    _ syntax: Syntax.Predictor, _ written: Syntax.Field, _ field: Field, _ rules: DeltaRules
  ) -> Bool {
    guard let codes = schema.codes(of: field.type) else {
      error(
        .predictor, "'predict linear' is for integers and 'fixed', '\(field.name)' is \(schema.noun(of: field.type))",
        at: syntax.span)
      return false
    }
    guard codes.bitCount <= 32 else {
      error(
        .predictor, "'predict linear' is for at most 32 bits, '\(field.name)' has \(codes.bitCount)", at: syntax.span,
        notes: [.init("'delta step(n)' predicts a counter of any width")])
      return false
    }
    if let delta = written.delta, delta.step != nil {
      error(
        .predictor, "'step' predicts the field already", at: syntax.span, notes: [.init("stated here", at: delta.span)])
      return false
    }
    guard case .difference = rules.policy else {
      if let delta = written.delta {
        error(
          .predictor, "'predict linear' needs a difference, not '\(delta.kind.rawValue)'", at: syntax.span,
          notes: [.init("stated here", at: delta.span)])
      } else {
        error(
          .predictor, "'predict linear' needs a difference: a field of less than 4 bits has none by default", at: syntax.span,
          fixes: [.init(replace: syntax.span.start, with: "delta difference ")])
      }
      return false
    }
    return true
  }
}
