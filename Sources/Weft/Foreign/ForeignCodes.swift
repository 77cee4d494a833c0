// Leaves that not every code is a value of. The reader takes the code from its run, a word from its bits; what it stands for is
// decided here, with the error at the code's first bit.
enum ForeignCode {
  @inline(never)
  @usableFromInline
  static func failure(_ reason: DecodeError.Reason, at bitOffset: Int, field: FieldName?) -> DecodeError {
    let error = DecodeError(reason, at: bitOffset)
    return field.map { error.within($0) } ?? error
  }

  static func value<Value: ClosedEnum>(_ code: UInt64, at start: Int, field: FieldName?) throws(DecodeError) -> Value {
    guard let value = Value(rawValue: Value.RawValue(code: code)) else {
      throw failure(.unknownCase(found: code), at: start, field: field)
    }
    return value
  }

  static func value<Value: ClosedFlags>(_ code: UInt64, at start: Int, field: FieldName?) throws(DecodeError) -> Value {
    let unknown = code & ~Value.knownBits.code
    guard unknown == 0 else { throw failure(.unknownFlags(found: unknown), at: start, field: field) }
    return Value(rawValue: Value.RawValue(code: code))
  }

  static func value<Value: FixedWidthInteger>(
    _ code: UInt64, in range: ClosedRange<Value>, at start: Int, field: FieldName?
  ) throws(DecodeError) -> Value {
    let lower = UInt64(truncatingIfNeeded: range.lowerBound)
    let maximum = UInt64(truncatingIfNeeded: range.upperBound) &- lower
    guard code <= maximum else {
      throw failure(.codeAboveMaximum(found: code, maximum: maximum), at: start, field: field)
    }
    return Value(truncatingIfNeeded: lower &+ code)
  }

  static func value(_ code: UInt64, on grid: QuantisedRange, at start: Int, field: FieldName?) throws(DecodeError) -> Double {
    guard code <= grid.maximumCode else {
      throw failure(.codeAboveMaximum(found: code, maximum: grid.maximumCode), at: start, field: field)
    }
    return grid.value(of: code)
  }

  /// Law 5: of all NaN patterns only one is canonical.
  static func isCanonical(_ code: UInt64, bitCount: Int) -> Bool {
    switch bitCount {
    case 16: code & 0x7FFF <= 0x7C00 || code == UInt64(RealBits.nan16)
    case 32: code & 0x7FFF_FFFF <= 0x7F80_0000 || code == UInt64(RealBits.nan32)
    default: code & 0x7FFF_FFFF_FFFF_FFFF <= 0x7FF0_0000_0000_0000 || code == RealBits.nan64
    }
  }

  static func canonical(_ code: UInt64, bitCount: Int, at start: Int, field: FieldName?) throws(DecodeError) -> UInt64 {
    guard isCanonical(code, bitCount: bitCount) else { throw failure(.nonCanonicalNaN, at: start, field: field) }
    return code
  }

  /// `f16`, `f32`.
  static func real(_ code: UInt64, bitCount: Int, at start: Int, field: FieldName?) throws(DecodeError) -> Float {
    let code = try canonical(code, bitCount: bitCount, at: start, field: field)
    return bitCount == 16
      ? RealBits.float(UInt16(truncatingIfNeeded: code)) : Float(bitPattern: UInt32(truncatingIfNeeded: code))
  }
}

extension ForeignReader {
  /// An enum without further cases.
  public mutating func takeCoded<Value: ClosedEnum>(
    bitCount: Int, _ order: WireOrder, field: FieldName? = nil
  ) throws(DecodeError) -> Value {
    let start = cursor
    return try ForeignCode.value(takeCode(bitCount: bitCount, order), at: start, field: field)
  }

  /// Flags without further bits.
  public mutating func takeCoded<Value: ClosedFlags>(
    bitCount: Int, _ order: WireOrder, field: FieldName? = nil
  ) throws(DecodeError) -> Value {
    let start = cursor
    return try ForeignCode.value(takeCode(bitCount: bitCount, order), at: start, field: field)
  }

