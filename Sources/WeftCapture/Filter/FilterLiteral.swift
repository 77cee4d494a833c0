import WeftDynamic
import WeftSchema

/// A value in a filter, as the type of the field that it is compared with reads it.
enum FilterLiteral: Hashable {
  /// Also of bools, enums and flags, and times in nanoseconds.
  case integer(Int128)
  case real(Double)
  case bytes([UInt8])
  /// `192.0.2.0/24`: the first bits.
  case prefix([UInt8], bitCount: Int)
  case text([UInt8])

  /// What a field's values look like in a filter.
  enum Shape {
    case integer
    case bool
    case real
    case text
    case bytes
    case ipv4, ipv6, mac
    case enumeration(Enumeration)
    /// Records and lists of them: only there or not.
    case composite

    init(_ slot: NamedValues.Slot, _ schema: Schema) {
      switch schema.elementType(of: slot.type) {
      case .bool: self = .bool
      case .unsigned, .signed, .ranged, .varint: self = .integer
      case .fixed, .float: self = .real
      case .text: self = .text
      case .bytes, .padding:
        self =
          switch slot.display {
          case .ipv4: .ipv4
          case .ipv6: .ipv6
          case .mac: .mac
          default: .bytes
          }
      case .named(let definition, _):
        self =
          switch schema[definition].body {
          case .enumeration(let enumeration): .enumeration(enumeration)
          case .flags: .integer
          case .record: slot.digits > 0 && slot.digits <= 16 ? .integer : .composite
          case .union, .alias: .composite
          }
      case .list, .match: self = .composite
      }
    }

    var isText: Bool { if case .text = self { true } else { false } }

    /// Behind a comma.
    var description: String {
      switch self {
      case .integer: "which is a number"
      case .bool: "which is 0 or 1"
      case .real: "which is a number"
      case .text: "which is text"
      case .bytes: "which is bytes, as 01:23 or 0123"
      case .ipv4: "which is an IPv4 address"
      case .ipv6: "which is an IPv6 address"
      case .mac: "which is a MAC address"
      case .enumeration: "which is a number or the name of a case"
      case .composite: "which has fields of its own and no value"
      }
    }
  }

  init?(_ text: String, isQuoted: Bool, of shape: Shape, isPart: Bool) {
    if isPart {
      switch shape {
      case .text, .bytes, .ipv4, .ipv6, .mac:
        if !isQuoted, !shape.isText, let bytes = Self.hexadecimal(text) {
          self = .bytes(bytes)
        } else {
          self = .bytes(Array(text.utf8))
        }
        return
      default: return nil
      }
    }
    switch shape {
    case .integer:
      guard let value = Self.integer(text) else { return nil }
      self = .integer(value)
    case .bool:
      guard let value = Self.bool(text) else { return nil }
      self = .integer(value)
    case .real:
      guard let value = Double(text) else { return nil }
      self = .real(value)
    case .text: self = .text(Array(text.utf8))
    case .bytes:
      guard let bytes = isQuoted ? Array(text.utf8) : Self.hexadecimal(text) else { return nil }
      self = .bytes(bytes)
    case .mac:
      guard let bytes = Self.hexadecimal(text), bytes.count == 6 else { return nil }
      self = .bytes(bytes)
    case .ipv4:
      guard let literal = Self.address(text, width: 4, parse: Self.ipv4) else { return nil }
      self = literal
    case .ipv6:
      guard let literal = Self.address(text, width: 16, parse: Self.ipv6) else { return nil }
      self = literal
    case .enumeration(let enumeration):
      if let known = enumeration.cases.first(where: { $0.name == text }) {
        self = .integer(Int128(known.code))
      } else if let value = Self.integer(text) {
        self = .integer(value)
      } else {
        return nil
      }
    case .composite: return nil
    }
  }

  init?(_ text: String, isQuoted: Bool, of field: FrameField) {
    if field == .protocols {
      self = .text(Array(text.utf8))
    } else if field.isTime {
      guard let nanoseconds = Self.nanoseconds(text) else { return nil }
      self = .integer(nanoseconds)
    } else {
      guard let value = Self.integer(text) else { return nil }
      self = .integer(value)
    }
  }

