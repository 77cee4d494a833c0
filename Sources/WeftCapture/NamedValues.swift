import WeftDynamic
import WeftSchema

/// Every field and every case of a `match`, by the names that columns and filters know them by.
///
/// A value's *slot* is the index of its field in `DynamicCodec.fields`; the cases of `match` fields have the slots behind
/// those, and parts of fields those behind. The names are those of `@name` and `@part`, or the record's name, a dot and the
/// field's: `ip.src`, `stun.att.username`, `Found.nodes`.
struct NamedValues {
  private(set) var slots: [Slot] = []
  /// Of a field that is a `match`: the slot of its first case, whose others follow; otherwise −1.
  private(set) var caseSlots: [Int32] = []
  /// By field: the slots of its parts.
  private(set) var partSlots: [Range<Int32>] = []
  /// By slot that is a part's, counted from the first of them.
  private var partFields: [Int] = []
  private(set) var slotsByName: [String: [Int]] = [:]
  /// By definition: `@name`, or the definition's name.
  private(set) var layerNames: [String] = []
  private(set) var layersByName: [String: [DefinitionID]] = [:]
  /// All names, for those who mistype one.
  private(set) var spellings: [Spelling] = []
  /// By definition, and by field: the definitions whose values it may hold directly.
  private let heldByDefinition: [[DefinitionID]]
  private let heldByField: [[DefinitionID]]

  /// What is known of a value before there is one.
  struct Slot {
    var names: [String]
    /// The record's field or the match's case.
    var fieldName: String
    var type: FieldType
    var display: Display?
    var scale: UInt64
    /// Which bits of the value it is.
    var mask = UInt64.max
    /// Of one value in hexadecimal.
    var digits: Int
    /// The record that holds it.
    var definition: DefinitionID
    /// Of an enum, its cases' names by code.
    var caseNames: [UInt64: String] = [:]
    /// It says something of its own: neither a constant nor computed nor the next layer.
    var isInformative = true
  }

  init(_ codec: DynamicCodec) {
    let schema = codec.schema
    for (index, definition) in schema.definitions.enumerated() {
      var name = definition.name
      if case .record(let record) = definition.body { name = record.displayName ?? name }
      layerNames.append(name)
      layersByName[name, default: []].append(DefinitionID(index))
      if name != definition.name { layersByName[definition.name, default: []].append(DefinitionID(index)) }
      layersByName["\(definition.module).\(definition.name)", default: []].append(DefinitionID(index))
    }
    heldByDefinition = schema.definitions.map { schema.heldDefinitions($0.body) }
    heldByField = codec.fields.map { reference in
      guard case .record(let record) = schema[reference.definition].body else { return [] }
      return schema.heldDefinitions(record.fields[reference.index].type)
    }
    for reference in codec.fields {
      guard case .record(let record) = schema[reference.definition].body else { continue }
      slots.append(Slot(record.fields[reference.index], of: reference.definition, schema, layerNames))
    }
    caseSlots = slots.map { _ in -1 }
    for (index, reference) in codec.fields.enumerated() {
      guard case .record(let record) = schema[reference.definition].body,
        case .match(let match) = schema.resolvingAliases(record.fields[reference.index].type)
      else { continue }
      caseSlots[index] = Int32(slots.count)
      for matchCase in match.cases + (match.fallback.map { [$0] } ?? []) {
        slots.append(Slot(matchCase, of: reference.definition, schema, layerNames))
      }
    }
    appendParts(codec)
    for (index, slot) in slots.enumerated() {
      for name in slot.names { slotsByName[name, default: []].append(index) }
    }
    spellings = (Array(slotsByName.keys) + layersByName.keys + FrameField.allCases.map(\.rawValue)).map(Spelling.init)
  }

  private mutating func appendParts(_ codec: DynamicCodec) {
    for (index, reference) in codec.fields.enumerated() {
      let first = Int32(slots.count)
      if case .record(let record) = codec.schema[reference.definition].body {
        for part in record.fields[reference.index].displayParts {
          var slot = slots[index]
          slot.names = [part.name]
          slot.mask = part.mask
          slot.scale = 1
          // A part of an enum is none of its cases.
          slot.caseNames = [:]
          slot.type = .unsigned(bitCount: 64)
          slot.isInformative = false
          slots.append(slot)
          partFields.append(index)
        }
      }
      partSlots.append(first..<Int32(slots.count))
    }
  }

  /// The field itself, or the `match` whose case the slot is.
  func field(ofSlot slot: Int) -> Int {
    if slot < caseSlots.count { return slot }
    let part = slot - (slots.count - partFields.count)
    if part >= 0 { return partFields[part] }
    // The last match whose cases start at or before the slot.
    return caseSlots.indices.last { caseSlots[$0] >= 0 && Int(caseSlots[$0]) <= slot } ?? 0
  }

  /// Fields whose values are of one of `definitions`, or lists or choices of such.
  func fields(holding definitions: [DefinitionID], _ schema: Schema) -> [Int] {
    heldByField.indices.filter { heldByField[$0].contains { schema.isOne(of: definitions, $0) } }
  }

