// Forms of text that JSON and text output share.
extension OutputBuffer {
  /// `0x` and as many digits as `bitCount` bits have.
  mutating func append(hexadecimal value: UInt64, bitCount: Int) {
    append("0x")
    var shift = Swift.max(bitCount + 3, 4) / 4 * 4
    while shift > 0 {
      shift -= 4
      append(digit: UInt8(truncatingIfNeeded: value >> UInt64(shift) & 15))
    }
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
