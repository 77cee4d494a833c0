import Weft
import WeftSchema

/// Turns a `Schema` into the tables of a `Program`.
struct ProgramCompiler {
  let schema: Schema
  var records: [RecordEntry] = []
  var instructions: [Instruction] = []
  var types: [TypeEntry] = []
  var rules: [RuleEntry] = []
  var expressions: [ExpressionNode] = []
  var operands: [Int32] = []
  var carriers: [CarrierEntry] = []
  var matches: [MatchEntry] = []
  var cases: [CaseEntry] = []
  var generations: [GenerationEntry] = []
  var fixedRanges: [FixedRange] = []
  var enumerations: [EnumerationEntry] = []
  var bytes: [UInt8] = []
  var definitionTypes: [Int32] = []
  /// By global field index.
  var fieldTypes: [Int32] = []
  var fieldRules: [Int32] = []
  var internTables: [InternTable?] = []
  var names = Names()

  var fieldReferences: [DynamicCodec.FieldReference] = []
  /// By definition; −1 for what is no record.
  var firstFields: [Int32] = []
  var recordIndices: [Int32] = []
  var tables: [String] = []
  private var tableIndices: [String: Int32] = [:]

  /// What a type or an expression is read in.
  struct Context {
    var definition: DefinitionID?
    var record: Record?
    var foreign: Foreign? { record?.foreign }
  }

  init(_ schema: Schema) {
    self.schema = schema
    numberFields()
    compileDefinitionTypes()
    for index in schema.definitions.indices {
      if case .record(let record) = schema.definitions[index].body {
        compileRecord(record, of: DefinitionID(index))
      }
    }
  }

  /// Gives every field its global index, and every record its place, before anything refers to them.
  private mutating func numberFields() {
    for (index, definition) in schema.definitions.enumerated() {
      guard case .record(let record) = definition.body else {
        firstFields.append(-1)
        recordIndices.append(-1)
        continue
      }
      firstFields.append(Int32(fieldReferences.count))
      recordIndices.append(Int32(records.count))
      records.append(RecordEntry())
      for (local, field) in record.fields.enumerated() {
        fieldReferences.append(DynamicCodec.FieldReference(definition: DefinitionID(index), index: local))
        names.fields.append(field.name)
        fieldTypes.append(-1)
        fieldRules.append(-1)
        internTables.append(schema.internTable(of: field))
      }
      for binding in record.foreign?.bindings ?? [] { _ = tableIndex(binding.table) }
    }
  }

  /// Reserves one type per definition first: unions refer to each other by these.
  private mutating func compileDefinitionTypes() {
    definitionTypes = schema.definitions.indices.map(Int32.init)
    types = schema.definitions.map { _ in TypeEntry(kind: .bool, node: .bool) }
    for index in schema.definitions.indices {
      types[index] = definitionType(DefinitionID(index), arguments: [], in: Context())
    }
  }

  mutating func tableIndex(_ name: String) -> Int32 {
    if let index = tableIndices[name] { return index }
    let index = Int32(tables.count)
    tables.append(name)
    tableIndices[name] = index
    return index
  }

  // MARK: Records

  private mutating func compileRecord(_ record: Record, of definition: DefinitionID) {
    let context = Context(definition: definition, record: record)
    var entry = RecordEntry()
    entry.firstField = firstFields[definition.index]
    entry.fieldCount = Int32(record.fields.count)
    entry.isForeign = record.foreign != nil
    if case .parameter(let index) = record.foreign?.byteOrder { entry.orderParameter = Int32(index) }
    entry.findsFields =
      entry.isForeign || record.extensibility != nil || record.fields.contains { $0.isOptional || $0.form != .whole }
    entry.companions = append(record.fields.compactMap { $0.form.companion.map { Int32($0) } })
    entry.extensionMaximum = record.extensibility?.maximumByteCount ?? -1

    entry.instructions = compileSteps(record.steps, in: context)
    if schema[definition].isInterning {
      entry.linkInstructions = compileSteps(schema.linkSteps(record.steps, of: record.fields), in: context, isLinked: true)
    }
    let firstGeneration = Int32(generations.count)
    for generation in record.extensibility?.generations ?? [] {
      let range = compileSteps(generation.steps, in: context)
      let fields = Int32(generation.fields.lowerBound)..<Int32(generation.fields.upperBound)
      generations.append(GenerationEntry(instructions: range, fields: fields))
    }
    entry.generations = firstGeneration..<Int32(generations.count)

    let ruled = instructions[Int(entry.instructions.lowerBound)..<Int(entry.instructions.upperBound)].filter { $0.rules >= 0 }
    entry.deferred = append(ruled.filter { rules[Int($0.rules)].isDeferred })
    entry.computed = append(
      ruled.filter { rules[Int($0.rules)].computed >= 0 || rules[Int($0.rules)].constant >= 0 })
    records[Int(recordIndices[definition.index])] = entry
  }

