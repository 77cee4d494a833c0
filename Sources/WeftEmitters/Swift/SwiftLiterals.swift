import WeftSchema

/// Values that the schema states, as Swift.
extension SwiftContext {
  /// A default, of the type that stands where the literal does.
  func text(of literal: Literal, as type: FieldType) -> String {
    let type = schema.resolvingAliases(type)
    switch literal {
    case .bool(let value): return "\(value)"
    case .integer(let value): return text(of: value, as: type)
    case .real(let numerator, let denominator): return Self.text(numerator: numerator, denominator: denominator)
    case .special(let word): return Self.special(word)
    case .text(let value): return Self.quoted(value)
    case .bytes(let bytes): return Self.text(of: bytes, as: type)
    case .symbol(let name): return ".\(SwiftNames.escaped(name))"
    case .list(let elements):
      var elementType = type
      if case .list(let element, _) = type { elementType = element }
      return "[\(elements.map { text(of: $0, as: elementType) }.joined(separator: ", "))]"
    case .record(let fields): return text(of: fields, as: type)
    case .unionCase(let name, let value): return text(ofCase: name, value, as: type)
    }
  }

  /// A named constant, which says its own type.
  func text(ofConstant literal: Literal) -> String {
    switch literal {
    case .integer(let value):
      if value >= -(1 << 63), value < 1 << 63 { return "\(value)" }
      return value > 0 && value < 1 << 64 ? "\(value) as UInt64" : "\(value) as Int128"
    case .bytes(let bytes): return "[\(Self.hexadecimal(bytes))] as [UInt8]"
    case .special: return "Double\(text(of: literal, as: .float(bitCount: 64)))"
    default: return text(of: literal, as: .bool)
    }
  }

  private func isReal(_ type: FieldType) -> Bool {
    switch type {
    case .fixed, .float: true
    default: false
    }
  }

  /// A number; of an enum, the case with that code, or of an open one the code without a case.
  private func text(of value: Int128, as type: FieldType) -> String {
    if isReal(type) { return "\(value).0" }
    guard let (id, definition) = definition(of: type), case .enumeration(let enumeration) = definition.body else {
      return "\(value)"
    }
    if let one = enumeration.cases.first(where: { Int128($0.code) == value }) { return ".\(SwiftNames.escaped(one.name))" }
    return "\(name(of: id))(rawValue: \(value))"
  }

  private func text(of fields: [LiteralField], as type: FieldType) -> String {
    guard let (id, definition) = definition(of: type), case .record(let record) = definition.body else { return "[]" }
    let arguments = record.fields.compactMap { field -> String? in
      guard let stated = fields.first(where: { $0.name == field.name }) else { return nil }
      return "\(SwiftNames.escaped(field.name)): \(text(of: stated.value, as: field.type))"
    }
    return "\(name(of: id))(\(arguments.joined(separator: ", ")))"
  }

  private func text(ofCase name: String, _ value: Literal?, as type: FieldType) -> String {
    guard let (_, definition) = definition(of: type), case .union(let union) = definition.body,
      let value, let contents = union.cases.first(where: { $0.name == name })?.type
    else { return ".\(SwiftNames.escaped(name))" }
    return ".\(SwiftNames.escaped(name))(\(text(of: value, as: contents)))"
  }

  private static func text(of bytes: [UInt8], as type: FieldType) -> String {
    if case .bytes(.fixed) = type, let first = bytes.first, bytes.allSatisfy({ $0 == first }) {
      return "FixedBytes(repeating: \(hexadecimal([first])))"
    }
    return "[\(hexadecimal(bytes))]"
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { "0x" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: ", ")
  }

  /// The double nearest to a fraction; where it is not one of the usual decimals, as a division that gives it.
  private static func text(numerator: Int128, denominator: Int128) -> String {
    let value = Double(numerator) / Double(denominator)
    return "\(value)"
  }

  private static func special(_ word: String) -> String {
    switch word {
    case "nan": ".nan"
    case "inf": ".infinity"
    case "-inf": "-.infinity"
    default: word
    }
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
