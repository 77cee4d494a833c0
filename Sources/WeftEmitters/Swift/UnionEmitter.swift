import WeftSchema

/// A native union as a Swift enum: the tag, then the case.
struct UnionEmitter {
  let context: SwiftContext
  let id: DefinitionID
  let union: Union

  private var definition: Definition { context.schema[id] }
  private var name: String { SwiftNames.escaped(definition.name) }
  private var isConstant: Bool { definition.bitCountRange.constant != nil }

  func emit(into writer: inout SwiftWriter) {
    writer.documentation(definition.documentation)
    let conformance = context.runtime(isConstant ? "ConstantSizeUnion" : "BitCodable")
    writer.block("public enum \(name): \(conformance), Hashable") { writer in
      for item in union.cases {
        writer.documentation(item.documentation)
        let type = item.type.map { "(\(context.name(of: $0)))" } ?? ""
        writer.line("case \(SwiftNames.escaped(item.name))\(type)")
      }
      writer.line()
      let size = definition.bitCountRange
      if isConstant {
        writer.line("@export(implementation) public static var bitCount: Int { \(size.min) }")
        writer.line("@export(implementation) public static var tagBitCount: Int { \(union.tagBitCount) }")
      } else {
        let range = "\(size.min)...\(size.max ?? Int.max)"
        writer.line("@export(implementation) public static var bitCountRange: ClosedRange<Int> { \(range) }")
      }
      context.emitGrids(union.cases.compactMap { item in item.type.map { (item.name, $0) } }, into: &writer)
      writer.line()
      emitDecoder(into: &writer)
      writer.line()
      emitEncoder(into: &writer)
      emitEquality(into: &writer)
    }
  }

  private func emitDecoder(into writer: inout SwiftWriter) {
    writer.line("@export(implementation)")
    let input = isConstant ? "run: \(context.runtime("BitRun"))" : "reader: inout \(context.runtime("BitReader"))"
    writer.block("public init(decoding \(input)) throws(DecodeError)") { writer in
      context.emitRun(of: definition, into: &writer)
      let bits = union.tagBitCount
      if bits == 0 {
        if let only = union.cases.first { emitDecoding(of: only, into: &writer) }
        return
      }
      if !isConstant { writer.line("let run = try reader.run(bitCount: \(bits))") }
      writer.line("switch run.bits(at: 0, count: \(bits)) {")
      for (tag, item) in union.cases.enumerated() {
        writer.line("case \(tag):")
        writer.indented { emitDecoding(of: item, into: &$0) }
      }
      writer.line("case let tag: try run.fail(.unknownTag(found: tag))")
      writer.line("}")
    }
  }

  private func emitDecoding(of item: Union.Case, into writer: inout SwiftWriter) {
    let name = SwiftNames.escaped(item.name)
    guard let type = item.type else { return writer.line("self = .\(name)") }
    var body = DecodeBody(context: context, fields: [])
    body.isWhole = isConstant
    body.gridName = item.name
    _ = body.local("run")
    var run = "run"
    let width = context.constantWidth(of: type)
    if let width, width > 0, !isConstant {
      run = body.local("contents")
      writer.line("let \(run) = try reader.run(bitCount: \(width))")
    }
    let offset = Offset(isConstant ? union.tagBitCount : 0)
    if width != nil, let expression = body.constantExpression(type, at: offset, in: run, label: item.name) {
      writer.line("self = .\(name)(\(expression))")
      return
    }
    let value = Place(target: "value", label: item.name)
    writer.line("var value: \(context.name(of: type))")
    if width != nil {
      body.constant(type, isInline: false, at: offset, in: run, into: value, &writer)
    } else {
      body.varying(type, isInline: false, into: value, &writer)
    }
    writer.line("self = .\(name)(value)")
  }

  private func emitEncoder(into writer: inout SwiftWriter) {
    writer.line("@export(implementation)")
    let signature = "public func encode(into writer: inout \(context.runtime("BitWriter"))) throws(EncodeError)"
    writer.block(signature) { writer in
      writer.line("switch self {")
      for (tag, item) in union.cases.enumerated() {
        let name = SwiftNames.escaped(item.name)
        writer.line(item.type == nil ? "case .\(name):" : "case .\(name)(let value):")
        writer.indented { emitEncoding(of: item, tag: tag, into: &$0) }
      }
      writer.line("}")
    }
  }

  private func emitEncoding(of item: Union.Case, tag: Int, into writer: inout SwiftWriter) {
    var body = EncodeBody(context: context, fields: [])
    body.gridName = item.name
    let width = item.type.map { context.constantWidth(of: $0) } ?? 0
    let reserved = union.tagBitCount + (width ?? 0)
    if reserved > 0 { writer.line("try writer.reserve(bitCount: \(reserved))") }
    if union.tagBitCount > 0 { body.add(union.tagBitCount, &writer) { _ in "UInt64(\(tag))" } }
    guard let type = item.type else {
      body.flush(into: &writer)
      if reserved == 0 { writer.line("break") }
      return
    }
    let place = Place(target: "value", label: item.name)
    if width != nil {
      body.constant(type, place, &writer)
      body.flush(into: &writer)
    } else {
      body.flush(into: &writer)
      body.varying(type, place, &writer)
    }
  }

  /// What the compiler would give a union has its payloads' bytes one by one, in every list that is compared.
  private func emitEquality(into writer: inout SwiftWriter) {
    let byBits = union.cases.map { $0.type.map { context.comparesByBits($0, isInline: false) } ?? false }
    guard union.cases.contains(where: { $0.type != nil }) else { return }
    writer.line()
    writer.line("@inline(never)")
    writer.block("public static func == (left: \(name), right: \(name)) -> Bool") { writer in
      writer.line("switch (left, right) {")
      for (item, isByBits) in zip(union.cases, byBits) {
        let name = SwiftNames.escaped(item.name)
        guard item.type != nil else {
          writer.line("case (.\(name), .\(name)): true")
          continue
        }
        let test = isByBits ? "left.hasSameBits(as: right)" : "left == right"
        writer.line("case (.\(name)(let left), .\(name)(let right)): \(test)")
      }
      if union.cases.count > 1 { writer.line("default: false") }
      writer.line("}")
    }
  }
}
