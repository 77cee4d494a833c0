public import WeftSchema

/// Sizes saturate here: above every limit, and far enough below `Int.max` that a sum of two of them fits.
let sizeCeiling = 1 << 60

extension BitCountRange {
  static let none = BitCountRange(0)
  /// Of a definition that has no finite value (as far as is known).
  static let endless = BitCountRange(min: sizeCeiling, max: nil)

  static func + (left: BitCountRange, right: BitCountRange) -> BitCountRange {
    let max: Int? = if let a = left.max, let b = right.max { Swift.min(a + b, sizeCeiling) } else { nil }
    return BitCountRange(min: Swift.min(left.min + right.min, sizeCeiling), max: max)
  }

  /// `fewest` to `most` values of this size; `nil`: any number.
  func repeated(_ fewest: Int, through most: Int?) -> BitCountRange {
    let max: Int? = if let bits = max, let most { multiplied(bits, most) } else { max == 0 ? 0 : most == 0 ? 0 : nil }
    return BitCountRange(min: multiplied(min, fewest), max: max)
  }

  /// Either of two.
  func union(_ other: BitCountRange) -> BitCountRange {
    let largest: Int? = if let a = max, let b = other.max { Swift.max(a, b) } else { nil }
    return BitCountRange(min: Swift.min(min, other.min), max: largest)
  }

  var orAbsent: BitCountRange { BitCountRange(min: 0, max: max) }
}

private func multiplied(_ a: Int, _ b: Int) -> Int {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? sizeCeiling : min(product, sizeCeiling)
}

extension Schema {
  /// The size of any value of `type`, from the sizes of the definitions it names.
  public func size(of type: FieldType) -> BitCountRange {
    switch type {
    case .bool: return BitCountRange(1)
    case .unsigned(let bits), .signed(let bits), .float(let bits): return BitCountRange(bits)
    case .ranged(let range): return BitCountRange(range.bitCount)
    case .fixed(let range): return BitCountRange(range.bitCount)
    case .varint: return BitCountRange(min: 8, max: 80)
    case .bytes(let count), .text(let count): return size(of: count, elements: BitCountRange(8))
    case .list(let element, let count): return size(of: count, elements: size(of: element))
    case .named(let id, _): return self[id].bitCountRange
    case .match(let match):
      let cases = match.cases + (match.fallback.map { [$0] } ?? [])
      let sizes = cases.map { $0.type.map { size(of: $0) } ?? .none }
      return sizes.dropFirst().reduce(sizes.first ?? .none) { $0.union($1) }
    case .padding(let byteCount): return BitCountRange(min: 0, max: Swift.max(0, byteCount * 8 - 1))
    }
  }

  private func size(of count: Count, elements: BitCountRange) -> BitCountRange {
    switch count {
    case .fixed(let number): elements.repeated(number, through: number)
    case .bounded(let min, let max): BitCountRange(count.bitCount) + elements.repeated(min, through: max)
    case .computed(_, let max), .toEnd(let max): elements.repeated(0, through: max)
    }
  }

  /// The size of a field where it stands, its presence bit not included.
  func size(of field: Field, in fields: [Field]) -> BitCountRange {
    let contents = sizeOfForm(of: field, in: fields) ?? size(of: field.type)
    return field.isOptional || field.foreign.condition != nil ? contents.orAbsent : contents
  }

  /// The size of a definition, from those of the definitions it names.
  func size(of definition: Definition) -> BitCountRange {
    switch definition.body {
    case .alias(let alias): return size(of: alias.type)
    case .enumeration(let enumeration): return BitCountRange(enumeration.bitCount)
    case .flags(let flags): return BitCountRange(flags.bitCount)
    case .union(let union):
      let sizes = union.cases.map { $0.type.map { size(of: $0) } ?? .none }
      return BitCountRange(union.tagBitCount) + sizes.dropFirst().reduce(sizes.first ?? .none) { $0.union($1) }
    case .record(let record): return size(of: record)
    }
  }

  private func size(of record: Record) -> BitCountRange {
    var sum = BitCountRange.none
    for field in record.baseFields {
      if field.isOptional { sum = sum + BitCountRange(1) }
      sum = sum + size(of: field, in: record.fields)
    }
    guard let extensibility = record.extensibility else { return sum }
    let block = bitsNeeded(forCodesUpTo: UInt64(extensibility.maximumByteCount)) + 8 * extensibility.maximumByteCount
    return sum + BitCountRange(min: 1, max: 1 + block)
  }
}

extension Record {
  /// The fields above the first `--- added`.
  var baseFields: ArraySlice<Field> { fields[..<(extensibility?.generations.first?.fields.lowerBound ?? fields.count)] }
}
