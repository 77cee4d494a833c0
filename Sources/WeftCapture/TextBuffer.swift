import WeftDynamic

/// Text on its way out: UTF-8 in a buffer that is reused, so that no packet makes a `String`.
typealias TextBuffer = OutputBuffer

extension OutputBuffer {
  mutating func append(text: String) { append(utf8: text) }

  var bytes: [UInt8] { (0..<count).map { self[$0] } }

  mutating func append(spaces count: Int) { append(repeating: 0x20, count: count) }

  /// Characters from `start` on: bytes that begin one in UTF-8.
  func characterCount(from start: Int) -> Int { (start..<count).count { self[$0] & 0xC0 != 0x80 } }

  // MARK: Numbers

  /// `0x` and at least so many digits.
  mutating func append(hexadecimal value: UInt64, digits: Int) {
    let needed = (UInt64.bitWidth - value.leadingZeroBitCount + 3) / 4
    append("0x")
    var shift = (max(needed, digits) - 1) * 4
    while shift >= 0 {
      append(digit: UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15)
      shift -= 4
    }
  }

  /// Two digits a byte, with `separator` between bytes.
  mutating func append(hexadecimal span: RawSpan, separator: UInt8) {
    for index in 0..<span.byteCount {
      if index > 0 { append(separator) }
      append(hexadecimal: span[index])
    }
  }

  // MARK: Addresses

  mutating func append(ipv4 span: RawSpan) {
    for index in 0..<span.byteCount {
      if index > 0 { append(0x2E) }
      append(decimal: UInt64(span[index]))
    }
  }

  /// RFC 5952: lower case, no leading zeros, the longest run of at least two zero groups left out, the first of equals.
  mutating func append(ipv6 span: RawSpan) {
    let groups = span.byteCount / 2
    func group(_ index: Int) -> UInt64 { UInt64(span[index * 2]) << 8 | UInt64(span[index * 2 + 1]) }
    var longest = 0..<0
    var current = 0..<0
    for index in 0..<groups {
      current = group(index) == 0 ? (current.isEmpty ? index : current.lowerBound)..<index + 1 : 0..<0
      if current.count > max(longest.count, 1) { longest = current }
    }
    var index = 0
    while index < groups {
      if index == longest.lowerBound, !longest.isEmpty {
        append("::")
        index = longest.upperBound
        continue
      }
      if index > 0, index != longest.upperBound || longest.isEmpty { append(0x3A) }
      append(hexadecimalWithoutPrefix: group(index))
      index += 1
    }
  }

  private mutating func append(hexadecimalWithoutPrefix value: UInt64) {
    var shift = max((UInt64.bitWidth - value.leadingZeroBitCount + 3) / 4 - 1, 0) * 4
    while shift >= 0 {
      append(digit: UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15)
      shift -= 4
    }
  }

  // MARK: Text

  /// The inside of a JSON string. What is not UTF-8 becomes U+FFFD.
  mutating func append(jsonString text: some Sequence<UInt8>) {
    for scalar in String(decoding: Array(text), as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      case _ where scalar.value < 0x20:
        append("\\u00")
        append(digit: UInt8(scalar.value >> 4))
        append(digit: UInt8(scalar.value & 15))
      default: append(utf8: String(scalar))
      }
    }
  }

  /// Bytes as text for a terminal or a column: control characters are shown as escapes, so that none acts.
  mutating func append(visible span: RawSpan) {
    for index in 0..<span.byteCount {
      let byte = span[index]
      switch byte {
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x00..<0x20, 0x7F:
        append("\\x")
        append(digit: byte >> 4)
        append(digit: byte & 15)
      default: append(byte)
      }
    }
  }
}

extension RawSpan {
  @inline(__always)
  subscript(_ index: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self) }
}
