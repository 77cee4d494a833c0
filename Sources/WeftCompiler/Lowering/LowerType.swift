import WeftSchema

extension Diagnostic.Rule {
  static let emptyRange: Self = "EMPTY_RANGE"
  static let rangeTooWide: Self = "RANGE_TOO_WIDE"
  static let fixedStep: Self = "FIXED_STEP"
  static let fixedPrecision: Self = "FIXED_PRECISION"
  static let unbounded: Self = "UNBOUNDED"
  static let bound: Self = "BOUND"
  static let notAType: Self = "NOT_A_TYPE"
  static let foreignInNative: Self = "FOREIGN_IN_NATIVE"
  static let nativeInForeign: Self = "NATIVE_IN_FOREIGN"
  static let matchPlace: Self = "MATCH_PLACE"
}

/// Where a type stands.
struct TypeContext {
  /// Index into `Lowering.files`.
  var file: Int
  var place: Place
  /// Inside a list or a case, where `match` and `padding` cannot stand.
  var isNested = false

  enum Place {
    case native
    /// `type X = …`, which either kind may use: a use checks again.
    case alias
    case foreign(ForeignScope)
  }

  var nested: TypeContext {
    var copy = self
    copy.isNested = true
    return copy
  }

  var scope: ForeignScope? {
    if case .foreign(let scope) = place { scope } else { nil }
  }
}

extension Lowering {
  /// The type that is written there; `nil` if it has none, which is reported.
  mutating func lower(_ type: Syntax.TypeReference, _ context: TypeContext) -> FieldType? {
    switch type.kind {
    case .bool: return .bool
    case .unsigned(let bitCount): return .unsigned(bitCount: bitCount)
    case .signed(let bitCount): return .signed(bitCount: bitCount)
    case .float(let bitCount): return .float(bitCount: bitCount)
    case .varint(let isSigned): return .varint(isSigned: isSigned)
    case .ranged(let lower, let upper): return lowerRange(lower, upper, context)
    case .fixed(let lower, let upper, let step): return lowerFixed(lower, upper, step, context)
    case .bytes(let count): return lower(count, of: .bytes, at: type.span, context).map { .bytes($0) }
    case .text(let count): return lower(count, of: .text, at: type.span, context).map { .text($0) }
    case .list(let element, let count):
      let type = lower(element, context.nested)
      let count = lower(count, of: .list, at: element.span, context)
      guard let type, let count else { return nil }
      return .list(element: type, count: count)
    case .named(let module, let name, let arguments):
      return lowerNamed(name, module, arguments, at: type.span, context)
    case .match(let match):
      guard let scope = foreignScope("a match", at: type.span, context) else { return nil }
      return lower(match, scope, context)
    case .padding(let multiple):
      guard foreignScope("padding", at: type.span, context) != nil else { return nil }
      return lowerPadding(multiple, context)
    case .invalid: return nil
    }
  }

  private mutating func foreignScope(_ what: String, at span: Span, _ context: TypeContext) -> ForeignScope? {
    guard let scope = context.scope else {
      error(.foreignOnly, "\(what) stands only in a foreign definition", at: span)
      return nil
    }
    guard !context.isNested else {
      error(.matchPlace, "\(what) is the type of a field, not of an element or a case", at: span)
      return nil
    }
    return scope
  }

  private mutating func lowerRange(
    _ lower: Syntax.Expression, _ upper: Syntax.Expression, _ context: TypeContext
  ) -> FieldType? {
    let least = integer(lower, in: context.file)
    let most = integer(upper, in: context.file)
    guard let least, let most else { return nil }
    let span = lower.span.through(upper.span)
    guard least <= most else {
      error(.emptyRange, "no number is in \(least)...\(most)", at: span)
      return nil
    }
    guard least >= Int128(Int64.min), most <= Int128(least < 0 ? UInt64(Int64.max) : UInt64.max) else {
      let bounds = least < 0 ? "\(Int64.min)...\(Int64.max)" : "0...\(UInt64.max)"
      error(.rangeTooWide, "the range is not within \(bounds)", at: span)
      return nil
    }
    return .ranged(IntegerRange(lower: least, upper: most))
  }

