public import WeftSchema

/// A decoding in which foreign fields that nobody asks for are stepped over: what cannot fail, is not kept and is needed by no
/// expression gets no node. Records, lists, regions and everything else that can fail are decoded as ever, so that the same
/// bytes are accepted, cut and refused.
///
/// It goes with lenient options that compare no computed values (`DecodeOptions.checksComputedValues`); other calls take no
/// notice of it.
public final class Projection: Sendable {
  let reference: ProgramReference
  /// Whose tables the program shares.
  private let codec: DynamicCodec

  init(_ program: Program, of codec: DynamicCodec) {
    reference = ProgramReference(program)
    self.codec = codec
  }

  deinit {
    reference.program.records.deallocate()
    reference.program.instructions.deallocate()
    reference.program.carriers.deallocate()
    reference.deallocate()
  }
}

extension DynamicCodec {
  /// - Parameters:
  ///   - fields: by index into `fields`, those whose values are asked for; what such a value holds comes with it.
  ///   - additional: definitions that payloads of a table (an index into `tables`) may be decoded with although they are not
  ///     bound to it.
  public func projection(keeping fields: [Bool], additional: [(table: Int, definition: DefinitionID)] = []) -> Projection {
    let compiler = ProjectionCompiler(program, keeping: fields)
    var bound = boundDefinitions
    for one in additional { bound[one.table].append(one.definition) }
    compiler.dropArguments(boundTo: bound.map { $0.map { program.types[program.definitionTypes[$0.index]].detail } })
    compiler.findNeededFields()
    return Projection(compiler.projected(), of: self)
  }
}

/// Turns a program into that of a projection.
private final class ProjectionCompiler {
  let program: Program
  let records: [RecordEntry]
  let instructions: [Instruction]
  let carriers: [CarrierEntry]
  /// By global field index: asked for, and needed by an expression that is evaluated.
  var isKept: [Bool]
  var isNeeded: [Bool]
  /// By table: no definition that may be decoded there makes use of its arguments.
  var dropsArguments: [Bool] = []

  init(_ program: Program, keeping fields: [Bool]) {
    self.program = program
    records = program.records.elements
    instructions = program.instructions.elements
    carriers = program.carriers.elements
    isKept = fields.map { _ in false }
    isNeeded = isKept
    for (field, isAskedFor) in fields.enumerated() where isAskedFor { keep(field) }
  }

  private func keep(_ field: Int) {
    if isKept[field] { return }
    isKept[field] = true
    if program.fieldTypes[field] >= 0 { keepAll(in: program.fieldTypes[field]) }
  }

  private func keepAll(in type: Int32) {
    let entry = program.types[type]
    switch entry.kind {
    case .record:
      let record = records[Int(entry.detail)]
      for field in record.firstField..<record.firstField + record.fieldCount { keep(Int(field)) }
    case .list: keepAll(in: entry.detail)
    case .union, .match:
      for index in cases(of: entry) where program.cases[index].type >= 0 { keepAll(in: program.cases[index].type) }
    default: break
    }
  }

  private func cases(of entry: TypeEntry) -> Range<Int32> {
    if entry.kind == .union { return entry.operands }
    let match = program.matches[entry.detail]
    return match.cases.lowerBound..<(match.fallback < 0 ? match.cases.upperBound : match.fallback + 1)
  }

  // MARK: Expressions

  /// Calls `body` with every expression that decoding evaluates in a record; computed values are not among them.
  private func forEachExpression(in record: RecordEntry, _ body: (Int32) -> Void) {
    for index in record.instructions {
      let step = instructions[Int(index)]
      if step.rules >= 0 {
        let rule = program.rules[step.rules]
        for expression in [rule.condition, rule.constant, rule.mask, rule.extent] { visit(expression, body) }
        for carrier in rule.carriers.map({ carriers[Int($0)] }) {
          visit(carrier.key, body)
          visit(carrier.condition, body)
          if dropsArguments[Int(carrier.table)] { continue }
          for operand in carrier.arguments { visit(program.operands[operand], body) }
        }
      }
      if step.type >= 0 { forEachExpression(ofType: step.type, body) }
    }
  }

  private func forEachExpression(ofType type: Int32, _ body: (Int32) -> Void) {
    let entry = program.types[type]
    visit(entry.countExpression, body)
    switch entry.kind {
    case .list: forEachExpression(ofType: entry.detail, body)
    case .record: for operand in entry.operands { visit(program.operands[operand], body) }
    case .match:
      visit(program.matches[entry.detail].subject, body)
      for index in cases(of: entry) {
        visit(program.cases[index].value, body)
        if program.cases[index].type >= 0 { forEachExpression(ofType: program.cases[index].type, body) }
      }
    default: break
    }
  }

