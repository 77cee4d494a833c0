import Weft
import WeftDynamic
import WeftFuzz
import WeftSchema

extension Agreement {
  /// Whether the schema gives the definition a delta form of its own.
  public var hasDelta: Bool {
    guard case .record = codec.schema[definition].body else { return false }
    return codec.schema[definition].hasDelta
  }

  /// Generated ≡ dynamic for the delta forms of random values that follow each other: the same bytes, law 11, the same
  /// predictions, and on flips and truncations the same accept or reject with the same error.
  public func compareDeltas(pairCount: Int, seed: UInt64, maximumFlipCount: Int = .max) -> Tally {
    guard case .native(let type) = type, let type = type as? any DeltaCodable.Type else {
      var tally = Tally()
      tally.note("\(name): the generated type has no delta form")
      return tally
    }
    return compareDeltas(type, pairCount, seed, maximumFlipCount)
  }

  private func compareDeltas<Generated: DeltaCodable>(
    _ type: Generated.Type, _ pairCount: Int, _ seed: UInt64, _ maximumFlipCount: Int
  ) -> Tally {
    var random = RandomValue(codec, seed: seed)
    var dice = Dice(state: seed)
    var tally = Tally()
    for number in 0..<pairCount {
      do {
        guard let states = try states(Generated.self, &random, &dice) else {
          tally.note("\(name), seed \(seed), pair \(number): no random value")
          return tally
        }
        tally.valueCount += 1
        let pair = try DeltaPair<Generated>(codec, definition, states, &dice)
        if let difference = try pair.difference(maximumFlipCount: maximumFlipCount, &tally) {
          tally.note("\(name), seed \(seed), pair \(number): \(difference)\n\(pair.text)")
        }
      } catch {
        tally.note("\(name), seed \(seed), pair \(number): \(error)")
      }
    }
    do {
      for _ in 0..<min(pairCount, 4) {
        for states in try statesOfSingleFields(Generated.self, &random) {
          let pair = try DeltaPair<Generated>(codec, definition, states, &dice)
          if let difference = try pair.difference(maximumFlipCount: min(maximumFlipCount, 24), &tally) {
            tally.note("\(name), seed \(seed), one field: \(difference)\n\(pair.text)")
          }
        }
      }
    } catch {
      tally.note("\(name), seed \(seed), one field: \(error)")
    }
    return tally
  }

  /// A value, and for each of its fields one that differs in that field only: what one field, or its bit in the head, says by itself.
  private func statesOfSingleFields<Generated: DeltaCodable>(
    _ type: Generated.Type, _ random: inout RandomValue
  ) throws -> [[DeltaSide<Generated>]] {
    guard let first = random.next(definition), let second = random.next(definition) else { return [] }
    let base = try DeltaSide<Generated>(codec, definition, first.bytes)
    let other = try codec.decoded(definition, from: second.bytes)
    guard case .record(let members) = try DynamicValue(json: Array(base.dynamic.json.utf8)).content,
      case .record(let others) = try DynamicValue(json: Array(other.json.utf8)).content
    else { return [] }
    return try Set(members.map(\.name) + others.map(\.name)).sorted().compactMap { name in
      let mixed = members.filter { $0.name != name } + others.filter { $0.name == name }
      // Not every mixture is a value: of two bounds on one extension, say.
      guard let bytes = try? codec.encoded(definition, DynamicValue(.record(mixed))) else { return nil }
      return [try DeltaSide(codec, definition, bytes), base]
    }
  }

  /// Two to four values, each a change of the one before; the newest first.
  private func states<Generated: DeltaCodable>(
    _ type: Generated.Type, _ random: inout RandomValue, _ dice: inout Dice
  ) throws -> [DeltaSide<Generated>]? {
    guard let first = random.next(definition) else { return nil }
    var states = [try DeltaSide<Generated>(codec, definition, first.bytes)]
    for _ in 0...dice.below(3) {
      let next = dice.below(12) == 0 ? random.next(definition) : random.change(of: states[0].dynamic)
      guard let next else { return nil }
      states.insert(try DeltaSide(codec, definition, next.bytes), at: 0)
    }
    return states
  }
}

/// One value in both codecs.
struct DeltaSide<Generated: DeltaCodable> {
  var generated: Generated
  var dynamic: Value
  /// In full.
  var bytes: [UInt8]

  init(_ codec: DynamicCodec, _ definition: DefinitionID, _ bytes: [UInt8]) throws {
    generated = try Generated(decoding: bytes)
    dynamic = try codec.decoded(definition, from: bytes)
    self.bytes = bytes
  }
}

