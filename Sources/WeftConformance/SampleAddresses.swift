import WeftDynamic
import WeftSchema

extension [DynamicValue.Member] {
  /// With the addresses that go by the help of another field made such that they can: `relative to` one, at growing distances; `significant`,
  /// zero behind their first bits.
  func fitted(to record: Record, in schema: Schema) -> [DynamicValue.Member] {
    var members = self
    for field in record.fields {
      guard let companion = field.form.companion, let index = firstIndex(where: { $0.name == field.name }),
        let known = first(where: { $0.name == record.fields[companion].name })?.value
      else { continue }
      switch (field.form, members[index].value.content, known.content) {
      case (.significant, .bytes(let bytes), .integer(let bitCount)):
        members[index].value = .bytes(Self.prefix(bytes, bitCount: Int(clamping: bitCount)))
      case (.relative, .list(let elements), .bytes(let target)):
        guard let address = schema.relativeAddress(in: field.type) else { continue }
        let name = address.field.flatMap { schema.fieldName($0, ofElementIn: field.type) }
        members[index].value = .list(
          elements.enumerated().map { number, element in
            var bytes = [UInt8](target.prefix(address.byteCount))
            bytes[bytes.count - 1] ^= UInt8(truncatingIfNeeded: number * 3 + 1)
            return Self.replacing(name, in: element, by: .bytes(bytes))
          })
      default: continue
      }
    }
    return members
  }

  private static func replacing(_ name: String?, in element: DynamicValue, by address: DynamicValue) -> DynamicValue {
    guard let name, case .record(var members) = element.content else { return address }
    for index in members.indices where members[index].name == name { members[index].value = address }
    return .record(members)
  }

  private static func prefix(_ bytes: [UInt8], bitCount: Int) -> [UInt8] {
    bytes.enumerated().map { index, byte in
      let left = bitCount - index * 8
      return left >= 8 ? byte : left <= 0 ? 0 : byte & ~(0xFF >> UInt8(left))
    }
  }
}

extension Schema {
  fileprivate func fieldName(_ field: Int, ofElementIn type: FieldType) -> String? {
    guard case .list(let element, _) = resolvingAliases(type), case .named(let id, _) = resolvingAliases(element),
      case .record(let record) = self[id].body
    else { return nil }
    return record.fields[field].name
  }
}
