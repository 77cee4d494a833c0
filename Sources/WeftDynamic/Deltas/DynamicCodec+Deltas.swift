public import WeftSchema

extension DynamicCodec {
  /// Decodes the delta form of a value of `definition` against `baseline` (`docs/language.md`, "Deltas").
  ///
  /// It accepts and rejects exactly what the generated `init(decoding:against:)` does, with the same reason, bit and path.
  /// - Parameter baseline: a value of the same definition that has an encoding; `predicted` where the sender moved it.
  public func decoded(
    _ definition: DefinitionID, from input: [UInt8], against baseline: Value
  ) -> DecodedDelta {
    var decoder = DeltaDecoder(self, input: input, baseline: baseline)
    return decoder.decode(program.definitionTypes[definition.index])
  }

  /// The delta form of a value of `definition` against `baseline`.
  public func encoded(
    _ definition: DefinitionID, _ value: Value, against baseline: Value
  ) throws(EncodeFailure) -> [UInt8] {
    var encoder = DeltaEncoder(self, value: value, baseline: baseline)
    return try encoder.encode(program.definitionTypes[definition.index])
  }
}