  /// Definitions whose values hold a value of one of `definitions`, or are one.
  func definitions(holding definitions: [DefinitionID], _ schema: Schema) -> [Bool] {
    var holds = schema.definitions.map { _ in false }
    for definition in definitions { holds[definition.index] = true }
    spread(&holds, schema)
    return holds
  }

  /// Definitions whose values hold one of `slots`, themselves or in what they hold.
  func definitions(holding slots: some Sequence<Int>, _ schema: Schema) -> [Bool] {
    var holds = schema.definitions.map { _ in false }
    for slot in slots { holds[self.slots[slot].definition.index] = true }
    spread(&holds, schema)
    return holds
  }

  /// To what holds one of them.
  private func spread(_ holds: inout [Bool], _ schema: Schema) {
    let held = heldByDefinition
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for index in held.indices where !holds[index] && held[index].contains(where: { holds[$0.index] }) {
        holds[index] = true
        hasChanged = true
      }
    }
  }
}

extension NamedValues.Slot {
  /// Whether it is some bits of a field.
  var isPart: Bool { mask != .max }

  init(_ field: Field, of definition: DefinitionID, _ schema: Schema, _ layerNames: [String]) {
    names = field.displayNames.isEmpty ? ["\(layerNames[definition.index]).\(field.name)"] : field.displayNames
    fieldName = field.name
    type = field.type
    display = field.display ?? schema.display(of: field.type)
    scale = UInt64(max(field.displayScale, 1))
    digits = schema.hexadecimalDigits(of: field.type)
    self.definition = definition
    caseNames = schema.caseNames(of: field.type)
    isInformative = field.foreign.constant == nil && field.foreign.computed == nil && field.foreign.carries.isEmpty
  }

  init(_ matchCase: Match.Case, of definition: DefinitionID, _ schema: Schema, _ layerNames: [String]) {
    names =
      matchCase.displayNames.isEmpty ? ["\(layerNames[definition.index]).\(matchCase.name)"] : matchCase.displayNames
    fieldName = matchCase.name
    type = matchCase.type ?? .bytes(.fixed(0))
    display = matchCase.display ?? matchCase.type.flatMap { schema.display(of: $0) }
    scale = 1
    digits = matchCase.type.map { schema.hexadecimalDigits(of: $0) } ?? 0
    self.definition = definition
  }
}

extension Schema {
  /// What a value of the definition may hold directly.
  fileprivate func heldDefinitions(_ body: Definition.Body) -> [DefinitionID] {
    switch body {
    case .record(let record): record.fields.flatMap { heldDefinitions($0.type) }
    case .union(let union): union.cases.flatMap { $0.type.map { heldDefinitions($0) } ?? [] }
    case .alias(let alias): heldDefinitions(alias.type)
    case .enumeration, .flags: []
    }
  }

  fileprivate func heldDefinitions(_ type: FieldType) -> [DefinitionID] {
    switch type {
    case .named(let definition, _): [definition]
    case .list(let element, _): heldDefinitions(element)
    case .match(let match):
      (match.cases + (match.fallback.map { [$0] } ?? [])).flatMap { $0.type.map { heldDefinitions($0) } ?? [] }
    default: []
    }
  }

  /// Whether the definition, or what it is an alias or a choice of, is one of `definitions`.
  fileprivate func isOne(of definitions: [DefinitionID], _ definition: DefinitionID) -> Bool {
    if definitions.contains(definition) { return true }
    return switch self[definition].body {
    case .alias, .union: heldDefinitions(self[definition].body).contains { isOne(of: definitions, $0) }
    default: false
    }
  }

  /// The type of one value: of a list, its elements'.
  func elementType(of type: FieldType) -> FieldType {
    let type = resolvingAliases(type)
    if case .list(let element, _) = type { return elementType(of: element) }
    return type
  }

  /// What the aliases on the way say.
  func display(of type: FieldType) -> Display? {
    switch type {
    case .named(let definition, _):
      guard case .alias(let alias) = self[definition].body else { return nil }
      return alias.display ?? display(of: alias.type)
    case .list(let element, _): return display(of: element)
    default: return nil
    }
  }

  func caseNames(of type: FieldType) -> [UInt64: String] {
    guard case .named(let definition, _) = elementType(of: type), case .enumeration(let enumeration) = self[definition].body
    else { return [:] }
    return Dictionary(enumeration.cases.map { ($0.code, $0.name) }) { first, _ in first }
  }

  func hexadecimalDigits(of type: FieldType) -> Int {
    switch elementType(of: type) {
    case .unsigned(let bitCount), .signed(let bitCount): (bitCount + 7) / 8 * 2
    case .ranged(let range): (range.bitCount + 7) / 8 * 2
    case .named(let definition, _): ((self[definition].bitCountRange.constant ?? 0) + 7) / 8 * 2
    default: 0
    }
  }
}
