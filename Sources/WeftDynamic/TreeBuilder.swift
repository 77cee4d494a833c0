import Weft
import WeftSchema

/// Why a stated value is not one of the definition.
public struct BuildFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public var reason: Reason
  /// From the outermost value to the field, `nodes[3].link`.
  public var path: String
  /// Where the value stands in its JSON text, in bytes; 0 where it came from none.
  public var sourceOffset: Int

  public enum Reason: Hashable, Sendable {
    case unknownField(String)
    case duplicateField(String)
    case missingField(String)
    /// What the type wants, and what was found: `an integer`, `text`.
    case mismatch(expected: String, found: String)
    case unknownCase(String)
    /// Bytes that are not an even number of hexadecimal digits.
    case invalidHexadecimal
    /// An integer beyond 64 bits.
    case integerTooLarge
  }

  public var description: String {
    let text =
      switch reason {
      case .unknownField(let name): "no field \"\(name)\""
      case .duplicateField(let name): "field \"\(name)\" stands twice"
      case .missingField(let name): "field \"\(name)\" is missing"
      case .mismatch(let expected, let found): "expected \(expected), found \(found)"
      case .unknownCase(let name): "no case \"\(name)\""
      case .invalidHexadecimal: "bytes are an even number of hexadecimal digits"
      case .integerTooLarge: "integer is wider than 64 bits"
      }
    return path.isEmpty ? text : "\(path): \(text)"
  }
}

/// Makes a `ValueTree` of a definition out of a `DynamicValue`. What is not stated gets its default; what is computed is left
/// to the encoder. Ranges are the encoder's business too, so that an `EncodeFailure` says the same as generated code.
struct TreeBuilder {
  let program: Program
  let schema: Schema
  let fields: [DynamicCodec.FieldReference]
  var tree = ValueTree()
  var defaults: [Default]
  private var path: [String] = []

  enum Default {
    case unknown
    case none
    case value(ValueTree)
  }

  init(_ program: Program, schema: Schema, fields: [DynamicCodec.FieldReference], defaults: [ValueTree?]) {
    self.program = program
    self.schema = schema
    self.fields = fields
    self.defaults = defaults.map { $0.map(Default.value) ?? .none }
  }

  /// For finding the defaults themselves.
  init(_ program: Program, schema: Schema, fields: [DynamicCodec.FieldReference]) {
    self.init(program, schema: schema, fields: fields, defaults: [])
    defaults = fields.map { _ in .unknown }
  }

  // MARK: Defaults

  /// A field's default as a tree of its own; found once. Native definitions are acyclic, so this ends.
  mutating func defaultValue(of field: Int32) -> ValueTree? {
    let index = Int(field)
    if case .unknown = defaults[index] {
      defaults[index] = .none
      let outer = (tree, path)
      tree = ValueTree()
      if case .record(let record) = schema[fields[index].definition].body,
        let literal = record.fields[fields[index].index].defaultValue,
        (try? build(program.fieldTypes[index], field: -1, DynamicValue(literal: literal))) != nil
      {
        defaults[index] = .value(tree)
      }
      (tree, path) = outer
    }
    if case .value(let tree) = defaults[index] { return tree }
    return nil
  }

  // MARK: Nodes

  mutating func open(_ kind: ValueNode.Kind, type: Int32, field: Int32, payload: UInt64 = 0) -> Int {
    let index = tree.nodes.count
    tree.nodes.append(
      ValueNode(payload: payload, field: field, type: type, end: Int32(truncatingIfNeeded: index + 1), kind: kind))
    return index
  }

  mutating func close(_ node: Int) { tree.nodes[node].end = Int32(truncatingIfNeeded: tree.nodes.count) }

  mutating func appendBytes(_ bytes: [UInt8], _ kind: ValueNode.Kind, type: Int32, field: Int32) {
    let node = open(kind, type: type, field: field, payload: UInt64(tree.heap.count) << 32 | UInt64(bytes.count))
    tree.nodes[node].flags.insert(.isInHeap)
    tree.heap += bytes
  }

