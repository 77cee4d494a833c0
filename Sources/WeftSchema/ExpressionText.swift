/// Expressions in the words of the language, with no more parentheses than its operators need (`docs/language.md`).
struct ExpressionText {
  var schema: Schema
  /// The foreign definition whose fields and parameters the expression names.
  var home: DefinitionID

  func text(of expression: Expression) -> String { text(of: expression, insideOf: 0) }

  /// In parentheses if it binds more loosely than `level`.
  private func text(of expression: Expression, insideOf level: Int) -> String {
    let own = Self.level(of: expression)
    let text = plainText(of: expression, own)
    return own < level ? "(\(text))" : text
  }

  private func plainText(of expression: Expression, _ level: Int) -> String {
    switch expression {
    case .integer(let value): text(of: value)
    case .bytes(let bytes): "hex\"\(hexadecimal(bytes))\""
    case .field(let path): names(along: path)
    case .parameter(let index): name(ofParameter: index)
    case .unary(let operation, let operand):
      operation.rawValue + (operation == .not ? " " : "") + text(of: operand, insideOf: level)
    case .binary(let operation, let left, let right):
      "\(text(of: left, insideOf: level)) \(operation.rawValue) \(text(of: right, insideOf: level + 1))"
    case .conditional(let then, let condition, let otherwise):
      "\(text(of: then, insideOf: 1)) if \(text(of: condition, insideOf: 1)) else \(text(of: otherwise, insideOf: 0))"
    case .byteCount(let field): "byteCount(\(name(ofField: field)))"
    case .count(let field): "count(\(name(ofField: field)))"
    case .tag(let field): "tag(\(name(ofField: field)))"
    case .span(let first, let last): "span(\(name(ofField: first)) ... \(name(ofField: last)))"
    case .wholeRecord: "self"
    case .preceding(let count): "preceding(\(count))"
    case .remaining: "remaining"
    case .lastByte: "lastByte"
    case .position: "position"
    case .concatenation(let parts): parts.map { text(of: $0, insideOf: level + 1) }.joined(separator: " ++ ")
    case .encoded(let bitCount, let value): "u\(bitCount)(\(text(of: value)))"
    case .checksum(let checksum, let value): "\(checksum.rawValue)(\(text(of: value)))"
    }
  }

  /// Magic numbers are read in hexadecimal, sizes and counts in decimal.
  private func text(of value: Int128) -> String {
    value < 0x10000 ? "\(value)" : "0x" + String(value, radix: 16, uppercase: true)
  }

  /// How tightly the outermost operator binds, 0 the loosest.
  private static func level(of expression: Expression) -> Int {
    switch expression {
    case .conditional: 0
    case .binary(let operation, _, _): level(of: operation)
    case .unary(.not, _): 3
    case .concatenation: 5
    case .unary: 12
    default: 13
    }
  }

  private static func level(of operation: Expression.Binary) -> Int {
    switch operation {
    case .or: 1
    case .and: 2
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 4
    case .bitOr: 6
    case .bitXor: 7
    case .bitAnd: 8
    case .shiftLeft, .shiftRight: 9
    case .add, .subtract: 10
    case .multiply, .divide, .remainder: 11
    }
  }

  private var record: Record? { record(of: home) }

  private func record(of id: DefinitionID) -> Record? {
    guard schema.definitions.indices.contains(id.index), case .record(let record) = schema[id].body else { return nil }
    return record
  }

  private func name(ofField index: Int) -> String { field(index, of: record)?.name ?? "?" }

  private func field(_ index: Int, of record: Record?) -> Field? {
    guard let record, record.fields.indices.contains(index) else { return nil }
    return record.fields[index]
  }

  private func name(ofParameter index: Int) -> String {
    guard let parameters = record?.foreign?.parameters, parameters.indices.contains(index) else { return "?" }
    return parameters[index].name
  }

  /// `header.length`: each field but the last is of a record type.
  private func names(along path: [Int]) -> String {
    var names: [String] = []
    var record = record
    for index in path {
      let field = field(index, of: record)
      names.append(field?.name ?? "?")
      record = nil
      if let field, case .named(let id, _) = schema.resolvingAliases(field.type) { record = self.record(of: id) }
    }
    return names.joined(separator: ".")
  }
}
