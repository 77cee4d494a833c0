extension BitWriter {
  /// The difference between two codes, as the model of its slot expects it (`docs/language.md`, "Difference codes").
  ///
  ///     sparse   1 where there is one │ ones │ 0 │ the place in the step      at most 47 bits
  ///     dense                           ones │ 0 │ the place in the step
  ///     escape   1 where it is sparse │ 8 ones   │ the code                   for what lies behind the last step
  @inline(never)
  public mutating func put(
    difference code: UInt64, from baseline: UInt64, coding: DifferenceCoding, slot: Int, state: inout DeltaState
  ) throws(EncodeError) {
    let index = state.modelIndex(of: slot)
    var model = state.model(at: index, for: coding)
    let folded = coding.folded(code, from: baseline)
    let sparseBitCount = model.isSparse ? 1 : 0
    var step: Int?
    if folded == 0 && model.isSparse {
      try put(bit: false)
    } else {
      let value = folded &- UInt64(truncatingIfNeeded: sparseBitCount)
      let parameter = model.parameter
      let ones = 64 &- (value &>> UInt64(truncatingIfNeeded: parameter)).leadingZeroBitCount
      if ones < 8 {
        let prefixBitCount = sparseBitCount &+ ones
        let placeBitCount = parameter &+ max(ones &- 1, 0)
        let place = value & ((1 &<< UInt64(truncatingIfNeeded: placeBitCount)) &- 1)
        let prefix: UInt64 = (1 &<< UInt64(truncatingIfNeeded: prefixBitCount)) &- 1
        let bitCount = prefixBitCount &+ 1 &+ placeBitCount
        try reserve(bitCount: bitCount)
        put(prefix | place &<< UInt64(truncatingIfNeeded: prefixBitCount &+ 1), bitCount: bitCount)
        step = ones
      } else {
        try reserve(bitCount: sparseBitCount &+ 8 &+ coding.bitCount)
        put(sparseBitCount == 1 ? 0x1FF : 0xFF, bitCount: sparseBitCount &+ 8)
        put(code, bitCount: coding.bitCount)
        step = 8
      }
    }
    model.count(differs: folded != 0, step: step)
    state.keep(model, at: index)
    state.previous = folded
  }

  /// The difference of a quantised real: values that are equal have equal codes.
  @inlinable
  public mutating func put(
    difference value: Double, from baseline: Double, in range: QuantisedRange, coding: DifferenceCoding, slot: Int,
    state: inout DeltaState, field: FieldName
  ) throws(EncodeError) {
    if value == baseline { return try put(difference: 0, from: 0, coding: coding, slot: slot, state: &state) }
    let code = try code(value, in: range, field: field)
    try put(
      difference: code, from: self.code(baseline, in: range, field: field), coding: coding, slot: slot, state: &state)
  }
}
