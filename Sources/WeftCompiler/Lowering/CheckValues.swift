import WeftSchema

extension Diagnostic.Rule {
  static let defaultPlace: Self = "DEFAULT_PLACE"
  static let duplicateVector: Self = "DUPLICATE_VECTOR"
  static let vectorSize: Self = "VECTOR_SIZE"
}

extension Lowering {
  /// Pass 10: values that the text states, against the types they are of: defaults, then vectors.
  mutating func checkValues() {
    for index in schema.definitions.indices {
      guard case .record(var record) = schema.definitions[index].body, record.foreign == nil else { continue }
      for (field, syntax) in zip(record.fields.indices, origins[index].fields) {
        guard let value = syntax.value else { continue }
        record.fields[field].defaultValue = lowerDefault(value, of: record.fields[field], file: origins[index].file)
      }
      schema.definitions[index].body = .record(record)
    }
    for vector in vectors { lower(vector) }
  }

  private mutating func lowerDefault(_ value: Syntax.Expression, of field: Field, file: Int) -> Literal? {
    if field.isOptional {
      error(.defaultPlace, "an optional field is absent by default and has no other", at: value.span)
      return nil
    }
    switch schema.resolvingAliases(field.type) {
    case .list, .match, .padding:
      error(.defaultPlace, "a list has no default", at: value.span)
      return nil
    case .named(let id, _):
      switch schema[id].body {
      case .record, .union:
        error(.defaultPlace, "a \(schema[id].kindName) has no default, its fields may have", at: value.span)
        return nil
      case .enumeration, .flags, .alias: break
      }
    default: break
    }
    return lowerLiteral(value, as: field.type, file: file)
  }

  private mutating func lower(_ vector: VectorDeclaration) {
    let syntax = vector.syntax
    guard let scope = fileScopes[vector.file] else { return }
    guard let symbol = lookUp(syntax.name, in: syntax.module, from: vector.file) else { return }
    guard case .definition(let id) = symbol.kind else {
      error(.notAType, "'\(syntax.name.text)' is a \(symbol.kind.noun), a vector is of a type", at: syntax.name.span)
      return
    }
    guard isNewLabel(syntax, of: id) else { return }
    if let largest = schema[id].bitCountRange.max, largest <= Limits.bitCount, syntax.bytes.count > (largest + 7) / 8 {
      error(
        .vectorSize, "'\(syntax.name.text)' takes at most \((largest + 7) / 8) bytes, not \(syntax.bytes.count)",
        at: syntax.bytesSpan)
    }
    guard let value = lowerLiteral(syntax.value, as: .named(id), file: vector.file) else { return }
    schema.modules[scope.module].vectors.append(
      Vector(
        definition: id, label: syntax.label.value, file: scope.fileInModule, value: value, bytes: syntax.bytes))
  }

  private mutating func isNewLabel(_ syntax: Syntax.Vector, of id: DefinitionID) -> Bool {
    let key = VectorKey(definition: id, label: syntax.label.value)
    if let first = vectorLabels[key] {
      error(
        .duplicateVector, "'\(syntax.name.text)' has a vector of this label already", at: syntax.label.span,
        notes: [.init("declared here", at: first)])
      return false
    }
    vectorLabels[key] = syntax.label.span
    return true
  }
}

struct VectorKey: Hashable {
  var definition: DefinitionID
  var label: String
}

extension Definition {
  /// As the schema's text calls it.
  var kindName: String {
    switch body {
    case .record(let record):
      switch record.kind {
      case .structure: "struct"
      case .message: record.isSnapshot ? "snapshot" : "message"
      case .foreign: "foreign definition"
      }
    case .enumeration: "enum"
    case .flags: "set of flags"
    case .union: "union"
    case .alias: "type"
    }
  }
}
