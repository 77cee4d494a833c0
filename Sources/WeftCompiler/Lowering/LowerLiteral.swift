import WeftSchema

extension Diagnostic.Rule {
  static let outOfRange: Self = "OUT_OF_RANGE"
  static let offGrid: Self = "OFF_GRID"
  static let count: Self = "COUNT"
  static let unknownCase: Self = "UNKNOWN_CASE"
  static let unknownField: Self = "UNKNOWN_FIELD"
  static let missingField: Self = "MISSING_FIELD"
  static let notAProperty: Self = "NOT_A_PROPERTY"
  static let literalTooLong: Self = "LITERAL_TOO_LONG"
}

extension Lowering {
  /// The value that `expression` states for something of `type`; `nil` if it states none, which is reported.
  mutating func lowerLiteral(_ expression: Syntax.Expression, as type: FieldType, file: Int) -> Literal? {
    switch schema.resolvingAliases(type) {
    case .bool:
      guard let value = evaluate(expression, in: file) else { return nil }
      if case .bool = value { return value.literal }
      return reportKind("'true' or 'false'", value, at: expression.span)
    case .unsigned(let bits): return lowerInteger(expression, 0, Int128(UInt64.max >> UInt64(64 - bits)), file)
    case .signed(let bits):
      return lowerInteger(expression, Int128(Int64.min >> Int64(64 - bits)), Int128(Int64.max >> Int64(64 - bits)), file)
    case .ranged(let range): return lowerInteger(expression, range.lower, range.upper, file)
    case .varint(let isSigned):
      return isSigned
        ? lowerInteger(expression, Int128(Int64.min), Int128(Int64.max), file)
        : lowerInteger(expression, 0, Int128(UInt64.max), file)
    case .fixed(let range): return lowerFixed(expression, range, file)
    case .float(let bitCount): return lowerFloat(expression, bitCount, file)
    case .bytes(let count):
      guard let bytes = lowerBytes(expression, file), fits(bytes.count, count, "bytes", at: expression.span) else { return nil }
      return .bytes(bytes)
    case .text(let count):
      guard let value = evaluate(expression, in: file) else { return nil }
      guard case .text(let text) = value else { return reportKind("text", value, at: expression.span) }
      return fits(text.utf8.count, count, "bytes of UTF-8", at: expression.span) ? .text(text) : nil
    case .list(let element, let count):
      guard let elements = lowerElements(expression, element, file), fits(elements.count, count, "elements", at: expression.span)
      else { return nil }
      return .list(elements)
    case .named(let id, _): return lowerNamedLiteral(expression, id, file: file)
    case .match(let match):
      let cases = match.cases + (match.fallback.map { [$0] } ?? [])
      return lowerCase(expression, cases.map { ($0.name, $0.type) }, of: "the match", file: file)
    case .padding(let multiple): return lowerInteger(expression, 0, (1 << Int128(min(64, 8 * multiple))) - 1, file)
    }
  }

  private mutating func reportKind(_ wanted: String, _ value: ConstantValue, at span: Span) -> Literal? {
    error(.wrongKind, "\(wanted) is wanted here, not \(value.kind)", at: span)
    return nil
  }

  private mutating func lowerInteger(_ expression: Syntax.Expression, _ least: Int128, _ most: Int128, _ file: Int) -> Literal? {
    guard let value = integer(expression, in: file) else { return nil }
    if (least...most).contains(value) { return .integer(value) }
    error(.outOfRange, "\(value) is not in \(least)...\(most)", at: expression.span)
    return nil
  }

  private mutating func lowerFixed(_ expression: Syntax.Expression, _ range: FixedRange, _ file: Int) -> Literal? {
    guard let value = number(expression, in: file) else { return nil }
    let denominator = Int128(range.denominator)
    let least = Int128(range.lower)
    let most = least + Int128(range.maximumCode) * Int128(range.step)
    let numerator = value * Rational(denominator)
    if let numerator, let above = Rational.order(numerator, Rational(most)),
      let below = Rational.order(numerator, Rational(least)),
      above <= 0, below >= 0
    {
      // In range, so that the difference fits.
      if let code = numerator.integer, (code - least) % Int128(range.step) == 0 { return ConstantValue.number(value).literal }
      let step = Rational(Int128(range.step), over: denominator) ?? .zero
      error(.offGrid, "\(value) is no whole number of steps of \(step) from the range's start", at: expression.span)
      return nil
    }
    let a = Rational(least, over: denominator) ?? .zero
    let b = Rational(most, over: denominator) ?? .zero
    error(.outOfRange, "\(value) is not in \(a)...\(b)", at: expression.span)
    return nil
  }

  private mutating func lowerFloat(_ expression: Syntax.Expression, _ bitCount: Int, _ file: Int) -> Literal? {
    if let special = expression.specialReal { return .special(special) }
    guard let value = number(expression, in: file) else { return nil }
    // 65520 is the first number that rounds to infinity in 16 bits; in 32 it is beyond 128 bits.
    if bitCount == 16,
      (Rational.order(value, Rational(65_520)) ?? 1) >= 0 || (Rational.order(value, Rational(-65_520)) ?? -1) <= 0
    {
      error(.outOfRange, "\(value) is beyond the largest number of f16, 65504", at: expression.span)
      return nil
    }
    return ConstantValue.number(value).literal
  }

