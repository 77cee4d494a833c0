import WeftSchema

/// Emits how one property is written: a leaf, bytes, a list, a nested record or a match.
struct ForeignValueEncoder {
  let encoder: ForeignEncoder
  let record: ForeignRecord
  let expressions: ForeignExpressions
  let index: Int
  /// Whether there is room already.
  var isInRun: Bool
  /// The writer's name; another one only counts.
  var target = "writer"

  init(_ encoder: ForeignEncoder, field index: Int, isInRun: Bool) {
    self.encoder = encoder
    record = encoder.record
    expressions = encoder.expressions
    self.index = index
    self.isInRun = isInRun
  }

  /// How many lists the value stands in.
  private var nesting = 0

  private var field: Field { record.record.fields[index] }
  private var order: String { record.order }
  /// The case of a `match` whose value this is.
  private var caseName: String?
  /// What errors call it: the field, or the field and its case.
  private var name: String { record.quoted(index, case: caseName) }
  private var isCounting: Bool { target != "writer" }

  mutating func value(_ type: FieldType, of source: String, _ writer: inout SwiftWriter) {
    let type = record.schema.resolvingAliases(type)
    if isCounting, let width = plainWidth(type) {
      writer.line("\(target).skip(bitCount: \(width))")
      return
    }
    if let width = record.leafBitCount(type) {
      leaf(type, width: width, of: source, named: name, &writer)
      return
    }
    switch type {
    case .bytes(let count):
      check(count, "\(source).count", &writer)
      bytes(source, &writer)
    case .text(let count):
      check(count, "\(source).utf8.count", isText: true, &writer)
      writer.line("try \(target).put(\(source), \(order))")
    case .padding(let multiple):
      let arguments = [source, "toMultipleOf: \(multiple)", "since: \(isCounting ? "0" : "record")", order, "field: \(name)"]
      writer.list("try \(target).putPadding", arguments, "")
    case .varint(let isSigned): writer.line("try \(target).putVarint(\(source), isSigned: \(isSigned), \(order))")
    case .list(let element, let count): list(element, count, of: source, &writer)
    case .named(let id, let arguments):
      guarded(&writer, error: "error.within(\(name))") { copy, writer in
        writer.list("try \(source).encode", copy.call(id, arguments), "")
      }
    case .match(let match): self.match(match, of: source, &writer)
    default: break
    }
  }

  /// What need not be written to be counted.
  private func plainWidth(_ type: FieldType) -> Int? {
    switch type {
    case .named(let id, _):
      if case .record = record.schema[id].body { return nil }
      return record.leafBitCount(type)
    default: return record.constantBitCount(type)
    }
  }

  /// `do { … } catch { throw error.within(…) }`.
  private func guarded(
    _ writer: inout SwiftWriter, error: String, _ body: (Self, inout SwiftWriter) -> Void
  ) {
    writer.line("do throws(EncodeError) {")
    writer.indented { body(self, &$0) }
    writer.line("} catch {")
    writer.indented { $0.line("throw \(error)") }
    writer.line("}")
  }

  // MARK: Plain values

  private func leaf(_ type: FieldType, width: Int, of source: String, named: String?, _ writer: inout SwiftWriter) {
    if !isInRun { writer.line("try \(target).reserve(bitCount: \(width))") }
    if field.foreign.word == nil, field.foreign.mask == nil, let put = put(type, width: width, of: source, named: named) {
      writer.line(put)
    } else {
      let code = self.code(type, width: width, of: source, named: named)
      encoder.put(code + encoder.mask(index, width), width: width, index, &writer)
    }
  }

  /// The usual leaves: a call for each.
  private func put(_ type: FieldType, width: Int, of source: String, named: String?) -> String? {
    let field = named.map { ", field: \($0)" } ?? ""
    return switch type {
    case .bool: "writer.put(\(source), \(order))"
    case .unsigned, .signed: "try writer.put(\(source), bitCount: \(width), \(order)\(field))"
    case .named: "try writer.put(coded: \(source), bitCount: \(width), \(order)\(field))"
    default: nil
    }
  }

  /// An expression for the bits of a leaf.
  private func code(_ type: FieldType, width: Int, of source: String, named: String?) -> String {
    let field = named.map { ", field: \($0)" } ?? ""
    switch type {
    case .bool: return "\(source) ? 1 : 0"
    case .ranged(let range):
      return "try ForeignWriter.code(\(source), in: \(range.lower)...\(range.upper)\(field))"
    case .float(let bitCount): return "ForeignWriter.code(real: \(source), bitCount: \(bitCount))"
    case .fixed(let range):
      let grid =
        "QuantisedRange(lower: \(range.lower), step: \(range.step), denominator: \(range.denominator), "
        + "maximumCode: \(range.maximumCode))"
      return "try ForeignWriter.code(\(source), on: \(grid)\(field))"
    case .named: return "try ForeignWriter.code(of: \(source)\(field))"
    default: return "try ForeignWriter.code(\(source), bitCount: \(width)\(field))"
    }
  }

  private func bytes(_ source: String, _ writer: inout SwiftWriter) {
    if let mask = field.foreign.mask, !isCounting {
      let masked = "writer.masked(\(source), \(expressions.bytes(mask)), field: \(record.quoted(index)))"
      writer.line("try writer.put(\(masked), \(order))")
    } else {
      writer.line("try \(target).put(\(source), \(order))")
    }
  }