  public mutating func takeCoded<Value: OpenEnum>(bitCount: Int, _ order: WireOrder, field: FieldName? = nil) -> Value {
    Value(rawValue: Value.RawValue(code: takeCode(bitCount: bitCount, order)))
  }

  public mutating func takeCoded<Value: OpenFlags>(bitCount: Int, _ order: WireOrder, field: FieldName? = nil) -> Value {
    Value(rawValue: Value.RawValue(code: takeCode(bitCount: bitCount, order)))
  }

  /// `int(a...b)`.
  public mutating func takeRanged<Value: FixedWidthInteger>(
    bitCount: Int, _ order: WireOrder, in range: ClosedRange<Value>, field: FieldName? = nil
  ) throws(DecodeError) -> Value {
    let start = cursor
    return try ForeignCode.value(takeCode(bitCount: bitCount, order), in: range, at: start, field: field)
  }

  /// `fixed(a...b, step: s)`.
  public mutating func takeQuantised(
    _ grid: QuantisedRange, bitCount: Int, _ order: WireOrder, field: FieldName? = nil
  ) throws(DecodeError) -> Double {
    let start = cursor
    return try ForeignCode.value(takeCode(bitCount: bitCount, order), on: grid, at: start, field: field)
  }

  /// `f16`, `f32`.
  public mutating func takeReal(
    bitCount: Int, _ order: WireOrder, field: FieldName? = nil
  ) throws(DecodeError) -> Float {
    let start = cursor
    return try ForeignCode.real(takeCode(bitCount: bitCount, order), bitCount: bitCount, at: start, field: field)
  }

  /// `f64`.
  public mutating func takeReal(
    bitCount: Int, _ order: WireOrder, field: FieldName? = nil
  ) throws(DecodeError) -> Double {
    let start = cursor
    return Double(
      bitPattern: try ForeignCode.canonical(takeCode(bitCount: bitCount, order), bitCount: bitCount, at: start, field: field))
  }

  /// `varint`: LEB128, minimal; read by the byte.
  public mutating func takeVarint(
    isSigned: Bool, _ order: WireOrder, field: FieldName? = nil
  ) throws(DecodeError) -> UInt64 {
    let start = cursor
    var code: UInt64 = 0
    for shift: UInt64 in stride(from: 0, through: 63, by: 7) {
      try require(bitCount: 8)
      let group = takeCode(bitCount: 8, order)
      if shift == 63, group > 1 { break }
      code |= (group & 0x7F) << shift
      guard group < 0x80 else { continue }
      if group == 0, shift > 0 { throw ForeignCode.failure(.nonMinimalVarint, at: start, field: field) }
      return code
    }
    throw ForeignCode.failure(.varintOverflow, at: start, field: field)
  }

  /// `varint(signed)`: zigzag.
  public mutating func takeVarint(
    isSigned: Bool, _ order: WireOrder, field: FieldName? = nil
  ) throws(DecodeError) -> Int64 {
    let code: UInt64 = try takeVarint(isSigned: isSigned, order, field: field)
    return Int64(bitPattern: code >> 1 ^ (0 &- (code & 1)))
  }
}

extension WireWord {
  public mutating func takeCoded<Value: ClosedEnum>(
    bitCount: Int, field: FieldName? = nil
  ) throws(DecodeError) -> Value {
    let start = cursor
    return try ForeignCode.value(takeCode(bitCount: bitCount), at: start, field: field)
  }

  public mutating func takeCoded<Value: ClosedFlags>(
    bitCount: Int, field: FieldName? = nil
  ) throws(DecodeError) -> Value {
    let start = cursor
    return try ForeignCode.value(takeCode(bitCount: bitCount), at: start, field: field)
  }

