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
  @inline(__always)
  public mutating func readDifference(
    from baseline: Double, in range: QuantisedRange, coding: DifferenceCoding, slot: Int, state: inout DeltaState,
    field: FieldName
  ) throws(DecodeError) -> Double {
    let start = position
    let folded = try readFolded(start: coding.start, slot: slot, state: &state)
    if folded == 0 { return baseline }
    let old = range.nearbyCode(of: baseline)
    if let old, let code = coding.code(at: folded, from: old) { return range.value(of: code) }
    let escaped = try readFarCode(
      folded, from: old ?? 0, coding: coding, slot: slot, state: &state, at: start, field: field)
    return range.value(of: escaped)
  }

  /// The difference of two codes.
  @inlinable
  @inline(__always)
  mutating func readDifference(
    from baseline: UInt64, coding: DifferenceCoding, slot: Int, state: inout DeltaState, field: FieldName
  ) throws(DecodeError) -> UInt64 {
    let start = position
    let folded = try readFolded(start: coding.start, slot: slot, state: &state)
    if folded == 0 { return baseline }
    if let code = coding.code(at: folded, from: baseline) { return code }
    return try readFarCode(folded, from: baseline, coding: coding, slot: slot, state: &state, at: start, field: field)
  }
}

extension BitReader {
  /// What ``readFolded(start:slot:state:)`` gives for an escape, which no difference reaches.
  @inlinable
  static var escape: UInt64 { .max }

  /// Reads what ``BitWriter/put(folded:code:start:slot:state:)`` puts, but for the code behind an escape: each bit of the prefix is a
  /// run, and the place in the step is one.
  ///
  /// - Returns: The folded difference, below 2^62, or ``escape``, which the model has not counted yet.
  @inline(never)
  @usableFromInline
  mutating func readFolded(
    start: DifferenceStart, slot: Int, state: inout DeltaState
  ) throws(DecodeError) -> UInt64 {
    let index = state.modelIndex(of: slot)
    var model = state.model(at: index, else: start.model)
    let sparseBitCount = model.sparseBitCount
    let word = nextWord
    let prefixBitCount = (~word).trailingZeroBitCount
    if prefixBitCount < sparseBitCount {
      try skipPrefix(bitCount: 1)
      model.countNone()
      state.keep(model, at: index)
      state.previous = 0
      return 0
    }
    let step = prefixBitCount &- sparseBitCount
    guard step < 8 else {
      try skipPrefix(bitCount: 8 &+ sparseBitCount)
      return Self.escape
    }
    // The zero behind the ones and the place in the step are in the word as well: 47 bits at most.
    let placeBitCount = model.parameter &+ max(step &- 1, 0)
    let bitCount = prefixBitCount &+ 1 &+ placeBitCount
    guard bitCount <= limit &- position else {
      try skipPrefix(bitCount: prefixBitCount &+ 1)
      try truncated(bitCount: placeBitCount)
    }
    position &+= bitCount
    let first: UInt64 = 1 &<< UInt64(truncatingIfNeeded: placeBitCount)
    let place = word &>> UInt64(truncatingIfNeeded: prefixBitCount &+ 1) & (first &- 1)
    let folded = (step == 0 ? place : place | first) &+ UInt64(truncatingIfNeeded: sparseBitCount)
    model.count(differs: folded != 0, step: step)
    state.keep(model, at: index)
    state.previous = folded
    return folded
  }

  /// What has no short code or leaves the range: the code behind an escape, which is counted here, or an error.
  @inline(never)
  @usableFromInline
  mutating func readFarCode(
    _ folded: UInt64, from baseline: UInt64, coding: DifferenceCoding, slot: Int, state: inout DeltaState, at start: Int,
    field: FieldName
  ) throws(DecodeError) -> UInt64 {
    guard folded == Self.escape else { try Self.fail(.differenceOutOfRange, at: start, field: field) }
    let code = try run(bitCount: coding.bitCount).wide(count: coding.bitCount)
    guard code <= coding.maximumCode else {
      try Self.fail(.codeAboveMaximum(found: code, maximum: coding.maximumCode), at: start, field: field)
    }
    let index = state.modelIndex(of: slot)
    var model = state.model(at: index, else: coding.start.model)
    let folded = coding.wideFolded(code ^ coding.signBit, from: baseline ^ coding.signBit)
    let sparse = UInt64(truncatingIfNeeded: model.sparseBitCount)
    guard folded >= sparse, DifferenceModel.step(of: folded &- sparse, parameter: model.parameter) >= 8 else {
      try Self.fail(.unneededEscape, at: start, field: field)
    }
    model.count(differs: true, step: 8)
    state.keep(model, at: index)
    state.previous = folded
    return code
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
