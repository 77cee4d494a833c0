import WeftSchema

/// The statements of `encode(into:)`: codes are put together in words of up to 64 bits, in wire order.
struct EncodeBody {
  let context: SwiftContext
  let fields: [Field]
  /// The field or case that is being written, and the constant with its grid.
  var gridName = ""
  var grid: String { "Self." + SwiftContext.gridName(gridName) }
  /// Values go in their link form: `state` is there, and interned fields may be indexes.
  var isLinked = false
  private var names: LocalNames
  /// The codes of the word that is being put together.
  private var codes: [(code: String, bitCount: Int)] = []
  private var word: String?
  /// For each generation of the extension the variable that says that it holds only defaults.
  private var defaultsTests: [String] = []

  init(context: SwiftContext, fields: [Field]) {
    self.context = context
    self.fields = fields
    names = LocalNames(of: fields, and: ["writer", "error", "extensionTail"])
  }

  mutating func emit(_ record: Record, into writer: inout SwiftWriter) {
    let hasExtension = record.extensibility.map { extensionTest($0, into: &writer) } ?? ""
    steps(linked(record.steps), hasExtension: hasExtension, into: &writer)
    if let extensibility = record.extensibility { extensionBlock(extensibility, if: hasExtension, into: &writer) }
  }

  /// The extension bit and the extension by themselves: the end of a delta form.
  mutating func emitExtension(_ extensibility: Extensibility, into writer: inout SwiftWriter) {
    let hasExtension = extensionTest(extensibility, into: &writer)
    writer.line("try writer.put(bit: \(hasExtension))")
    extensionBlock(extensibility, if: hasExtension, into: &writer)
  }

  /// The variable that says whether there is an extension to write.
  private mutating func extensionTest(_ extensibility: Extensibility, into writer: inout SwiftWriter) -> String {
    for generation in extensibility.generations {
      defaultsTests.append(names.name("holdsDefaults"))
      writer.conjunction("let \(defaultsTests.last ?? "")", context.defaultTests(generation, of: fields))
    }
    let name = names.name("hasExtension")
    writer.line("let \(name) = \(saysSomething(from: 0))")
    return name
  }

  private func linked(_ steps: [Step]) -> [Step] { isLinked ? context.schema.linkSteps(steps, of: fields) : steps }

  private mutating func steps(_ steps: [Step], hasExtension: String, into writer: inout SwiftWriter) {
    var steps = steps[...]
    while let step = steps.popFirst() {
      switch step {
      case .run(let bitCount):
        flush(into: &writer)
        if let field = context.countedAlone(bitCount, steps, of: fields) {
          steps = steps.dropFirst(2)
          varying(fields[field].type, place(of: field), &writer)
          continue
        }
        if bitCount > 0 { writer.line("try writer.reserve(bitCount: \(bitCount))") }
      case .extensionBit: add(1, &writer) { "writer.code(\(hasExtension)\($0))" }
      case .presence(let field, _):
        let name = name(of: field)
        add(1, &writer) { "writer.code(self.\(name) != nil\($0))" }
      case .fixed(let field, _): constant(fields[field].type, place(of: field), &writer)
      case .count(let field, _, _): count(fields[field].type, place(of: field), &writer)
      case .elements(let field):
        flush(into: &writer)
        contents(fields[field].type, place(of: field), &writer)
      case .varying(let field):
        flush(into: &writer)
        let place = place(of: field)
        interned(fields[field], place, into: &writer) { $0.whole($0.fields[field].type, place, into: &$1) }
      case .optional(let field): optional(field, into: &writer)
      case .extensionBlock: flush(into: &writer)
      }
    }
    flush(into: &writer)
  }

  /// Whether a generation has to be written: it or a later one says something, or a tail follows.
  private func saysSomething(from generation: Int) -> String {
    "!(\((defaultsTests[generation...] + ["self.extensionTail.isEmpty"]).joined(separator: " && ")))"
  }

