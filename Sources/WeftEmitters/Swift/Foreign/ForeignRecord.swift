import WeftSchema

/// A foreign record as the emitter sees it: which fields are properties, and how things are called in Swift.
struct ForeignRecord {
  let schema: Schema
  let id: DefinitionID
  let record: Record
  let foreign: Foreign
  /// Whether records can nest deeper than any schema says: then depth is counted, as the dynamic codec does.
  var countsDepth = false

  init?(_ id: DefinitionID, in schema: Schema) {
    guard case .record(let record) = schema[id].body, let foreign = record.foreign else { return nil }
    self.schema = schema
    self.id = id
    self.record = record
    self.foreign = foreign
  }

  enum Role {
    /// A stored property of the generated type.
    case property
    /// `const`: must match.
    case constant
    /// `= EXPR`: computed; `kept`: with an alternative that is a property, `nil` where it is computed.
    case computed(kept: Bool)
  }

  func role(_ index: Int) -> Role {
    let rules = record.fields[index].foreign
    if rules.constant != nil { return .constant }
    return rules.computed == nil ? .property : .computed(kept: rules.alternative != nil)
  }

  func isProperty(_ index: Int) -> Bool {
    switch role(index) {
    case .property, .computed(kept: true): true
    case .constant, .computed(kept: false): false
    }
  }

  /// Whether the property is an optional.
  func isOptional(_ index: Int) -> Bool {
    if case .computed(kept: true) = role(index) { return true }
    return record.fields[index].foreign.condition != nil
  }

  // MARK: Names

  /// What generated functions call their own.
  private static let taken: Set<String> = ["reader", "writer", "order", "record", "error", "index", "element", "word"]

  /// The property, or the local variable of a field that is none.
  func name(_ index: Int) -> String {
    let name = record.fields[index].name
    return !isProperty(index) && Self.taken.contains(name) ? name + "Value" : SwiftNames.escaped(name)
  }

  func property(_ index: Int) -> String { "self." + SwiftNames.escaped(record.fields[index].name) }

  /// A local variable beside the field: its first bit, its region.
  func local(_ index: Int, _ suffix: String) -> String { record.fields[index].name + suffix }

  /// The field as a literal for errors, with the case of a `match` where the error is inside of it.
  func quoted(_ index: Int, case name: String? = nil) -> String {
    "\"\(record.fields[index].name)\(name.map { "." + $0 } ?? "")\""
  }

  func parameterName(_ index: Int) -> String {
    let name = foreign.parameters[index].name
    return Self.taken.contains(name) ? name + "Value" : SwiftNames.escaped(name)
  }

  /// `, isLittle: Bool`, for a function that has other parameters before.
  var parameterDeclarations: [String] {
    foreign.parameters.indices.map { index in
      let name = parameterName(index)
      let label = SwiftNames.escaped(foreign.parameters[index].name)
      let type =
        switch foreign.parameters[index].type {
        case .bool: "Bool"
        case .integer: "Int64"
        case .bytes: "[UInt8]"
        }
      return (label == name ? "" : label + " ") + name + ": " + type
    }
  }

  /// The parameters handed on as they are.
  var parameterArguments: [String] {
    foreign.parameters.indices.map { SwiftNames.label(foreign.parameters[$0].name) + ": " + parameterName($0) }
  }

  // MARK: Orders

  /// The record's order in Swift: a literal, or the local `order` where a parameter chooses.
  var order: String {
    switch foreign.byteOrder {
    case .big: foreign.bitOrder == .mostSignificantFirst ? ".msbBig" : ".lsbBig"
    case .little: foreign.bitOrder == .mostSignificantFirst ? ".msbLittle" : ".lsbLittle"
    case .parameter: "order"
    }
  }

  /// `let order = …`, where a parameter chooses.
  var orderDeclaration: String? {
    guard case .parameter(let index) = foreign.byteOrder else { return nil }
    let bits = foreign.bitOrder == .mostSignificantFirst ? "msb" : "lsb"
    return "let order = WireOrder.\(bits)(isLittle: \(parameterName(index)))"
  }

