import WeftSchema

/// Emits how one field's value is read: a leaf, bytes, a list, a nested record or a match.
struct ForeignValueDecoder {
  let record: ForeignRecord
  let expressions: ForeignExpressions
  let index: Int
  /// Whether the bits are required already.
  var isInRun: Bool
  /// How many lists stand around the value: each has its own temporaries.
  private var nesting = 0

  init(_ decoder: ForeignDecoder, field index: Int, isInRun: Bool) {
    record = decoder.record
    expressions = decoder.expressions
    self.index = index
    self.isInRun = isInRun
  }

  private var field: Field { record.record.fields[index] }
  private var order: String { record.order }
  /// The case of a `match` whose value this is.
  private var caseName: String?
  /// What errors call it: the field, or the field and its case.
  private var name: String { record.quoted(index, case: caseName) }

  private func temporary(_ suffix: String) -> String {
    record.local(index, suffix) + (nesting == 0 ? "" : "\(nesting + 1)")
  }

  /// Reads a value of `type` and assigns it to `target`.
  func value(_ type: FieldType, into target: String, _ writer: inout SwiftWriter) {
    switch record.schema.resolvingAliases(type) {
    case .list(let element, let count):
      list(element, count, into: target, named: temporary("Elements"), &writer)
    case .match(let match): self.match(match, into: target, &writer)
    case .named(let id, let arguments) where isRecord(id):
      writer.line("do throws(DecodeError) {")
      writer.indented { $0.list("\(target) = try \(record.schema[id].name)", call(id, arguments), "") }
      writer.line("} catch {")
      writer.indented { $0.line("throw error.within(\(name))") }
      writer.line("}")
    case let plain: writer.line("\(target) = \(expression(plain, fieldName: name, &writer))")
    }
  }

  private func isRecord(_ id: DefinitionID) -> Bool {
    if case .record = record.schema[id].body { true } else { false }
  }

  // MARK: Plain values

  /// An expression that reads a plain value, after the lines that it needs before.
  private func expression(_ type: FieldType, fieldName: String?, _ writer: inout SwiftWriter) -> String {
    let named = fieldName.map { ", field: \($0)" } ?? ""
    if let width = record.leafBitCount(type) { return leaf(type, width: width, named: named) }
    switch type {
    case .bytes(.fixed(let count)):
      if !isInRun { writer.line("try reader.require(bitCount: \(count * 8))") }
      return byteMask.map { "try reader.takeFixedBytes(\(order)\($0)" } ?? "reader.takeFixedBytes(\(order))"
    case .bytes(let count):
      let bytes = self.count(count, &writer)
      let call = "reader.takeBytes(count: \(bytes), \(order)"
      return byteMask.map { "try " + call + $0 } ?? call + ")"
    case .text(.fixed(let count)):
      if !isInRun { writer.line("try reader.require(bitCount: \(count * 8))") }
      return "try reader.takeText(count: \(count), \(order)\(named))"
    case .text(let count): return "try reader.takeText(count: \(self.count(count, &writer)), \(order)\(named))"
    case .padding(let multiple): return "try reader.takePadding(toMultipleOf: \(multiple), since: record, \(order))"
    case .varint(let isSigned): return "try reader.takeVarint(isSigned: \(isSigned), \(order)\(named))"
    default: return "reader.takeBytes(count: 0, \(order))"
    }
  }

  private func leaf(_ type: FieldType, width: Int, named: String) -> String {
    let isInWord = field.foreign.word != nil
    let source = isInWord ? "word" : "reader"
    let arguments = "bitCount: \(width)" + (isInWord ? "" : ", \(order)")
    switch type {
    case .bool: return isInWord ? "word.takeBool()" : "reader.takeBool(\(order))"
    case .ranged(let range): return "try \(source).takeRanged(\(arguments), in: \(range.lower)...\(range.upper)\(named))"
    case .float: return "try \(source).takeReal(\(arguments)\(named))"
    case .fixed(let range):
      let grid =
        "QuantisedRange(lower: \(range.lower), step: \(range.step), denominator: \(range.denominator), "
        + "maximumCode: \(range.maximumCode))"
      return "try \(source).takeQuantised(\(grid), \(arguments)\(named))"
    case .named(let id, _): return "\(isOpen(id) ? "" : "try ")\(source).takeCoded(\(arguments)\(isOpen(id) ? "" : named))"
    default: return "\(source).take(\(arguments))" + mask(width)
    }
  }

  /// An open enum or open flags: every code is a value.
  private func isOpen(_ id: DefinitionID) -> Bool {
    switch record.schema[id].body {
    case .enumeration(let enumeration): enumeration.isOpen
    case .flags(let flags): flags.isOpen
    default: false
    }
  }

  /// Whether reading a leaf of the type can fail after its bits are there.
  private func isFallible(_ type: FieldType) -> Bool {
    switch record.schema.resolvingAliases(type) {
    case .bool, .unsigned, .signed, .bytes(.fixed): false
    case .named(let id, _): !isOpen(id)
    case .list(let element, .fixed): record.constantBitCount(element) == nil || isFallible(element)
    default: true
    }
  }

