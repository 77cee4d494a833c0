import WeftSchema

/// What is one code on the wire: how wide, which codes are valid, and which number each stands for.
struct CodeSpace: Hashable {
  var bitCount: Int
  /// What is added to codes below, and to those from, half of 2^bitCount: they differ for two's complement only.
  var lowerOffset: Int128
  var upperOffset: Int128
  var valid: Valid

  enum Valid: Hashable {
    case upTo(UInt64)
    /// In ascending order, without repetition.
    case listed([UInt64])
    case subsets(of: UInt64)
  }

  init?(_ type: FieldType, in schema: Schema) {
    switch schema.resolvingAliases(type) {
    case .bool: self.init(unsigned: 1)
    case .unsigned(let bits): self.init(unsigned: bits)
    case .signed(let bits): self.init(bitCount: bits, 0, -(Int128(1) << Int128(bits)), .upTo(ones(bits)))
    case .ranged(let range): self.init(bitCount: range.bitCount, range.lower, range.lower, .upTo(range.maximumCode))
    case .named(let id, _):
      switch schema[id].body {
      case .enumeration(let it):
        self.init(bitCount: it.bitCount, 0, 0, it.isOpen ? .upTo(ones(it.bitCount)) : .listed(Set(it.cases.map(\.code)).sorted()))
      case .flags(let it): self.init(bitCount: it.bitCount, 0, 0, it.isOpen ? .upTo(ones(it.bitCount)) : .subsets(of: it.mask))
      case .record, .union, .alias: return nil
      }
    default: return nil
    }
  }

  private init(unsigned bitCount: Int) { self.init(bitCount: bitCount, 0, 0, .upTo(ones(bitCount))) }

  private init(bitCount: Int, _ lowerOffset: Int128, _ upperOffset: Int128, _ valid: Valid) {
    self.bitCount = bitCount
    self.lowerOffset = lowerOffset
    self.upperOffset = upperOffset
    self.valid = valid
  }

  /// Whether a reader with the other space takes every code that a writer with this one makes for the same number.
  func isRead(by reader: CodeSpace) -> Bool {
    guard bitCount == reader.bitCount, accepts(reader) else { return false }
    let half = bitCount == 0 ? UInt64.max : 1 << UInt64(bitCount - 1)
    return (lowerOffset == reader.lowerOffset || smallest >= half) && (upperOffset == reader.upperOffset || largest < half)
  }

  /// How many codes are valid, as far as an `Int` tells.
  var validCount: Int {
    switch valid {
    case .upTo(let maximum): maximum < Int.max ? Int(maximum) + 1 : .max
    case .listed(let codes): codes.count
    case .subsets(let mask): mask.nonzeroBitCount < 62 ? 1 << mask.nonzeroBitCount : .max
    }
  }

  /// Whether all codes that are valid here are valid there.
  private func accepts(_ reader: CodeSpace) -> Bool {
    switch (valid, reader.valid) {
    case (_, .upTo(let maximum)): largest <= maximum
    case (.listed(let codes), .listed(let others)): Set(codes).isSubset(of: others)
    case (.listed(let codes), .subsets(let mask)): codes.allSatisfy { $0 & ~mask == 0 }
    case (.subsets(let mask), .subsets(let other)): mask & ~other == 0
    case (.upTo(let maximum), .listed(let others)): UInt64(others.count) > maximum && others[Int(maximum)] == maximum
    case (.upTo(let maximum), .subsets(let mask)): ones(64 - maximum.leadingZeroBitCount) & ~mask == 0
    case (.subsets(let mask), .listed(let others)):
      mask.nonzeroBitCount < 17 && Self.subsets(of: mask).allSatisfy { others.contains($0) }
    }
  }

  private var smallest: UInt64 { if case .listed(let codes) = valid { codes.first ?? 0 } else { 0 } }

  private var largest: UInt64 {
    switch valid {
    case .upTo(let maximum): maximum
    case .listed(let codes): codes.last ?? 0
    case .subsets(let mask): mask
    }
  }

  private static func subsets(of mask: UInt64) -> [UInt64] {
    var all: [UInt64] = [0]
    for bit in 0..<64 where mask >> UInt64(bit) & 1 == 1 { all += all.map { $0 | 1 << UInt64(bit) } }
    return all
  }
}

/// The largest code of so many bits.
func ones(_ bitCount: Int) -> UInt64 { bitCount == 0 ? 0 : .max >> UInt64(64 - bitCount) }
