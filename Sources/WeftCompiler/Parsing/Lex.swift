/// Cuts a definition file into tokens (`docs/language.md`, "Grammar").
///
/// Any bytes give a list of tokens that ends with `.endOfFile`. What is no token is reported and left out.
struct Lexer {
  let bytes: [UInt8]
  let file: Int
  private(set) var tokens: [Token] = []
  private(set) var documentation: [DocumentationLine] = []
  private(set) var diagnostics = DiagnosticList()
  var offset = 0
  private var startsLine = true
  private var isSuspect = false
  /// The next token is the first behind a string that does not end.
  var isNextSuspect = false

  /// A `///` comment: no token, since it may stand anywhere, but more than trivia.
  struct DocumentationLine: Sendable, Hashable {
    var span: Span
    /// Index of the next token.
    var token: Int
    /// Nothing but white space stands before it on its line.
    var startsLine: Bool
  }

  init(_ bytes: [UInt8], file: Int) {
    self.bytes = bytes
    self.file = file
  }

  /// The byte `distance` bytes ahead; 0 behind the end of the file.
  func peek(_ distance: Int = 0) -> UInt8 {
    let index = offset + distance
    return index < bytes.count ? bytes[index] : 0
  }

  var isAtEnd: Bool { offset >= bytes.count }

  func span(from lower: Int) -> Span { Span(file: file, lower: lower, upper: offset) }

  mutating func report(
    _ rule: Diagnostic.Rule, _ message: @autoclosure () -> String, at span: Span, notes: [Diagnostic.Note] = [],
    fixes: [Diagnostic.Fix] = []
  ) {
    guard !diagnostics.isFull else { return }
    diagnostics.append(Diagnostic(.error, rule, message(), at: span, notes: notes, fixes: fixes))
  }

  /// Reports something that the parser might stumble over again, and marks the token there.
  mutating func reportInToken(
    _ rule: Diagnostic.Rule, _ message: @autoclosure () -> String, at span: Span, notes: [Diagnostic.Note] = [],
    fixes: [Diagnostic.Fix] = []
  ) {
    isSuspect = true
    report(rule, message(), at: span, notes: notes, fixes: fixes)
  }

  mutating func lex() {
    guard acceptsEncoding() else { return emit(.endOfFile, from: offset) }
    while !isAtEnd { lexOne() }
    emit(.endOfFile, from: offset)
  }

  private mutating func lexOne() {
    let start = offset
    let byte = bytes[offset]
    switch byte {
    case UInt8(ascii: "\n"):
      offset += 1
      startsLine = true
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      offset += 1
    case UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"):
      offset += 1
    case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
      skipComment()
    case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
      skipBlockComment()
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let kind = skipNumber()
      emit(kind, from: start)
    case UInt8(ascii: "\""):
      skipString()
      emit(.string, from: start)
    case UInt8(ascii: "'"):
      skipSingleQuoted()
      emit(.string, from: start)
    case UInt8(ascii: "h") where startsHexString:
      skipHexString()
      emit(.hexString, from: start)
    case _ where byte.isLetter:
      skipName()
      emit(.name, from: start)
    default:
      if let kind = skipPunctuation() { emit(kind, from: start) } else { skipUnexpected() }
    }
  }

  mutating func emit(_ kind: Token.Kind, from lower: Int) {
    tokens.append(
      Token(
        lower: UInt32(clamping: lower), upper: UInt32(clamping: offset), kind: kind, startsLine: startsLine,
        isSuspect: isSuspect))
    startsLine = false
    isSuspect = isNextSuspect
    isNextSuspect = false
  }

  /// `//` to the end of the line; exactly three slashes make documentation.
  private mutating func skipComment() {
    let start = offset
    let isDocumentation = peek(2) == UInt8(ascii: "/") && peek(3) != UInt8(ascii: "/")
    while !isAtEnd, bytes[offset] != UInt8(ascii: "\n") { skipCharacter(in: "a comment") }
    guard isDocumentation else { return }
    documentation.append(DocumentationLine(span: span(from: start), token: tokens.count, startsLine: startsLine))
  }

  /// `/* … */`, which is no comment here.
  private mutating func skipBlockComment() {
    let start = offset
    offset += 2
    let opening = span(from: start)
    while !isAtEnd, !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) { offset += 1 }
    offset = Swift.min(offset + 2, bytes.count)
    report(.commentForm, "a comment begins with '//' and ends with its line", at: opening)
  }

  /// A name, and characters that someone took for a part of one.
  mutating func skipName() {
    let start = offset
    var isASCII = true
    while !isAtEnd, bytes[offset].isNameByte || bytes[offset] >= 0x80 {
      if bytes[offset] < 0x80 {
        offset += 1
      } else {
        guard let scalar = scalar(at: offset), !scalar.isBidirectionalControl else { break }
        isASCII = false
        offset += UTF8.width(scalar)
      }
    }
    if !isASCII {
      reportInToken(.nameCharacter, "a name consists of the letters a to z and A to Z, digits and '_'", at: span(from: start))
    } else if offset - start > Syntax.maximumNameLength {
      reportInToken(.nameLength, "a name has at most \(Syntax.maximumNameLength) characters", at: span(from: start))
    }
  }
}

extension UInt8 {
  var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  /// Can stand in a name, behind its first letter.
  var isNameByte: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }

  /// The value of a hexadecimal digit.
  var hexDigitValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
