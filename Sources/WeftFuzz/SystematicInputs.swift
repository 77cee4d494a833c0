import WeftDynamic
import WeftSchema

/// Inputs that try one thing each wherever a definition has something to try: every code of what has few, ends of ranges and one beyond, each
/// cut, each field that a delta tells although it stays. Of those it keeps what shows something that none before it, of the same definition
/// and form, has shown: another case, presence, size or end of a range, or another reason at another place.
///
/// Chance takes long to find these in a large definition; what is kept is a good start for it.
struct SystematicInputs {
  private let codec: DynamicCodec
  private let maximumByteCount: Int
  private var mutation: MessageMutation
  private var tree = ValueTree()
  private var seen: Set<Int> = []
  /// How many more are tried of this definition and form.
  private var budget = 0
  private(set) var inputs: [[UInt8]] = []
  /// Of the last definition, in full: what was kept and is a value.
  private var values: [[UInt8]] = []

  init(_ codec: DynamicCodec, maximumByteCount: Int) {
    self.codec = codec
    self.maximumByteCount = maximumByteCount
    mutation = MessageMutation(codec, attemptLimit: 64, largeCount: 200)
  }

  mutating func add(_ subject: CodecSubject, arguments: (UInt8) -> Arguments) {
    seen = []
    switch subject.form {
    case .full: addFull(subject, arguments: arguments)
    case .delta: addDeltas(subject)
    case .link, .linkDelta: addLinked(subject)
    }
  }

  // MARK: Full forms

  private mutating func addFull(_ subject: CodecSubject, arguments: (UInt8) -> Arguments) {
    values = []
    budget = 8000
    var waiting: [HarnessInput] = []
    for round in 0..<48 as Range<UInt8> {
      var input = HarnessInput(subject: subject.number, knob: subject.hasParameters ? round : 0, message: [])
      input.message = mutation.fresh(subject.definition, arguments(input.knob), seed: UInt64(round))
      if tryFull(input, subject, arguments(input.knob)) { waiting.append(input) }
    }
    var next = 0
    while next < waiting.count, budget > 0 {
      let input = waiting[next]
      next += 1
      for message in around(input.message, subject.definition, arguments(input.knob)) {
        var other = input
        other.message = message
        if tryFull(other, subject, arguments(input.knob)) { waiting.append(other) }
      }
    }
    values = waiting.map(\.message)
  }

  /// Each spot with other codes, the bytes cut off at each byte, and some edits.
  private mutating func around(_ bytes: [UInt8], _ definition: DefinitionID, _ arguments: Arguments) -> [[UInt8]] {
    codec.decode(definition, from: bytes, into: &tree, options: .inspecting, arguments: arguments)
    let patch = BitPatch(bytes)
    var found = WireSpots(tree, of: definition, in: codec).spots.prefix(200).flatMap { patch.variants(at: $0) }
    found += bytes.indices.prefix(64).map { Array(bytes[..<$0]) }
    found += [bytes + [0], bytes + [1]] + patch.withPadding
    found += (0..<24 as Range<UInt64>).map { mutation.mutate(bytes, as: definition, arguments, seed: $0) }
    return found
  }

  /// Whether it is a value that shows something new.
  private mutating func tryFull(_ input: HarnessInput, _ subject: CodecSubject, _ arguments: Arguments) -> Bool {
    guard budget > 0 else { return false }
    budget -= 1
    if codec.decode(subject.definition, from: input.message, into: &tree, arguments: arguments) {
      return keep(input, Features.of(tree)) && input.message.count < maximumByteCount
    }
    _ = keep(input, [Features.of(tree.failure)])
    return false
  }

  private mutating func keep(_ input: HarnessInput, _ features: some Sequence<Int>) -> Bool {
    var isNew = false
    for feature in features where seen.insert(feature).inserted { isNew = true }
    guard isNew else { return false }
    let bytes = input.bytes
    if bytes.count <= maximumByteCount { inputs.append(bytes) }
    return true
  }

  // MARK: Deltas

  private mutating func addDeltas(_ subject: CodecSubject) {
    budget = 60_000
    for (round, baseline) in values.prefix(400).enumerated() where budget > 0 {
      for turn in 0..<(round < 24 ? 16 : 2) as Range<UInt64> {
        let seed = UInt64(round) << 8 | turn
        // Every fourth against a baseline that is predicted from one to three states.
        let knob = turn % 4 == 3 ? UInt8(truncatingIfNeeded: 1 + round % 12 + Int(turn >> 2) << 6) : 0
        var input = HarnessInput(subject: subject.number, .delta, knob: knob, baseline: baseline, message: [])
        guard let message = mutation.delta(subject.definition, baseline: baseline, knob: knob, seed: seed, isSmall: turn & 1 == 0)
        else { continue }
        input.message = message
        let isNew = tryDelta(input, subject)
        var same = input
        same.knob = 0
        if let target = mutation.target(of: message, subject.definition, baseline: baseline, knob: knob) {
          same.baseline = target
          _ = tryDelta(same, subject)
        }
        if isNew || turn == 0 { tryAround(input, subject) }
      }
    }
  }