  /// A stated count is what there is, and a bound is kept.
  private func check(_ count: Count, _ found: String, isText: Bool = false, _ writer: inout SwiftWriter) {
    let maximum: Int?
    switch count {
    case .computed(let expression, let bound):
      maximum = bound
      if !isCounting, !expression.needsRegion {
        writer.list("try writer.check", [found, "states: \(expressions.integer(expression))", "field: \(name)"], "")
      }
    case .toEnd(let bound): maximum = bound
    case .fixed(let number):
      maximum = nil
      if isText, !isCounting {
        writer.line("try writer.check(\(found), states: \(number), field: \(name))")
      }
    case .bounded: maximum = nil
    }
    if let maximum, !isCounting {
      writer.line("try writer.check(\(found), maximum: \(maximum), field: \(name))")
    }
  }

  // MARK: Lists

  private mutating func list(_ element: FieldType, _ count: Count, of source: String, _ writer: inout SwiftWriter) {
    check(count, "\(source).count", &writer)
    let type = record.schema.resolvingAliases(element)
    if isCounting, let width = plainWidth(type) {
      writer.line("\(target).skip(bitCount: \(source).count * \(width))")
      return
    }
    let width = record.leafBitCount(type)
    var copy = self
    copy.isInRun = true
    // A list within a list counts by a name of its own.
    let position = nesting == 0 ? "index" : "index\(nesting + 1)"
    copy.nesting += 1
    let error = "error.within(\(name), element: \(position))"
    writer.block("for \(position) in \(source).indices") { writer in
      if let width {
        writer.line("try \(copy.target).reserve(bitCount: \(width))")
        guard copy.isFallible(type) else {
          copy.leaf(type, width: width, of: "\(source)[\(position)]", named: nil, &writer)
          return
        }
      }
      if case .bytes = type {
        copy.value(type, of: "\(source)[\(position)]", &writer)
        return
      }
      copy.guarded(&writer, error: error) { copy, writer in
        var copy = copy
        if let width {
          copy.leaf(type, width: width, of: "\(source)[\(position)]", named: nil, &writer)
        } else if case .named(let id, let arguments) = type {
          writer.list("try \(source)[\(position)].encode", copy.call(id, arguments), "")
        } else {
          copy.value(type, of: "\(source)[\(position)]", &writer)
        }
      }
    }
  }

  private func isFallible(_ type: FieldType) -> Bool { if case .bool = type { false } else { !isCounting } }

  // MARK: Records

  private func call(_ id: DefinitionID, _ arguments: [Expression]) -> [String] {
    guard let callee = ForeignRecord(id, in: record.schema) else { return ["into: &\(target)"] }
    return ["into: &\(target)"]
      + zip(callee.foreign.parameters, arguments).map { parameter, argument in
        let value =
          switch parameter.type {
          case .bool: isBoolParameter(argument) ?? "try writer.integer(\(expressions.integer(argument))) != 0"
          case .integer: "try writer.integer(\(expressions.integer(argument)))"
          case .bytes: "try writer.byteString(\(expressions.bytes(argument)))"
          }
        return SwiftNames.label(parameter.name) + ": " + value
      }
  }

  private func isBoolParameter(_ argument: Expression) -> String? {
    guard case .parameter(let index) = argument, record.foreign.parameters[index].type == .bool else { return nil }
    return record.parameterName(index)
  }

  // MARK: Matches

  private func match(_ match: Match, of source: String, _ writer: inout SwiftWriter) {
    writer.line("switch \(source) {")
    for one in match.cases { chosen(one, of: match, tag: nil, &writer) }
    if let fallback = match.fallback { chosen(fallback, of: match, tag: match.tagField, &writer) }
    writer.line("}")
  }

  private func chosen(_ one: Match.Case, of match: Match, tag: Int?, _ writer: inout SwiftWriter) {
    let isUsed = one.type.map { !isCounting || plainWidth(record.schema.resolvingAliases($0)) == nil } ?? false
    let names = (tag == nil ? [] : ["_"]) + (isUsed ? ["let value"] : one.type == nil ? [] : ["_"])
    let payload = isUsed ? "(\(names.joined(separator: ", ")))" : ""
    writer.line("case .\(SwiftNames.escaped(one.name))\(payload):")
    writer.indented { writer in
      let before = writer.text.utf8.count
      if !isCounting { selection(one, of: match, &writer) }
      if let type = one.type {
        var copy = self
        copy.isInRun = false
        copy.caseName = one.name
        copy.value(type, of: "value", &writer)
      }
      if writer.text.utf8.count == before { writer.line("break") }
    }
  }

  /// The case belongs to what selects it, unless that is computed from the case.
  private func selection(_ one: Match.Case, of match: Match, _ writer: inout SwiftWriter) {
    if match.subject.needsRegion { return }
    let subject = expressions.integer(match.subject)
    if case .integer(let value) = one.value {
      if let tagField = match.tagField, match.subject == .field([tagField]) { return }
      let literal = ForeignDecoder.hexadecimal(value)
      writer.list("try writer.check", [literal, "selects: \(subject)", "field: \(name)"], "")
    } else {
      let values = match.cases.compactMap { one -> String? in
        if case .integer(let value) = one.value { ForeignDecoder.hexadecimal(value) } else { nil }
      }
      writer.list("try writer.check", [subject, "selectsNoneOf: [\(values.joined(separator: ", "))]", "field: \(name)"], "")
    }
  }
}