  // MARK: What is needed

  /// The match of a field, if it is one.
  func match(_ index: Int) -> Match? {
    if case .match(let match) = schema.resolvingAliases(record.fields[index].type) { match } else { nil }
  }

  /// All expressions of the record, those of nested types included.
  var expressions: [Expression] {
    record.fields.flatMap { field in
      let rules = field.foreign
      return [rules.condition, rules.constant, rules.computed, rules.mask, rules.extent].compactMap { $0 }
        + schema.expressions(of: field.type)
    }
  }

  /// Whether code needs to know where the record starts.
  var needsStart: Bool {
    record.fields.contains { if case .padding = $0.type { true } else { false } }
      || expressions.contains { $0.contains { $0 == .wholeRecord || $0 == .position } }
  }
}

extension Schema {
  func expressions(of type: FieldType) -> [Expression] {
    switch type {
    case .bytes(let count), .text(let count): count.expressions
    case .list(let element, let count): expressions(of: element) + count.expressions
    case .named(_, let arguments): arguments
    case .match(let match):
      [match.subject]
        + (match.cases + (match.fallback.map { [$0] } ?? [])).flatMap { one in
          (one.value.map { [$0] } ?? []) + (one.type.map(expressions(of:)) ?? [])
        }
    default: []
    }
  }

  /// The foreign records that a type holds.
  private func records(in type: FieldType) -> [DefinitionID] {
    switch resolvingAliases(type) {
    case .named(let id, _): if case .record = self[id].body { [id] } else { [] }
    case .list(let element, _): records(in: element)
    case .match(let match): (match.cases + (match.fallback.map { [$0] } ?? [])).flatMap { $0.type.map(records(in:)) ?? [] }
    default: []
    }
  }

  /// How many foreign records stand within each other at most; `Int.max` where one holds itself.
  var foreignDepth: Int {
    var depths: [DefinitionID: Int] = [:]
    var open: Set<DefinitionID> = []
    func depth(_ id: DefinitionID) -> Int {
      if let known = depths[id] { return known }
      guard case .record(let record) = self[id].body, open.insert(id).inserted else { return .max }
      let inner = record.fields.flatMap { records(in: $0.type) }.map(depth).max() ?? 0
      open.remove(id)
      let result = inner == .max ? .max : inner + 1
      depths[id] = result
      return result
    }
    return definitions.indices.map { index -> Int in
      if case .record(let record) = definitions[index].body, record.foreign != nil { depth(DefinitionID(index)) } else { 0 }
    }.max() ?? 0
  }
}

extension Count {
  var expressions: [Expression] { if case .computed(let expression, _) = self { [expression] } else { [] } }
}

extension Expression {
  var operands: [Expression] {
    switch self {
    case .unary(_, let operand), .encoded(_, let operand), .checksum(_, let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .conditional(let then, let condition, let otherwise): [then, condition, otherwise]
    case .concatenation(let parts): parts
    default: []
    }
  }

  func contains(_ predicate: (Expression) -> Bool) -> Bool {
    predicate(self) || operands.contains { $0.contains(predicate) }
  }

  /// Whether it is of bytes on the wire: known only when the record is written.
  var needsWire: Bool {
    contains {
      switch $0 {
      case .span, .wholeRecord, .preceding: true
      default: false
      }
    }
  }

  /// Whether it asks for the region, which only a decoder knows.
  var needsRegion: Bool { contains { $0 == .remaining || $0 == .lastByte } }

  /// Whether it depends on fields from `first` on: then a decoder checks it at the end of the record.
  func needsFields(from first: Int) -> Bool {
    contains {
      switch $0 {
      case .field(let path): path.first.map { $0 >= first } ?? false
      case .byteCount(let field), .count(let field), .tag(let field): field >= first
      case .span(_, let through): through >= first
      case .wholeRecord: true
      default: false
      }
    }
  }
}
