extension BitWriter {
  /// The difference between two codes, as the model of its slot expects it (`docs/language.md`, "Difference codes").
  ///
  ///     sparse   1 where there is one │ ones │ 0 │ low bits         at most 41 bits
  ///     dense                           ones │ 0 │ low bits
  ///     escape   1 where it is sparse │ 8 ones   │ the code         for what would need 8 ones or more
  @inline(never)
  public mutating func put(
    difference code: UInt64, from baseline: UInt64, coding: DifferenceCoding, slot: Int, state: inout DeltaState
  ) throws(EncodeError) {
    var model = state.model(slot, for: coding)
    let folded = coding.folded(code, from: baseline)
    let parameter = model.parameter
    let sparseBitCount: UInt64 = model.isSparse ? 1 : 0
    if folded < sparseBitCount {
      try reserve(bitCount: 1)
      put(0, bitCount: 1)
    } else {
      let value = folded &- sparseBitCount
      let ones = value &>> parameter
      if ones < 8 {
        let prefixBitCount = ones &+ sparseBitCount
        let low = value & ((1 &<< parameter) &- 1)
        let word = (1 &<< prefixBitCount) &- 1 | low &<< (prefixBitCount &+ 1)
        let bitCount = Int(truncatingIfNeeded: prefixBitCount &+ 1 &+ parameter)
        try reserve(bitCount: bitCount)
        put(word, bitCount: bitCount)
      } else {
        let prefixBitCount = Int(truncatingIfNeeded: 8 &+ sparseBitCount)
        try reserve(bitCount: prefixBitCount &+ coding.bitCount)
        put(sparseBitCount == 1 ? 0x1FF : 0xFF, bitCount: prefixBitCount)
        put(code, bitCount: coding.bitCount)
      }
    }
    model.count(folded, parameter: parameter)
    state.models[slot & 63] = model
  }

  /// The difference of a quantised real: values that are equal have equal codes.
  @inlinable
  public mutating func put(
    difference value: Double, from baseline: Double, in range: QuantisedRange, coding: DifferenceCoding, slot: Int,
    state: inout DeltaState, field: StaticString
  ) throws(EncodeError) {
    if value == baseline { return try put(difference: 0, from: 0, coding: coding, slot: slot, state: &state) }
    let code = try code(value, in: range, field: field)
    try put(
      difference: code, from: self.code(baseline, in: range, field: field), coding: coding, slot: slot, state: &state)
  }
}
