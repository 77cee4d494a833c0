import WeftSchema

/// The statements of a decoding initialiser: one a field, in wire order, following the record's steps.
struct DecodeBody {
  let context: SwiftContext
  let fields: [Field]
  /// The whole value is one run that the caller has opened: `run`.
  var isWhole = false
  /// The field or case that is being read, and the constant with its grid.
  var gridName = ""
  var grid: String { "Self." + SwiftContext.gridName(gridName) }
  /// Values are in their link form: `state` is there, and interned fields may be indexes.
  var isLinked = false
  /// What takes the elements of a list, by field, instead of the value.
  private var visitors: [Int: String] = [:]
  private(set) var names: LocalNames
  /// The run that is open, and what of the whole run stands before it.
  private(set) var run = "run"
  private var runStart = 0
  private var runBits = 0
  private var counts: [Int: String] = [:]
  private var presence: [Int: String] = [:]
  private var hasExtension = ""

  init(context: SwiftContext, fields: [Field]) {
    self.context = context
    self.fields = fields
    names = LocalNames(of: fields, and: ["reader", "error", "extensionTail"])
  }

  /// The elements of these lists go to closures, whose names it gives; the lists stay empty.
  mutating func visit(_ lists: [Int]) -> [String] {
    lists.map { index in
      let name = names.name("visit" + SwiftNames.type(fields[index].name))
      visitors[index] = name
      return name
    }
  }

  mutating func emit(_ record: Record, into writer: inout SwiftWriter) {
    if isWhole { _ = names.name("run") }
    steps(linked(record.steps), into: &writer)
    if let extensibility = record.extensibility { extensionBlock(extensibility, into: &writer) }
  }

  /// The extension bit and the extension by themselves: the end of a delta form.
  mutating func emitExtension(_ extensibility: Extensibility, into writer: inout SwiftWriter) {
    hasExtension = "try reader.readBit()"
    extensionBlock(extensibility, into: &writer)
  }

  private func linked(_ steps: [Step]) -> [Step] { isLinked ? context.schema.linkSteps(steps, of: fields) : steps }

  private mutating func steps(_ steps: [Step], into writer: inout SwiftWriter) {
    var steps = steps[...]
    while let step = steps.popFirst() {
      switch step {
      case .run(let bitCount):
        if !isWhole, let field = context.countedAlone(bitCount, steps, of: fields) {
          steps = steps.dropFirst(2)
          varying(fields[field], into: place(of: field), &writer)
        } else {
          open(bitCount, into: &writer)
        }
      case .extensionBit(let offset):
        hasExtension = names.name("hasExtension")
        writer.line("let \(hasExtension) = \(run).bool(at: \(runStart + offset))")
      case .presence(let field, let offset):
        let name = names.name("has" + SwiftNames.type(fields[field].name))
        presence[field] = name
        writer.line("let \(name) = \(run).bool(at: \(runStart + offset))")
      case .fixed(let field, let offset):
        constant(fields[field], at: Offset(runStart + offset), into: place(of: field), &writer)
      case .count(let field, let offset, _):
        let count = names.name(fields[field].name + "Count")
        counts[field] = count
        writer.line("let \(count) = \(countExpression(fields[field], at: Offset(runStart + offset)))")
      case .elements(let field):
        guard let count = counts[field] else { continue }
        contents(fields[field], count: count, into: place(of: field), &writer)
      case .varying(let field):
        let place = place(of: field)
        interned(fields[field], into: place, &writer) { body, writer in
          body.whole(body.fields[field].type, isInline: body.fields[field].isInline, into: place, &writer)
        }
      case .optional(let field): optional(field, into: &writer)
      case .extensionBlock: break
      }
    }
  }

  private mutating func open(_ bitCount: Int, into writer: inout SwiftWriter) {
    if isWhole {
      runStart += runBits
      runBits = bitCount
      return
    }
    guard bitCount > 0 else { return }
    run = names.name("run")
    writer.line("let \(run) = try reader.run(bitCount: \(bitCount))")
  }

  /// A name for a variable.
  mutating func local(_ wanted: String) -> String { names.name(wanted) }

  private func countExpression(_ field: Field, at offset: Offset) -> String {
    guard let count = context.count(of: field.type) else { return "0" }
    return countExpression(count, run, offset, label: field.name)
  }

  private mutating func place(of field: Int) -> Place {
    let name = SwiftNames.escaped(fields[field].name)
    gridName = fields[field].name
    let target = LocalNames.areReserved(name) ? "self.\(name)" : name
    var place = Place(target: target, label: fields[field].name, visitor: visitors[field])
    place.setForm(of: fields[field], in: fields)
    return place
  }

