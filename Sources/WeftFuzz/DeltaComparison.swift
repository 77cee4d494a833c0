public import Weft
public import WeftDynamic
public import WeftSchema

/// Both codecs on the delta forms of one definition against one baseline.
public struct DeltaComparison<Generated: DeltaCodable> {
  let codec: DynamicCodec
  let definition: DefinitionID
  let baseline: Generated
  let dynamicBaseline: Value

  /// The baseline in both codecs: one value.
  public init(_ codec: DynamicCodec, _ definition: DefinitionID, generated: Generated, dynamic: Value) {
    self.codec = codec
    self.definition = definition
    baseline = generated
    dynamicBaseline = dynamic
  }

  /// What differs on these bytes: accept or reject, the error, the value in full, the bytes that it is told in again.
  ///
  /// - Parameters:
  ///   - expected: The value in full, where it is known.
  ///   - onAccepted: Called where both accept.
  public func difference(_ bytes: [UInt8], expected: [UInt8]? = nil, onAccepted: () -> Void = {}) -> String? {
    let dynamic = codec.decoded(definition, from: bytes, against: dynamicBaseline)
    let generated: Generated
    do throws(DecodeError) {
      generated = try Generated(decoding: bytes, against: baseline)
    } catch {
      let failure = DecodeFailure(error.reason, at: error.bitOffset, path: error.path.description)
      if dynamic.failure == failure, expected == nil { return nil }
      return "generated \(failure), dynamic \(dynamic.failure.map { "\($0)" } ?? dynamic.value?.json ?? "")"
    }
    if let failure = dynamic.failure { return "only the dynamic codec says \(failure)" }
    onAccepted()
    guard let value = dynamic.value else { return "no value" }
    do {
      let full = try generated.encoded()
      if try codec.fullForm(of: value) != full { return "generated \(full), dynamic \(value.json)" }
      if let expected, full != expected { return "decodes to \(value.json)" }
      // One value and baseline, one byte string.
      let again = try generated.encoded(against: baseline)
      if again != bytes { return "generated code re-encodes to \(again)" }
      let dynamicAgain = try codec.encoded(definition, value, against: dynamicBaseline)
      return dynamicAgain == bytes ? nil : "the dynamic codec re-encodes to \(dynamicAgain)"
    } catch {
      return "\(error) from \(value.json)"
    }
  }
}