  // MARK: Forms

  /// Decimal, `0x…` or `0b…`, perhaps negative, within 64 bits.
  static func integer(_ text: String) -> Int128? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    let magnitude: UInt64? =
      if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
        UInt64(digits.dropFirst(2), radix: 16)
      } else if digits.hasPrefix("0b") || digits.hasPrefix("0B") {
        UInt64(digits.dropFirst(2), radix: 2)
      } else {
        digits.hasPrefix("+") ? nil : UInt64(digits)
      }
    return magnitude.map { isNegative ? -Int128($0) : Int128($0) }
  }

  private static func bool(_ text: String) -> Int128? {
    switch text {
    case "1", "true", "True", "TRUE": 1
    case "0", "false", "False", "FALSE": 0
    default: nil
    }
  }

  /// Seconds, with up to nine digits behind the point.
  private static func nanoseconds(_ text: String) -> Int128? {
    let isNegative = text.hasPrefix("-")
    let parts = (isNegative ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let seconds = UInt64(parts[0]) else { return nil }
    var fraction: UInt64 = 0
    if parts.count == 2 {
      guard (1...9).contains(parts[1].count), let digits = UInt64(parts[1]) else { return nil }
      fraction = (parts[1].count..<9).reduce(digits) { product, _ in product * 10 }
    }
    let value = Int128(seconds) * 1_000_000_000 + Int128(fraction)
    return isNegative ? -value : value
  }

  /// `01:23:45`, `01-23-45`, `0123.45`, `012345`, `0x012345`.
  static func hexadecimal(_ text: String) -> [UInt8]? {
    let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in digits.utf8 {
      if [0x3A, 0x2D, 0x2E].contains(character) {
        if let single = high { bytes.append(single) }
        high = nil
        continue
      }
      let digit: UInt8
      switch character {
      case 0x30...0x39: digit = character - 0x30
      case 0x41...0x46: digit = character - 0x37
      case 0x61...0x66: digit = character - 0x57
      default: return nil
      }
      if let upper = high {
        bytes.append(upper << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    if let single = high {
      if digits.utf8.count > 1, !digits.contains(where: { ":-.".contains($0) }) { return nil }
      bytes.append(single)
    }
    return bytes.isEmpty ? nil : bytes
  }

  private static func address(_ text: String, width: Int, parse: (Substring) -> [UInt8]?) -> FilterLiteral? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let bytes = parse(parts[0]) else { return nil }
    if parts.count == 1 { return .bytes(bytes) }
    guard parts.count == 2, let bitCount = Int(parts[1]), (0...width * 8).contains(bitCount) else { return nil }
    return .prefix(bytes, bitCount: bitCount)
  }

  static func ipv4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let bytes = parts.compactMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt8($0) : nil }
    return bytes.count == 4 ? bytes : nil
  }

  /// RFC 4291 section 2.2.
  static func ipv6(_ text: Substring) -> [UInt8]? {
    func groups(_ part: Substring) -> [UInt8]? {
      if part.isEmpty { return [] }
      var bytes: [UInt8] = []
      let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
      for (index, piece) in pieces.enumerated() {
        if index == pieces.count - 1, piece.contains("."), let tail = ipv4(piece) {
          bytes += tail
        } else {
          guard (1...4).contains(piece.utf8.count), !piece.hasPrefix("+"), let value = UInt16(piece, radix: 16) else {
            return nil
          }
          bytes += [UInt8(value >> 8), UInt8(value & 255)]
        }
      }
      return bytes
    }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
    if halves.count == 1 { return head.count == 16 ? head : nil }
    guard let tail = groups(halves[1]), head.count + tail.count <= 14 else { return nil }
    return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
  }
}

extension FrameField {
  /// Behind a comma.
  var valueDescription: String {
    if self == .protocols { return "which is text" }
    return isTime ? "which is a time in seconds" : "which is a number"
  }
}
