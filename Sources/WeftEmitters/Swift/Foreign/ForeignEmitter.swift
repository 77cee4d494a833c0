import WeftSchema

/// Emits the Swift type of a foreign definition: a plain value with a codec both ways.
struct ForeignEmitter {
  let record: ForeignRecord

  private var fields: [Field] { record.record.fields }
  private var properties: [Int] { fields.indices.filter(record.isProperty) }
  private var name: String { record.schema[record.id].name }

  func emit(into writer: inout SwiftWriter) {
    writer.documentation(record.schema[record.id].documentation + layout)
    let conformance = record.foreign.parameters.isEmpty ? "ForeignCodable" : "Hashable, Sendable"
    writer.block("public struct \(name): \(conformance)") { writer in
      for index in properties {
        writer.documentation(fields[index].documentation + note(index))
        writer.line("public var \(SwiftNames.escaped(fields[index].name)): \(record.propertyType(index))")
      }
      for index in fields.indices { if let match = record.match(index) { enumeration(match, of: index, &writer) } }
      memberwise(&writer)
      writer.line()
      ForeignDecoder(record).emit(into: &writer)
      writer.line()
      ForeignEncoder(record).emit(into: &writer)
      equality(properties.map { (record.property($0), SwiftNames.escaped(fields[$0].name), fields[$0].type) }, of: name, &writer)
    }
    if !record.foreign.parameters.isEmpty { conveniences(&writer) }
  }

  /// The bit map: every field where it stands, the constant and computed ones as well.
  private var layout: [String] {
    let offsets = fields.map { field in field.bitOffset.map { "bit \($0)" } ?? "then" }
    let names = fields.map { $0.name + ($0.foreign.condition == nil ? "" : "?") }
    let first = offsets.map(\.count).max() ?? 0
    let second = names.map(\.count).max() ?? 0
    let rows = fields.indices.map { index in
      "    " + offsets[index].padded(to: first + 2) + names[index].padded(to: second + 2)
        + words(for: fields[index])
    }
    return (record.schema[record.id].documentation.isEmpty ? [] : [""]) + rows
  }

  /// The field as the schema states it; of a match, what selects.
  private func words(for field: Field) -> String {
    guard case .match(let match) = field.type else { return record.schema.text(of: field, in: record.id) }
    return "match " + record.schema.text(of: match.subject, in: record.id)
  }

  private func note(_ index: Int) -> [String] {
    switch record.role(index) {
    case .computed(kept: true): ["`nil`: computed when encoding."]
    default:
      if case .padding = fields[index].type { ["As found; empty: zeros."] } else { [] }
    }
  }

  private func memberwise(_ writer: inout SwiftWriter) {
    writer.line()
    let parameters = properties.map { index in
      var text = "\(SwiftNames.escaped(fields[index].name)): \(record.propertyType(index))"
      if record.isOptional(index) { text += " = nil" }
      if case .padding = fields[index].type { text += " = []" }
      return text
    }
    writer.list("public init", parameters, " {")
    writer.indented { writer in
      for index in properties {
        writer.line("\(record.property(index)) = \(SwiftNames.escaped(fields[index].name))")
      }
    }
    writer.line("}")
  }

  // MARK: Matches

  private func enumeration(_ match: Match, of index: Int, _ writer: inout SwiftWriter) {
    let type = record.matchType(index)
    writer.line()
    writer.documentation(["What \(fields[index].name) holds."])
    writer.block("public enum \(type): Hashable, Sendable") { writer in
      for one in match.cases {
        writer.documentation(one.documentation)
        writer.line("case \(SwiftNames.escaped(one.name))\(payload(one, tag: nil, index))")
      }
      if let fallback = match.fallback {
        writer.documentation(fallback.documentation)
        writer.line("case \(SwiftNames.escaped(fallback.name))\(payload(fallback, tag: record.tagType(match), index))")
      }
      let all = match.cases + (match.fallback.map { [$0] } ?? [])
      if all.contains(where: { $0.type.map(record.comparesOtherwise) ?? false }) {
        equality(match, of: type, &writer)
      }
    }
  }

  private func payload(_ one: Match.Case, tag: String?, _ index: Int) -> String {
    let type = one.type.map { record.swiftType(of: $0, field: index) }
    return switch (tag, type) {
    case (let tag?, let type?): "(tag: \(tag), value: \(type))"
    case (let tag?, nil): "(tag: \(tag))"
    case (nil, let type?): "(\(type))"
    case (nil, nil): ""
    }
  }

  // MARK: Equality

