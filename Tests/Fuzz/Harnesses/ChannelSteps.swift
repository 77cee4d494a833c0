import WeftDynamic
import WeftFuzz

/// The steps of an input of `channel`, and changes of them: each stays a whole step.
struct ChannelSteps {
  private(set) var steps: [ArraySlice<UInt8>] = []

  init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let kind = rest.first {
      let count = Self.byteCount(kind, argument: rest.dropFirst().first ?? 0)
      steps.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
  }

  /// As `LinkTrial` takes them.
  private static func byteCount(_ kind: UInt8, argument: UInt8) -> Int {
    switch kind & 15 {
    case 0...4, 15: 2
    case 10: 4
    case 11: 2 + Int(argument)
    default: 1
    }
  }

  var bytes: [UInt8] { Array(steps.joined()) }

  /// One to four changes: steps come, go, are said again or change places, or what one of them says is another thing.
  mutating func change(_ generator: inout SplitMix64) {
    for _ in 0..<1 + generator.below(4) { changeOnce(&generator) }
  }

  /// Some steps of the other in place of some of these.
  mutating func cross(_ other: ChannelSteps, _ generator: inout SplitMix64) {
    let start = generator.below(other.steps.count + 1)
    let taken = other.steps[start..<start + generator.below(min(16, other.steps.count - start) + 1)]
    let place = generator.below(steps.count + 1)
    steps.replaceSubrange(place..<place + generator.below(min(16, steps.count - place) + 1), with: taken)
  }

  private mutating func changeOnce(_ generator: inout SplitMix64) {
    let place = generator.below(steps.count + 1)
    let end = place + generator.below(min(6, steps.count - place) + 1)
    switch generator.below(9) {
    case 0, 1, 2: steps.insert(Self.random(&generator), at: place)
    case 3: steps.removeSubrange(place..<end)
    case 4: steps.insert(contentsOf: Array(steps[place..<end]), at: generator.below(steps.count + 1))
    case 5: if place < steps.count { steps.swapAt(place, generator.below(steps.count)) }
    // A message is sent, goes on the wire and arrives.
    case 6: steps.insert(contentsOf: [[0, UInt8(truncatingIfNeeded: generator.next())], [5], [8]], at: place)
    default:
      guard place < steps.count, steps[place].count > 1 else { return steps.insert(Self.random(&generator), at: place) }
      var step = Array(steps[place])
      // The kind stays, or the rest would be other steps.
      step[1 + generator.below(step.count - 1)] = UInt8(truncatingIfNeeded: generator.next() >> UInt64(generator.below(8)))
      if step[0] & 15 == 11 { step[1] = UInt8(clamping: step.count - 2) }
      steps[place] = step[...]
    }
  }

  private static func random(_ generator: inout SplitMix64) -> ArraySlice<UInt8> {
    let kind = UInt8(generator.below(16))
    let argument = UInt8(generator.below(24))
    var step = [kind, argument]
    while step.count < byteCount(kind, argument: argument) { step.append(UInt8(truncatingIfNeeded: generator.next())) }
    return step.prefix(byteCount(kind, argument: argument))
  }
}
