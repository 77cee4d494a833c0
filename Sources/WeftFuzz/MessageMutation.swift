public import WeftDynamic
public import WeftSchema

/// Changes of a message that know its definition: fields, ranges, lengths, tags, presence, elements, cases, padding, deltas.
///
/// What comes out is valid (an edit of the value, encoded again), nearly valid (a code, a count, a tag or a bit of what was encoded,
/// changed in place) or wild (bytes changed whatever they mean). The same seed makes the same change.
public struct MessageMutation {
  let codec: DynamicCodec
  var random: RandomValue
  private var tree = ValueTree()
  private var history: BaselineHistory

  /// - Parameters:
  ///   - attemptLimit: How often a fresh value is tried; `nil`: often enough that most foreign definitions get one.
  ///   - largeCount: The most elements and bytes that a list, a byte string or a text is given on a rare occasion.
  public init(_ codec: DynamicCodec, attemptLimit: Int? = nil, largeCount: Int = 1 << 12) {
    self.codec = codec
    random = RandomValue(codec, seed: 0)
    random.attemptLimit = attemptLimit
    random.largeCount = largeCount
    history = BaselineHistory(codec)
  }

  /// A random value; no bytes where chance finds none.
  public mutating func fresh(_ definition: DefinitionID, _ arguments: Arguments, seed: UInt64) -> [UInt8] {
    random.reseed(seed)
    return random.next(definition, arguments: arguments)?.bytes ?? []
  }

  /// - Parameter donor: another message of the definition, of which parts may be taken over.
  public mutating func mutate(
    _ bytes: [UInt8], as definition: DefinitionID, _ arguments: Arguments = Arguments(), donor: [UInt8]? = nil, seed: UInt64
  ) -> [UInt8] {
    var generator = SplitMix64(seed: seed)
    // Larger inputs than any value has are taken apart no better than bytes are.
    guard bytes.count < 1 << 16 else { return wild(bytes, donor, &generator) }
    switch generator.below(10) {
    case 0:
      let fresh = fresh(definition, arguments, seed: generator.next())
      return fresh.isEmpty ? wild(bytes, donor, &generator) : fresh
    case 1..<6:
      return edited(bytes, definition, arguments, donor, &generator) ?? nearlyValid(bytes, definition, arguments, &generator)
    case 6..<9: return nearlyValid(bytes, definition, arguments, &generator)
    default: return wild(bytes, donor, &generator)
    }
  }

  // MARK: Full forms

  private mutating func edited(
    _ bytes: [UInt8], _ definition: DefinitionID, _ arguments: Arguments, _ donor: [UInt8]?, _ generator: inout SplitMix64
  ) -> [UInt8]? {
    // What cannot be read in full has no value to edit.
    guard let value = try? codec.decoded(definition, from: bytes, options: .inspecting, arguments: arguments) else { return nil }
    random.reseed(generator.next())
    if !codec.isForeign(definition), generator.chance(1, in: 3) { return random.change(of: value)?.bytes }
    let donor = donor.flatMap { try? codec.decoded(definition, from: $0, options: .inspecting, arguments: arguments) }
    return random.edit(of: value, donor: donor, arguments: arguments)
  }

  private mutating func nearlyValid(
    _ bytes: [UInt8], _ definition: DefinitionID, _ arguments: Arguments, _ generator: inout SplitMix64
  ) -> [UInt8] {
    codec.decode(definition, from: bytes, into: &tree, options: .inspecting, arguments: arguments)
    let spots = WireSpots(tree, of: definition, in: codec).spots
    return BitPatch(bytes).changed(at: spots, valueBitCount: tree.failure == nil ? tree.bitCount : nil, &generator)
  }

  private func wild(_ bytes: [UInt8], _ donor: [UInt8]?, _ generator: inout SplitMix64) -> [UInt8] {
    var mutation = ByteMutation(seed: generator.next())
    if let donor, generator.chance(1, in: 2) { return mutation.crossOver(bytes, donor, maximumByteCount: 1 << 16) }
    return mutation.mutate(bytes, maximumByteCount: 1 << 16)
  }

