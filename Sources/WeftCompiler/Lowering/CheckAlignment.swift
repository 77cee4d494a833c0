import WeftSchema

extension Diagnostic.Rule {
  static let alignment: Self = "ALIGNMENT"
  static let wholeBytes: Self = "WHOLE_BYTES"
}

/// What of a foreign type matters for where bytes begin.
private struct ByteShape {
  /// All sizes are of whole bytes, so that what follows stands at the same place in a byte.
  var isWhole = true
  /// It can begin only where a byte begins.
  var needsAlignment = false
}

extension Lowering {
  /// Foreign fields of bytes, with a region, and in mixed orders all of more than 8 bits, begin where a byte begins
  /// (`docs/language.md`, "Foreign definitions").
  mutating func checkAlignment() {
    // After another error a place may be wrong for that reason alone.
    guard !diagnostics.hasErrors else { return }
    var shapes = Array(repeating: ByteShape(), count: schema.definitions.count)
    // Definitions that name each other are taken for whole and free to stand anywhere until one of their fields says
    // otherwise; twice around is enough for all of them to hear of it, or almost: then the rest are judged too mildly.
    for component in components {
      for _ in 0..<min(component.count, 8) + 1 {
        for index in component { shapes[index] = shape(of: index, shapes) }
      }
    }
    for index in schema.definitions.indices {
      guard case .record(let record) = schema.definitions[index].body, record.foreign != nil else { continue }
      checkAlignment(of: record, index, shapes)
    }
  }

  private mutating func checkAlignment(of record: Record, _ index: Int, _ shapes: [ByteShape]) {
    guard let foreign = record.foreign else { return }
    // Bits since the last byte's start; `nil` where that depends on values.
    var phase: Int? = 0
    for (field, syntax) in zip(record.fields, origins[index].fields) {
      let shape = shape(of: field, foreign, shapes)
      let start = field.foreign.word.map { word in phase.map { ($0 + 8 - word.bitOffset % 8) % 8 } } ?? phase
      if let bits = codeBits(of: field.type), bits > 8, bits % 8 != 0, foreign.isMixed, field.foreign.word == nil {
        error(
          .wholeBytes, "in this order of bits and bytes a value of more than 8 bits is of whole bytes, or stands in a 'word'",
          at: syntax.type.span)
      } else if shape.needsAlignment, start != 0 {
        let place = start.map { "stands \($0) \($0 == 1 ? "bit" : "bits") behind the start of a byte" }
        error(
          .alignment, "'\(field.name)' \(place ?? "stands where earlier values put it"), it must stand at the start of one",
          at: syntax.name.span)
        return
      }
      phase = self.phase(behind: field, shape, phase)
    }
  }

  private func phase(behind field: Field, _ shape: ByteShape, _ phase: Int?) -> Int? {
    if case .padding = field.type { return 0 }
    if let bits = schema.size(of: field.type).constant, field.foreign.condition == nil { return phase.map { ($0 + bits) % 8 } }
    return shape.isWhole ? phase : nil
  }

  private func shape(of index: Int, _ shapes: [ByteShape]) -> ByteShape {
    switch schema.definitions[index].body {
    case .record(let record):
      guard let foreign = record.foreign else { return ByteShape() }
      var result = ByteShape()
      // Bits since a byte's start; `nil` where that depends on values.
      var phase: Int? = 0
      for field in record.fields {
        let shape = shape(of: field, foreign, shapes)
        if shape.needsAlignment { result.needsAlignment = true }
        phase = self.phase(behind: field, shape, phase)
      }
      result.isWhole = phase == 0
      return result
    default:
      let bits = schema.definitions[index].bitCountRange.constant
      return ByteShape(isWhole: bits.map { $0 % 8 == 0 } ?? true)
    }
  }

  private func shape(of field: Field, _ foreign: Foreign, _ shapes: [ByteShape]) -> ByteShape {
    var result = shape(of: field.type, foreign, shapes)
    if field.foreign.extent != nil { result = ByteShape(isWhole: true, needsAlignment: true) }
    if let word = field.foreign.word {
      result.needsAlignment = word.bitOffset == 0
    }
    return result
  }

  private func shape(of type: FieldType, _ foreign: Foreign, _ shapes: [ByteShape]) -> ByteShape {
    switch schema.resolvingAliases(type) {
    case .bytes, .text, .padding: return ByteShape(isWhole: true, needsAlignment: type.isBytesOrText(in: schema))
    case .varint: return ByteShape(isWhole: true, needsAlignment: false)
    case .list(let element, _): return shape(of: element, foreign, shapes)
    case .match(let match):
      let cases = match.cases + (match.fallback.map { [$0] } ?? [])
      return cases.reduce(into: ByteShape()) { result, item in
        guard let type = item.type else { return }
        let shape = shape(of: type, foreign, shapes)
        result.isWhole = result.isWhole && shape.isWhole
        result.needsAlignment = result.needsAlignment || shape.needsAlignment
      }
    case .named(let id, _):
      if let bits = codeBits(of: type) { return ByteShape(isWhole: bits % 8 == 0, needsAlignment: foreign.isMixed && bits > 8) }
      return shapes[id.index]
    case let other:
      let bits = codeBits(of: other) ?? 0
      return ByteShape(isWhole: bits % 8 == 0, needsAlignment: foreign.isMixed && bits > 8)
    }
  }
}

extension Foreign {
  /// The two orders go against each other (or may): a value cannot simply go on in the next byte.
  fileprivate var isMixed: Bool {
    switch (bitOrder, byteOrder) {
    case (.mostSignificantFirst, .big), (.leastSignificantFirst, .little): false
    default: true
    }
  }
}

extension FieldType {
  fileprivate func isBytesOrText(in schema: Schema) -> Bool {
    switch schema.resolvingAliases(self) {
    case .bytes, .text: true
    default: false
    }
  }
}
