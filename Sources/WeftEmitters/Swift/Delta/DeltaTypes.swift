import WeftSchema

/// What a delta form needs to know of types.
extension SwiftContext {
  /// The record or union behind a type, where it has a delta form.
  func deltaDefinition(of type: FieldType) -> Definition? {
    guard let (_, definition) = definition(of: type), definition.hasDelta else { return nil }
    switch definition.body {
    case .record, .union: return definition
    case .enumeration, .flags, .alias: return nil
    }
  }

  /// The bounds of a list of a keyed struct, which is told from its baseline by keys.
  func keyedBounds(of type: FieldType) -> (min: Int, max: Int)? {
    guard case .list(let element, .bounded(let min, let max)) = schema.resolvingAliases(type), schema.isKeyed(element),
      deltaDefinition(of: element) != nil
    else { return nil }
    return (min, max)
  }

  /// The constant with the difference coding of a field of this name.
  static func differenceName(_ name: String) -> String { "\(name)Difference" }

  /// The difference coding of a field, if it has one.
  func differenceCoding(of field: Field) -> String? {
    guard case .difference(let parameter, let isSparse, let wraps) = field.delta.policy else { return nil }
    let (maximum, isSigned): (UInt64, Bool)
    switch schema.resolvingAliases(field.type) {
    case .unsigned(let bits): (maximum, isSigned) = (UInt64.max >> UInt64(64 - bits), false)
    case .signed(let bits): (maximum, isSigned) = (UInt64.max >> UInt64(64 - bits), true)
    case .ranged(let range): (maximum, isSigned) = (range.maximumCode, false)
    case .fixed(let range): (maximum, isSigned) = (range.maximumCode, false)
    default: return nil
    }
    var arguments = ["maximumCode: \(maximum)", "parameter: \(parameter)"]
    if !isSparse { arguments.append("isSparse: false") }
    if wraps { arguments.append("wraps: true") }
    if isSigned { arguments.append("isSigned: true") }
    return "\(runtime("DifferenceCoding"))(\(arguments.joined(separator: ", ")))"
  }

  /// What calls of the runtime say of a number besides its value: `in: 0...900`, `in: Self.xRange`, or nothing.
  func rangeArgument(of type: FieldType, grid: String) -> [String] {
    switch schema.resolvingAliases(type) {
    case .ranged(let range): ["in: \(range.lower)...\(range.upper)"]
    case .fixed: ["in: \(grid)"]
    default: []
    }
  }

  /// Whether two values of the Swift type can differ and yet have the same bits: reals that are rounded to a grid.
  func isRounded(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .fixed: true
    case .float(let bits): bits == 16
    case .list(let element, _): isRounded(element)
    case .named(let id, _): isRounded(id)
    default: false
    }
  }

  func isRounded(_ id: DefinitionID) -> Bool { holdings.rounded[id.index] > 0 }

  /// The test whether two values of a type differ on the wire.
  func differs(_ value: String, from baseline: String, _ type: FieldType, isInline: Bool, grid: String) -> String {
    guard isRounded(type) else {
      return comparesByBits(type, isInline: isInline)
        ? "!\(value).hasSameBits(as: \(baseline))" : "\(value) != \(baseline)"
    }
    switch schema.resolvingAliases(type) {
    case .fixed: return "\(grid).differs(\(value), from: \(baseline))"
    case .float: return "\(value).differsAsHalf(from: \(baseline))"
    case .list(let element, _):
      let test = differs("$0", from: "$1", element, isInline: isInline, grid: grid)
      return "\(value).differs(from: \(baseline), by: { \(test) })"
    case .named where deltaDefinition(of: type) != nil: return "\(value).differs(from: \(baseline))"
    default: return "\(value).isEncodedOtherwise(than: \(baseline))"
    }
  }

  /// The opposite of a test that ``differs(_:from:_:isInline:grid:)`` gives.
  static func negated(_ test: String) -> String {
    if test.hasPrefix("!") { return String(test.dropFirst()) }
    let parts = test.split(separator: " ")
    if parts.count == 3, parts[1] == "!=" { return "\(parts[0]) == \(parts[2])" }
    return "!" + test
  }

  /// The same for a field, which may be optional.
  func differs(_ value: String, from baseline: String, _ field: Field) -> String {
    let grid = "Self." + Self.gridName(field.name)
    guard field.isOptional, isRounded(field.type) else {
      return differs(value, from: baseline, field.type, isInline: field.isInline, grid: grid)
    }
    let test = differs("$0", from: "$1", field.type, isInline: field.isInline, grid: grid)
    return "\(value).differs(from: \(baseline), by: { \(test) })"
  }

  /// The constant that names the table of an interned field.
  static func tableName(_ name: String) -> String { "\(name)Table" }

  /// The table of an interned field.
  func table(of field: Field) -> String? {
    guard let count = field.internedCount else { return nil }
    let kind: String
    switch schema.resolvingAliases(field.type) {
    case .text: kind = ".text"
    case .bytes(.bounded): kind = ".bytes"
    default: kind = ".value(bitCount: \(constantWidth(of: field.type) ?? 0))"
    }
    return "\(runtime("InternTable"))(capacity: \(count), kind: \(kind))"
  }
}

/// A slot of difference models: a constant number of slots behind the first one of the value.
struct Slots: CustomStringConvertible {
  var offset: Int

  var description: String { offset == 0 ? "slots" : "slots &+ \(offset)" }
}