  /// An expression and its operands.
  private func visit(_ expression: Int32, _ body: (Int32) -> Void) {
    if expression < 0 { return }
    body(expression)
    let node = program.expressions[expression]
    switch node.code {
    case .negate, .complement, .not, .encoded, .internetChecksum, .internetChecksumNonzero, .crc32: visit(node.a, body)
    case .conditional:
      visit(node.a, body)
      visit(node.b, body)
      visit(node.c, body)
    case .tag: visit(node.b, body)
    case .concatenation: for operand in node.a..<node.b { visit(program.operands[operand], body) }
    case .integer, .localField, .field, .bytes, .parameter, .byteCount, .count, .span, .wholeRecord, .preceding, .remaining,
      .lastByte, .position, .outOfRange:
      break
    default:
      visit(node.a, body)
      visit(node.b, body)
    }
  }

  // MARK: Arguments

  /// Finds the tables whose definitions use no argument. All are taken for such, until one of them does: passing arguments on to
  /// such a table is no use.
  func dropArguments(boundTo tables: [[Int32]]) {
    dropsArguments = tables.map { _ in true }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for (table, bound) in tables.enumerated()
      where dropsArguments[table] && bound.contains(where: { usesParameters(records[Int($0)]) }) {
        dropsArguments[table] = false
        hasChanged = true
      }
    }
  }

  private func usesParameters(_ record: RecordEntry) -> Bool {
    if record.orderParameter >= 0 { return true }
    var isUsed = false
    forEachExpression(in: record) { if program.expressions[$0].code == .parameter { isUsed = true } }
    return isUsed
  }

  // MARK: Fields

  func findNeededFields() {
    var needed: [Int32] = []
    for record in records {
      forEachExpression(in: record) { index in
        let node = program.expressions[index]
        switch node.code {
        case .localField, .byteCount, .count, .tag: needed.append(record.firstField + node.a)
        case .span: needed += (node.a...node.b).map { record.firstField + $0 }
        case .field: needed += fields(onPath: node.a..<node.b, from: record)
        default: break
        }
      }
    }
    for field in needed { isNeeded[Int(field)] = true }
  }

  private func fields(onPath path: Range<Int32>, from record: RecordEntry) -> [Int32] {
    var record = record
    var fields: [Int32] = []
    for index in path {
      let field = record.firstField + program.operands[index]
      fields.append(field)
      let type = program.fieldTypes[field]
      guard type >= 0, program.types[type].kind == .record else { break }
      record = records[Int(program.types[type].detail)]
    }
    return fields
  }

  // MARK: The program

  func projected() -> Program {
    var projected = program
    var newInstructions = instructions
    var newRecords = records
    for index in records.indices where records[index].isForeign {
      let first = Int32(newInstructions.count)
      newInstructions += steps(of: records[index])
      newRecords[index].instructions = first..<Int32(newInstructions.count)
      newRecords[index].deferred = 0..<0
      newRecords[index].findsFields = newInstructions[Int(first)...].contains { $0.field >= 0 && $0.isReferenced }
    }
    projected.instructions = Table(newInstructions)
    projected.records = Table(newRecords)
    projected.carriers = Table(
      carriers.map { carrier in
        var carrier = carrier
        if dropsArguments[Int(carrier.table)] { carrier.arguments = 0..<0 }
        return carrier
      })
    return projected
  }

  /// What is left of a record. The first field of constant width stays: whether a record got anywhere shows in its nodes.
  private func steps(of record: RecordEntry) -> [Instruction] {
    var left: [Instruction] = []
    var isFirst = true
    for index in record.instructions {
      var step = instructions[Int(index)]
      if step.field < 0 {
        left.append(step)
        continue
      }
      let field = record.firstField + step.field
      if isDispensable(step, field), !isFirst { continue }
      if step.code == .leaf || step.code == .constant || step.code == .bytes || step.code == .fixed { isFirst = false }
      if step.code == .fixed, hasNoRule(step), program.types[step.type].isLeaf { step.code = .leaf }
      if step.code == .fixed, hasNoRule(step), program.types[step.type].isFixedBytes { step.code = .bytes }
      step.isReferenced = isNeeded[Int(field)]
      left.append(step)
    }
    return left
  }

  private func isDispensable(_ step: Instruction, _ field: Int32) -> Bool {
    guard step.code == .leaf || step.code == .bytes || step.code == .fixed else { return false }
    return hasNoRule(step) && !isKept[Int(field)] && !isNeeded[Int(field)] && cannotFail(step.type)
  }

  /// Beside its computed value, which is not compared.
  private func hasNoRule(_ step: Instruction) -> Bool {
    if step.rules < 0 { return true }
    let rule = program.rules[step.rules]
    return rule.condition < 0 && rule.constant < 0 && rule.mask < 0 && rule.extent < 0 && rule.carriers.isEmpty
      && rule.wordBitCount == 0
  }

  /// Any bits are a value of the type, if they are there.
  private func cannotFail(_ type: Int32) -> Bool {
    let entry = program.types[type]
    switch entry.kind {
    case .bool, .unsigned, .signed: return true
    case .enumeration, .flags: return entry.isOpen
    case .bytes: return entry.count == .fixed
    case .record:
      let record = records[Int(entry.detail)]
      return record.isForeign && entry.operands.isEmpty
        && record.instructions.allSatisfy { index in
          let step = instructions[Int(index)]
          return step.code == .run || (step.field >= 0 && isDispensable(step, record.firstField + step.field))
        }
    default: return false
    }
  }
}
