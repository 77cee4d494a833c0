extension BitReader {
  /// The difference of a `uN`, an `iN` in two's complement.
  ///
  /// - Throws: `codeAboveMaximum` and `unneededEscape` for an escape, `differenceOutOfRange`; at the first bit of the difference.
  @inlinable
  @inline(__always)
  public mutating func readDifference<Value: FixedWidthInteger>(
    from baseline: Value, coding: DifferenceCoding, slot: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> Value {
    let unused = UInt64(truncatingIfNeeded: 64 &- coding.bitCount)
    let start = (UInt64(truncatingIfNeeded: baseline) &<< unused) &>> unused
    let code = try readDifference(from: start, coding: coding, slot: slot, state: &state, field: field)
    guard coding.isSigned else { return Value(truncatingIfNeeded: code) }
    return Value(truncatingIfNeeded: Int64(bitPattern: code &<< unused) &>> Int64(bitPattern: unused))
  }

  /// The difference of an `int(a...b)`.
  @inlinable
  @inline(__always)
  public mutating func readDifference<Value: FixedWidthInteger>(
    from baseline: Value, in range: ClosedRange<Value>, coding: DifferenceCoding, slot: Int, state: inout DeltaState,
    field: FieldName
  ) throws(DecodeError) -> Value {
    let lower = UInt64(truncatingIfNeeded: range.lowerBound)
    let start = UInt64(truncatingIfNeeded: baseline) &- lower
    let code = try readDifference(from: start, coding: coding, slot: slot, state: &state, field: field)
    return Value(truncatingIfNeeded: code &+ lower)
  }

  /// The difference of a quantised real. Without one it is the baseline, whose code then does not matter.
  @inlinable
  public mutating func readDifference(
    from baseline: Double, in range: QuantisedRange, coding: DifferenceCoding, slot: Int, state: inout DeltaState,
    field: FieldName
  ) throws(DecodeError) -> Double {
    let start = position
    switch try readFolded(coding: coding, slot: slot, state: &state) {
    case .none: return baseline
    case .folded(let folded):
      guard let code = range.code(of: baseline), let code = coding.code(at: folded, from: code) else {
        try Self.fail(.differenceOutOfRange, at: start, field: field)
      }
      return range.value(of: code)
    case .escape(let code):
      let baseline = range.code(of: baseline) ?? 0
      try checkEscape(to: code, from: baseline, coding: coding, slot: slot, state: &state, at: start, field: field)
      return range.value(of: code)
    }
  }

  /// The difference of two codes.
  @inline(never)
  @usableFromInline
  mutating func readDifference(
    from baseline: UInt64, coding: DifferenceCoding, slot: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> UInt64 {
    let start = position
    switch try readFolded(coding: coding, slot: slot, state: &state) {
    case .none: return baseline
    case .folded(let folded):
      guard let code = coding.code(at: folded, from: baseline) else {
        try Self.fail(.differenceOutOfRange, at: start, field: field)
      }
      return code
    case .escape(let code):
      try checkEscape(to: code, from: baseline, coding: coding, slot: slot, state: &state, at: start, field: field)
      return code
    }
  }
}

/// What stands on the wire for a difference.
@frozen
@usableFromInline
enum CodedDifference {
  case none
  case folded(UInt64)
  /// The new code in full, which the model has not counted yet.
  case escape(UInt64)
}

extension BitReader {
  /// Reads what ``BitWriter/put(difference:from:coding:slot:state:)`` puts: each bit of the prefix is a run, the place in the
  /// step is one, and so is the code of an escape.
  @usableFromInline
  mutating func readFolded(
    coding: DifferenceCoding, slot: Int, state: inout DeltaState
  ) throws(DecodeError) -> CodedDifference {
    let index = state.modelIndex(of: slot)
    var model = state.model(at: index, for: coding)
    let sparseBitCount = model.isSparse ? 1 : 0
    let word = nextWord
    let prefixBitCount = (~word).trailingZeroBitCount
    if prefixBitCount < sparseBitCount {
      try skipPrefix(bitCount: 1)
      model.count(differs: false, step: nil)
      state.keep(model, at: index)
      state.previous = 0
      return .none
    }
    let ones = prefixBitCount &- sparseBitCount
    guard ones < 8 else {
      try skipPrefix(bitCount: 8 &+ sparseBitCount)
      return .escape(try run(bitCount: coding.bitCount).wide(count: coding.bitCount))
    }
    // The zero behind the ones and the place in the step are in the word as well: 47 bits at most.
    let placeBitCount = model.parameter &+ max(ones &- 1, 0)
    let bitCount = prefixBitCount &+ 1 &+ placeBitCount
    guard bitCount <= limit &- position else {
      try skipPrefix(bitCount: prefixBitCount &+ 1)
      try truncated(bitCount: placeBitCount)
    }
    position &+= bitCount
    let mask: UInt64 = (1 &<< UInt64(truncatingIfNeeded: placeBitCount)) &- 1
    let place = word &>> UInt64(truncatingIfNeeded: prefixBitCount &+ 1) & mask
    let value = ones == 0 ? place : place | (mask &+ 1)
    let folded = value &+ UInt64(truncatingIfNeeded: sparseBitCount)
    model.count(differs: folded != 0, step: ones)
    state.keep(model, at: index)
    state.previous = folded
    return folded == 0 ? .none : .folded(folded)
  }

  /// Ones and the zero behind them, each bit a run.
  @inline(__always)
  private mutating func skipPrefix(bitCount: Int) throws(DecodeError) {
    guard bitCount <= limit &- position else {
      position = limit
      try truncated(bitCount: 1)
    }
    position &+= bitCount
  }

  /// An escape is for what has no short code; it is counted here.
  @inline(never)
  @usableFromInline
  func checkEscape(
    to code: UInt64, from baseline: UInt64, coding: DifferenceCoding, slot: Int, state: inout DeltaState, at start: Int,
    field: FieldName
  ) throws(DecodeError) {
    guard code <= coding.maximumCode else {
      try Self.fail(.codeAboveMaximum(found: code, maximum: coding.maximumCode), at: start, field: field)
    }
    let index = state.modelIndex(of: slot)
    var model = state.model(at: index, for: coding)
    let folded = coding.folded(code, from: baseline)
    let sparse: UInt64 = model.isSparse ? 1 : 0
    guard folded >= sparse, (folded &- sparse) &>> UInt64(truncatingIfNeeded: model.parameter) >= 128 else {
      try Self.fail(.unneededEscape, at: start, field: field)
    }
    model.count(differs: true, step: 8)
    state.keep(model, at: index)
    state.previous = folded
  }

  /// The bits from the reader's place on, 57 of them at least; zeros, or what stands behind its limit, follow the last one.
  @inline(__always)
  var nextWord: UInt64 {
    let index = position >> 3
    let shift = UInt64(truncatingIfNeeded: position & 7)
    return index &+ 8 <= bytes.byteCount ? Self.load(bytes, at: index) &>> shift : lastWord &>> shift
  }

  /// The same, from the byte in which the reader stands, where fewer than eight bytes are left.
  @inline(never)
  private var lastWord: UInt64 {
    let index = position >> 3
    let missing = index &+ 8 &- bytes.byteCount
    guard missing < 8 else { return 0 }
    if bytes.byteCount < 8 { return Self.head(of: bytes) &>> UInt64(truncatingIfNeeded: index &* 8) }
    return Self.load(bytes, at: bytes.byteCount &- 8) &>> UInt64(truncatingIfNeeded: missing &* 8)
  }

  @inline(never)
  @usableFromInline
  static func fail(_ reason: DecodeError.Reason, at bitOffset: Int, field: FieldName) throws(DecodeError) -> Never {
    throw DecodeError(reason, at: bitOffset).within(field)
  }
}

extension BitRun {
  /// All of a run of up to 64 bits.
  @inline(__always)
  fileprivate func wide(count: Int) -> UInt64 { count > 50 ? wideBits(at: 0, count: count) : bits(at: 0, count: count) }
}