/// A value and the baseline that it is told from.
struct DeltaPair<Generated: DeltaCodable> {
  let codec: DynamicCodec
  let definition: DefinitionID
  let new: DeltaSide<Generated>
  let history: [DeltaSide<Generated>]
  let ages: BaselineAges
  var old: DeltaSide<Generated>

  init(
    _ codec: DynamicCodec, _ definition: DefinitionID, _ states: [DeltaSide<Generated>], _ dice: inout Dice
  ) throws {
    self.codec = codec
    self.definition = definition
    new = states[0]
    history = Array(states.dropFirst())
    ages = dice.ages()
    old = states[1]
    if dice.below(2) == 0 { old = try predicted() }
  }

  var text: String {
    "against \(old.dynamic.json)\nthe value \(new.dynamic.json)\nages \(ages), history \(history.map(\.dynamic.json))"
  }

  // MARK: Prediction

  private func predicted() throws -> DeltaSide<Generated> {
    var state = old
    state.generated = Generated.predicted(
      from: history[0].generated, second: history.count > 1 ? history[1].generated : nil,
      third: history.count > 2 ? history[2].generated : nil, ages: ages)
    let aged = zip(history, [ages.first, ages.second, ages.third]).map { AgedBaseline($0.dynamic, age: $1) }
    state.dynamic = codec.predicted(from: aged) ?? state.dynamic
    state.bytes = try state.generated.encoded()
    let bytes = try encoded(state.dynamic)
    guard bytes == state.bytes else {
      throw Difference("generated code predicts \(state.bytes), the dynamic codec \(state.dynamic.json)")
    }
    return state
  }

  private func encoded(_ value: Value) throws -> [UInt8] {
    var tree = value.tree
    var output: [UInt8] = []
    try codec.encode(&tree, decodedFrom: value.input, into: &output)
    return output
  }

  // MARK: Deltas

  struct Difference: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
  }

  func difference(maximumFlipCount: Int, _ tally: inout Tally) throws -> String? {
    let generated = try new.generated.encoded(against: old.generated)
    let dynamic = try codec.encoded(definition, new.dynamic, against: old.dynamic)
    guard generated == dynamic else { return "generated code encodes \(generated), the dynamic codec \(dynamic)" }
    // Equal states take the least there is.
    if (dynamic == [0]) != (new.bytes == old.bytes) { return "\(dynamic) for \(new.bytes) against \(old.bytes)" }
    if let difference = compare(dynamic, expected: new.bytes, &tally) { return "all of \(dynamic): \(difference)" }
    // Against the value that it leads to, what it calls changed has not: an error at that field.
    let same = DeltaComparison(codec, definition, generated: new.generated, dynamic: new.dynamic)
    if let difference = same.difference(dynamic) { return "\(dynamic) against what it leads to: \(difference)" }
    return changes(of: dynamic, maximumFlipCount, &tally)
  }

  private func changes(of delta: [UInt8], _ maximumFlipCount: Int, _ tally: inout Tally) -> String? {
    var bytes = delta
    let bitCount = delta.count * 8
    tally.bitCount += bitCount
    let step = max(1, bitCount / maximumFlipCount + (bitCount % maximumFlipCount == 0 ? 0 : 1))
    for bit in stride(from: tally.valueCount % step, to: bitCount, by: step) {
      bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
      if let difference = compare(bytes, &tally) { return "bit \(bit) of \(delta): \(difference)" }
      bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
      tally.flipCount += 1
    }
    for count in stride(from: delta.count - 1, through: 0, by: -step) {
      if let difference = compare(Array(delta[..<count]), &tally) { return "the first \(count) bytes of \(delta): \(difference)" }
      tally.truncationCount += 1
    }
    return compare(delta + [0], &tally).map { "\(delta) and a zero: \($0)" }
  }

  private func compare(_ bytes: [UInt8], expected: [UInt8]? = nil, _ tally: inout Tally) -> String? {
    DeltaComparison(codec, definition, generated: old.generated, dynamic: old.dynamic)
      .difference(bytes, expected: expected) { tally.acceptedCount += 1 }
  }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct Dice {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ mixed >> 31) % UInt64(bound))
  }

  /// Mostly as on a link; sometimes beyond what lines are drawn through, or at the end of what there is.
  mutating func ages() -> BaselineAges {
    let first = 1 + below(below(8) == 0 ? 1023 : 12)
    let second = first + 1 + below(below(8) == 0 ? 1100 : 6)
    let third = second + 1 + below(below(8) == 0 ? 63_000 : 6)
    return BaselineAges(first: first, second: second, third: min(third, 65_535))
  }
}
