/// What of a native field's value goes over the wire, by the help of an earlier field (`docs/language.md`, "Addresses").
public enum FieldForm: Sendable, Hashable {
  /// All of it.
  case whole
  /// `relative to target`: an address, or addresses in order of distance, without the first bits that they share with the one in the
  /// field of that index.
  case relative(to: Int)
  /// `significant(length)`: of an address the first bits, as many as the field of that index says.
  case significant(count: Int)

  /// The field that it takes.
  public var companion: Int? {
    switch self {
    case .whole: nil
    case .relative(let field), .significant(let field): field
    }
  }
}

/// Where the address stands in what a `relative to` field holds: the value, or each element of its list.
public struct RelativeAddress: Sendable, Hashable {
  /// Of the address.
  public var byteCount: Int
  /// From the first bit of the element, in its full form.
  public var bitOffset: Int
  /// Of the element's full form, or of the value; without a size of its own it is 0.
  public var elementBitCount: Int
  /// The element is a struct: its field that is the address.
  public var field: Int?

  /// Of the number of shared bits, 0…8 · `byteCount`, that stands before the first address.
  public var sharedBitCount: Int { bitsNeeded(forCodesUpTo: UInt64(byteCount * 8)) }

  /// A list of `count` different addresses differs in at least that many of their last bits.
  public func leastBitCount(ofElements count: Int) -> Int {
    count == 0 ? 0 : max(0, count * (elementBitCount - byteCount * 8 + bitsNeeded(forCodesUpTo: UInt64(count - 1))))
  }
}

extension Schema {
  /// The address in a value of the type, or in each element of a list: `bytes[n]`, or of a struct the first field that is one.
  public func relativeAddress(in type: FieldType) -> RelativeAddress? {
    guard case .list(let element, .bounded) = resolvingAliases(type) else { return address(in: type) }
    return address(in: element)
  }

  private func address(in type: FieldType) -> RelativeAddress? {
    switch resolvingAliases(type) {
    case .bytes(.fixed(let count)):
      return RelativeAddress(byteCount: count, bitOffset: 0, elementBitCount: count * 8)
    case .named(let id, _):
      guard case .record(let record) = self[id].body else { return nil }
      for (index, field) in record.fields.enumerated() where !field.isOptional {
        guard case .bytes(.fixed(let count)) = resolvingAliases(field.type) else { continue }
        return RelativeAddress(
          byteCount: count, bitOffset: field.bitOffset ?? 0, elementBitCount: self[id].bitCountRange.constant ?? 0, field: index)
      }
      return nil
    default: return nil
    }
  }

  /// The bits that a field with a form of its own takes; `nil` where it goes as its type says.
  public func sizeOfForm(of field: Field, in fields: [Field]) -> BitCountRange? {
    switch field.form {
    case .whole: return nil
    case .significant(let count):
      guard fields.indices.contains(count) else { return nil }
      switch resolvingAliases(fields[count].type) {
      case .unsigned(let bits): return BitCountRange(min: 0, max: bits < 32 ? 1 << bits - 1 : 1 << 32)
      case .ranged(let range): return BitCountRange(min: Int(clamping: range.lower), max: Int(clamping: range.upper))
      default: return nil
      }
    case .relative:
      guard let address = relativeAddress(in: field.type) else { return nil }
      let shared = address.sharedBitCount
      guard case .list(_, let count) = resolvingAliases(field.type), case .bounded(let min, let max) = count else {
        return BitCountRange(min: shared, max: shared + address.byteCount * 8)
      }
      let least = min == 0 ? 0 : shared + address.leastBitCount(ofElements: min)
      let (most, overflow) = max.multipliedReportingOverflow(by: address.elementBitCount)
      return BitCountRange(
        min: count.bitCount + least, max: overflow || most > 1 << 60 ? 1 << 60 : count.bitCount + shared + most)
    }
  }
}