  /// Brings a, b and s over their common denominator D and checks what makes one division of Doubles exact.
  private mutating func lowerFixed(
    _ lower: Syntax.Expression, _ upper: Syntax.Expression, _ step: Syntax.Expression, _ context: TypeContext
  ) -> FieldType? {
    let least = number(lower, in: context.file)
    let most = number(upper, in: context.file)
    let grain = number(step, in: context.file)
    guard let least, let most, let grain else { return nil }
    let span = lower.span.through(upper.span)
    guard grain.numerator > 0 else {
      error(.fixedStep, "the step is above 0", at: step.span)
      return nil
    }
    guard let width = most - least, width.numerator >= 0 else {
      error(.emptyRange, "no number is in \(least)...\(most)", at: span)
      return nil
    }
    guard let codes = (width / grain)?.integer else {
      error(.fixedStep, "the range \(least)...\(most) is no whole number of steps of \(grain)", at: step.span)
      return nil
    }
    let limit: Int128 = 1 << 53
    guard let (a, s, denominator) = Rational.aligned(least, grain),
      let (b, _, _) = Rational.aligned(most, Rational(1, over: denominator) ?? .zero),
      denominator <= limit, abs(a) <= limit, abs(b) <= limit, s <= limit
    else {
      error(
        .fixedPrecision, "over one denominator a bound or the step is beyond 2^53, where a Double is no longer exact",
        at: span)
      return nil
    }
    return .fixed(
      FixedRange(
        lower: Int64(a), step: Int64(s), denominator: Int64(denominator), maximumCode: UInt64(codes)))
  }

  private mutating func lowerNamed(
    _ name: Syntax.Name, _ module: Syntax.Name?, _ arguments: [Syntax.Expression], at span: Span, _ context: TypeContext
  ) -> FieldType? {
    guard let symbol = lookUp(name, in: module, from: context.file) else { return nil }
    guard case .definition(let id) = symbol.kind else {
      error(
        .notAType, "'\(name.text)' is a \(symbol.kind.noun), a type is wanted here", at: name.span,
        notes: [.init("declared here", at: symbol.name.span)])
      return nil
    }
    guard isUsable(id, symbol, at: name.span, context) else { return nil }
    return lower(arguments, of: id, symbol, at: span, context).map { .named(id, arguments: $0) }
  }

  /// Native and foreign definitions are never mixed (law 1): enums, flags and aliases of plain types serve both.
  private mutating func isUsable(_ id: DefinitionID, _ symbol: Symbol, at span: Span, _ context: TypeContext) -> Bool {
    let note = Diagnostic.Note("declared here", at: symbol.name.span)
    switch context.place {
    case .alias: return true
    case .native:
      guard holdsForeign(.named(id)) else { return true }
      error(.foreignInNative, "a native definition cannot hold the foreign '\(symbol.name.text)'", at: span, notes: [note])
      return false
    case .foreign:
      guard let reason = nativeReason(.named(id)) else { return true }
      error(
        .nativeInForeign, "a foreign definition states every bit itself, '\(symbol.name.text)' is \(reason)", at: span,
        notes: [note])
      return false
    }
  }

  /// Whether the type is or lists a foreign definition.
  private func holdsForeign(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .list(let element, _): return holdsForeign(element)
    case .named(let id, _):
      if case .record(let record) = schema[id].body { return record.foreign != nil }
      return false
    default: return false
    }
  }

  /// Why the type has no place in a foreign definition.
  private func nativeReason(_ type: FieldType) -> String? {
    switch schema.resolvingAliases(type) {
    case .bytes(.bounded), .text(.bounded), .list(_, .bounded): return "a collection with a count before it"
    case .list(let element, _): return nativeReason(element)
    case .named(let id, _):
      switch schema[id].body {
      case .record(let record): return record.foreign == nil ? "a native definition" : nil
      case .union: return "a native union"
      case .enumeration, .flags, .alias: return nil
      }
    default: return nil
    }
  }
}

private func abs(_ value: Int128) -> Int128 { value < 0 ? (value == .min ? .max : -value) : value }
