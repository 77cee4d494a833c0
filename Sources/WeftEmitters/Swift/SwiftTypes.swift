import WeftSchema

/// What the types of a schema are called in Swift, and what can be said of them.
extension SwiftContext {
  /// The Swift type of a field, an element or a case. `isInline` asks for storage in place, down to the innermost list.
  func name(of type: FieldType, isInline: Bool = false) -> String {
    let type = isInline ? resolvingCollections(type) : type
    switch type {
    case .bool: return "Bool"
    case .unsigned(let bits): return "UInt\(Self.storageWidth(bits))"
    case .signed(let bits): return "Int\(Self.storageWidth(bits))"
    case .ranged(let range): return Self.integerName(range)
    case .fixed: return "Double"
    case .float(let bits): return bits == 64 ? "Double" : "Float"
    case .varint(let isSigned): return isSigned ? "Int64" : "UInt64"
    case .bytes(.fixed(let count)): return "FixedBytes<\(count)>"
    case .bytes(let count): return isInline ? "InlineBytes<\(count.maximum)>" : "[UInt8]"
    case .text(let count): return isInline ? "InlineText<\(count.maximum)>" : "String"
    case .list(let element, .fixed(let count)): return "FixedArray<\(count), \(name(of: element, isInline: isInline))>"
    case .list(let element, let count):
      let element = name(of: element, isInline: isInline)
      return isInline ? "InlineList<\(count.maximum), \(element)>" : "[\(element)]"
    case .named(let id, _): return name(of: id)
    case .match, .padding: return "Never"
    }
  }

  /// A definition as this module's files name it.
  func name(of id: DefinitionID) -> String {
    let name = SwiftNames.escaped(schema[id].name)
    return schema[id].module == module.name ? name : "\(schema[id].module).\(name)"
  }

  /// A type of `Weft`, in full where a definition of the module has taken its name.
  func runtime(_ name: String) -> String {
    definitionNames.contains(name) ? "Weft.\(name)" : name
  }

  /// An alias of a list, `bytes` or `text` behind which an inline form is asked for; other types as they are.
  private func resolvingCollections(_ type: FieldType) -> FieldType {
    switch schema.resolvingAliases(type) {
    case .bytes, .text, .list: schema.resolvingAliases(type)
    default: type
    }
  }

  /// 8, 16, 32 or 64.
  static func storageWidth(_ bitCount: Int) -> Int { bitCount <= 8 ? 8 : bitCount <= 16 ? 16 : bitCount <= 32 ? 32 : 64 }

  /// The smallest integer type that holds both bounds.
  private static func integerName(_ range: IntegerRange) -> String {
    let isSigned = range.lower < 0
    for width in [8, 16, 32] {
      let upper = Int128(1) << Int128(isSigned ? width - 1 : width) - 1
      if range.upper <= upper, range.lower >= (isSigned ? -upper - 1 : 0) { return "\(isSigned ? "Int" : "UInt")\(width)" }
    }
    return isSigned ? "Int64" : "UInt64"
  }

  /// The size of any value of a native type, in bits, if there is one.
  func constantWidth(of type: FieldType) -> Int? {
    switch type {
    case .bool: 1
    case .unsigned(let bits), .signed(let bits), .float(let bits): bits
    case .ranged(let range): range.bitCount
    case .fixed(let range): range.bitCount
    case .varint, .match, .padding: nil
    case .bytes(let count), .text(let count): count.constant.map { $0 * 8 }
    case .list(let element, let count):
      if let count = count.constant, let width = constantWidth(of: element) {
        count * width
      } else {
        nil
      }
    case .named(let id, _): schema[id].bitCountRange.constant
    }
  }

  /// The definition behind a type, if it is one that has a type of its own.
  func definition(of type: FieldType) -> (id: DefinitionID, definition: Definition)? {
    guard case .named(let id, _) = schema.resolvingAliases(type) else { return nil }
    return (id, schema[id])
  }

  /// Whether a value is one code, which a word can hold.
  func isCode(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .bool, .unsigned, .signed, .ranged, .fixed, .float: return true
    case .named(let id, _):
      switch schema[id].body {
      case .enumeration, .flags: return true
      default: return false
      }
    default: return false
    }
  }

  /// Whether `==` of the Swift type is not that of the wire: reals and text (`docs/language.md`, "Equality").
  func comparesByBits(_ type: FieldType, isInline: Bool) -> Bool {
    switch schema.resolvingAliases(type) {
    case .float: true
    case .text: !isInline
    case .list(let element, _): comparesByBits(element, isInline: isInline)
    default: false
    }
  }

  /// A value to start from, before the elements of a fixed array are read.
  /// In a decoder that is handed its run: what of the run is its own.
  func emitRun(of definition: Definition, into writer: inout SwiftWriter) {
    guard let bitCount = definition.bitCountRange.constant, bitCount > 0 else { return }
    writer.line("let run = run.first(\(bitCount))")
  }

  func emptyValue(of type: FieldType, isInline: Bool) -> String {
    switch schema.resolvingAliases(type) {
    case .bool: "false"
    case .bytes(.fixed): "FixedBytes(repeating: 0)"
    case .text: "\"\""
    case .list(let element, .fixed): "FixedArray(repeating: \(emptyValue(of: element, isInline: isInline)))"
    case .bytes, .list: "[]"
    default: "0"
    }
  }
}

extension Count {
  /// The most elements or bytes; native counts have a bound.
  var maximum: Int {
    switch self {
    case .fixed(let count): count
    case .bounded(_, let max): max
    case .computed(_, let max), .toEnd(let max): max ?? Int.max
    }
  }

  /// As many elements or bytes in every value: a bounded count has at least two possible ones.
  var constant: Int? { if case .fixed(let count) = self { count } else { nil } }

  var minimum: Int {
    switch self {
    case .fixed(let count): count
    case .bounded(let min, _): min
    case .computed, .toEnd: 0
    }
  }
}