  /// `hex"…"`, `0x00 * 32`, and these joined with `++`.
  private mutating func lowerBytes(_ expression: Syntax.Expression, _ file: Int) -> [UInt8]? {
    switch expression.kind {
    case .binary(.concatenate, let left, let right):
      guard let a = lowerBytes(left, file), let b = lowerBytes(right, file) else { return nil }
      return a + b
    case .binary(.multiply, let part, let number):
      guard let count = repetitions(number, file) else { return nil }
      guard let value = evaluate(part, in: file) else { return nil }
      switch value {
      case .bytes(let bytes): return spend(count, of: bytes.count, at: expression.span) ? repeated(bytes, count) : nil
      case .number(let number):
        guard let byte = number.integer.flatMap({ UInt8(exactly: $0) }) else {
          error(.outOfRange, "a byte is 0...255, not \(number)", at: part.span)
          return nil
        }
        return spend(count, of: 1, at: expression.span) ? Array(repeating: byte, count: count) : nil
      case .bool, .text:
        error(.wrongKind, "a byte or bytes are wanted here, not \(value.kind)", at: part.span)
        return nil
      }
    default:
      guard let value = evaluate(expression, in: file) else { return nil }
      guard case .bytes(let bytes) = value else {
        error(.wrongKind, "bytes are wanted here, as in hex\"00ff\", not \(value.kind)", at: expression.span)
        return nil
      }
      return bytes
    }
  }

  private func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * count)
    for _ in 0..<count { result += bytes }
    return result
  }

  private mutating func repetitions(_ expression: Syntax.Expression, _ file: Int) -> Int? {
    guard let number = integer(expression, in: file) else { return nil }
    guard (0...Int128(Limits.repeatedElementCount)).contains(number) else {
      error(.literalTooLong, "a repetition is 0...\(Limits.repeatedElementCount) times, not \(number)", at: expression.span)
      return nil
    }
    return Int(number)
  }

  /// Whether that many elements may still be repeated: all literals of a compilation share one budget.
  private mutating func spend(_ count: Int, of size: Int, at span: Span) -> Bool {
    let (cost, overflow) = count.multipliedReportingOverflow(by: max(1, size))
    guard !overflow, cost <= repetitionBudget else {
      error(.literalTooLong, "the values of this schema repeat more than \(Limits.repeatedElementCount) elements", at: span)
      return false
    }
    repetitionBudget -= cost
    return true
  }

  /// `[a, b]`, or `a * 3`.
  private mutating func lowerElements(_ expression: Syntax.Expression, _ element: FieldType, _ file: Int) -> [Literal]? {
    switch expression.kind {
    case .list(let elements):
      let lowered = elements.map { lowerLiteral($0, as: element, file: file) }
      return lowered.contains { $0 == nil } ? nil : lowered.compactMap { $0 }
    case .binary(.multiply, let part, let number):
      let before = repetitionBudget
      guard let count = repetitions(number, file), let value = lowerLiteral(part, as: element, file: file) else { return nil }
      // What one element has repeated itself, all have.
      guard spend(count, of: before - repetitionBudget + part.nodeCount, at: expression.span) else { return nil }
      return Array(repeating: value, count: count)
    case .invalid: return nil
    default:
      error(.wrongKind, "a list is wanted here, as in [1, 2]", at: expression.span)
      return nil
    }
  }

  private mutating func fits(_ number: Int, _ count: Count, _ what: String, at span: Span) -> Bool {
    switch count {
    case .fixed(let exact):
      if number == exact { return true }
      error(.count, "\(exact) \(what) are wanted here, not \(number)", at: span)
      return false
    case .bounded(let min, let max):
      if (min...max).contains(number) { return true }
      error(.count, "\(min)...\(max) \(what) are wanted here, not \(number)", at: span)
      return false
    case .computed(_, let max), .toEnd(let max):
      guard let max, number > max else { return true }
      error(.count, "at most \(max) \(what) are wanted here, not \(number)", at: span)
      return false
    }
  }
}

extension Syntax.Expression {
  /// `nan`, `inf`, `-inf` and `-0.0`, which no fraction can state.
  fileprivate var specialReal: String? {
    switch kind {
    case .name(let path) where path.count == 1 && ["nan", "inf"].contains(path[0].text): path[0].text
    case .unary(.negate, let operand):
      switch operand.kind {
      case .name(let path) where path.count == 1 && path[0].text == "inf": "-inf"
      case .integer(0), .real(0, _): "-0.0"
      default: nil
      }
    default: nil
    }
  }

  /// Literals in this one: what a repetition copies.
  fileprivate var nodeCount: Int {
    switch kind {
    case .list(let elements): elements.reduce(1) { $0 + $1.nodeCount }
    case .record(let items): items.reduce(1) { $0 + $1.value.nodeCount }
    case .binary(_, let left, let right): left.nodeCount + right.nodeCount
    default: 1
    }
  }
}
