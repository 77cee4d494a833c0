import WeftDynamic
import WeftFuzz

/// Changes of texts that know where a token begins: they take one away, put one in, or exchange it for one of its kind.
struct TextMutation {
  /// What may stand anywhere: words, operators, and whole phrases.
  let words: [[UInt8]]

  init(_ words: [String]) { self.words = words.map { Array($0.utf8) } }

  /// One to three changes; one time in four the engine's own bytes are left to do it.
  func mutate(_ text: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? {
    var generator = SplitMix64(seed: seed)
    if generator.chance(1, in: 5) {
      var bytes = ByteMutation(seed: generator.next())
      guard let other else { return bytes.mutate(text, maximumByteCount: maximumByteCount) }
      return bytes.crossOver(text, other, maximumByteCount: maximumByteCount)
    }
    var tokens = Self.tokens(of: text)
    if let other { tokens = crossed(tokens, Self.tokens(of: other), &generator) }
    for _ in 0..<1 + generator.below(3) { change(&tokens, &generator) }
    return Array(tokens.joined().prefix(maximumByteCount))
  }

  private func crossed(_ tokens: [ArraySlice<UInt8>], _ others: [ArraySlice<UInt8>], _ generator: inout SplitMix64)
    -> [ArraySlice<UInt8>]
  {
    let start = generator.below(others.count + 1)
    let taken = others[start..<start + generator.below(min(24, others.count - start) + 1)]
    let place = generator.below(tokens.count + 1)
    let end = place + generator.below(min(24, tokens.count - place) + 1)
    return Array(tokens[..<place]) + Array(taken) + Array(tokens[end...])
  }

  private func change(_ tokens: inout [ArraySlice<UInt8>], _ generator: inout SplitMix64) {
    let place = generator.below(tokens.count + 1)
    let end = place + generator.below(min(8, tokens.count - place) + 1)
    switch generator.below(10) {
    case 0, 1: tokens.insert(word(&generator), at: place)
    case 2, 3: if place < tokens.count { tokens[place] = word(&generator) }
    case 4: tokens.removeSubrange(place..<end)
    case 5: tokens.insert(contentsOf: tokens[place..<end], at: generator.below(tokens.count + 1))
    case 6: if place < tokens.count { tokens.swapAt(place, generator.below(tokens.count)) }
    case 7: if place < tokens.count { tokens[place] = tokens[generator.below(tokens.count)] }
    default: changeNumber(&tokens, from: place, &generator)
    }
  }

  /// The next number behind `place` becomes one beside it, a border, or any.
  private func changeNumber(_ tokens: inout [ArraySlice<UInt8>], from place: Int, _ generator: inout SplitMix64) {
    guard let index = tokens[place...].firstIndex(where: { $0.first.map { 0x30...0x39 ~= $0 } ?? false }) else { return }
    let value = tokens[index].prefix(18).reduce(0) { 0x30...0x39 ~= $1 ? $0 &* 10 &+ Int($1 - 0x30) : $0 }
    let number: Int =
      switch generator.below(6) {
      case 0: value &+ 1
      case 1: max(0, value &- 1)
      case 2: 1 << generator.below(63)
      case 3: (1 << generator.below(63)) - 1
      case 4: generator.below(20)
      default: value &* 2
      }
    tokens[index] = Array("\(number)".utf8)[...]
  }

  private func word(_ generator: inout SplitMix64) -> ArraySlice<UInt8> {
    let word = words[generator.below(words.count)]
    return ([0x20] + word + [0x20])[...]
  }

  /// Words, numbers, runs of white space, strings, and all else byte by byte.
  static func tokens(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    var tokens: [ArraySlice<UInt8>] = []
    var start = 0
    while start < text.count {
      let kind = kind(of: text[start])
      var end = start + 1
      if kind == 3 {
        while end < text.count, text[end] != 0x22, text[end] != 0x0A { end += 1 }
        end = min(end + 1, text.count)
      } else if kind > 0 {
        while end < text.count, Self.kind(of: text[end]) == kind { end += 1 }
      }
      tokens.append(text[start..<end])
      start = end
    }
    return tokens
  }

  private static func kind(of byte: UInt8) -> Int {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: 1
    case 0x09, 0x0A, 0x0D, 0x20: 2
    case 0x22: 3
    default: 0
    }
  }
}