  /// Only where Swift's own `==` is another one: for reals and text (`docs/language.md`, "Equality").
  private func equality(_ parts: [(String, String, FieldType)], of type: String, _ writer: inout SwiftWriter) {
    guard parts.contains(where: { record.comparesOtherwise($0.2) }) else { return }
    writer.line()
    writer.block("public static func == (left: \(type), right: \(type)) -> Bool") { writer in
      let terms = parts.map { part in
        record.comparesOtherwise(part.2)
          ? "left.\(part.1).hasSameBits(as: right.\(part.1))" : "left.\(part.1) == right.\(part.1)"
      }
      writer.line(terms[0])
      writer.indented { writer in for term in terms.dropFirst() { writer.line("&& " + term) } }
    }
    writer.line()
    writer.block("public func hash(into hasher: inout Hasher)") { writer in
      for part in parts {
        writer.line(
          record.comparesOtherwise(part.2) ? "\(part.0).hashBits(into: &hasher)" : "hasher.combine(\(part.0))")
      }
    }
  }

  private func equality(_ match: Match, of type: String, _ writer: inout SwiftWriter) {
    let all = (match.cases.map { ($0, nil as String?) }) + (match.fallback.map { [($0, record.tagType(match))] } ?? [])
    writer.line()
    writer.line("public static func == (left: \(type), right: \(type)) -> Bool {")
    writer.indented { writer in
      writer.line("switch (left, right) {")
      for (one, tag) in all {
        let label = "." + SwiftNames.escaped(one.name)
        var left: [String] = []
        var right: [String] = []
        var terms: [String] = []
        if tag != nil {
          left.append("let leftTag")
          right.append("let rightTag")
          terms.append("leftTag == rightTag")
        }
        if let type = one.type {
          left.append("let left")
          right.append("let right")
          terms.append(record.comparesOtherwise(type) ? "left.hasSameBits(as: right)" : "left == right")
        }
        let sides = [left, right].map { $0.isEmpty ? label : "\(label)(\($0.joined(separator: ", ")))" }
        let patterns = "(\(sides[0]), \(sides[1]))"
        writer.line("case \(patterns): \(terms.isEmpty ? "true" : terms.joined(separator: " && "))")
      }
      if all.count > 1 { writer.line("default: false") }
      writer.line("}")
    }
    writer.line("}")
    writer.line()
    hash(all, &writer)
  }

  private func hash(_ all: [(Match.Case, String?)], _ writer: inout SwiftWriter) {
    writer.line("public func hash(into hasher: inout Hasher) {")
    writer.indented { writer in
      writer.line("switch self {")
      for (number, (one, tag)) in all.enumerated() {
        let names = (tag == nil ? [] : ["let tag"]) + (one.type == nil ? [] : ["let value"])
        writer.line("case .\(SwiftNames.escaped(one.name))\(names.isEmpty ? "" : "(\(names.joined(separator: ", ")))"):")
        writer.indented { writer in
          writer.line("hasher.combine(\(number))")
          if tag != nil { writer.line("hasher.combine(tag)") }
          if let type = one.type {
            writer.line(record.comparesOtherwise(type) ? "value.hashBits(into: &hasher)" : "hasher.combine(value)")
          }
        }
      }
      writer.line("}")
    }
    writer.line("}")
  }

  // MARK: Whole inputs

  /// What `ForeignCodable` gives to a definition without parameters.
  private func conveniences(_ writer: inout SwiftWriter) {
    let parameters = record.parameterDeclarations
    let arguments = record.parameterArguments
    writer.line()
    writer.block("extension \(name)") { writer in
      writer.documentation(["Decodes a whole input: no byte may follow."])
      writer.list("public init", ["decoding bytes: [UInt8]"] + parameters, " throws(DecodeError) {")
      writer.indented { writer in
        writer.line("var reader = unsafe ForeignReader(bytes.span.bytes)")
        writer.list("try self.init", ["decoding: &reader"] + arguments, "")
        writer.line("try reader.finish()")
      }
      writer.line("}")
      writer.line()
      writer.documentation(["The encoding."])
      writer.list("public func encoded", parameters, " throws(EncodeError) -> [UInt8] {")
      writer.indented { writer in
        writer.line("var counter = ForeignWriter()")
        writer.list("try encode", ["into: &counter"] + arguments, "")
        writer.line("var bytes = [UInt8](repeating: 0, count: counter.byteCount)")
        writer.line("var span = bytes.mutableSpan")
        writer.line("var writer = unsafe ForeignWriter(span.mutableBytes)")
        writer.list("try encode", ["into: &writer"] + arguments, "")
        writer.line("return bytes")
      }
      writer.line("}")
    }
  }
}

extension String {
  fileprivate func padded(to count: Int) -> String { self + String(repeating: " ", count: max(0, count - self.count)) }
}