  /// ` ^ mask` of an integer.
  private func mask(_ width: Int) -> String {
    guard let mask = field.foreign.mask else { return "" }
    if case .integer(let value) = mask {
      let ones = width >= 64 ? UInt64.max : (1 << UInt64(width)) - 1
      return " ^ " + ForeignDecoder.hexadecimal(UInt64(truncatingIfNeeded: value) & ones, width: width)
    }
    return " ^ (try reader.mask(\(expressions.integer(mask)), bitCount: \(width), field: \(name)))"
  }

  /// `xor` of bytes, for the call that reads them.
  private var byteMask: String? {
    field.foreign.mask.map { ", xor: \(expressions.bytes($0)), field: \(record.quoted(index)))" }
  }

  /// How many bytes; they are required.
  private func count(_ count: Count, _ writer: inout SwiftWriter) -> String {
    let local = temporary("Count")
    switch count {
    case .computed(let expression, let maximum):
      writer.list("let \(local) = try reader.count", bound(expression, maximum, isEmptyElement: false), "")
      writer.line("try reader.require(\(local), ofBitCount: 8)")
    case .toEnd(let maximum):
      let bound = maximum.map { "maximum: \($0), " } ?? ""
      writer.line("let \(local) = try reader.countToEnd(\(bound)field: \(name))")
    case .fixed(let number), .bounded(_, let number):
      writer.line("let \(local) = \(number)")
    }
    return local
  }

  private func bound(_ expression: Expression, _ maximum: Int?, isEmptyElement: Bool) -> [String] {
    var arguments = [expressions.integer(expression)]
    if let maximum {
      arguments.append("maximum: \(maximum)")
    } else if isEmptyElement {
      arguments.append("maximum: reader.remainingBitCount")
    }
    return arguments + ["field: \(name)"]
  }

  // MARK: Lists

  /// Reads into a local array first: `elements`, or one named for the field.
  private func list(
    _ element: FieldType, _ count: Count, into target: String?, named elements: String, _ writer: inout SwiftWriter
  ) {
    writer.line("var \(elements): [\(record.swiftType(of: element, field: index))] = []")
    let width = record.constantBitCount(element)
    switch count {
    case .toEnd(let maximum): toEnd(element, elements, maximum: maximum, &writer)
    case .computed(let expression, let maximum):
      let number = temporary("Count")
      let isEmptyElement = record.schema.minimumBitCount(element) == 0
      writer.list("let \(number) = try reader.count", bound(expression, maximum, isEmptyElement: isEmptyElement), "")
      if let width { writer.line("try reader.require(\(number), ofBitCount: \(width))") }
      loop(element, elements, "0..<\(number)", isInRun: width != nil, &writer)
    case .fixed(let number), .bounded(_, let number):
      if let width, !isInRun { writer.line("try reader.require(bitCount: \(width * number))") }
      loop(element, elements, "0..<\(number)", isInRun: width != nil, &writer)
    }
    guard let target else { return }
    if case .fixed = count {
      writer.line("\(target) = FixedArray { \(elements)[$0] }")
    } else {
      writer.line("\(target) = \(elements)")
    }
  }

  private func loop(
    _ element: FieldType, _ elements: String, _ range: String, isInRun: Bool, _ writer: inout SwiftWriter
  ) {
    var copy = self
    copy.isInRun = isInRun
    writer.block("for \(isFallible(element) ? "index" : "_") in \(range)") { writer in
      copy.append(element, to: elements, position: "index", &writer)
    }
  }

  private func toEnd(_ element: FieldType, _ elements: String, maximum: Int?, _ writer: inout SwiftWriter) {
    let start = temporary("First")
    if maximum != nil { writer.line("let \(start) = reader.bitOffset") }
    var copy = self
    copy.isInRun = false
    writer.block("while reader.hasMore") { writer in
      if let maximum {
        writer.line("try reader.checkMore(than: \(elements).count, maximum: \(maximum), at: \(start), field: \(copy.name))")
      }
      copy.append(element, to: elements, position: elements + ".count", &writer)
    }
  }

  private func append(_ element: FieldType, to elements: String, position: String, _ writer: inout SwiftWriter) {
    let type = record.schema.resolvingAliases(element)
    var copy = self
    if let width = record.constantBitCount(type), !isInRun, !isRecordType(type) {
      writer.line("try reader.require(bitCount: \(width))")
      copy.isInRun = true
    }
    guard isFallible(type) else {
      copy.appendValue(type, to: elements, &writer)
      return
    }
    writer.line("do throws(DecodeError) {")
    writer.indented { writer in
      if case .named(let id, let arguments) = type, copy.isRecord(id) {
        writer.list("\(elements).append(try \(copy.record.schema[id].name)", copy.call(id, arguments), ")")
      } else {
        copy.appendValue(type, to: elements, &writer)
      }
    }
    writer.line("} catch {")
    writer.indented { $0.line("throw error.within(\(copy.name), element: \(position))") }
    writer.line("}")
  }