  private mutating func optional(_ index: Int, into writer: inout SwiftWriter) {
    let field = fields[index]
    let place = place(of: index)
    writer.line("if \(presence[index] ?? "true") {")
    writer.indented { writer in
      var inner = place
      inner.isOptional = true
      if isLinked, context.schema.isLinkVarying(field) {
        interned(field, into: inner, &writer) { $0.whole(field.type, isInline: field.isInline, into: inner, &$1) }
      } else if field.form == .whole, let width = context.constantWidth(of: field.type) {
        let outer = (run, runStart, runBits)
        if isWhole { runStart += runBits } else { runStart = 0 }
        if !isWhole { self.open(width, into: &writer) }
        constant(field, at: Offset(runStart), into: inner, &writer)
        (run, runStart, runBits) = outer
      } else {
        varying(field, into: inner, &writer)
      }
    }
    writer.line("} else {")
    writer.indented { $0.line("\(place.target) = nil") }
    writer.line("}")
  }

  private mutating func extensionBlock(_ extensibility: Extensibility, into writer: inout SwiftWriter) {
    let record = fields
    for index in extensibility.generations.flatMap(\.fields) {
      let field = record[index]
      let value = field.defaultValue.map { context.text(of: $0, as: field.type) } ?? "nil"
      writer.line("\(place(of: index).target) = \(value)")
    }
    writer.line("self.extensionTail = []")
    let block = names.name("block")
    writer.line("if \(hasExtension) {")
    writer.indented { writer in
      let declaration = extensibility.generations.isEmpty ? "let" : "var"
      let bound = extensibility.maximumByteCount
      writer.line("\(declaration) \(block) = try reader.openExtension(maximumByteCount: \(bound))")
      for generation in extensibility.generations {
        writer.line("if reader.hasGeneration(in: &\(block)) {")
        writer.indented { writer in
          steps(linked(generation.steps), into: &writer)
          let tests = names.name("holdsDefaults")
          writer.conjunction("let \(tests)", context.defaultTests(generation, of: fields))
          writer.line("try reader.closeGeneration(of: \(block), holdsOnlyDefaults: \(tests))")
        }
        writer.line("}")
      }
      writer.line("self.extensionTail = try reader.closeExtension(\(block))")
    }
    writer.line("}")
  }
}

/// Where a decoded value goes, and what errors call it.
struct Place {
  var target: String
  var label: String
  /// The target is an optional: what is built up in place needs a variable of its own.
  var isOptional = false
  /// The closure that takes a list's elements in place of the target.
  var visitor: String?
  /// Collections are stored in place.
  var isInline = false
  /// Of a field that goes by the help of another: that one's name in Swift.
  var companion: String?
  var form = FieldForm.whole

  mutating func setForm(of field: Field, in fields: [Field]) {
    guard let companion = field.form.companion else { return }
    let name = SwiftNames.escaped(fields[companion].name)
    self.companion = LocalNames.areReserved(name) ? "self.\(name)" : name
    form = field.form
  }
}

/// A bit offset that generated code states: a number, and in a loop a multiple of the index.
struct Offset: CustomStringConvertible {
  var constant: Int
  var term: String?

  init(_ constant: Int, plus term: String? = nil) {
    self.constant = constant
    self.term = term
  }

  func adding(_ number: Int) -> Offset { Offset(constant + number, plus: term) }

  func adding(_ index: String, times width: Int) -> Offset {
    let product = "\(index) * \(width)"
    return Offset(constant, plus: term.map { "\($0) + \(product)" } ?? product)
  }

  var description: String {
    guard let term else { return "\(constant)" }
    return constant == 0 ? term : "\(constant) + \(term)"
  }
}

/// Names for variables that no field has, so that a property is never hidden.
struct LocalNames {
  private var taken: Set<String>

  init(of fields: [Field], and others: [String]) {
    taken = Set(minimumCapacity: fields.count + 16)
    for index in fields.indices { taken.insert(fields[index].name) }
    for name in others { taken.insert(name) }
  }

  mutating func name(_ wanted: String) -> String {
    var name = wanted
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(wanted)\(number)"
      number += 1
    }
    return name
  }

  /// Whether a property of this name needs `self.` because a parameter has it too.
  static func areReserved(_ name: String) -> Bool {
    reserved.contains(name)
  }

  private static let reserved: Set<String> = [
    "reader", "writer", "error", "run", "hasher", "left", "right", "baseline", "state", "slots", "isElement",
  ]
}

extension SwiftContext {
  /// The field whose count is all that a run of `bitCount` bits holds, before the steps behind the run: it is read and written
  /// in one call.
  func countedAlone(_ bitCount: Int, _ steps: ArraySlice<Step>, of fields: [Field]) -> Int? {
    guard case .count(let field, _, _)? = steps.first, case .elements(field)? = steps.dropFirst().first,
      count(of: fields[field].type)?.bitCount == bitCount
    else { return nil }
    return field
  }

  /// The tests that hold where a generation of an extension says nothing.
  func defaultTests(_ generation: Extensibility.Generation, of fields: [Field]) -> [String] {
    let tests = generation.fields.map { index -> String in
      let field = fields[index]
      let name = "self.\(SwiftNames.escaped(field.name))"
      guard let value = field.defaultValue.map({ text(of: $0, as: field.type) }) else { return "\(name) == nil" }
      return comparesByBits(field.type, isInline: field.isInline) ? "\(name).hasSameBits(as: \(value))" : "\(name) == \(value)"
    }
    return tests.isEmpty ? ["true"] : tests
  }
}
