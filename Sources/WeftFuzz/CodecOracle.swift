import Weft
import WeftDynamic
import WeftSchema

/// What must hold of both codecs of one definition, in one form, whatever the bytes.
protocol CodecOracle: AnyObject {
  func finding(in input: HarnessInput, comparesValues: Bool) -> String?
}

/// The full form: accepted or rejected alike, with one error; what is accepted is one value and has one encoding.
final class FullFormOracle<Generated: GeneratedCodec>: CodecOracle {
  private let codec: DynamicCodec
  private let definition: DefinitionID
  private let arguments: (UInt8) -> Arguments
  private let generated: (ForeignArguments) -> Generated
  private let isCheckedWhenEncoding: Bool
  private var comparison: CodecComparison

  init(
    _ codec: DynamicCodec, _ definition: DefinitionID, arguments: @escaping (UInt8) -> Arguments,
    generated: @escaping (ForeignArguments) -> Generated
  ) {
    self.codec = codec
    self.definition = definition
    self.arguments = arguments
    self.generated = generated
    isCheckedWhenEncoding = codec.schema.isCheckedWhenEncoding(definition)
    comparison = CodecComparison(codec, definition)
  }

  func finding(in input: HarnessInput, comparesValues: Bool) -> String? {
    let arguments = arguments(input.knob)
    let foreign = ForeignArguments(arguments, of: definition, in: codec.schema)
    let generated = generated(foreign)
    // A check is skipped where an argument is missing: then generated code computes the value anew.
    comparison.isReencodedAlike = !foreign.values.contains(.bytes([]))
    let result = unsafe comparison.compare(generated, input.message.span.bytes, arguments: arguments)
    if let difference = result.difference { return difference }
    guard result.isAccepted, comparesValues else { return nil }
    do {
      let value = try unsafe generated.decode(input.message.span.bytes)
      if comparison.isReencodedAlike, let last = input.message.last {
        // Of all the bytes that may be too few, some.
        let byteCount = Int(last) * 7 % input.message.count
        if let difference = comparison.difference(of: value, generated, in: byteCount) { return difference }
        if isCheckedWhenEncoding {
          let wild = WildIntegers(generated, value)
          // Which ones, the bytes say.
          let mixed = input.message.reduce(0 as UInt32) { ($0 ^ UInt32($1)) &* 0x9E37_79B1 }
          for number in 0..<min(4, wild.fieldCount) {
            let (field, choice) = (Int(mixed >> 20) + number, UInt16(truncatingIfNeeded: mixed >> 4) &+ UInt16(number) &* 3)
            let difference = wild.difference(field: field, choice: choice, byteCount: input.message.count)
            if let difference { return difference }
          }
        }
      }
      let dynamic = try codec.decoded(definition, from: input.message, arguments: arguments)
      if let difference = difference(value, dynamic) { return difference }
      guard comparison.isReencodedAlike else { return nil }
      let json = dynamic.json
      let again = try codec.encoded(definition, json: Array(json.utf8), arguments: arguments)
      let isSame = unsafe comparison.isEncoding(input.message.span.bytes, again.span.bytes)
      return isSame ? nil : "becomes \(again) by way of \(json)"
    } catch {
      return "accepted, then not: \(error)"
    }
  }
}

/// The delta form against a baseline: the same, and it leads to a value whose full form says the same.
final class DeltaFormOracle<Generated: DeltaCodable>: CodecOracle {
  private let codec: DynamicCodec
  private let definition: DefinitionID
  private var history: BaselineHistory

  init(_ codec: DynamicCodec, _ definition: DefinitionID) {
    self.codec = codec
    self.definition = definition
    history = BaselineHistory(codec)
  }

  func finding(in input: HarnessInput, comparesValues: Bool) -> String? {
    guard let baseline = try? Generated(decoding: input.baseline),
      let dynamicBaseline = try? codec.decoded(definition, from: input.baseline)
    else { return nil }
    if input.knob == 0 {
      return DeltaComparison(codec, definition, generated: baseline, dynamic: dynamicBaseline).difference(input.message)
    }
    let states = history.states(of: dynamicBaseline, definition, knob: input.knob)
    guard let moved = codec.predicted(from: states) else {
      return "the dynamic codec predicts nothing from \(dynamicBaseline.json)"
    }
    do {
      let older = try states.dropFirst().map { try Generated(decoding: codec.fullForm(of: $0.value)) }
      let ages = states.map(\.age) + [0, 0]
      let generated = Generated.predicted(
        from: baseline, second: older.first, third: older.dropFirst().first,
        ages: BaselineAges(first: ages[0], second: ages[1], third: ages[2]))
      guard try generated.encoded() == codec.fullForm(of: moved) else {
        let text = states.map { "\($0.value.json), \($0.age) ticks ago" }
        return "from \(text): generated code predicts \(generated), the dynamic codec \(moved.json)"
      }
      return DeltaComparison(codec, definition, generated: generated, dynamic: moved).difference(input.message)
    } catch {
      return "\(error) where a baseline is predicted from \(states.map(\.value.json))"
    }
  }
}

extension DynamicCodec {
  /// The bytes of a value in full.
  func fullForm(of value: Value) throws -> [UInt8] {
    var tree = value.tree
    var output: [UInt8] = []
    try encode(&tree, decodedFrom: value.input, into: &output)
    return output
  }
}
