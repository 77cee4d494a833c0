import WeftSchema

// The Swift types of foreign fields.
extension ForeignRecord {
  func swiftType(of type: FieldType, field index: Int) -> String {
    switch type {
    case .bool: "Bool"
    case .unsigned(let bitCount): Self.integer(bitCount: bitCount, isSigned: false)
    case .signed(let bitCount): Self.integer(bitCount: bitCount, isSigned: true)
    case .ranged(let range): Self.integer(holding: range)
    case .fixed: "Double"
    case .float(let bitCount): bitCount == 64 ? "Double" : "Float"
    case .varint(let isSigned): isSigned ? "Int64" : "UInt64"
    case .bytes(.fixed(let count)): "FixedBytes<\(count)>"
    case .bytes, .padding: "[UInt8]"
    case .text: "String"
    case .list(let element, .fixed(let count)): "FixedArray<\(count), \(swiftType(of: element, field: index))>"
    case .list(let element, _): "[\(swiftType(of: element, field: index))]"
    case .named(let id, _): schema[id].name
    case .match: matchType(index)
    }
  }

  /// The enum that a `match` field brings with it.
  func matchType(_ index: Int) -> String {
    let name = SwiftNames.type(record.fields[index].name)
    let isTaken = ReservedNames.types.contains(name) || schema.definitions.contains { $0.name == name }
    return isTaken ? name + "Case" : name
  }

  func propertyType(_ index: Int) -> String {
    swiftType(of: record.fields[index].type, field: index) + (isOptional(index) ? "?" : "")
  }

  /// The type of a default case's tag: the integer of the field that is computed from it.
  func tagType(_ match: Match) -> String? {
    guard let field = match.tagField else { return nil }
    switch schema.resolvingAliases(record.fields[field].type) {
    case .unsigned(let bitCount): return Self.integer(bitCount: bitCount, isSigned: false)
    case .signed(let bitCount): return Self.integer(bitCount: bitCount, isSigned: true)
    case .named(let id, _):
      if case .enumeration(let enumeration) = schema[id].body {
        return Self.integer(bitCount: enumeration.bitCount, isSigned: false)
      }
      return "UInt64"
    default: return "UInt64"
    }
  }

  static func integer(bitCount: Int, isSigned: Bool) -> String {
    let width = bitCount <= 8 ? 8 : bitCount <= 16 ? 16 : bitCount <= 32 ? 32 : 64
    return (isSigned ? "Int" : "UInt") + "\(width)"
  }

  static func integer(holding range: IntegerRange) -> String {
    if range.lower >= 0 { return integer(bitCount: bitsNeeded(forCodesUpTo: UInt64(range.upper)), isSigned: false) }
    for width in [8, 16, 32] where range.lower >= -(1 << (width - 1)) && range.upper < 1 << (width - 1) { return "Int\(width)" }
    return "Int64"
  }

  /// The bits of a leaf; `nil` for what is not one code.
  func leafBitCount(_ type: FieldType) -> Int? {
    switch schema.resolvingAliases(type) {
    case .bool: 1
    case .unsigned(let bitCount), .signed(let bitCount), .float(let bitCount): bitCount
    case .ranged(let range): range.bitCount
    case .fixed(let range): range.bitCount
    case .named(let id, _):
      switch schema[id].body {
      case .enumeration(let enumeration): enumeration.bitCount
      case .flags(let flags): flags.bitCount
      default: nil
      }
    default: nil
    }
  }

  func isSigned(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .signed: true
    case .ranged(let range): range.lower < 0
    default: false
    }
  }

  func isBytes(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .bytes, .text: true
    default: false
    }
  }

  /// The one size of the values of a type, where they have one and do not depend on the place.
  func constantBitCount(_ type: FieldType) -> Int? {
    switch schema.resolvingAliases(type) {
    case .bytes(.fixed(let count)), .text(.fixed(let count)): count * 8
    case .list(let element, .fixed(let count)): constantBitCount(element).map { $0 * count }
    case .named(let id, _): schema[id].bitCountRange.constant
    case let other: leafBitCount(other)
    }
  }

  /// Whether `==` of Swift compares something else than what stands on the wire: reals and text.
  func comparesOtherwise(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .float, .fixed, .text: true
    case .list(let element, _): comparesOtherwise(element)
    default: false
    }
  }
}
