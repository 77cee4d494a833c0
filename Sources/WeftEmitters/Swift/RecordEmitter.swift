import WeftSchema

/// A native `struct` or `message` as a Swift struct.
struct RecordEmitter {
  let context: SwiftContext
  let id: DefinitionID
  let record: Record

  var definition: Definition { context.schema[id] }
  var name: String { SwiftNames.escaped(definition.name) }
  /// Where every value has one size and no field is optional, all of it is one run.
  var isConstant: Bool { definition.bitCountRange.constant != nil }

  func emit(into writer: inout SwiftWriter) {
    writer.documentation(definition.documentation + bitMap(separated: !definition.documentation.isEmpty))
    writer.block("public struct \(name): \(conformances)") { writer in
      emitConstants(into: &writer)
      writer.line()
      emitProperties(into: &writer)
      emitInitializer(into: &writer)
      writer.line()
      emitDecoder(into: &writer)
      emitVisitor(into: &writer)
      writer.line()
      emitEncoder(into: &writer)
      emitEquality(into: &writer)
    }
  }

  private var conformances: String {
    var names: [String] = []
    if case .message = record.kind { names.append("Message") }
    if isConstant { names.append("ConstantSizeCodable") }
    if names.isEmpty { names.append("BitCodable") }
    return (names.map(context.runtime) + ["Hashable"]).joined(separator: ", ")
  }

  private func emitConstants(into writer: inout SwiftWriter) {
    func constant(_ name: String, _ type: String, _ value: String) {
      writer.line("@export(implementation) public static var \(name): \(type) { \(value) }")
    }
    if case .message(let tag) = record.kind {
      constant("tag", "Int", "\(tag)")
      constant("wireIdentity", "UInt64", "0x\(Self.hexadecimal(record.identity))")
    }
    let size = definition.bitCountRange
    if isConstant {
      constant("bitCount", "Int", "\(size.min)")
    } else {
      constant("bitCountRange", "ClosedRange<Int>", "\(size.min)...\(size.max ?? Int.max)")
    }
    if case .message = record.kind {
      let limits = context.limits(of: id)
      constant("maximumDepth", "Int", "\(limits.depth)")
      constant("maximumElementCount", "Int", "\(limits.elementCount)")
    }
    context.emitGrids(record.fields.map { ($0.name, $0.type) }, into: &writer)
  }

  /// A number as the sixteen digits that an identity has.
  static func hexadecimal(_ identity: UInt64) -> String {
    let digits = String(identity, radix: 16, uppercase: true)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private func emitProperties(into writer: inout SwiftWriter) {
    for field in record.fields {
      writer.documentation(field.documentation)
      writer.line("public var \(SwiftNames.escaped(field.name)): \(type(of: field))")
    }
    if record.extensibility != nil {
      writer.line("/// What newer peers added behind the fields that are known here: kept, and written back.")
      writer.line("public var extensionTail: [UInt8]")
    }
    if !record.fields.isEmpty || record.extensibility != nil { writer.line() }
  }

  func type(of field: Field) -> String {
    context.name(of: field.type, isInline: field.isInline) + (field.isOptional ? "?" : "")
  }

  /// The default value in Swift; an optional without one is `nil`.
  func defaultValue(of field: Field) -> String? {
    if let value = field.defaultValue { return context.text(of: value, as: field.type) }
    return field.isOptional ? "nil" : nil
  }

  private func emitInitializer(into writer: inout SwiftWriter) {
    var parameters = record.fields.map { field in
      let value = defaultValue(of: field).map { " = \($0)" } ?? ""
      return "\(SwiftNames.escaped(field.name)): \(type(of: field))\(value)"
    }
    var names = record.fields.map { SwiftNames.escaped($0.name) }
    if record.extensibility != nil {
      parameters.append("extensionTail: [UInt8] = []")
      names.append("extensionTail")
    }
    writer.line("@export(implementation)")
    writer.list("public init", parameters, names.isEmpty ? " {}" : " {")
    if names.isEmpty { return }
    writer.indented { writer in
      for name in names { writer.line("self.\(name) = \(name)") }
    }
    writer.line("}")
  }

  /// A message is only read and written as a whole, so that its code may know that it starts at a byte: where it is used
  /// it is compiled once more, and the module itself holds one copy, for what knows it only as a `BitCodable`.
  func emitInlining(into writer: inout SwiftWriter) {
    writer.line("@export(implementation)")
    if case .message = record.kind { writer.line("@inline(__always)") }
  }

  private func emitDecoder(into writer: inout SwiftWriter) {
    if isConstant {
      // Read at constant offsets of a run whose size is stated where it is used.
      writer.line("@export(implementation)")
      writer.line("@inline(__always)")
    } else {
      emitInlining(into: &writer)
    }
    let input = isConstant ? "run: \(context.runtime("BitRun"))" : "reader: inout \(context.runtime("BitReader"))"
    writer.block("public init(decoding \(input)) throws(DecodeError)") { writer in
      var body = DecodeBody(context: context, fields: record.fields)
      body.isWhole = isConstant
      context.emitRun(of: definition, into: &writer)
      body.emit(record, into: &writer)
    }
  }

  private func emitEncoder(into writer: inout SwiftWriter) {
    if isConstant {
      // A few words, which a list puts in a loop.
      writer.line("@export(implementation)")
      writer.line("@inline(__always)")
    } else {
      emitInlining(into: &writer)
    }
    writer.block("public func encode(into writer: inout \(context.runtime("BitWriter"))) throws(EncodeError)") { writer in
      var body = EncodeBody(context: context, fields: record.fields)
      body.emit(record, into: &writer)
    }
  }

  /// Only where a part's own `==` is not that of the wire; otherwise the compiler's is right. The runtime hashes the encoding.
  private func emitEquality(into writer: inout SwiftWriter) {
    let byBits = record.fields.map { context.comparesByBits($0.type, isInline: $0.isInline) }
    guard byBits.contains(true) else { return }
    var names = record.fields.map { SwiftNames.escaped($0.name) }
    if record.extensibility != nil { names.append("extensionTail") }
    writer.line()
    writer.block("public static func == (left: \(name), right: \(name)) -> Bool") { writer in
      for (index, name) in names.enumerated() {
        let isByBits = index < byBits.count && byBits[index]
        let test = isByBits ? "left.\(name).hasSameBits(as: right.\(name))" : "left.\(name) == right.\(name)"
        writer.line(index == 0 ? test : "  && \(test)")
      }
    }
  }
}