  private mutating func append(_ list: [Instruction]) -> Range<Int32> {
    let first = Int32(instructions.count)
    instructions += list
    return first..<Int32(instructions.count)
  }

  private mutating func compileSteps(_ steps: [Step], in context: Context, isLinked: Bool = false) -> Range<Int32> {
    let compiled = steps.map { isLinked ? linked(compileStep($0, in: context), in: context) : compileStep($0, in: context) }
    let first = Int32(instructions.count)
    instructions += compiled
    return first..<Int32(instructions.count)
  }

  private func linked(_ instruction: Instruction, in context: Context) -> Instruction {
    guard instruction.field >= 0, let field = context.record?.fields[Int(instruction.field)] else { return instruction }
    var instruction = instruction
    switch (instruction.code, field.internedCount) {
    case (.varying, .some): instruction.code = .interned
    case (.optional, .some): instruction.code = .optionalInterned
    case (.optional, nil) where schema.isInterning(field.type): instruction.bitCount = -1
    default: break
    }
    return instruction
  }

  private mutating func compileStep(_ step: Step, in context: Context) -> Instruction {
    switch step {
    case .run(let bitCount):
      return Instruction(code: .run, bitCount: bitCount)
    case .extensionBit(let bitOffset):
      return Instruction(code: .extensionBit, bitOffset: bitOffset, bitCount: 1)
    case .presence(let field, let bitOffset):
      return Instruction(code: .presence, field: Int32(field), bitOffset: bitOffset, bitCount: 1)
    case .fixed(let field, let bitOffset):
      return fieldInstruction(.fixed, field, bitOffset: bitOffset, in: context)
    case .count(let field, let bitOffset, let bitCount):
      var instruction = fieldInstruction(.count, field, bitOffset: bitOffset, in: context)
      instruction.bitCount = bitCount
      return instruction
    case .elements(let field):
      return fieldInstruction(.elements, field, bitOffset: 0, in: context)
    case .varying(let field):
      return fieldInstruction(.varying, field, bitOffset: 0, in: context)
    case .optional(let field):
      return fieldInstruction(.optional, field, bitOffset: 0, in: context)
    case .extensionBlock:
      return Instruction(code: .extensionBlock)
    }
  }

  /// A leaf whose rules ask for nothing where it stands is read as if it had none.
  private func leafCode(_ index: Int32) -> Instruction.Code {
    guard index >= 0 else { return .leaf }
    let rule = rules[Int(index)]
    guard rule.mask < 0, rule.wordBitCount == 0, rule.carriers.isEmpty, rule.computed < 0 || rule.isDeferred else {
      return .fixed
    }
    guard rule.constant >= 0 else { return .leaf }
    let constant = expressions[Int(rule.constant)].code
    return constant == .integer || constant == .outOfRange ? .constant : .fixed
  }

  /// All steps of a field share its type and its rules.
  private mutating func fieldInstruction(
    _ code: Instruction.Code, _ index: Int, bitOffset: Int, in context: Context
  ) -> Instruction {
    guard let field = context.record?.fields[index] else { return Instruction(code: code) }
    let global = Int(firstFields[context.definition?.index ?? 0]) + index
    if fieldTypes[global] < 0 {
      fieldTypes[global] = compileType(field.type, in: context, display: field.display)
      if field.form != .whole { fieldTypes[global] = addressType(fieldTypes[global], field, first: global - index) }
      fieldRules[global] = compileRules(field, at: index, in: context)
    }
    let type = fieldTypes[global]
    let rules = fieldRules[global]
    let entry = types[Int(type)]
    var instruction = Instruction(
      code: code, kind: entry.kind, node: entry.node, stream: entry.stream, rules: rules, field: Int32(index), type: type,
      bitOffset: bitOffset, bitCount: entry.bitCount)
    if code == .fixed, entry.isLeaf { instruction.code = leafCode(rules) }
    if code == .fixed, entry.isFixedBytes, rules < 0 { instruction.code = .bytes }
    if code == .optional { instruction.bitCount = constantBitCount(entry) ?? -1 }
    return instruction
  }
}
