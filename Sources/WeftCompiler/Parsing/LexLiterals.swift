/// Numbers and strings: where they end. Their values are read by `Literals.swift` when the parser wants them.
extension Lexer {
  /// `42`, `0x2A`, `0b10_1010`, `0.25`.
  mutating func skipNumber() -> Token.Kind {
    let start = offset
    if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "b") {
      let radix: UInt8 = peek(1) == UInt8(ascii: "x") ? 16 : 2
      offset += 2
      skipDigits(radix: radix, of: start)
      return .integer
    }
    let isReal = skipDecimal()
    checkDigits(from: start, upper: offset)
    if !isReal, startsUnit { offset += 3 }
    if peek().isNameByte { skipSuffix(of: start) } else { checkLeadingZero(from: start) }
    return isReal ? .real : .integer
  }

  /// `KiB` and `MiB` are part of the integer that they stand behind.
  private var startsUnit: Bool {
    (peek() == UInt8(ascii: "K") || peek() == UInt8(ascii: "M")) && peek(1) == UInt8(ascii: "i") && peek(2) == UInt8(ascii: "B")
  }

  private mutating func skipDecimal() -> Bool {
    while peek().isDigit || peek() == UInt8(ascii: "_") { offset += 1 }
    guard peek() == UInt8(ascii: "."), peek(1) != UInt8(ascii: ".") else { return false }
    offset += 1
    if !peek().isDigit {
      let dot = span(from: offset - 1)
      reportInToken(.numberForm, "digits are missing behind '.'", at: dot, fixes: [Diagnostic.Fix(replace: dot.end, with: "0")])
    }
    while peek().isDigit || peek() == UInt8(ascii: "_") { offset += 1 }
    return true
  }

  private mutating func skipDigits(radix: UInt8, of start: Int) {
    let first = offset
    while peek() == UInt8(ascii: "_") || (peek().hexDigitValue ?? 16) < radix { offset += 1 }
    if peek().isNameByte { return skipSuffix(of: start) }
    guard offset > first else {
      return reportInToken(.numberForm, "digits are missing behind '0\(radix == 16 ? "x" : "b")'", at: span(from: start))
    }
    checkDigits(from: first, upper: offset)
  }

  private mutating func skipSuffix(of start: Int) {
    let first = offset
    while peek().isNameByte { offset += 1 }
    let suffix = String(decoding: bytes[first..<Swift.min(offset, first + 20)], as: UTF8.self)
    let isUnit = ["k", "kb", "kib", "m", "mb", "mib"].contains(suffix.lowercased())
    let notes = isUnit ? [Diagnostic.Note("'KiB' and 'MiB' are units of decimal integers")] : []
    reportInToken(.numberForm, "'\(suffix)' cannot stand in a number", at: span(from: first), notes: notes)
  }

  /// `_` stands between two digits.
  private mutating func checkDigits(from lower: Int, upper: Int) {
    func isDigit(_ index: Int) -> Bool { index >= lower && index < upper && bytes[index].hexDigitValue != nil }
    for index in lower..<upper where bytes[index] == UInt8(ascii: "_") && !(isDigit(index - 1) && isDigit(index + 1)) {
      let mark = Span(file: file, lower: index, upper: index + 1)
      reportInToken(.numberForm, "'_' stands between two digits", at: mark, fixes: [Diagnostic.Fix(replace: mark, with: "")])
      return
    }
  }

  /// `010` is eight in some languages.
  private mutating func checkLeadingZero(from start: Int) {
    guard bytes[start] == UInt8(ascii: "0"), peekAt(start + 1).isDigit || peekAt(start + 1) == UInt8(ascii: "_") else { return }
    var end = start
    while peekAt(end) == UInt8(ascii: "0") || peekAt(end) == UInt8(ascii: "_") { end += 1 }
    if !peekAt(end).isDigit { end -= 1 }
    let zeros = Span(file: file, lower: start, upper: Swift.max(end, start + 1))
    reportInToken(
      .numberForm, "a decimal number does not begin with 0", at: zeros, fixes: [Diagnostic.Fix(replace: zeros, with: "")])
  }

  private func peekAt(_ index: Int) -> UInt8 { index < offset ? bytes[index] : 0 }

  /// `"…"` on one line; `\` takes the next character with it.
  mutating func skipString() {
    let start = offset
    offset += 1
    while !isAtEnd, peek() != UInt8(ascii: "\n") {
      if peek() == UInt8(ascii: "\"") {
        offset += 1
        return
      }
      if peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "\"") || peek(1) == UInt8(ascii: "\\") {
        offset += 2
      } else {
        skipCharacter(in: "a string")
      }
    }
    if offset > start, bytes[offset - 1] == UInt8(ascii: "\r") { offset -= 1 }
    reportInToken(.unterminatedString, "the string does not end on its line", at: span(from: start))
    isNextSuspect = true
  }

  /// `'…'`, which is no string here.
  mutating func skipSingleQuoted() {
    let start = offset
    offset += 1
    while !isAtEnd, peek() != UInt8(ascii: "\n"), peek() != UInt8(ascii: "'") { skipCharacter(in: "a string") }
    if !isAtEnd, peek() == UInt8(ascii: "'") { offset += 1 }
    reportInToken(.stringForm, "a string stands between double quotes", at: span(from: start))
  }

  var startsHexString: Bool {
    peek(1) == UInt8(ascii: "e") && peek(2) == UInt8(ascii: "x") && peek(3) == UInt8(ascii: "\"")
  }

  /// `hex"…"`, over any number of lines.
  mutating func skipHexString() {
    let start = offset
    offset += 4
    var firstLineEnd: Int?
    while !isAtEnd, peek() != UInt8(ascii: "\"") {
      let byte = peek()
      if byte == UInt8(ascii: "\n"), firstLineEnd == nil { firstLineEnd = offset }
      let isPlain = byte.hexDigitValue != nil || byte.isSpace
      // A character that is no digit on a later line: more likely the closing quote of the first is missing.
      if !isPlain, firstLineEnd != nil { break }
      if isPlain { offset += 1 } else { skipCharacter(in: "a hex string") }
    }
    if peek() == UInt8(ascii: "\""), !isAtEnd {
      offset += 1
      return
    }
    offset = firstLineEnd ?? offset
    reportInToken(.unterminatedString, "the hex string has no closing quote", at: span(from: start))
    isNextSuspect = true
  }
}

extension UInt8 {
  var isSpace: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
  }
}
