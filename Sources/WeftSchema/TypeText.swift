/// Types in the words of the language, for documentation, layouts and diagnostics: `[Contact, max: 20]`.
///
/// A definition of another module than the one that is shown bears its module's name.
extension Schema {
  /// `type` as a field of `definition` states it; expressions of foreign types name that definition's fields.
  public func text(of type: FieldType, in definition: DefinitionID) -> String {
    TypeText(schema: self, home: definition).text(of: type)
  }

  /// A field's type with what the schema says of it: `const u32 = 0x2112A442`, `bytes[max: 32]?`, `int(1...20) = 8`.
  public func text(of field: Field, in definition: DefinitionID) -> String {
    let words = TypeText(schema: self, home: definition)
    return words.text(of: field)
  }

  /// The expression in the words of the language, with the names of `definition`'s fields and parameters.
  public func text(of expression: Expression, in definition: DefinitionID) -> String {
    ExpressionText(schema: self, home: definition).text(of: expression)
  }

  /// `Name`, or `Module.Name` for a definition of another module than `definition`'s.
  public func name(of id: DefinitionID, in definition: DefinitionID) -> String {
    guard definitions.indices.contains(id.index) else { return "?" }
    let target = self[id]
    let isAtHome = definitions.indices.contains(definition.index) && self[definition].module == target.module
    return isAtHome ? target.name : "\(target.module).\(target.name)"
  }
}

struct TypeText {
  var schema: Schema
  var home: DefinitionID

  func text(of field: Field) -> String {
    let rules = field.foreign
    var text = rules.constant == nil ? "" : "const "
    text += self.text(of: field.type) + (field.isOptional ? "?" : "")
    if let extent = rules.extent { text += " within " + self.text(of: extent) }
    if let mask = rules.mask { text += " xor " + self.text(of: mask) }
    if let constant = rules.constant {
      text += " = " + self.text(of: constant)
    } else if let computed = rules.computed {
      text += " = " + self.text(of: computed) + (rules.alternative.map { " or \($0)" } ?? "")
    } else if let value = field.defaultValue {
      text += " = \(value)"
    }
    if let condition = rules.condition { text += " if " + self.text(of: condition) }
    switch field.form {
    case .whole: break
    case .relative(let target): text += " relative to \(name(of: target))"
    case .significant(let count): text += " significant(\(name(of: count)))"
    }
    if let count = field.internedCount { text += " interned(\(count))" }
    if field.isSecret { text += " secret" }
    return text
  }

  private func name(of field: Int) -> String {
    guard case .record(let record) = schema[home].body, record.fields.indices.contains(field) else { return "?" }
    return record.fields[field].name
  }

  func text(of type: FieldType) -> String {
    switch type {
    case .bool: "bool"
    case .unsigned(let bitCount): "u\(bitCount)"
    case .signed(let bitCount): "i\(bitCount)"
    case .ranged(let range): "int(\(range.lower)...\(range.upper))"
    case .fixed(let range): text(of: range)
    case .float(let bitCount): "f\(bitCount)"
    case .varint(let isSigned): isSigned ? "varint(signed)" : "varint"
    case .bytes(let count): text(of: "bytes", count)
    case .text(let count): text(of: "text", count)
    case .list(let element, let count): text(ofListOf: element, count)
    case .named(let id, let arguments): schema.name(of: id, in: home) + list(of: arguments)
    case .match(let match): "match " + text(of: match.subject)
    case .padding(let byteCount): "padding(\(byteCount))"
    }
  }

  private func text(of expression: Expression) -> String { schema.text(of: expression, in: home) }

  private func list(of arguments: [Expression]) -> String {
    arguments.isEmpty ? "" : "(" + arguments.map { text(of: $0) }.joined(separator: ", ") + ")"
  }

  private func text(of word: String, _ count: Count) -> String {
    switch count {
    case .fixed(let count): "\(word)[\(count)]"
    case .bounded(let min, let max): "\(word)[\(bounds(min, max))]"
    case .computed(let expression, let max): "\(word)[\(text(of: expression))\(bound(max))]"
    case .toEnd(let max): max.map { "\(word)[max: \($0)]" } ?? word
    }
  }

  private func text(ofListOf element: FieldType, _ count: Count) -> String {
    let element = text(of: element)
    return switch count {
    case .fixed(let count): "[\(element) * \(count)]"
    case .bounded(let min, let max): "[\(element), \(bounds(min, max))]"
    case .computed(let expression, let max): "[\(element) * \(text(of: expression))\(bound(max))]"
    case .toEnd(let max): "[\(element)\(bound(max))]"
    }
  }

  private func bounds(_ min: Int, _ max: Int) -> String { min == 0 ? "max: \(max)" : "max: \(max), min: \(min)" }
  private func bound(_ max: Int?) -> String { max.map { ", max: \($0)" } ?? "" }

  private func text(of range: FixedRange) -> String {
    let upper = Int128(range.lower) + Int128(range.maximumCode) * Int128(range.step)
    let ends = [Int128(range.lower), upper, Int128(range.step)].map { fractionText($0, over: Int128(range.denominator)) }
    return "fixed(\(ends[0])...\(ends[1]), step: \(ends[2]))"
  }
}

/// `numerator / denominator` as a decimal where it has an end, otherwise as a fraction.
func fractionText(_ numerator: Int128, over denominator: Int128) -> String {
  guard denominator > 0 else { return "\(numerator) / \(denominator)" }
  let sign = numerator < 0 ? "-" : ""
  var (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
  if rest == 0 { return "\(sign)\(whole)" }
  var digits = ""
  while rest != 0, digits.count < 24, rest < .max / 10 {
    (whole, rest) = (whole, rest * 10)
    digits += "\(rest / denominator.magnitude)"
    rest %= denominator.magnitude
  }
  return rest == 0 ? "\(sign)\(whole).\(digits)" : "\(numerator) / \(denominator)"
}

/// As the schema's text states it.
extension Literal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .real(let numerator, let denominator): fractionText(numerator, over: denominator)
    case .special(let name), .symbol(let name): name
    case .text(let text): "\"\(escaped(text))\""
    case .bytes(let bytes): "hex\"\(hexadecimal(bytes))\""
    case .list(let elements): "[" + elements.map(\.description).joined(separator: ", ") + "]"
    case .record(let fields): "{ " + fields.map { "\($0.name): \($0.value)" }.joined(separator: ", ") + " }"
    case .unionCase(let name, let value): value.map { "{ \(name): \($0) }" } ?? name
    }
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Two lowercase digits a byte.
func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