  /// An element that is no record.
  private mutating func appendValue(_ type: FieldType, to elements: String, _ writer: inout SwiftWriter) {
    guard case .list = type else {
      writer.line("\(elements).append(\(expression(type, fieldName: nil, &writer)))")
      return
    }
    nesting += 1
    let inner = temporary("Element")
    writer.line("let \(inner): \(record.swiftType(of: type, field: index))")
    value(type, into: inner, &writer)
    writer.line("\(elements).append(\(inner))")
  }

  private func isRecordType(_ type: FieldType) -> Bool {
    if case .named(let id, _) = type { isRecord(id) } else { false }
  }

  // MARK: Records

  private func call(_ id: DefinitionID, _ arguments: [Expression]) -> [String] {
    guard let callee = ForeignRecord(id, in: record.schema) else { return ["decoding: &reader"] }
    return ["decoding: &reader"]
      + zip(callee.foreign.parameters, arguments).map { parameter, argument in
        let value =
          switch parameter.type {
          case .bool: isBoolParameter(argument) ?? "try reader.integer(\(expressions.integer(argument))) != 0"
          case .integer: "try reader.integer(\(expressions.integer(argument)))"
          case .bytes: "try reader.byteString(\(expressions.bytes(argument)))"
          }
        return SwiftNames.label(parameter.name) + ": " + value
      }
  }

  /// A `bool` parameter handed on.
  private func isBoolParameter(_ argument: Expression) -> String? {
    guard case .parameter(let index) = argument, record.foreign.parameters[index].type == .bool else { return nil }
    return record.parameterName(index)
  }

  // MARK: Matches

  private func match(_ match: Match, into target: String, _ writer: inout SwiftWriter) {
    writer.line("switch \(subject(match)) {")
    for one in match.cases {
      guard case .integer(let value) = one.value else { continue }
      writer.line("case \(ForeignDecoder.hexadecimal(value)):")
      chosen(one, tag: nil, into: target, &writer)
    }
    if let fallback = match.fallback {
      writer.line("default:")
      chosen(fallback, tag: match.tagField.map { record.name($0) }, into: target, &writer)
    } else {
      writer.line("case let tag:")
      writer.indented { $0.line("throw reader.unknownTag(tag, field: \(name))") }
    }
    writer.line("}")
  }

  private func subject(_ match: Match) -> String {
    "try reader.integer(\(expressions.integer(match.subject)), field: \(name))"
  }

  private func chosen(_ one: Match.Case, tag: String?, into target: String, _ writer: inout SwiftWriter) {
    var copy = self
    copy.caseName = one.name
    writer.indented { [copy] writer in
      let label = "." + SwiftNames.escaped(one.name)
      guard let type = one.type else {
        writer.line("\(target) = \(label)\(tag.map { "(tag: \($0))" } ?? "")")
        return
      }
      let plain = copy.record.schema.resolvingAliases(type)
      let value: String
      if copy.isRecordType(plain) {
        value = "content"
        writer.line("let content: \(copy.record.swiftType(of: type, field: copy.index))")
        copy.value(plain, into: value, &writer)
      } else if case .list(let element, let count) = plain {
        copy.list(element, count, into: nil, named: "content", &writer)
        value = if case .fixed = count { "FixedArray { content[$0] }" } else { "content" }
      } else {
        if let width = copy.record.leafBitCount(plain) { writer.line("try reader.require(bitCount: \(width))") }
        value = copy.expression(plain, fieldName: copy.name, &writer)
      }
      let isThrowing = value.hasPrefix("try ")
      let bare = isThrowing ? String(value.dropFirst(4)) : value
      let payload = tag.map { "tag: \($0), value: \(bare)" } ?? bare
      writer.line("\(target) = \(isThrowing ? "try " : "")\(label)(\(payload))")
    }
  }
}

extension ForeignDecoder {
  /// A case's value as the schema's author would have written it.
  static func hexadecimal(_ value: Int128) -> String {
    value < 10 ? "\(value)" : "0x" + String(UInt64(truncatingIfNeeded: value), radix: 16, uppercase: true)
  }
}

extension Schema {
  /// The bits of the smallest value of a type.
  func minimumBitCount(_ type: FieldType) -> Int {
    switch resolvingAliases(type) {
    case .bool: 1
    case .unsigned(let bitCount), .signed(let bitCount), .float(let bitCount): bitCount
    case .ranged(let range): range.bitCount
    case .fixed(let range): range.bitCount
    case .varint: 8
    case .bytes(.fixed(let count)), .text(.fixed(let count)): count * 8
    case .list(let element, .fixed(let count)): minimumBitCount(element) * count
    case .named(let id, _): self[id].bitCountRange.min
    default: 0
    }
  }
}
