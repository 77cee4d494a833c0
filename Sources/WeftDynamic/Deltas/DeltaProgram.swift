import WeftSchema

/// What the schema says of deltas, by the indices of a `Program`.
struct DeltaProgram: Sendable {
  /// By index into `Program.records`.
  private(set) var records: [DeltaRecord] = []

  init(_ schema: Schema) {
    for definition in schema.definitions {
      guard case .record(let record) = definition.body else { continue }
      records.append(DeltaRecord(record))
    }
  }
}

/// A record's part of a delta.
struct DeltaRecord: Sendable {
  var keyField: Int?
  var plan: DeltaPlan
  /// By local field index.
  var rules: [DeltaRules]
  var optionals: [Bool]
  /// The fields below `--- added` start here; one past the last field where there are none.
  var addedFields: Int
  var isExtensible: Bool
  var choosesHeads: Bool

  init(_ record: Record) {
    keyField = record.keyField
    plan = record.delta ?? DeltaPlan()
    rules = record.fields.map(\.delta)
    optionals = record.fields.map(\.isOptional)
    addedFields = record.extensibility?.generations.first?.fields.lowerBound ?? record.fields.count
    isExtensible = record.extensibility != nil
    choosesHeads = record.choosesHeads
  }
}

extension DynamicCodec {
  /// The record that a type is; `nil` if it is none.
  func deltaRecord(_ type: Int32) -> DeltaRecord? {
    let entry = program.types[type]
    return entry.kind == .record ? deltas.records[Int(entry.detail)] : nil
  }

  /// Whether a value of the type, a record or a union, has a delta form.
  func hasDelta(_ entry: TypeEntry) -> Bool {
    entry.definition >= 0 && schema.definitions[Int(entry.definition)].hasDelta
  }

  /// A union's cases take their models one after the other.
  func firstSlot(ofCase number: Int, of entry: TypeEntry) -> Int {
    let type = schema.resolvingAliases(.named(DefinitionID(Int(entry.definition))))
    guard case .named(let id, _) = type, case .union(let union) = schema[id].body else { return 0 }
    return union.cases.prefix(number).reduce(0) { $0 + ($1.type.map(schema.differenceSlotCount) ?? 0) }
  }

  /// The width of every value of the type, or −1 if it varies.
  func constantBitCount(_ type: Int32) -> Int {
    let entry = program.types[type]
    guard entry.kind == .record || entry.kind == .union else { return entry.bitCount }
    return entry.definition < 0 ? -1 : schema.definitions[Int(entry.definition)].bitCountRange.constant ?? -1
  }
}