  // MARK: Delta forms

  /// A change of the baseline, told from it.
  ///
  /// - Parameters:
  ///   - knob: How the baseline is moved by prediction (`BaselineHistory`), 0 for not at all.
  ///   - isSmall: One place is changed.
  /// - Returns: `nil` where the baseline is no value.
  public mutating func delta(
    _ definition: DefinitionID, baseline: [UInt8], knob: UInt8, seed: UInt64, isSmall: Bool = false
  ) -> [UInt8]? {
    guard let baseline = self.baseline(definition, baseline, knob: knob) else { return nil }
    random.reseed(seed)
    guard let next = isSmall ? random.edit(of: baseline) : random.change(of: baseline)?.bytes,
      let value = try? codec.decoded(definition, from: next)
    else { return nil }
    return try? codec.encoded(definition, value, against: baseline)
  }

  /// A delta form of a change of what it leads to, or with bits of it changed in place.
  public mutating func mutate(
    delta bytes: [UInt8], of definition: DefinitionID, baseline: [UInt8], knob: UInt8, seed: UInt64
  ) -> [UInt8] {
    var generator = SplitMix64(seed: seed)
    guard let baseline = self.baseline(definition, baseline, knob: knob), !generator.chance(1, in: 8) else {
      return wild(bytes, nil, &generator)
    }
    let decoded = codec.decoded(definition, from: bytes, against: baseline)
    if decoded.failure == nil, let value = decoded.value, generator.chance(1, in: 2) {
      random.reseed(generator.next())
      if let next = random.change(of: value), let value = try? codec.decoded(definition, from: next.bytes),
        let delta = try? codec.encoded(definition, value, against: baseline)
      {
        return delta
      }
    }
    let spots = decoded.parts.map { WireSpot(bitRange: $0.bitRange) }
    return BitPatch(bytes).changed(at: spots, valueBitCount: decoded.failure == nil ? decoded.tree.bitCount : nil, &generator)
  }

  /// The value that a delta form leads to, in full; told from that, it says again what is there already.
  ///
  /// - Returns: `nil` where it leads to none.
  public mutating func target(of delta: [UInt8], _ definition: DefinitionID, baseline: [UInt8], knob: UInt8) -> [UInt8]? {
    guard let baseline = self.baseline(definition, baseline, knob: knob) else { return nil }
    let decoded = codec.decoded(definition, from: delta, against: baseline)
    // What failed has a part of a value.
    return decoded.failure == nil ? decoded.value.flatMap { try? codec.fullForm(of: $0) } : nil
  }

  /// What a delta form says, as far as it decodes; `nil` where the baseline is no value.
  mutating func decoded(delta input: HarnessInput, _ definition: DefinitionID) -> DecodedDelta? {
    guard let baseline = baseline(definition, input.baseline, knob: input.knob) else { return nil }
    return codec.decoded(definition, from: input.message, against: baseline)
  }

  /// The bits of a delta form that say one thing each.
  mutating func spots(of delta: [UInt8], _ definition: DefinitionID, baseline: [UInt8], knob: UInt8) -> [WireSpot] {
    guard let baseline = self.baseline(definition, baseline, knob: knob) else { return [] }
    return codec.decoded(definition, from: delta, against: baseline).parts.map { part in
      var spot = WireSpot(bitRange: part.bitRange)
      if case .tag = part.kind, part.bitRange.count <= 16 { spot.maximumCode = 1 << UInt64(part.bitRange.count) - 1 }
      return spot
    }
  }

  private mutating func baseline(_ definition: DefinitionID, _ bytes: [UInt8], knob: UInt8) -> Value? {
    guard let baseline = try? codec.decoded(definition, from: bytes) else { return nil }
    return knob == 0 ? baseline : codec.predicted(from: history.states(of: baseline, definition, knob: knob))
  }
}

extension DynamicCodec {
  func isForeign(_ definition: DefinitionID) -> Bool {
    if case .record(let record) = schema[definition].body { record.foreign != nil } else { false }
  }
}