  private func name(of field: Int) -> String { SwiftNames.escaped(fields[field].name) }

  private mutating func place(of field: Int) -> Place {
    let name = name(of: field)
    gridName = fields[field].name
    var place = Place(
      target: LocalNames.areReserved(name) ? "self.\(name)" : name, label: fields[field].name, isInline: fields[field].isInline)
    place.setForm(of: fields[field], in: fields)
    return place
  }

  private mutating func optional(_ index: Int, into writer: inout SwiftWriter) {
    flush(into: &writer)
    let name = name(of: index)
    let place = place(of: index)
    let value = LocalNames.areReserved(name) ? names.name("value") : name
    writer.line(value == name ? "if let \(name) {" : "if let \(value) = self.\(name) {")
    let outer = word
    word = nil
    writer.indented { writer in
      var inner = place
      inner.target = value
      interned(fields[index], inner, into: &writer) { $0.whole($0.fields[index].type, inner, into: &$1) }
    }
    writer.line("}")
    word = outer
  }

  private mutating func extensionBlock(
    _ extensibility: Extensibility, if condition: String, into writer: inout SwiftWriter
  ) {
    let block = names.name("block")
    writer.line("if \(condition) {")
    let outer = word
    word = nil
    writer.indented { writer in
      writer.line("let \(block) = try writer.openExtension(maximumByteCount: \(extensibility.maximumByteCount))")
      for (index, generation) in extensibility.generations.enumerated() {
        let isFirst = index == 0
        if !isFirst { writer.line("if \(saysSomething(from: index)) {") }
        let body: (inout EncodeBody, inout SwiftWriter) -> Void = { body, writer in
          body.steps(body.linked(generation.steps), hasExtension: "", into: &writer)
          writer.line("try writer.closeGeneration(of: \(block))")
        }
        if isFirst {
          body(&self, &writer)
        } else {
          let inner = word
          word = nil
          writer.indented { body(&self, &$0) }
          word = inner
          writer.line("}")
        }
      }
      writer.line("try writer.closeExtension(\(block), tail: self.extensionTail)")
    }
    writer.line("}")
    word = outer
  }

  /// Adds a code to the word; a full word is put first. What makes the code gets the argument that says where in the word
  /// it stands: `, at: 12`, and none at its start.
  mutating func add(_ bitCount: Int, _ writer: inout SwiftWriter, _ code: (_ offset: String) -> String) {
    if bitCount == 0 {
      let code = code("")
      // Nothing to put, but a value that has no bits must be the one that is possible.
      if code.hasPrefix("try ") {
        flush(into: &writer)
        writer.line("_ = \(code)")
      }
      return
    }
    if codes.reduce(bitCount, { $0 + $1.bitCount }) > 64 { flush(into: &writer) }
    let offset = codes.reduce(0) { $0 + $1.bitCount }
    codes.append((code(offset == 0 ? "" : ", at: \(offset)"), bitCount))
  }

  /// Puts the word.
  mutating func flush(into writer: inout SwiftWriter) {
    guard let first = codes.first else { return }
    defer { codes = [] }
    if codes.count == 1 {
      writer.list("writer.put", [first.code, "bitCount: \(first.bitCount)"])
      return
    }
    let name = word ?? names.name("word")
    writer.assign("\(word == nil ? "var " : "")\(name)", first.code)
    word = name
    for (code, _) in codes.dropFirst() { writer.assign(name, by: "|=", code) }
    writer.line("writer.put(\(name), bitCount: \(codes.reduce(0) { $0 + $1.bitCount }))")
  }

  /// Inside a loop or a case: words of its own.
  mutating func scope(_ body: (inout EncodeBody) -> Void) {
    let outer = word
    word = nil
    body(&self)
    word = outer
  }

  /// From here on, words of its own: the statements stand in a block.
  mutating func beginScope() { word = nil }

  mutating func local(_ wanted: String) -> String { names.name(wanted) }
}
