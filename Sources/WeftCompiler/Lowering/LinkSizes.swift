import WeftSchema

/// What values take on a datagram link beyond their full form, because of what is interned in them: for each such value a bit in its
/// place, and behind the message a bit and perhaps the slot that it is to have (`docs/streams.md`, "Tables").
struct LinkSizes {
  private let schema: Schema
  /// By definition, as they are asked for.
  private var known: [Int: BitCountRange] = [:]

  init(_ schema: Schema) { self.schema = schema }

  mutating func surplus(of id: DefinitionID) -> BitCountRange {
    guard schema[id].isInterning else { return .none }
    if let known = known[id.index] { return known }
    // Definitions are acyclic by now, but for those that were reported.
    known[id.index] = BitCountRange.none
    var surplus = BitCountRange.none
    switch schema[id].body {
    case .record(let record):
      for field in record.fields {
        let added = self.surplus(of: field)
        surplus = surplus + (field.isOptional ? added.orAbsent : added)
      }
    case .union(let union):
      let cases = union.cases.map { $0.type.map { self.surplus(of: $0) } ?? .none }
      surplus = cases.dropFirst().reduce(cases.first ?? .none) { $0.union($1) }
    case .alias(let alias): surplus = self.surplus(of: alias.type)
    case .enumeration, .flags: break
    }
    known[id.index] = surplus
    return surplus
  }

  private mutating func surplus(of field: Field) -> BitCountRange {
    guard let capacity = field.internedCount else { return surplus(of: field.type) }
    return BitCountRange(min: 2, max: 2 + bitsNeeded(forCodesUpTo: UInt64(capacity - 1)))
  }

  private mutating func surplus(of type: FieldType) -> BitCountRange {
    switch type {
    case .named(let id, _): return surplus(of: id)
    case .list(let element, .fixed(let count)): return surplus(of: element).repeated(count, through: count)
    case .list(let element, .bounded(let min, let max)): return surplus(of: element).repeated(min, through: max)
    default: return .none
    }
  }
}
