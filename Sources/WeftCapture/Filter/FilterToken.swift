/// A piece of a filter's text.
struct FilterToken: Hashable {
  var kind: Kind
  /// In the filter, in bytes.
  var range: Range<Int>

  enum Kind: Hashable {
    /// A name, a number, an address: told apart by where it stands.
    case word(String)
    case string(String)
    case comparison(FilterComparison)
    case and, or, not, contains, `in`
    case mask, open, close, openSet, closeSet, comma
    case end
  }
}

enum FilterComparison: String, Hashable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

/// What is wrong with a filter, and where.
struct FilterError: Error, Hashable {
  var message: String
  var range: Range<Int>

  /// The message, the filter, and a caret under the place.
  func rendered(_ filter: String) -> String {
    // Carets stand under characters, not bytes.
    let bytes = Array(filter.utf8)
    let start = String(decoding: bytes.prefix(range.lowerBound), as: UTF8.self).count
    let width = String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self).count
    let caret = String(repeating: " ", count: start) + "^" + String(repeating: "~", count: max(width - 1, 0))
    let line = String(filter.map { $0.isNewline ? " " : $0 })
    return "\(message)\n  \(line)\n  \(caret)"
  }
}

/// Cuts a filter into tokens.
struct FilterLexer {
  private let bytes: [UInt8]
  private var position = 0

  init(_ filter: String) { bytes = Array(filter.utf8) }

  static func tokens(of filter: String) throws(FilterError) -> [FilterToken] {
    var lexer = FilterLexer(filter)
    var tokens: [FilterToken] = []
    repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private static let symbols: [(text: String, kind: FilterToken.Kind)] = [
    ("==", .comparison(.equal)), ("!=", .comparison(.notEqual)), ("<=", .comparison(.lessOrEqual)),
    (">=", .comparison(.greaterOrEqual)), ("&&", .and), ("||", .or), ("<", .comparison(.less)),
    (">", .comparison(.greater)), ("!", .not), ("&", .mask), ("(", .open), (")", .close), ("{", .openSet),
    ("}", .closeSet), (",", .comma),
  ]

  private static let keywords: [String: FilterToken.Kind] = [
    "and": .and, "or": .or, "not": .not, "contains": .contains, "in": .in, "eq": .comparison(.equal),
    "ne": .comparison(.notEqual), "lt": .comparison(.less), "le": .comparison(.lessOrEqual),
    "gt": .comparison(.greater), "ge": .comparison(.greaterOrEqual),
  ]

  private mutating func next() throws(FilterError) -> FilterToken {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    let start = position
    guard position < bytes.count else { return FilterToken(kind: .end, range: start..<start) }
    if bytes[position] == 0x22 { return try string() }
    while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
    if position > start {
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      return FilterToken(kind: Self.keywords[text] ?? .word(text), range: start..<position)
    }
    for (text, kind) in Self.symbols where bytes[start...].starts(with: text.utf8) {
      position += text.utf8.count
      return FilterToken(kind: kind, range: start..<position)
    }
    throw FilterError(message: "a filter has no such character", range: start..<start + 1)
  }

  /// Letters, digits and what stands in names, numbers and addresses.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
    case 0x5F, 0x2E, 0x3A, 0x2F, 0x2D, 0x2B: true
    default: false
    }
  }

  private mutating func string() throws(FilterError) -> FilterToken {
    let start = position
    var text: [UInt8] = []
    position += 1
    while position < bytes.count, bytes[position] != 0x22 {
      if bytes[position] == 0x5C {
        position += 1
        guard position < bytes.count else { break }
        switch bytes[position] {
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        default: text.append(bytes[position])
        }
      } else {
        text.append(bytes[position])
      }
      position += 1
    }
    guard position < bytes.count else { throw FilterError(message: "the string has no end", range: start..<bytes.count) }
    position += 1
    return FilterToken(kind: .string(String(decoding: text, as: UTF8.self)), range: start..<position)
  }
}
