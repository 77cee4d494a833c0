import WeftSchema

extension Diagnostic.Rule {
  static let foreignOrder: Self = "FOREIGN_ORDER"
  static let duplicateBinding: Self = "DUPLICATE_BINDING"
  static let word: Self = "WORD"
}

extension Lowering {
  /// The line before the braces: what those who use the definition must know of it.
  mutating func lower(_ header: Syntax.Foreign, of syntax: Syntax.Record, _ index: Int) {
    guard case .record(var record) = schema.definitions[index].body else { return }
    var names = MemberNames(reserved: [])
    var parameters: [Foreign.Parameter] = []
    for parameter in header.parameters where names.declare(parameter.name, "a parameter", &self) {
      // The parser reports any other type.
      guard let type = Foreign.ParameterType(rawValue: parameter.type.text) else { continue }
      parameters.append(Foreign.Parameter(name: parameter.name.text, type: type))
    }
    record.kind = .foreign(
      Foreign(
        bitOrder: bitOrder(header, syntax), byteOrder: byteOrder(header, syntax, parameters), parameters: parameters,
        bindings: bindings(header.bindings)))
    schema.definitions[index].body = .record(record)
  }

  private mutating func bitOrder(_ header: Syntax.Foreign, _ syntax: Syntax.Record) -> Foreign.BitOrder {
    guard let name = header.bitOrder else {
      if isBroken[syntax.name.span.file] { return .mostSignificantFirst }
      error(.foreignOrder, "a foreign definition states 'bits(msb)' or 'bits(lsb)'", at: syntax.name.span)
      return .mostSignificantFirst
    }
    return Foreign.BitOrder(rawValue: name.text) ?? .mostSignificantFirst
  }

  private mutating func byteOrder(
    _ header: Syntax.Foreign, _ syntax: Syntax.Record, _ parameters: [Foreign.Parameter]
  ) -> Foreign.ByteOrder {
    guard let name = header.byteOrder else {
      if isBroken[syntax.name.span.file] { return .big }
      error(.foreignOrder, "a foreign definition states 'bytes(big)' or 'bytes(little)'", at: syntax.name.span)
      return .big
    }
    switch name.text {
    case "big": return .big
    case "little": return .little
    default:
      if let index = parameters.firstIndex(where: { $0.name == name.text && $0.type == .bool }) { return .parameter(index) }
      error(.foreignOrder, "the order of bytes is 'big', 'little' or a 'bool' parameter", at: name.span)
      return .big
    }
  }

  mutating func bindings(_ items: [Syntax.Binding]) -> [Binding] {
    var first: [Binding: Span] = [:]
    var result: [Binding] = []
    for item in items {
      let binding = Binding(table: item.table.text, key: item.key)
      if let other = first[binding] {
        error(.duplicateBinding, "bound twice to the same key", at: item.span, notes: [.init("first bound here", at: other)])
      } else {
        first[binding] = item.span
        result.append(binding)
      }
    }
    return result
  }

  /// The fields of a foreign definition, in wire order.
  mutating func lowerForeign(_ syntax: Syntax.Record, _ index: Int) {
    guard case .record(var record) = schema.definitions[index].body else { return }
    let file = origins[index].file
    record.displayName = lowerAttributes(of: syntax, known: ["name"], file: file).name
    var names = MemberNames(reserved: [])
    let scope = ForeignScope(parameters: record.foreign?.parameters ?? [], fields: syntax.allFields)
    for parameter in scope.parameters where scope.indices[parameter.name] != nil {
      guard let field = syntax.fieldName(parameter.name) else { continue }
      error(.duplicateName, "'\(parameter.name)' is a parameter already", at: field.span)
    }
    for member in syntax.members {
      switch member {
      case .field(let field): lowerForeign(field, nil, &names, scope, index)
      case .word(let word): lower(word, &names, scope, index)
      // The parser reports both: they belong to native definitions.
      case .reserved, .added: break
      }
    }
    checkUses(scope)
    checkTags(scope, index)
    record.fields = scope.fields
    schema.definitions[index].body = .record(record)
  }

  /// Appends the field to the scope, also if its type was wrong, so that indices stay what they are.
  private mutating func lowerForeign(
    _ syntax: Syntax.Field, _ word: ForeignRules.Word?, _ names: inout MemberNames, _ scope: ForeignScope, _ index: Int
  ) {
    guard names.declare(syntax.name, "a field", &self) else { return }
    guard scope.fields.count < Limits.fieldCount else {
      if !scope.isFull { reportTooManyFields(at: syntax.name.span) }
      scope.isFull = true
      return
    }
    let file = origins[index].file
    let attributes = lowerFieldAttributes(syntax.attributes, file: file)
    let type = lower(syntax.type, TypeContext(file: file, place: .foreign(scope)))
    if type == nil { scope.broken.insert(scope.current) }
    var field = Field(
      name: syntax.name.text, documentation: syntax.documentation, type: type ?? .bool, displayNames: attributes.names,
      displayScale: attributes.scale, displayParts: attributes.parts, display: attributes.display)
    if let type {
      check(attributes.display, syntax.attributes, of: type)
      check(attributes.parts, syntax.attributes, of: type)
      field.foreign = lowerRules(syntax, type, scope, file: file)
    }
    field.foreign.word = word
    scope.fields.append(field)
    origins[index].fields.append(syntax)
  }

  /// `word u32 { … }`: its fields fill it.
  private mutating func lower(_ word: Syntax.Word, _ names: inout MemberNames, _ scope: ForeignScope, _ index: Int) {
    var width: Int?
    if case .unsigned(let bitCount) = word.type.kind { width = bitCount }
    if let width, width % 8 != 0 { error(.word, "a word is of whole bytes", at: word.type.span) }
    var offset = 0
    var isWhole = true
    for field in word.fields {
      let before = scope.current
      let place = width.map { ForeignRules.Word(bitCount: $0, bitOffset: offset) }
      lowerForeign(field, place, &names, scope, index)
      guard scope.current > before else { continue }
      if scope.broken.contains(before) {
        isWhole = false
        continue
      }
      guard let bits = codeBits(of: scope.fields[before].type) else {
        error(.word, "a word is cut into numbers, truth values, enums and flags", at: field.type.span)
        isWhole = false
        continue
      }
      checkWordClauses(of: field)
      offset += bits
    }
    if let width, isWhole, offset != width {
      error(.word, "the fields of this word take \(offset) bits, it has \(width)", at: word.type.span)
    }
  }

  private mutating func checkWordClauses(of field: Syntax.Field) {
    let clause = field.condition ?? field.extent
    if let clause { error(.word, "a field inside a word is always there", at: clause.span) }
  }

  /// The width of what is a code on the wire; `nil` for all else.
  func codeBits(of type: FieldType) -> Int? {
    switch schema.resolvingAliases(type) {
    case .bool: return 1
    case .unsigned(let bits), .signed(let bits), .float(let bits): return bits
    case .ranged(let range): return range.bitCount
    case .fixed(let range): return range.bitCount
    case .named(let id, _):
      switch schema[id].body {
      case .enumeration(let enumeration): return enumeration.bitCount
      case .flags(let flags): return flags.bitCount
      default: return nil
      }
    default: return nil
    }
  }
}

extension Syntax.Record {
  /// Those of words included, in wire order.
  var allFields: [Syntax.Field] {
    members.flatMap { member -> [Syntax.Field] in
      switch member {
      case .field(let field): [field]
      case .word(let word): word.fields
      case .reserved, .added: []
      }
    }
  }
}
