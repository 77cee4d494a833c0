import WeftSchema

extension Diagnostic.Rule {
  static let attributeArguments: Self = "ATTRIBUTE_ARGUMENTS"
  static let duplicateAttribute: Self = "DUPLICATE_ATTRIBUTE"
  static let unknownDisplay: Self = "UNKNOWN_DISPLAY"
}

struct RecordAttributes {
  var name: String?
  /// Bytes.
  var mtu: Int?
  /// Bytes.
  var extensible: Int?
  /// Also where its bound was wrong.
  var isExtensible = false
}

struct FieldAttributes {
  var names: [String] = []
  var scale = 1
  var parts: [DisplayPart] = []
  var display: Display?
}

extension Lowering {
  /// `@name("stun")`, `@mtu(1200)`, `@extensible(max: 64)`.
  mutating func lowerAttributes(of syntax: Syntax.Record, known: [String], file: Int) -> RecordAttributes {
    var result = RecordAttributes()
    for attribute in unique(syntax.attributes, known: known, on: "this definition") {
      switch attribute.name.text {
      case "name": result.name = names(attribute, atMost: 1, file: file).first
      case "mtu": result.mtu = byteCount(attribute, label: nil, file: file)
      default:
        result.isExtensible = true
        result.extensible = byteCount(attribute, label: "max", file: file)
      }
    }
    return result
  }

  /// `@name("ip.src", "ip.addr")`, `@name("ip.hdr_len", scale: 4)`, `@part("stun.type.class", mask: 0x0110)`, `@display(ipv4)`.
  mutating func lowerFieldAttributes(
    _ attributes: [Syntax.Attribute], file: Int, mayHaveParts: Bool = true
  ) -> FieldAttributes {
    var result = FieldAttributes()
    let known = ["name", "display"] + (mayHaveParts ? ["part"] : [])
    for attribute in unique(attributes, known: known, on: mayHaveParts ? "a field" : "a case") {
      if attribute.name.text == "display" {
        result.display = display(attribute)
        continue
      }
      if attribute.name.text == "part" {
        if let part = part(attribute, file: file) { result.parts.append(part) }
        continue
      }
      var plain = attribute
      if let scale = attribute.arguments.last, scale.label?.text == "scale" {
        plain.arguments.removeLast()
        guard let value = integer(scale.value, in: file) else { continue }
        if (1...65_536).contains(value) {
          result.scale = Int(value)
        } else {
          error(.attributeArguments, "a scale is 1...65536, not \(value)", at: scale.value.span)
        }
      }
      result.names = names(plain, atMost: 8, file: file)
    }
    return result
  }

  /// `@display(ipv4)` where no name can stand beside it.
  mutating func lowerDisplay(_ attributes: [Syntax.Attribute], known: [String], on place: String, file: Int) -> Display? {
    unique(attributes, known: known, on: place).first.flatMap { display($0) }
  }

  private mutating func unique(_ attributes: [Syntax.Attribute], known: [String], on place: String) -> [Syntax.Attribute] {
    var first: [String: Span] = [:]
    return attributes.filter { attribute in
      guard known.contains(attribute.name.text) else {
        reportUnknown(attribute, known: known, on: place)
        return false
      }
      // A field may have several parts.
      if attribute.name.text == "part" { return true }
      if let other = first[attribute.name.text] {
        error(
          .duplicateAttribute, "'@\(attribute.name.text)' is stated twice", at: attribute.name.span,
          notes: [.init("first stated here", at: other)])
        return false
      }
      first[attribute.name.text] = attribute.name.span
      return true
    }
  }

