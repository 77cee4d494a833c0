/// Why text is not JSON, or not a value of the definition: with the line and column, both from 1, columns in characters.
public struct JSONFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public var message: String
  public var line: Int
  public var column: Int

  public var description: String { "\(line):\(column): \(message)" }

  init(_ message: String, at offset: Int, of text: [UInt8]) {
    self.message = message
    let before = text.prefix(offset)
    line = before.count { $0 == 0x0A } + 1
    // A byte that continues a character is no column of its own.
    column = before.reversed().prefix { $0 != 0x0A }.count { $0 & 0xC0 != 0x80 } + 1
  }
}

extension DynamicValue {
  /// Reads one JSON value (RFC 8259) with nothing but white space around it.
  ///
  /// Total and bounded: nesting is limited to 128, a member's name may stand only once in its object, and a value costs at most a
  /// constant multiple of its text.
  public init(json text: [UInt8]) throws(JSONFailure) {
    var reader = JSONReader(text)
    self = try reader.readDocument()
  }
}

private struct JSONReader {
  let text: [UInt8]
  var position = 0
  var depth = 0

  static let maximumDepth = 128

  init(_ text: [UInt8]) { self.text = text }

  func failure(_ message: String, at offset: Int? = nil) -> JSONFailure {
    JSONFailure(message, at: offset ?? position, of: text)
  }

  var next: UInt8? { position < text.count ? text[position] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  mutating func take(_ character: Character) -> Bool {
    guard next == character.asciiValue else { return false }
    position += 1
    return true
  }

  mutating func readDocument() throws(JSONFailure) -> DynamicValue {
    skipSpace()
    let value = try readValue()
    skipSpace()
    guard next == nil else { throw failure("expected the end of the text") }
    return value
  }

  mutating func readValue() throws(JSONFailure) -> DynamicValue {
    let start = position
    guard let first = next else { throw failure("expected a value, found the end of the text") }
    switch first {
    case UInt8(ascii: "{"): return DynamicValue(.record(try readObject()), at: start)
    case UInt8(ascii: "["): return DynamicValue(.list(try readArray()), at: start)
    case UInt8(ascii: "\""): return DynamicValue(.text(try readString()), at: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return DynamicValue(try readNumber(), at: start)
    default:
      for (word, content) in [("true", DynamicValue.Content.bool(true)), ("false", .bool(false)), ("null", .null)]
      where text[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return DynamicValue(content, at: start)
      }
      throw failure("expected a value")
    }
  }

  private mutating func descend() throws(JSONFailure) {
    guard depth < Self.maximumDepth else { throw failure("nested deeper than \(Self.maximumDepth)") }
    depth += 1
    position += 1
    skipSpace()
  }

  private mutating func readObject() throws(JSONFailure) -> [DynamicValue.Member] {
    try descend()
    defer { depth -= 1 }
    var members: [DynamicValue.Member] = []
    var names: Set<String> = []
    if take("}") { return members }
    while true {
      let start = position
      guard next == UInt8(ascii: "\"") else { throw failure("expected a field's name in quotes") }
      let name = try readString()
      guard names.insert(name).inserted else { throw failure("field \"\(name)\" stands twice", at: start) }
      skipSpace()
      guard take(":") else { throw failure("expected \":\"") }
      skipSpace()
      var member = DynamicValue.Member(name, try readValue())
      member.sourceOffset = start
      members.append(member)
      skipSpace()
      if take("}") { return members }
      guard take(",") else { throw failure("expected \",\" or \"}\"") }
      skipSpace()
    }
  }

  private mutating func readArray() throws(JSONFailure) -> [DynamicValue] {
    try descend()
    defer { depth -= 1 }
    var elements: [DynamicValue] = []
    if take("]") { return elements }
    while true {
      elements.append(try readValue())
      skipSpace()
      if take("]") { return elements }
      guard take(",") else { throw failure("expected \",\" or \"]\"") }
      skipSpace()
    }
  }

  // MARK: Numbers

  private mutating func skipDigits() throws(JSONFailure) {
    let start = position
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    guard position > start else { throw failure("expected a digit") }
  }

  private mutating func readNumber() throws(JSONFailure) -> DynamicValue.Content {
    let start = position
    _ = take("-")
    let isZeroFirst = next == UInt8(ascii: "0")
    let digits = position
    try skipDigits()
    guard !isZeroFirst || position == digits + 1 else { throw failure("a number does not start with 0", at: start) }
    var isInteger = true
    if take(".") {
      isInteger = false
      try skipDigits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if !take("+") { _ = take("-") }
      try skipDigits()
    }
    let number = String(decoding: text[start..<position], as: UTF8.self)
    if isInteger, number != "-0" {
      // 40 digits hold every 128-bit integer; a longer one is a real, and refused where an integer is wanted.
      if let integer = Int128(number) { return .integer(integer) }
    }
    guard let real = Double(number), real.isFinite else { throw failure("number is too large", at: start) }
    return .real(real)
  }

  // MARK: Strings

  private mutating func readString() throws(JSONFailure) -> String {
    let start = position
    position += 1
    var bytes: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: bytes, as: UTF8.self) else {
          throw failure("string is not UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"): try readEscape(into: &bytes)
      case 0..<0x20: throw failure("control characters are escaped", at: position - 1)
      default: bytes.append(byte)
      }
    }
    throw failure("string does not end", at: start)
  }

  private mutating func readEscape(into bytes: inout [UInt8]) throws(JSONFailure) {
    let start = position - 1
    guard let byte = next else { throw failure("string does not end", at: start) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      var code = try readUnit()
      if code >= 0xD800, code < 0xDC00, take("\\"), take("u") {
        let low = try readUnit()
        guard low >= 0xDC00, low < 0xE000 else { throw failure("half of a surrogate pair", at: start) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair", at: start) }
      bytes.append(contentsOf: Character(scalar).utf8)
    default: throw failure("no such escape", at: start)
    }
  }

  private mutating func readUnit() throws(JSONFailure) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = hexadecimalDigit(byte) else { throw failure("expected four hexadecimal digits") }
      position += 1
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}
