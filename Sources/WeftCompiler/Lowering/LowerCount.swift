import WeftSchema

/// What a count counts.
enum Collection {
  case bytes, text, list

  fileprivate var bounded: String {
    switch self {
    case .bytes: "'bytes[max: n]' or 'bytes[n]'"
    case .text: "'text[max: n]'"
    case .list: "'[T, max: n]' or '[T * n]'"
    }
  }
}

extension Lowering {
  /// The count of a collection: native ones have a bound (law 4), foreign ones may run to the end of their region.
  mutating func lower(
    _ count: Syntax.Count, of collection: Collection, at span: Span, _ context: TypeContext
  ) -> Count? {
    if let scope = context.scope { return lowerForeign(count, scope, context) }
    if let exact = count.exact {
      if let extra = count.maximum ?? count.minimum {
        error(.bound, "an exact count has no further bounds", at: extra.span)
        return nil
      }
      guard collection != .text else {
        error(
          .bound, "text has a bound, no exact count: its bytes are counted, not its letters", at: exact.span,
          fixes: [.init(replace: exact.span.start, with: "max: ")])
        return nil
      }
      return bound(exact, context).map { .fixed($0) }
    }
    guard let maximum = count.maximum else {
      error(.unbounded, "a native collection has a bound: \(collection.bounded)", at: span)
      return nil
    }
    guard let most = bound(maximum, context) else { return nil }
    guard let minimum = count.minimum else { return .bounded(min: 0, max: most) }
    guard let least = integer(minimum, in: context.file) else { return nil }
    guard least >= 0, least < most else {
      let what =
        least < 0 ? "'min' is at least 0" : least == most ? "'min' equals 'max': state an exact count" : "'min' is above 'max'"
      error(.bound, what, at: minimum.span)
      return nil
    }
    return .bounded(min: Int(least), max: most)
  }

  private mutating func lowerForeign(_ count: Syntax.Count, _ scope: ForeignScope, _ context: TypeContext) -> Count? {
    if let minimum = count.minimum {
      error(.bound, "'min' has no meaning in a foreign definition", at: minimum.span)
      return nil
    }
    var most: Int?
    if let maximum = count.maximum {
      guard let bound = bound(maximum, context) else { return nil }
      most = bound
    }
    guard let exact = count.exact else { return .toEnd(max: most) }
    if !isOverFields(exact, scope, file: context.file) {
      guard let exactly = bound(exact, context) else { return nil }
      return .fixed(exactly)
    }
    return lowerExpression(exact, as: .integer, scope, file: context.file).map { .computed($0, max: most) }
  }

  /// A constant count of 1...2^28.
  private mutating func bound(_ expression: Syntax.Expression, _ context: TypeContext) -> Int? {
    guard let value = integer(expression, in: context.file) else { return nil }
    guard (1...Int128(Limits.bound)).contains(value) else {
      error(.bound, "a count is 1...\(Limits.bound), not \(value)", at: expression.span)
      return nil
    }
    return Int(value)
  }
}
