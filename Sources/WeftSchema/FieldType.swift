/// What a field, an element or a case holds.
public indirect enum FieldType: Sendable, Hashable {
  /// 1 bit.
  case bool
  /// `u1`…`u64`.
  case unsigned(bitCount: Int)
  /// `i1`…`i64`, two's complement.
  case signed(bitCount: Int)
  /// `int(a...b)`: `value − a` in ⌈log2(b − a + 1)⌉ bits (law 3). −2^63 ≤ a ≤ b ≤ 2^64 − 1, and b ≤ 2^63 − 1 where a < 0.
  case ranged(IntegerRange)
  /// `fixed(a...b, step: s)`.
  case fixed(FixedRange)
  /// `f16`, `f32`, `f64`.
  case float(bitCount: Int)
  /// LEB128, minimal, at most 10 groups; `signed` is zigzag.
  case varint(isSigned: Bool)
  case bytes(Count)
  /// UTF-8; the count is in bytes.
  case text(Count)
  case list(element: FieldType, count: Count)
  /// A definition; `arguments` only for a foreign definition with parameters.
  case named(DefinitionID, arguments: [Expression] = [])
  /// Foreign: the case whose value equals `subject`.
  case match(Match)
  /// Foreign: bits kept as found up to a multiple of `byteCount` bytes from the start of the record; zero when made.
  case padding(toMultipleOf: Int)
}

public struct IntegerRange: Sendable, Hashable {
  public var lower: Int128
  public var upper: Int128

  public init(lower: Int128, upper: Int128) {
    self.lower = lower
    self.upper = upper
  }

  /// ⌈log2(upper − lower + 1)⌉.
  public var bitCount: Int { bitsNeeded(forCodesUpTo: UInt64(truncatingIfNeeded: upper - lower)) }
  public var maximumCode: UInt64 { UInt64(truncatingIfNeeded: upper - lower) }
}

/// The bits that the codes 0...`code` need.
public func bitsNeeded(forCodesUpTo code: UInt64) -> Int { UInt64.bitWidth - code.leadingZeroBitCount }

/// A quantised real: the value of a code is (`lower` + code · `step`) / `denominator`, correctly rounded to a Double.
///
/// All three are below 2^53 in size, and so is every numerator, so that one division of two exact Doubles is that value.
public struct FixedRange: Sendable, Hashable {
  public var lower: Int64
  public var step: Int64
  public var denominator: Int64
  public var maximumCode: UInt64

  public init(lower: Int64, step: Int64, denominator: Int64, maximumCode: UInt64) {
    self.lower = lower
    self.step = step
    self.denominator = denominator
    self.maximumCode = maximumCode
  }

  public var bitCount: Int { bitsNeeded(forCodesUpTo: maximumCode) }
}

/// How many elements or bytes.
public enum Count: Sendable, Hashable {
  /// `[T * n]`, `bytes[n]`: nothing on the wire.
  case fixed(Int)
  /// `max: n` (and `min: m`): count − min in ⌈log2(max − min + 1)⌉ bits, immediately before the contents. Native.
  case bounded(min: Int, max: Int)
  /// Foreign `bytes[length − 8]`; more than `max` is an error before anything is allocated.
  case computed(Expression, max: Int?)
  /// Foreign `bytes` or `[T]` without a count: to the end of the region.
  case toEnd(max: Int?)

  /// The width of the count on the wire.
  public var bitCount: Int {
    if case .bounded(let min, let max) = self { bitsNeeded(forCodesUpTo: UInt64(max - min)) } else { 0 }
  }
}

public struct Enumeration: Sendable, Hashable {
  public var bitCount: Int
  public var isOpen: Bool
  public var cases: [Case]
  public var reservedCodes: [UInt64]

  public struct Case: Sendable, Hashable {
    public var name: String
    public var documentation: [String]
    public var code: UInt64

    public init(name: String, documentation: [String] = [], code: UInt64) {
      self.name = name
      self.documentation = documentation
      self.code = code
    }
  }

  public init(bitCount: Int, isOpen: Bool, cases: [Case], reservedCodes: [UInt64] = []) {
    self.bitCount = bitCount
    self.isOpen = isOpen
    self.cases = cases
    self.reservedCodes = reservedCodes
  }
}

/// Named bits; the code of a case in `cases` is its bit number, 0 the least significant.
public struct Flags: Sendable, Hashable {
  public var bitCount: Int
  public var isOpen: Bool
  public var cases: [Enumeration.Case]

  public init(bitCount: Int, isOpen: Bool, cases: [Enumeration.Case]) {
    self.bitCount = bitCount
    self.isOpen = isOpen
    self.cases = cases
  }

  /// The bits that have names.
  public var mask: UInt64 { cases.reduce(0) { $0 | (1 << $1.code) } }
}

/// A native union: a tag of ⌈log2 n⌉ bits, then the case.
public struct Union: Sendable, Hashable {
  public var cases: [Case]
  /// Where the definition has a delta form: the slots of difference models that all cases take together.
  public var slotCount: Int
  public var tagBitCount: Int { cases.count < 2 ? 0 : bitsNeeded(forCodesUpTo: UInt64(cases.count - 1)) }

  public struct Case: Sendable, Hashable {
    public var name: String
    public var documentation: [String]
    /// `nil`: the case carries nothing.
    public var type: FieldType?

    public init(name: String, documentation: [String] = [], type: FieldType? = nil) {
      self.name = name
      self.documentation = documentation
      self.type = type
    }
  }

  public init(cases: [Case], slotCount: Int = 0) {
    self.cases = cases
    self.slotCount = slotCount
  }
}

/// `type Address = bytes[32]`.
public struct Alias: Sendable, Hashable {
  public var type: FieldType
  public var display: Display?

  public init(type: FieldType, display: Display? = nil) {
    self.type = type
    self.display = display
  }
}
