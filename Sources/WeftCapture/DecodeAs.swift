import WeftDynamic
import WeftSchema

/// `udp.port==7777,Found`.
struct DecodeAs: Hashable {
  /// Index into `DynamicCodec.tables`.
  var table: Int
  var key: Int64
  var definition: DefinitionID
}

/// `udp.port==7777,Motion`: the frames of a channel's links.
struct LinkAs: Hashable {
  /// Index into `DynamicCodec.tables`.
  var table: Int
  var key: Int64
  /// `Name` or `Module.Name`.
  var channel: String
}

extension DecodeAs {
  /// What is to be decoded, by a table's key: a definition's name, or another name.
  static func parse(_ text: String, _ codec: DynamicCodec) throws(InspectUsageError) -> (table: Int, key: Int64, name: String) {
    let parts = text.split(separator: ",", maxSplits: 1)
    let selector = parts.first?.split(separator: "=", omittingEmptySubsequences: false) ?? []
    guard parts.count == 2, selector.count == 3, selector[1].isEmpty else {
      throw InspectUsageError("'\(text)' is not of the form TABLE==KEY,NAME, as udp.port==7777,Found")
    }
    guard let table = codec.tables.firstIndex(of: String(selector[0])) else {
      throw InspectUsageError(
        "no table of next layers is called '\(selector[0])'; there are \(codec.tables.sorted().joined(separator: ", "))")
    }
    guard let number = FilterLiteral.integer(String(selector[2])), let key = Int64(exactly: number) else {
      throw InspectUsageError("'\(selector[2])' is no key of \(selector[0]), which is a number")
    }
    if let known = codec.schema.keys(of: String(selector[0])), !known.contains(key) {
      throw InspectUsageError(
        "'\(selector[2])' is no key of \(selector[0]), which is \(known.lowerBound)...\(known.upperBound)")
    }
    return (table, key, String(parts[1]))
  }

  /// `nil`: what stands behind the comma is no definition and no layer.
  init?(_ text: String, _ codec: DynamicCodec, _ names: NamedValues) throws(InspectUsageError) {
    let (table, key, name) = try Self.parse(text, codec)
    let candidates = names.layersByName[name, default: []].filter { definition in
      if case .record = codec.schema[definition].body { true } else { false }
    }
    guard let definition = candidates.first else { return nil }
    self.init(table: table, key: key, definition: definition)
  }
}

extension Schema {
  /// The numbers that can stand where a table is looked into; `nil`: some carrier computes its key.
  fileprivate func keys(of table: String) -> ClosedRange<Int64>? {
    var last: Int64?
    for definition in definitions {
      guard case .record(let record) = definition.body else { continue }
      for carrier in record.fields.flatMap(\.foreign.carries) where carrier.table == table {
        guard let bitCount = keyBits(carrier.key, in: record), bitCount < Int64.bitWidth else { return nil }
        last = max(last ?? 0, Int64.max >> Int64(Int64.bitWidth - 1 - bitCount))
      }
    }
    return last.map { 0...$0 }
  }

  /// The width of what is a key, if it is a field without a sign, or one of two.
  private func keyBits(_ key: Expression, in record: Record) -> Int? {
    if case .conditional(let first, if: _, else: let second) = key {
      guard let first = keyBits(first, in: record), let second = keyBits(second, in: record) else { return nil }
      return max(first, second)
    }
    guard case .field(let path) = key else { return nil }
    var fields = record.fields
    var type: FieldType?
    for index in path {
      guard fields.indices.contains(index) else { return nil }
      type = resolvingAliases(fields[index].type)
      fields = []
      if case .named(let id, _)? = type, case .record(let inner) = self[id].body { fields = inner.fields }
    }
    switch type {
    case .unsigned(let bitCount)?: return bitCount
    case .named(let id, _)?:
      if case .enumeration(let enumeration) = self[id].body { return enumeration.bitCount }
      return nil
    default: return nil
    }
  }
}