  // MARK: Failing

  func failure(_ reason: BuildFailure.Reason, at value: DynamicValue) -> BuildFailure {
    var text = ""
    for part in path {
      if !text.isEmpty && !part.hasPrefix("[") { text += "." }
      text += part
    }
    return BuildFailure(reason: reason, path: text, sourceOffset: value.sourceOffset)
  }

  func mismatch(_ expected: String, _ value: DynamicValue) -> BuildFailure {
    failure(.mismatch(expected: expected, found: value.content.noun), at: value)
  }

  // MARK: Values

  mutating func build(_ type: Int32, field: Int32, _ value: DynamicValue) throws(BuildFailure) {
    let entry = program.types[Int(type)]
    switch entry.kind {
    case .bool:
      guard case .bool(let isTrue) = value.content else { throw mismatch("true or false", value) }
      _ = open(.bool, type: type, field: field, payload: isTrue ? 1 : 0)
    case .unsigned, .signed, .ranged, .varint, .zigzag:
      try buildInteger(entry, type: type, field: field, value)
    case .fixed, .float:
      try buildReal(entry, type: type, field: field, value)
    case .enumeration:
      _ = open(.enumeration, type: type, field: field, payload: try code(entry, value))
    case .flags:
      guard case .list(let names) = value.content else { throw mismatch("a list of flags", value) }
      var bits: UInt64 = 0
      for name in names {
        let bit = try code(entry, name)
        guard bit < 64 else { throw failure(.unknownCase("\(bit)"), at: name) }
        bits |= 1 << bit
      }
      _ = open(.flags, type: type, field: field, payload: bits)
    case .bytes, .padding:
      appendBytes(try bytes(value), entry.node, type: type, field: field)
    case .text:
      guard case .text(let text) = value.content else { throw mismatch("text", value) }
      appendBytes(Array(text.utf8), .text, type: type, field: field)
    case .list:
      guard case .list(let elements) = value.content else { throw mismatch("a list", value) }
      let node = open(.list, type: type, field: field, payload: UInt64(elements.count))
      for (index, element) in elements.enumerated() {
        path.append("[\(index)]")
        try build(entry.detail, field: -1, element)
        path.removeLast()
      }
      close(node)
    case .union: try buildCase(.union, entry.operands, type: type, field: field, value)
    case .match:
      let match = program.matches[Int(entry.detail)]
      let end = match.fallback < 0 ? match.cases.upperBound : match.fallback + 1
      try buildCase(.match, match.cases.lowerBound..<end, type: type, field: field, value)
    case .record: try buildRecord(entry, type: type, field: field, value)
    }
  }

  /// `{"case": value}`, or of a case that carries nothing its name.
  private mutating func buildCase(
    _ kind: ValueNode.Kind, _ cases: Range<Int32>, type: Int32, field: Int32, _ value: DynamicValue
  ) throws(BuildFailure) {
    let name: String
    var carried: DynamicValue?
    switch value.content {
    case .text(let text): name = text
    case .record(let members) where members.count == 1:
      name = members[0].name
      carried = members[0].value
    default: throw mismatch("a record of one case", value)
    }
    guard let index = cases.first(where: { program.names.cases[Int($0)] == name }) else {
      throw failure(.unknownCase(name), at: value)
    }
    let node = open(kind, type: type, field: field, payload: UInt64(index - cases.lowerBound))
    let caseType = program.cases[Int(index)].type
    if caseType < 0 {
      if let carried, carried.content != .null { throw mismatch("null", carried) }
    } else {
      guard let carried else { throw mismatch("a record of one case", value) }
      try build(caseType, field: -1, carried)
    }
    close(node)
  }

