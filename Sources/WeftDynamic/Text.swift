// Bytes of text, appended without a String in between.
extension [UInt8] {
  mutating func append(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { unsafe append(text.utf8Start[index]) }
  }

  mutating func append(utf8 text: String) { append(contentsOf: text.utf8) }

  mutating func append(decimal value: UInt64) {
    if value < 10 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value))
      return
    }
    let first = count
    var rest = value
    while rest > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    reverseTail(from: first)
  }

  mutating func append(decimal value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  private mutating func reverseTail(from first: Int) {
    var (left, right) = (first, count - 1)
    while left < right {
      swapAt(left, right)
      left += 1
      right -= 1
    }
  }

  /// Two lowercase digits.
  mutating func append(hexadecimal byte: UInt8) {
    append(hexadecimalDigits[Int(byte >> 4)])
    append(hexadecimalDigits[Int(byte & 15)])
  }

  /// `0x` and as many digits as `bitCount` bits have.
  mutating func append(hexadecimal value: UInt64, bitCount: Int) {
    append("0x")
    var shift = Swift.max(bitCount + 3, 4) / 4 * 4
    while shift > 0 {
      shift -= 4
      append(hexadecimalDigits[Int(value >> UInt64(shift) & 15)])
    }
  }

  /// Decimal digits with leading zeros.
  mutating func append(decimal value: UInt64, digitCount: Int) {
    let first = count
    var rest = value
    for _ in 0..<digitCount {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    reverseTail(from: first)
  }

  /// A JSON string without its quotes (RFC 8259 section 7): only what must be escaped is.
  mutating func append(escaping byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case 0..<0x20:
      append("\\u00")
      append(hexadecimal: byte)
    default: append(byte)
    }
  }
}

private let hexadecimalDigits: InlineArray<16, UInt8> = [
  0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66,
]
