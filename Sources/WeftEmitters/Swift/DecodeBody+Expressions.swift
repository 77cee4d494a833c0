import WeftSchema

extension DecodeBody {
  mutating func loopIndex() -> String { local("index") }

  func countExpression(_ count: Count, _ run: String, _ offset: Offset, label: String) -> String {
    "try \(run).count(at: \(offset), \(count.limits), field: \"\(label)\")"
  }

  /// The one expression that reads a value of constant size, if there is one.
  func constantExpression(_ type: FieldType, at offset: Offset, in run: String, label: String) -> String? {
    let field = "field: \"\(label)\""
    switch context.schema.resolvingAliases(type) {
    case .bool: return "\(run).bool(at: \(offset))"
    case .unsigned(let bits), .signed(let bits): return "\(run).integer(at: \(offset), count: \(bits))"
    case .ranged(let range) where range.lower == range.upper: return "\(range.lower)"
    case .ranged(let range): return "try \(run).integer(at: \(offset), from: \(range.lower), through: \(range.upper), \(field))"
    case .fixed(let range) where range.maximumCode == 0: return "\(grid).value(of: 0)"
    case .fixed: return "try \(run).real(at: \(offset), in: \(grid), \(field))"
    case .float(let bits):
      return "try \(run).\(bits == 16 ? "half" : bits == 32 ? "float" : "double")(at: \(offset), \(field))"
    case .bytes(.fixed): return "\(run).bytes(at: \(offset))"
    case .named(let id, _):
      let name = context.name(of: id)
      // Where nothing has bits, no run is open.
      if context.constantWidth(of: type) == 0, !isWhole { return "try reader.read(\(name).self, \(field))" }
      return "try \(run).read(\(name).self, at: \(offset), \(field))"
    case .list(let element, .fixed) where context.isCodable(element):
      if context.constantWidth(of: type) == 0, !isWhole { return "try reader.readVaryingElements(\(field))" }
      return "try \(run).readElements(at: \(offset), \(field))"
    default: return nil
    }
  }
}

extension SwiftContext {
  /// The grid of a quantised real, of the field or case of this name.
  static func gridName(_ name: String) -> String { "\(name)Range" }

  /// The constants with the grids of quantised reals, which both directions and users of the type name.
  func emitGrids(_ parts: [(name: String, type: FieldType)], into writer: inout SwiftWriter) {
    for part in parts {
      guard let range = grid(of: part.type) else { continue }
      let type = runtime("QuantisedRange")
      writer.line("@export(implementation) public static var \(Self.gridName(part.name)): \(type) {")
      writer.indented { writer in
        let numbers = "lower: \(range.lower), step: \(range.step), denominator: \(range.denominator)"
        writer.line("\(type)(\(numbers), maximumCode: \(range.maximumCode))")
      }
      writer.line("}")
    }
  }

  /// The grid of a quantised real or of those in a list.
  private func grid(of type: FieldType) -> FixedRange? {
    switch schema.resolvingAliases(type) {
    case .fixed(let range): range
    case .list(let element, _): grid(of: element)
    default: nil
    }
  }

  /// The runtime's function that reads a list of integers in one call.
  func integerReader(of element: FieldType, count: String, label: String) -> String? {
    switch schema.resolvingAliases(element) {
    case .unsigned(let bits), .signed(let bits): "readIntegers(count: \(count), bitCount: \(bits))"
    case .ranged(let range) where range.lower != range.upper:
      "readIntegers(count: \(count), in: \(range.lower)...\(range.upper), field: \"\(label)\")"
    case .varint(let isSigned): "\(isSigned ? "readSignedVarints" : "readVarints")(count: \(count), field: \"\(label)\")"
    default: nil
    }
  }

  /// The runtime's function that puts one.
  func integerWriter(of element: FieldType, _ place: Place) -> String? {
    let field = "field: \"\(place.label)\""
    switch schema.resolvingAliases(element) {
    case .unsigned(let bits), .signed(let bits): return "put(integers: \(place.target), bitCount: \(bits), \(field))"
    case .ranged(let range) where range.lower != range.upper:
      return "put(integers: \(place.target), in: \(range.lower)...\(range.upper), \(field))"
    case .varint: return "put(varints: \(place.target), \(field))"
    default: return nil
    }
  }

  func count(of type: FieldType) -> Count? {
    switch schema.resolvingAliases(type) {
    case .bytes(let count), .text(let count), .list(_, let count): count
    default: nil
    }
  }

  /// Whether the Swift type has a codec of its own: definitions, `bytes[n]`, and fixed arrays of these.
  func isCodable(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .named, .bytes(.fixed): true
    case .list(let element, .fixed): isCodable(element)
    default: false
    }
  }

  /// Whether bits of the right number can still be wrong.
  func canFail(_ type: FieldType) -> Bool {
    switch schema.resolvingAliases(type) {
    case .bool, .unsigned, .signed, .bytes: false
    case .ranged(let range): range.lower != range.upper
    case .fixed(let range): range.maximumCode != 0
    case .list(let element, _): isCodable(element) || canFail(element)
    default: true
    }
  }
}

extension Count {
  /// The bounds as a range in Swift.
  var bounds: String { "\(minimum)...\(maximum)" }

  /// The bounds as arguments.
  var limits: String { "from: \(minimum), through: \(maximum)" }
}

extension SwiftWriter {
  /// `target = expression`, or with another operator, wrapped where it is too long.
  mutating func assign(_ target: String, by assignment: String = "=", _ expression: String) {
    let whole = "\(target) \(assignment) \(expression)"
    if fits(whole) { return line(whole) }
    guard expression.hasSuffix(")"), let open = expression.firstIndex(of: "(") else { return line(whole) }
    let arguments = expression[expression.index(after: open)...].dropLast()
    // Only a plain call can be broken between its arguments.
    guard !arguments.contains("(") else { return line(whole) }
    let items = arguments.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
    list("\(target) \(assignment) \(expression[..<open])", items)
  }
}
