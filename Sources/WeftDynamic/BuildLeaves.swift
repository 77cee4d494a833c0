import WeftSchema

extension TreeBuilder {
  mutating func buildInteger(
    _ entry: TypeEntry, type: Int32, field: Int32, _ value: DynamicValue
  ) throws(BuildFailure) {
    let integer = try integer(value)
    let node = open(entry.node, type: type, field: field, payload: UInt64(truncatingIfNeeded: integer))
    let fits = entry.node == .signed ? Int64(exactly: integer) != nil : UInt64(exactly: integer) != nil
    if !fits { tree.nodes[node].flags.insert(.isOutOfRange) }
  }

  /// A number without a fraction, or its decimal digits as text.
  func integer(_ value: DynamicValue) throws(BuildFailure) -> Int128 {
    switch value.content {
    case .integer(let integer): return integer
    case .real(let real) where real == real.rounded() && abs(real) < 0x1p63: return Int128(real)
    case .text(let text):
      guard text.utf8.count <= 40, let integer = Int128(text), !text.hasPrefix("+") else {
        throw mismatch("an integer", value)
      }
      return integer
    default: throw mismatch("an integer", value)
    }
  }

  mutating func buildReal(
    _ entry: TypeEntry, type: Int32, field: Int32, _ value: DynamicValue
  ) throws(BuildFailure) {
    let real: Double
    switch value.content {
    case .real(let number): real = number
    case .integer(let integer): real = Double(integer)
    case .text("NaN"): real = .nan
    case .text("Infinity"): real = .infinity
    case .text("-Infinity"): real = -.infinity
    default: throw mismatch("a number", value)
    }
    guard entry.kind == .fixed else {
      _ = open(.float, type: type, field: field, payload: floatBits(real, bitCount: entry.bitCount))
      return
    }
    let code = program.fixedRanges[Int(entry.detail)].code(of: real)
    let node = open(.fixed, type: type, field: field, payload: code ?? (real.isFinite ? 0 : 1))
    if code == nil { tree.nodes[node].flags.insert(.isOutOfRange) }
  }

  /// The code of an enum's case, or the bit of a flag: its name, or a number.
  func code(_ entry: TypeEntry, _ value: DynamicValue) throws(BuildFailure) -> UInt64 {
    switch value.content {
    case .text(let name):
      let enumeration = program.enumerations[Int(entry.detail)]
      guard let index = enumeration.names.firstIndex(of: name) else { throw failure(.unknownCase(name), at: value) }
      return enumeration.codes[index]
    case .integer(let integer):
      guard let code = UInt64(exactly: integer) else { throw failure(.integerTooLarge, at: value) }
      return code
    default: throw mismatch("the name of a case", value)
    }
  }

  func bytes(_ value: DynamicValue) throws(BuildFailure) -> [UInt8] {
    switch value.content {
    case .bytes(let bytes): return bytes
    case .text(let text):
      guard let bytes = bytes(hexadecimal: text) else { throw failure(.invalidHexadecimal, at: value) }
      return bytes
    default: throw mismatch("hexadecimal bytes", value)
    }
  }

  private func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = hexadecimalDigit(digits[index]), let low = hexadecimalDigit(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}

func hexadecimalDigit(_ character: UInt8) -> UInt8? {
  switch character {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
  default: nil
  }
}

extension DynamicValue.Content {
  /// What the value is, in an error.
  var noun: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .integer: "an integer"
    case .real: "a number"
    case .text: "text"
    case .bytes: "bytes"
    case .list: "a list"
    case .record: "a record"
    }
  }
}