  private mutating func part(_ attribute: Syntax.Attribute, file: Int) -> DisplayPart? {
    guard attribute.arguments.count == 2, attribute.arguments[1].label?.text == "mask" else {
      error(
        .attributeArguments, "'@part' has a name and a mask, as in '@part(\"stun.type.class\", mask: 0x0110)'",
        at: attribute.span)
      return nil
    }
    var name = attribute
    let mask = name.arguments.removeLast().value
    guard let name = names(name, atMost: 1, file: file).first, let value = integer(mask, in: file) else { return nil }
    guard value > 0, value <= Int128(UInt64.max) else {
      error(.attributeArguments, "a mask is 1...2^64 − 1, not \(value)", at: mask.span)
      return nil
    }
    return DisplayPart(name: name, mask: UInt64(value))
  }

  /// Parts are of unsigned integers and enums, and their bits are bits of those.
  mutating func check(_ parts: [DisplayPart], _ attributes: [Syntax.Attribute], of type: FieldType) {
    guard !parts.isEmpty else { return }
    let spans = attributes.filter { $0.name.text == "part" }.map(\.span)
    guard let bitCount = partBitCount(of: type) else {
      if let span = spans.first {
        error(.attributeArguments, "'@part' is for unsigned integers and enums", at: span)
      }
      return
    }
    for (part, span) in zip(parts, spans) where bitCount < 64 && part.mask >> UInt64(bitCount) != 0 {
      error(.attributeArguments, "the mask has bits that the field's \(bitCount) bits do not", at: span)
    }
  }

  private func partBitCount(of type: FieldType) -> Int? {
    switch schema.resolvingAliases(type) {
    case .unsigned(let bitCount): return bitCount
    case .named(let definition, _):
      guard case .enumeration(let enumeration) = schema[definition].body else { return nil }
      return enumeration.bitCount
    default: return nil
    }
  }

  private mutating func names(_ attribute: Syntax.Attribute, atMost limit: Int, file: Int) -> [String] {
    guard !attribute.arguments.isEmpty, attribute.arguments.count <= limit else {
      let wanted = limit == 1 ? "one name" : "one to \(limit) names"
      error(.attributeArguments, "'@name' has \(wanted), as in '@name(\"ip.src\")'", at: attribute.span)
      return []
    }
    return attribute.arguments.compactMap { argument in
      guard argument.label == nil, case .text(let name) = argument.value.kind, isDisplayName(name) else {
        error(
          .attributeArguments, "a name is letters, digits, '.', '-' and '_' in quotation marks", at: argument.value.span)
        return nil
      }
      return name
    }
  }

  /// What tshark's filters can spell.
  private func isDisplayName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 128
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  private mutating func byteCount(_ attribute: Syntax.Attribute, label: String?, file: Int) -> Int? {
    guard attribute.arguments.count == 1, let argument = attribute.arguments.first, argument.label?.text == label else {
      let wanted = label.map { "\($0): n" } ?? "n"
      error(
        .attributeArguments, "'@\(attribute.name.text)' is stated as '@\(attribute.name.text)(\(wanted))', n in bytes",
        at: attribute.span)
      return nil
    }
    guard let value = integer(argument.value, in: file) else { return nil }
    guard (1...Int128(Limits.bound)).contains(value) else {
      error(.attributeArguments, "a size is 1...\(Limits.bound) bytes, not \(value)", at: argument.value.span)
      return nil
    }
    return Int(value)
  }

  private mutating func display(_ attribute: Syntax.Attribute) -> Display? {
    let known = Display.allCases.map(\.rawValue)
    guard attribute.arguments.count == 1, let argument = attribute.arguments.first, argument.label == nil,
      case .name(let path) = argument.value.kind, path.count == 1, let name = path.first
    else {
      error(.attributeArguments, "'@display' has one of \(known.joined(separator: ", "))", at: attribute.span)
      return nil
    }
    if let display = Display(rawValue: name.text) { return display }
    let (notes, fixes) = suggest(for: name, among: known)
    error(
      .unknownDisplay, "'\(name.text)' is none of \(known.joined(separator: ", "))", at: name.span, notes: notes, fixes: fixes)
    return nil
  }
}