  private mutating func tryAround(_ input: HarnessInput, _ subject: CodecSubject) {
    let patch = BitPatch(input.message)
    for spot in mutation.spots(of: input.message, subject.definition, baseline: input.baseline, knob: input.knob) {
      for message in patch.variants(at: spot) where budget > 0 {
        var other = input
        other.message = message
        _ = tryDelta(other, subject)
      }
    }
    for count in input.message.indices.prefix(32) {
      var other = input
      other.message = Array(input.message[..<count])
      _ = tryDelta(other, subject)
    }
  }

  private mutating func tryDelta(_ input: HarnessInput, _ subject: CodecSubject) -> Bool {
    budget -= 1
    guard let delta = mutation.decoded(delta: input, subject.definition) else { return false }
    return keep(input, Features.of(delta))
  }

  // MARK: Links

  private mutating func addLinked(_ subject: CodecSubject) {
    for round in 0..<64 as Range<UInt64> {
      var input = HarnessInput(subject: subject.number, subject.form, message: [])
      mutation.freshen(&input, of: subject.definition, seed: round)
      tryLinked(input, subject)
      let patch = BitPatch(input.message)
      for spot in mutation.linkSpots(input, subject.definition).spots.prefix(100) {
        for message in patch.variants(at: spot) {
          var other = input
          other.message = message
          tryLinked(other, subject)
        }
      }
      for turn in 0..<48 as Range<UInt64> {
        var other = input
        for step in 0...turn & 3 { mutation.mutate(link: &other, of: subject.definition, seed: round << 16 | turn << 4 | step) }
        tryLinked(other, subject)
      }
    }
  }

  private mutating func tryLinked(_ input: HarnessInput, _ subject: CodecSubject) {
    let tables = InputTables(input.entries)
    if input.form == .link {
      let message = codec.decodedMessage(subject.definition, from: input.message, tables: tables)
      _ = keep(input, message.failure == nil ? Features.of(message.tree) : [Features.of(message.failure)])
    } else if let baseline = try? codec.decoded(subject.definition, from: input.linkBaseline) {
      _ = keep(
        input, Features.of(codec.decodedMessage(subject.definition, from: input.message, against: baseline, tables: tables)))
    }
  }
}

/// What is told apart of what an input shows.
private enum Features {
  /// Without numbers: one reason and place count once.
  static func of(_ failure: DecodeFailure?) -> Int {
    guard let failure else { return 0 }
    var hasher = Hasher()
    for character in "\(failure.reason) \(failure.path)".utf8 where !(0x30...0x39).contains(character) {
      hasher.combine(character)
    }
    return hasher.finalize()
  }

  static func of(_ tree: ValueTree) -> [Int] { tree.nodes.indices.map { of(tree.nodes[$0]) } }

  private static func of(_ node: ValueNode) -> Int {
    var hasher = Hasher()
    hasher.combine(node.type)
    hasher.combine(node.field)
    hasher.combine(node.flags.rawValue)
    switch node.kind {
    case .union, .match, .enumeration, .flags, .bool: hasher.combine(node.payload)
    case .list, .bytes, .text, .padding: hasher.combine(min(node.kind == .list ? Int(clamping: node.payload) : node.byteCount, 2))
    default: hasher.combine((64 - node.payload.leadingZeroBitCount + 6) / 7)
    }
    return hasher.finalize()
  }

  static func of(_ delta: DecodedDelta) -> [Int] {
    var features: [Int] = delta.failure == nil ? [] : [of(delta.failure)]
    for part in delta.parts {
      var hasher = Hasher()
      if delta.tree.nodes.indices.contains(part.node) {
        hasher.combine(delta.tree.nodes[part.node].type)
        hasher.combine(delta.tree.nodes[part.node].field)
      }
      combine(part.kind, &hasher)
      if case .tag(let tag) = part.kind, delta.baseline.tree.nodes.indices.contains(part.baselineNode) {
        hasher.combine(delta.baseline.tree.nodes[part.baselineNode].payload == UInt64(tag))
      }
      features.append(hasher.finalize())
    }
    return features + (delta.failure == nil ? of(delta.tree) : [])
  }

  private static func combine(_ kind: DeltaPart.Kind, _ hasher: inout Hasher) {
    switch kind {
    case .choice(let count): hasher.combine([1, min(count, 4)])
    case .createdCount(let count): hasher.combine([2, min(count, 3)])
    case .runCount(let count): hasher.combine([3, min(count, 3)])
    case .gap(let count): hasher.combine([4, min(count, 2)])
    case .runLength(let count): hasher.combine([5, min(count, 2)])
    case .difference(let difference):
      hasher.combine([6, (128 - Int(difference.magnitude.leadingZeroBitCount) + 2) / 3, difference < 0 ? 1 : 0])
    case .escape: hasher.combine(7)
    default: hasher.combine(kind)
    }
  }
}
