/// Characters: what is UTF-8, what may stand in a comment or a string, and what may not stand anywhere.
extension Lexer {
  /// Says what the file's beginning shows about its encoding. False: there is no use in reading on.
  mutating func acceptsEncoding() -> Bool {
    if bytes.count > SourceFile.maximumByteCount {
      let limit = SourceFile.maximumByteCount >> 20
      reportInToken(.fileTooLarge, "a definition file has at most \(limit) MiB", at: span(from: 0))
      return false
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      offset = 2
      reportInToken(.fileEncoding, "a definition file is UTF-8, not UTF-16", at: span(from: 0))
      return false
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      offset = 3
      let mark = span(from: 0)
      report(
        .fileEncoding, "a definition file begins without a byte order mark", at: mark,
        fixes: [Diagnostic.Fix(replace: mark, with: "")])
    }
    return true
  }

  /// The scalar whose UTF-8 begins at `index`; `nil` if that is not UTF-8 (RFC 3629 section 4).
  func scalar(at index: Int) -> Unicode.Scalar? {
    let end = Swift.min(index + 4, bytes.count)
    var iterator = bytes[index..<end].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return scalar
  }

  /// Skips one character in a place where any text may stand, and reports it if it is none.
  ///
  /// - Parameter place: `a comment` or `a string`.
  mutating func skipCharacter(in place: String) {
    let byte = bytes[offset]
    if byte >= 0x20, byte < 0x7F || byte == UInt8(ascii: "\t") {
      offset += 1
      return
    }
    if byte < 0x80 {
      let start = offset
      offset += 1
      if byte == UInt8(ascii: "\t") || (byte == UInt8(ascii: "\r") && peek() == UInt8(ascii: "\n")) { return }
      let name = name(ofControl: byte)
      report(.controlCharacter, "\(name) cannot stand in \(place)", at: span(from: start))
      return
    }
    guard let scalar = scalar(at: offset) else { return skipInvalidUTF8() }
    let start = offset
    offset += UTF8.width(scalar)
    if scalar.isBidirectionalControl {
      let message = "\(scalar.codeNotation) changes the direction of the text and cannot stand in \(place)"
      report(.bidirectionalControl, message, at: span(from: start))
    }
  }

  /// One diagnostic for the whole stretch of bytes that are not UTF-8.
  mutating func skipInvalidUTF8() {
    let start = offset
    while !isAtEnd, bytes[offset] >= 0x80, scalar(at: offset) == nil { offset += 1 }
    let found =
      offset - start == 1
      ? "byte 0x\(String(bytes[start], radix: 16, uppercase: true)) is not UTF-8" : "these \(offset - start) bytes are not UTF-8"
    reportInToken(.invalidUTF8, found, at: span(from: start))
  }

  /// What no token begins with.
  mutating func skipUnexpected() {
    let start = offset
    let byte = bytes[offset]
    if byte >= 0x80 {
      guard let scalar = scalar(at: offset) else { return skipInvalidUTF8() }
      if scalar.properties.isAlphabetic {
        skipName()
        return emit(.name, from: start)
      }
      offset += UTF8.width(scalar)
      let notation = scalar.isShown ? "'\(scalar)' (\(scalar.codeNotation))" : scalar.codeNotation
      return reportInToken(.unexpectedCharacter, "unexpected character \(notation)", at: span(from: start))
    }
    offset += 1
    if byte < 0x20 || byte == 0x7F {
      while !isAtEnd, bytes[offset] == byte { offset += 1 }
      let name = name(ofControl: byte)
      return reportInToken(.controlCharacter, "unexpected \(name)", at: span(from: start))
    }
    skipForeignHabit(byte, from: start)
  }

  /// Characters that mean something in other languages.
  private mutating func skipForeignHabit(_ byte: UInt8, from start: Int) {
    let here = span(from: start)
    switch byte {
    case UInt8(ascii: ";"):
      let message = "fields and declarations are separated by white space or commas, not ';'"
      reportInToken(.unexpectedCharacter, message, at: here, fixes: [Diagnostic.Fix(replace: here, with: "")])
    case UInt8(ascii: "#"):
      while !isAtEnd, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
      reportInToken(
        .commentForm, "a comment begins with '//'", at: here, fixes: [Diagnostic.Fix(replace: here, with: "//")])
    case UInt8(ascii: "_"):
      while peek() == UInt8(ascii: "_") || peek().isDigit { offset += 1 }
      let letter = peek().isNameByte ? offset : start
      while peek().isNameByte { offset += 1 }
      reportInToken(.nameCharacter, "a name begins with a letter", at: span(from: start))
      emit(.name, from: letter)
    default:
      reportInToken(.unexpectedCharacter, "unexpected character '\(Unicode.Scalar(byte))'", at: here)
    }
  }

  private func name(ofControl byte: UInt8) -> String {
    switch byte {
    case 0: "NUL byte"
    case UInt8(ascii: "\r"): "carriage return"
    default: "control character \(Unicode.Scalar(byte).codeNotation)"
    }
  }
}

extension Unicode.Scalar {
  /// `U+202E`.
  var codeNotation: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
  }

  /// Makes text look different from what the compiler reads (Unicode TR 36 section 3.1).
  var isBidirectionalControl: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }

  /// Leaves a mark on a terminal.
  var isShown: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator,
      .nonspacingMark, .enclosingMark:
      false
    default: true
    }
  }
}
