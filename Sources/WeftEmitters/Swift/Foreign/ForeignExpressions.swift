import WeftSchema

/// Expressions as Swift: `WireInteger` and `WireBytes`, which carry "no value" along instead of trapping.
struct ForeignExpressions {
  let record: ForeignRecord
  /// Of a decoder everything is read from `reader`; of an encoder what is computed stands in local variables.
  let isDecoding: Bool
  /// The field that is being computed: its own bytes count as zero.
  var computing: Int?

  private static let none = "WireInteger(nil as Int64?)"

  /// An expression of type `WireInteger`, or a literal that becomes one.
  func integer(_ expression: Expression) -> String {
    switch expression {
    case .integer(let value): Int64(exactly: value).map { "\($0)" } ?? Self.none
    case .field(let path): field(path)
    case .parameter(let index): "WireInteger(\(record.parameterName(index)))"
    case .unary(.negate, let operand): "-" + receiver(operand)
    case .unary(.complement, let operand): "~" + receiver(operand)
    case .unary(.not, let operand): receiver(operand) + ".not"
    case .binary(let operation, let left, let right): binary(operation, left, right)
    case .conditional(let then, let condition, let otherwise):
      "\(receiver(condition)).choose(\(integer(then)), \(integer(otherwise)))"
    case .byteCount(let index): byteCount(index)
    case .count(let index): count(index)
    case .tag(let index): tag(index)
    case .remaining: isDecoding ? "reader.remaining" : Self.none
    case .lastByte: isDecoding ? "reader.lastByte" : Self.none
    case .position: isDecoding ? "reader.position(since: record)" : "writer.position(since: record)"
    case .checksum(.internet, let operand): "WireInteger(\(sum(operand, after: "InternetSum()")))"
    case .checksum(.internetNonzero, let operand): "WireInteger(nonzero: \(sum(operand, after: "InternetSum()")))"
    case .checksum(.crc32, let operand): "WireInteger(\(sum(operand, after: "CRC32()")))"
    case .bytes, .span, .wholeRecord, .preceding, .concatenation, .encoded: Self.none
    }
  }

  /// The same as something that a method can be called on.
  private func receiver(_ expression: Expression) -> String {
    switch expression {
    case .integer: "WireInteger(\(integer(expression)))"
    case .binary(let operation, _, _) where Self.symbols[operation] != nil: "(\(integer(expression)))"
    case .unary(.negate, _), .unary(.complement, _): "(\(integer(expression)))"
    default: integer(expression)
    }
  }

  private func operand(_ expression: Expression) -> String {
    if case .integer(let value) = expression, value >= 0 { return integer(expression) }
    return receiver(expression)
  }

  private static let symbols: [Expression.Binary: String] = [
    .add: "+", .subtract: "-", .multiply: "*", .divide: "/", .remainder: "%", .bitAnd: "&", .bitOr: "|", .bitXor: "^",
  ]

  private static let methods: [Expression.Binary: String] = [
    .shiftLeft: "shiftedLeft(by: ", .shiftRight: "shiftedRight(by: ", .equal: "equals(", .notEqual: "differs(from: ",
    .less: "isLess(than: ", .lessOrEqual: "isAtMost(", .greater: "isGreater(than: ", .greaterOrEqual: "isAtLeast(",
    .and: "and(", .or: "or(",
  ]

  private func binary(_ operation: Expression.Binary, _ left: Expression, _ right: Expression) -> String {
    if let symbol = Self.symbols[operation] {
      if case .integer = right { return "\(receiver(left)) \(symbol) \(operand(right))" }
      return "\(operand(left)) \(symbol) \(operand(right))"
    }
    return "\(receiver(left)).\(Self.methods[operation] ?? "")\(integer(right)))"
  }

  /// An expression of type `WireBytes`.
  func bytes(_ expression: Expression) -> String {
    switch expression {
    case .bytes(let bytes): "WireBytes([\(bytes.map(Self.hexadecimal).joined(separator: ", "))])"
    case .field(let path): "WireBytes(\(place(path)))"
    case .parameter(let index): "WireBytes(\(record.parameterName(index)))"
    case .conditional(let then, let condition, let otherwise):
      "WireBytes.choose(\(integer(condition)), \(bytes(then)), \(bytes(otherwise)))"
    case .concatenation(let parts): parts.map(bytes).joined(separator: " + ")
    case .encoded(let bitCount, let operand): "WireBytes(\(integer(operand)), bitCount: \(bitCount), \(record.order))"
    case .span, .wholeRecord: "\(isDecoding ? "reader" : "writer").wireBytes(\(wirePlace(expression)))"
    case .preceding(let count):
      "\(isDecoding ? "reader" : "writer").precedingBytes(of: \(record.local(computing ?? 0, "Start")), dropping: \(count))"
    default: "WireBytes([])"
    }
  }