  private mutating func buildRecord(
    _ entry: TypeEntry, type: Int32, field: Int32, _ value: DynamicValue
  ) throws(BuildFailure) {
    guard case .record(let members) = value.content else { throw mismatch("a record", value) }
    let record = program.records[Int(entry.detail)]
    var stated = [DynamicValue?](repeating: nil, count: Int(record.fieldCount))
    var tail: DynamicValue?
    for member in members {
      let offset = DynamicValue(.null, at: member.sourceOffset)
      let local = (0..<record.fieldCount).first { program.names.fields[Int(record.firstField + $0)] == member.name }
      if let local, stated[Int(local)] == nil {
        stated[Int(local)] = member.value
      } else if local == nil, member.name == "extensionTail", record.extensionMaximum >= 0, tail == nil {
        tail = member.value
      } else {
        let isKnown = local != nil || (member.name == "extensionTail" && tail != nil)
        throw failure(isKnown ? .duplicateField(member.name) : .unknownField(member.name), at: offset)
      }
    }
    let node = open(.record, type: type, field: field)
    for local in 0..<record.fieldCount {
      let global = record.firstField + local
      path.append(program.names.fields[Int(global)])
      try buildField(global, stated[Int(local)], in: value)
      path.removeLast()
    }
    if let tail {
      let bytes = try bytes(tail)
      if !bytes.isEmpty { appendBytes(bytes, .extensionTail, type: -1, field: -1) }
    }
    close(node)
  }

  private mutating func buildField(
    _ field: Int32, _ value: DynamicValue?, in record: DynamicValue
  ) throws(BuildFailure) {
    let reference = fields[Int(field)]
    guard case .record(let owner) = schema[reference.definition].body else { return }
    let isOptional = owner.fields[reference.index].isOptional
    let rules = program.fieldRules[Int(field)]
    let rule = rules < 0 ? RuleEntry() : program.rules[Int(rules)]
    let type = program.fieldTypes[Int(field)]
    if let value, value.content != .null || !(isOptional || rule.condition >= 0) {
      try build(type, field: field, value)
    } else if value == nil, let value = defaultValue(of: field) {
      tree.append(value, field: field, at: 0)
    } else if rule.computed >= 0 || rule.constant >= 0 {
      buildUnstated(field, isTentative: rule.condition >= 0)
    } else if program.types[Int(type)].kind == .padding {
      buildPending(type, field: field)
    } else if !isOptional, rule.condition < 0 {
      path.removeLast()
      throw failure(.missingField(program.names.fields[Int(field)]), at: record)
    }
  }

  /// A computed or constant field that nobody stated. `isTentative`: whether it is there is left to the encoder as well.
  mutating func buildUnstated(_ field: Int32, isTentative: Bool) {
    let rule = program.rules[program.fieldRules[field]]
    let node = tree.nodes.count
    if rule.computed >= 0 {
      buildPending(program.fieldTypes[field], field: field)
    } else {
      buildConstant(rule, type: program.fieldTypes[field], field: field)
    }
    if isTentative { tree.nodes[node].flags.insert(.isTentative) }
  }

  /// What the encoder fills in.
  private mutating func buildPending(_ type: Int32, field: Int32) {
    let entry = program.types[Int(type)]
    let node = tree.nodes.count
    if entry.isLeaf {
      _ = open(entry.node, type: type, field: field)
    } else {
      let count = entry.kind == .padding ? 0 : max(0, entry.minimumCount)
      appendBytes([UInt8](repeating: 0, count: count), entry.node, type: type, field: field)
    }
    tree.nodes[node].flags.insert(.isPending)
  }

  /// Constants are literals once the compiler is through with them.
  private mutating func buildConstant(_ rule: RuleEntry, type: Int32, field: Int32) {
    let entry = program.types[type]
    let constant = program.expressions[rule.constant]
    if entry.isLeaf {
      _ = open(entry.node, type: type, field: field, payload: rule.constantPattern)
    } else {
      appendBytes(Array(program.bytes[Int(constant.a)..<Int(constant.b)]), entry.node, type: type, field: field)
    }
  }
}
