import WeftCompiler
import WeftSchema

/// One line of a layout: a field, or the bits that the wire form adds to fields.
struct LayoutRow {
  /// From the first bit of the definition; `nil` where it depends on the value.
  var bitOffset: Int?
  /// How many bits.
  var bits: BitCountRange
  var name: String
  /// The field's type, or what the bits are for.
  var type: String
  var role: Role
  var documentation: [String] = []
  /// How the field goes against a baseline, where the definition has a delta form.
  var delta: String?

  enum Role: String {
    case field, presence, count, tag, `extension`, `case`
  }
}

extension Schema {
  /// What a value of `id` consists of, in wire order; the cases of an enumeration, of flags and of a union.
  func layoutRows(of id: DefinitionID) -> [LayoutRow] {
    switch self[id].body {
    case .record(let record): return RecordRows(self, id, record).rows
    case .enumeration(let enumeration): return caseRows(enumeration.cases, BitCountRange(enumeration.bitCount))
    case .flags(let flags):
      return flags.cases.map {
        LayoutRow(
          bitOffset: Int($0.code), bits: BitCountRange(1), name: $0.name, type: "flag", role: .case,
          documentation: $0.documentation)
      }
    case .union(let union):
      let tag = LayoutRow(bitOffset: 0, bits: BitCountRange(union.tagBitCount), name: "tag", type: "which case", role: .tag)
      return [tag]
        + union.cases.enumerated().map { number, unionCase in
          LayoutRow(
            bitOffset: union.tagBitCount, bits: unionCase.type.map { size(of: $0) } ?? BitCountRange(0),
            name: unionCase.name, type: "\(number)" + (unionCase.type.map { ": \(text(of: $0, in: id))" } ?? ""), role: .case,
            documentation: unionCase.documentation)
        }
    case .alias(let alias):
      return [LayoutRow(bitOffset: 0, bits: self[id].bitCountRange, name: "=", type: text(of: alias.type, in: id), role: .field)]
    }
  }

  private func caseRows(_ cases: [Enumeration.Case], _ bits: BitCountRange) -> [LayoutRow] {
    cases.map {
      LayoutRow(bitOffset: 0, bits: bits, name: $0.name, type: "= \($0.code)", role: .case, documentation: $0.documentation)
    }
  }
}

/// Follows a record's steps, so that a layout is what the codecs do.
private struct RecordRows {
  private let schema: Schema
  private let id: DefinitionID
  private let record: Record
  private(set) var rows: [LayoutRow] = []
  /// Where the next step outside runs stands, and where the open run began.
  private var end: Int? = 0
  private var runStart: Int? = 0
  /// Of the last count, whose contents follow.
  private var countBitCount = 0

  init(_ schema: Schema, _ id: DefinitionID, _ record: Record) {
    self.schema = schema
    self.id = id
    self.record = record
    for step in record.steps { add(step) }
  }

  private mutating func add(_ step: Step) {
    switch step {
    case .run(let bitCount):
      runStart = end
      end = end.map { $0 + bitCount }
    case .extensionBit(let offset): addBits(at: offset, 1, "(extension)", "extension bit", .extension)
    case .presence(let field, let offset): addBits(at: offset, 1, "\(name(field))?", "presence bit", .presence)
    case .fixed(let field, let offset):
      addField(field, at: runStart.map { $0 + offset }, record.fields[field].bitCountRange)
    case .count(let field, let offset, let bitCount):
      countBitCount = bitCount
      addBits(at: offset, bitCount, "#\(name(field))", "count", .count)
    case .elements(let field):
      addField(field, at: end, record.fields[field].bitCountRange.dropping(countBitCount))
      end = nil
    case .varying(let field), .optional(let field):
      let range = record.fields[field].bitCountRange
      let isOptional = record.fields[field].isOptional || record.fields[field].foreign.condition != nil
      addField(field, at: end, isOptional ? BitCountRange(min: 0, max: range.max) : range)
      end = nil
    case .extensionBlock: addExtension()
    }
  }

  private mutating func addExtension() {
    guard let extensibility = record.extensibility else { return }
    let bitCount = bitsNeeded(forCodesUpTo: UInt64(extensibility.maximumByteCount))
    rows.append(
      LayoutRow(
        bitOffset: end, bits: BitCountRange(min: 0, max: bitCount), name: "#(extension)",
        type: "bytes that follow, at most \(extensibility.maximumByteCount)", role: .extension))
    for generation in extensibility.generations {
      end = nil
      runStart = nil
      for step in generation.steps { add(step) }
    }
    end = nil
  }

  private mutating func addBits(at offset: Int, _ bitCount: Int, _ name: String, _ type: String, _ role: LayoutRow.Role) {
    let place = runStart.map { $0 + offset }
    rows.append(LayoutRow(bitOffset: place, bits: BitCountRange(bitCount), name: name, type: type, role: role))
  }

  private mutating func addField(_ index: Int, at place: Int?, _ bits: BitCountRange) {
    let field = record.fields[index]
    rows.append(
      LayoutRow(
        bitOffset: place, bits: bits, name: field.name, type: schema.text(of: field, in: id), role: .field,
        documentation: field.documentation, delta: delta(of: index)))
  }

  private func delta(of index: Int) -> String? {
    guard record.delta != nil else { return nil }
    if index == record.keyField { return "key" }
    let firstAdded = record.extensibility?.generations.first?.fields.lowerBound ?? record.fields.count
    return index < firstAdded ? record.fields[index].delta.description : "changed, with the extension"
  }

  private func name(_ field: Int) -> String { record.fields[field].name }
}

extension BitCountRange {
  fileprivate func dropping(_ bitCount: Int) -> BitCountRange {
    BitCountRange(min: Swift.max(0, min - bitCount), max: max.map { Swift.max(0, $0 - bitCount) })
  }
}
