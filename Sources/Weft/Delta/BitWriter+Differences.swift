extension BitWriter {
  /// The difference between two codes, as the model of its slot expects it (`docs/language.md`, "Difference codes").
  @inlinable
  @inline(__always)
  public mutating func put(
    difference code: UInt64, from baseline: UInt64, coding: DifferenceCoding, slot: Int, state: inout DeltaState
  ) throws(EncodeError) {
    let folded = coding.folded(code, from: baseline)
    try put(folded: folded, code: code, start: coding.start, slot: slot, state: &state)
  }

  /// The difference of a quantised real: values that are equal have equal codes.
  @inlinable
  @inline(__always)
  public mutating func put(
    difference value: Double, from baseline: Double, in range: QuantisedRange, coding: DifferenceCoding, slot: Int,
    state: inout DeltaState, field: FieldName
  ) throws(EncodeError) {
    var (code, folded): (UInt64, UInt64) = (0, 0)
    if value != baseline {
      guard let new = range.nearbyCode(of: value), let old = range.nearbyCode(of: baseline) else {
        try EncodeError.failOffGrid(range.nearbyCode(of: value) == nil ? value : baseline, field: field)
      }
      (code, folded) = (new, coding.folded(new, from: old))
    }
    try put(folded: folded, code: code, start: coding.start, slot: slot, state: &state)
  }

  /// A folded difference, and the code that it leads to.
  ///
  ///     sparse   1 where there is one │ ones │ 0 │ the place in the step      at most 47 bits
  ///     dense                           ones │ 0 │ the place in the step
  ///     escape   1 where it is sparse │ 8 ones   │ the code                   for what lies behind the last step
  ///
  /// One function for all fields, with as many arguments as there are registers for.
  @inline(never)
  @usableFromInline
  mutating func put(
    folded: UInt64, code: UInt64, start: DifferenceStart, slot: Int, state: inout DeltaState
  ) throws(EncodeError) {
    let index = state.modelIndex(of: slot)
    var model = state.model(at: index, else: start.model)
    state.previous = folded
    let sparseBitCount = model.sparseBitCount
    guard folded >= UInt64(truncatingIfNeeded: sparseBitCount) else {
      model.countNone()
      state.keep(model, at: index)
      return try put(bit: false)
    }
    let value = folded &- UInt64(truncatingIfNeeded: sparseBitCount)
    let parameter = model.parameter
    let step = DifferenceModel.step(of: value, parameter: parameter)
    guard step < 8 else {
      model.count(differs: true, step: 8)
      state.keep(model, at: index)
      return try put(escape: code, bitCount: start.bitCount, sparseBitCount: sparseBitCount)
    }
    let prefixBitCount = sparseBitCount &+ step
    let placeBitCount = parameter &+ max(step &- 1, 0)
    let place = value & ~(UInt64.max &<< UInt64(truncatingIfNeeded: placeBitCount))
    let prefix = ~(UInt64.max &<< UInt64(truncatingIfNeeded: prefixBitCount))
    let bitCount = prefixBitCount &+ 1 &+ placeBitCount
    model.count(differs: folded != 0, step: step)
    state.keep(model, at: index)
    try reserve(bitCount: bitCount)
    put(prefix | place &<< UInt64(truncatingIfNeeded: prefixBitCount &+ 1), bitCount: bitCount)
  }

  @inline(never)
  private mutating func put(escape code: UInt64, bitCount: Int, sparseBitCount: Int) throws(EncodeError) {
    try reserve(bitCount: sparseBitCount &+ 8 &+ bitCount)
    put(sparseBitCount == 1 ? 0x1FF : 0xFF, bitCount: sparseBitCount &+ 8)
    put(code, bitCount: bitCount)
  }
}