  /// A checksum with the bytes of an expression added to it, where they stand.
  private func sum(_ expression: Expression, after sum: String) -> String {
    switch expression {
    case .concatenation(let parts): parts.reduce(sum) { self.sum($1, after: $0) }
    case .field(let path): "\(sum).adding(\(place(path)))"
    case .parameter(let index): "\(sum).adding(\(record.parameterName(index)))"
    case .encoded(let bitCount, let operand): "\(sum).adding(\(integer(operand)), bitCount: \(bitCount), \(record.order))"
    case .span, .wholeRecord, .preceding: "\(isDecoding ? "reader" : "writer").adding(to: \(sum), \(wirePlace(expression)))"
    default: "\(sum).adding(\(bytes(expression)))"
    }
  }

  /// The arguments for bytes of the record on the wire.
  private func wirePlace(_ expression: Expression) -> String {
    switch expression {
    case .span(let from, let through): wire(from: record.local(from, "Start"), to: record.local(through, "End"))
    case .preceding(let count): "preceding: \(record.local(computing ?? 0, "Start")), dropping: \(count)"
    default: wire(from: "record", to: isDecoding ? "reader.bitOffset" : "writer.bitOffset")
    }
  }

  static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.count == 1 ? "0" : "") + digits
  }

  private func wire(from start: String, to end: String) -> String {
    guard isDecoding, let computing, let width = record.constantBitCount(record.record.fields[computing].type) else {
      return "from: \(start), to: \(end)"
    }
    let own = record.local(computing, "Start")
    return "from: \(start), to: \(end), zeroing: \(own)..<\(own) + \(width)"
  }

  // MARK: Fields

  /// A field of this record or of one nested in it, as an integer.
  private func field(_ path: [Int]) -> String {
    guard let (owner, index) = owner(of: path) else { return Self.none }
    let field = owner.record.fields[index]
    if let constant = field.foreign.constant, field.foreign.condition == nil {
      let text = ForeignExpressions(record: owner, isDecoding: isDecoding).integer(constant)
      return "WireInteger(\(text))"
    }
    if case .computed(kept: let isKept) = owner.role(index) {
      // A local of this record; what a nested record computed is not kept.
      guard path.count == 1 else { return Self.none }
      let name = isKept ? record.local(index, "Value") : record.name(index)
      return isDecoding ? "WireInteger(\(name))" : name
    }
    switch record.schema.resolvingAliases(field.type) {
    case .named(let id, _):
      if case .record = record.schema[id].body { return Self.none }
      return "WireInteger(\(place(path))\(isOptionalAnywhere(path) ? "?" : "").rawValue)"
    case .bool, .unsigned, .signed, .ranged, .varint: return "WireInteger(\(place(path)))"
    default: return Self.none
    }
  }

  /// `self.flags.moreFragments`.
  private func place(_ path: [Int]) -> String {
    if isDecoding, path.count == 1, !record.isProperty(path[0]) { return record.name(path[0]) }
    var text = "self"
    var owner = record
    for (depth, index) in path.enumerated() {
      text += "." + SwiftNames.escaped(owner.record.fields[index].name)
      if depth < path.count - 1 {
        if owner.isOptional(index) { text += "?" }
        guard let next = nested(owner, index) else { return text }
        owner = next
      }
    }
    return text
  }

  private func isOptionalAnywhere(_ path: [Int]) -> Bool {
    var owner = record
    for index in path {
      if owner.isOptional(index) { return true }
      guard let next = nested(owner, index) else { return false }
      owner = next
    }
    return false
  }

  private func nested(_ owner: ForeignRecord, _ index: Int) -> ForeignRecord? {
    guard case .named(let id, _) = record.schema.resolvingAliases(owner.record.fields[index].type) else { return nil }
    return ForeignRecord(id, in: record.schema)
  }

  /// The record that holds the last field of a path.
  private func owner(of path: [Int]) -> (ForeignRecord, Int)? {
    var owner = record
    for index in path.dropLast() {
      guard let next = nested(owner, index) else { return nil }
      owner = next
    }
    return path.last.map { (owner, $0) }
  }

  // MARK: Sizes and tags

  private func byteCount(_ index: Int) -> String {
    if isDecoding {
      return "WireInteger((\(record.local(index, "End")) - \(record.local(index, "Start")) + 7) / 8)"
    }
    return "WireInteger(\(record.local(index, "ByteCount")))"
  }

  private func count(_ index: Int) -> String {
    guard record.isProperty(index) else { return Self.none }
    let property = record.property(index)
    let type = record.schema.resolvingAliases(record.record.fields[index].type)
    switch type {
    case .list(_, .fixed(let count)), .bytes(.fixed(let count)):
      return record.isOptional(index) ? "WireInteger(\(property) == nil ? 0 : \(count))" : "WireInteger(\(count))"
    default:
      let count = if case .text = type { "utf8.count" } else { "count" }
      return record.isOptional(index) ? "WireInteger(\(property)?.\(count) ?? 0)" : "WireInteger(\(property).\(count))"
    }
  }

  private func tag(_ index: Int) -> String {
    if isDecoding { return record.match(index).map { integer($0.subject) } ?? Self.none }
    return record.local(index, "Tag")
  }
}
