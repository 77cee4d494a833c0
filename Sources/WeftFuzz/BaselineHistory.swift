import WeftDynamic
import WeftSchema

/// The states that a delta form's baseline is predicted from, as an input's knob says: the baseline and, with some knobs, older ones,
/// each of which differs from the next as states of following ticks do.
///
///     knob 0          the baseline stays as it is
///     bits 0 ..< 6    how many ticks ago the newest was; 62 is 1,023, the most that lines are drawn through, and 63 is 1,100
///     bits 6 ..< 8    how many older ones there are, two at most; bits 0 ..< 2 and 2 ..< 4 say how much older
struct BaselineHistory {
  private let codec: DynamicCodec
  private var random: RandomValue

  init(_ codec: DynamicCodec) {
    self.codec = codec
    random = RandomValue(codec, seed: 0)
  }

  /// - Returns: The newest first, one to three; fewer than the knob says where chance finds no other state.
  mutating func states(of baseline: Value, _ definition: DefinitionID, knob: UInt8) -> [AgedBaseline] {
    let ticks = Int(knob & 63)
    var states = [AgedBaseline(baseline, age: ticks == 63 ? 1100 : ticks == 62 ? 1023 : max(1, ticks))]
    random.reseed(UInt64(knob))
    for shift in [0, 2].prefix(Int(knob >> 6)) as ArraySlice<UInt8> {
      guard let newest = states.last, let older = random.change(of: newest.value),
        let value = try? codec.decoded(definition, from: older.bytes)
      else { break }
      states.append(AgedBaseline(value, age: newest.age + 1 + Int(knob >> shift & 3)))
    }
    return states
  }
}