  public mutating func takeCoded<Value: OpenEnum>(bitCount: Int, field: FieldName? = nil) -> Value {
    Value(rawValue: Value.RawValue(code: takeCode(bitCount: bitCount)))
  }

  public mutating func takeCoded<Value: OpenFlags>(bitCount: Int, field: FieldName? = nil) -> Value {
    Value(rawValue: Value.RawValue(code: takeCode(bitCount: bitCount)))
  }

  public mutating func takeRanged<Value: FixedWidthInteger>(
    bitCount: Int, in range: ClosedRange<Value>, field: FieldName? = nil
  ) throws(DecodeError) -> Value {
    let start = cursor
    return try ForeignCode.value(takeCode(bitCount: bitCount), in: range, at: start, field: field)
  }

  public mutating func takeQuantised(
    _ grid: QuantisedRange, bitCount: Int, field: FieldName? = nil
  ) throws(DecodeError) -> Double {
    let start = cursor
    return try ForeignCode.value(takeCode(bitCount: bitCount), on: grid, at: start, field: field)
  }

  public mutating func takeReal(bitCount: Int, field: FieldName? = nil) throws(DecodeError) -> Float {
    let start = cursor
    return try ForeignCode.real(takeCode(bitCount: bitCount), bitCount: bitCount, at: start, field: field)
  }

  public mutating func takeReal(bitCount: Int, field: FieldName? = nil) throws(DecodeError) -> Double {
    let start = cursor
    return Double(
      bitPattern: try ForeignCode.canonical(takeCode(bitCount: bitCount), bitCount: bitCount, at: start, field: field))
  }
}

// The bits of a leaf that is written.
extension ForeignWriter {
  /// An enum or flags.
  public static func code<Value: CodedValue>(of value: Value, field: FieldName? = nil) throws(EncodeError) -> UInt64 {
    do throws(EncodeError) {
      return try value.code()
    } catch {
      throw field.map { error.within($0) } ?? error
    }
  }

  /// `int(a...b)`.
  public static func code<Value: FixedWidthInteger>(
    _ value: Value, in range: ClosedRange<Value>, field: FieldName? = nil
  ) throws(EncodeError) -> UInt64 {
    guard range.contains(value) else { throw failure(.outOfRange, field: field) }
    return UInt64(truncatingIfNeeded: value) &- UInt64(truncatingIfNeeded: range.lowerBound)
  }

  /// `fixed(a...b, step: s)`.
  public static func code(
    _ value: Double, on grid: QuantisedRange, field: FieldName? = nil
  ) throws(EncodeError) -> UInt64 {
    guard value.isFinite else { throw failure(.notFinite, field: field) }
    guard let code = grid.code(of: value) else { throw failure(.outOfRange, field: field) }
    return code
  }

  /// `f16`, `f32`.
  public static func code(real value: Float, bitCount: Int) -> UInt64 {
    bitCount == 16 ? UInt64(RealBits.half(value)) : UInt64(value.wireBits)
  }

  /// `f64`.
  public static func code(real value: Double, bitCount: Int) -> UInt64 { value.wireBits }

  @inline(never)
  @usableFromInline
  static func failure(_ reason: EncodeError.Reason, field: FieldName?) -> EncodeError {
    let error = EncodeError(reason)
    return field.map { error.within($0) } ?? error
  }

  /// `varint`.
  public mutating func putVarint(_ value: UInt64, isSigned: Bool, _ order: WireOrder) throws(EncodeError) {
    var rest = value
    while true {
      try reserve(bitCount: 8)
      putCode(rest & 0x7F | (rest > 0x7F ? 0x80 : 0), bitCount: 8, order)
      rest >>= 7
      if rest == 0 { return }
    }
  }

  /// `varint(signed)`.
  public mutating func putVarint(_ value: Int64, isSigned: Bool, _ order: WireOrder) throws(EncodeError) {
    try putVarint(UInt64(bitPattern: value << 1 ^ value >> 63), isSigned: false, order)
  }
}
