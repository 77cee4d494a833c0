/// The values of numbers and strings.
extension Parser {
  /// An `INT`, or a report and a throw.
  mutating func expectInteger(_ purpose: @autoclosure () -> String) throws(Failure) -> Syntax.Integer {
    guard token.kind == .integer else {
      reportExpected(.expectedInteger, purpose())
      throw Failure()
    }
    return takeInteger()
  }

  /// The next token, which is an integer. Its value is `nil` where it is too large.
  mutating func takeInteger() -> Syntax.Integer {
    let (here, token) = (span, token)
    advance()
    return Syntax.Integer(integer(of: token), at: here)
  }

  private mutating func integer(of token: Token) -> Int128? {
    var digits = bytes[Int(token.lower)..<Int(token.upper)]
    var radix: Int128 = 10
    if digits.starts(with: [UInt8(ascii: "0"), UInt8(ascii: "x")]) { radix = 16 }
    if digits.starts(with: [UInt8(ascii: "0"), UInt8(ascii: "b")]) { radix = 2 }
    if radix != 10 { digits = digits.dropFirst(2) }
    let unit = digits.last == UInt8(ascii: "B") && radix == 10 ? digits.suffix(3).first : nil
    if unit != nil { digits = digits.dropLast(3) }
    var value: Int128 = 0
    for case let digit? in digits.lazy.map(\.hexDigitValue) where Int128(digit) < radix {
      guard append(digit, to: &value, radix: radix) else {
        reportTooLarge(token)
        return nil
      }
    }
    guard let unit else { return value }
    let (product, overflow) = value.multipliedReportingOverflow(by: unit == UInt8(ascii: "K") ? 1 << 10 : 1 << 20)
    if overflow { reportTooLarge(token) }
    return overflow ? nil : product
  }

  private func append(_ digit: UInt8, to value: inout Int128, radix: Int128) -> Bool {
    let (product, overflow) = value.multipliedReportingOverflow(by: radix)
    let (sum, carry) = product.addingReportingOverflow(Int128(digit))
    value = sum
    return !overflow && !carry
  }

  private mutating func reportTooLarge(_ token: Token) {
    guard !token.isSuspect else { return }
    report(.numberTooLarge, "the number does not fit into 128 bits", at: span(of: token))
  }

  /// The next token, which is a real: its digits over a power of ten.
  mutating func takeReal() -> Syntax.Expression {
    let (here, token) = (span, token)
    advance()
    var numerator: Int128 = 0
    var denominator: Int128 = 1
    var isFraction = false
    for byte in bytes[here.lower..<here.upper] {
      if byte == UInt8(ascii: ".") { isFraction = true }
      guard byte.isDigit, let digit = byte.hexDigitValue else { continue }
      let (scale, overflow) = isFraction ? denominator.multipliedReportingOverflow(by: 10) : (denominator, false)
      guard !overflow, append(digit, to: &numerator, radix: 10) else {
        reportTooLarge(token)
        return Syntax.Expression(.invalid, at: here)
      }
      denominator = scale
    }
    return Syntax.Expression(.real(numerator: numerator, denominator: denominator), at: here)
  }

  mutating func expectText(_ purpose: @autoclosure () -> String) throws(Failure) -> Syntax.Text {
    guard token.kind == .string else {
      reportExpected(.expectedText, purpose())
      throw Failure()
    }
    return takeText()
  }

  /// The next token, which is a string.
  mutating func takeText() -> Syntax.Text {
    let (here, token) = (span, token)
    advance()
    // An unterminated or single-quoted string is reported; what is in it does not matter.
    let contents = token.isSuspect ? here : Span(file: file, lower: here.lower + 1, upper: here.upper - 1)
    var value: [UInt8] = []
    var index = contents.lower
    while index < contents.upper {
      if bytes[index] == UInt8(ascii: "\\"), !token.isSuspect {
        value += takeEscape(at: &index, before: contents.upper)
      } else {
        value.append(bytes[index])
        index += 1
      }
    }
    return Syntax.Text(String(decoding: value, as: UTF8.self), at: here)
  }

  /// The UTF-8 of the escape at `index`, which is moved behind it.
  private mutating func takeEscape(at index: inout Int, before upper: Int) -> [UInt8] {
    let start = index
    let letter = index + 1 < upper ? bytes[index + 1] : 0
    index += 2
    switch letter {
    case UInt8(ascii: "n"): return [UInt8(ascii: "\n")]
    case UInt8(ascii: "t"): return [UInt8(ascii: "\t")]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [letter]
    case UInt8(ascii: "u"):
      if let scalar = takeScalar(at: &index, before: upper) { return Array(String(scalar).utf8) }
      let escape = Span(file: file, lower: start, upper: index)
      report(.stringEscape, "expected '\\u{…}' with 1 to 6 hexadecimal digits of a Unicode scalar", at: escape)
    default:
      while index < upper, bytes[index] & 0xC0 == 0x80 { index += 1 }
      let escape = Span(file: file, lower: start, upper: min(index, upper))
      report(.stringEscape, "unknown escape; strings know \\n, \\t, \\\", \\\\ and \\u{…}", at: escape)
    }
    return []
  }

  /// `{1F600}`; on failure `index` is behind the part that could be one.
  private func takeScalar(at index: inout Int, before upper: Int) -> Unicode.Scalar? {
    guard index < upper, bytes[index] == UInt8(ascii: "{") else { return nil }
    index += 1
    let first = index
    var value: UInt32 = 0
    while index < upper, let digit = bytes[index].hexDigitValue {
      value = value < 0x0100_0000 ? value << 4 | UInt32(digit) : value
      index += 1
    }
    let digitCount = index - first
    guard index < upper, bytes[index] == UInt8(ascii: "}") else { return nil }
    index += 1
    return (1...6).contains(digitCount) ? Unicode.Scalar(value) : nil
  }

  /// The next token, which is a hex string.
  mutating func takeHexString() -> (bytes: [UInt8], span: Span) {
    let (here, token) = (span, token)
    advance()
    guard !token.isSuspect else { return ([], here) }
    var digits: [UInt8] = []
    for index in here.lower + 4..<max(here.lower + 4, here.upper - 1) where !bytes[index].isSpace {
      guard let digit = bytes[index].hexDigitValue else {
        report(.hexForm, "expected hexadecimal digits", at: Span(file: file, lower: index, upper: index + 1))
        return ([], here)
      }
      digits.append(digit)
    }
    if digits.count % 2 != 0 { report(.hexForm, "a byte has two hexadecimal digits, and one is missing here", at: here.end) }
    return (stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }, here)
  }
}

extension Diagnostic.Rule {
  static let expectedInteger: Self = "EXPECTED_INTEGER"
  static let expectedText: Self = "EXPECTED_STRING"
}
