import WeftSchema

extension Schema {
  /// A layout for programs: what `weft layout --json` shows of one definition.
  func layoutJSON(of id: DefinitionID) -> JSON {
    let definition = self[id]
    var members: [(String, JSON)] = [
      ("module", .string(definition.module)), ("name", .string(definition.name)), ("kind", .string(kindWord(of: id))),
    ]
    if case .record(let record) = definition.body {
      if case .message(let tag) = record.kind { members.append(("tag", .integer(tag))) }
      if record.foreign == nil { members.append(("id", .string(record.identity.hexadecimalDigits))) }
      if let limit = record.maximumByteCount { members.append(("mtu", .integer(limit))) }
      if let key = record.keyField { members.append(("key", .string(record.fields[key].name))) }
      if let delta = record.delta {
        members.append(
          ("delta", .object([("changedBits", .integer(delta.changedBits.count)), ("slots", .integer(delta.slotCount))])))
      }
    }
    members.append(("bits", definition.bitCountRange.json))
    members.append(("bytes", definition.bitCountRange.inBytes.json))
    members.append(("rows", .array(layoutRows(of: id).map(\.json))))
    return .object(members)
  }
}

extension LayoutRow {
  fileprivate var json: JSON {
    var members: [(String, JSON)] = [("name", .string(name)), ("role", .string(role.rawValue)), ("type", .string(type))]
    if let bitOffset { members.append(("bitOffset", .integer(bitOffset))) }
    members.append(("bits", bits.json))
    if let delta { members.append(("delta", .string(delta))) }
    if !documentation.isEmpty { members.append(("documentation", .string(documentation.joined(separator: "\n")))) }
    return .object(members)
  }
}

extension BitCountRange {
  /// Without `max` where nothing bounds it.
  fileprivate var json: JSON { .object([("min", .integer(min))] + (max.map { [("max", .integer($0))] } ?? [])) }

  /// As whole bytes.
  var inBytes: BitCountRange { BitCountRange(min: Self.byteCount(min), max: max.map(Self.byteCount)) }

  private static func byteCount(_ bitCount: Int) -> Int { bitCount / 8 + (bitCount % 8 == 0 ? 0 : 1) }
}
