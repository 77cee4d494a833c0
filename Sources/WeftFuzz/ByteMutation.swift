import WeftDynamic

/// Changes of bytes that know nothing of what they mean: what is left when a definition gives no hint, and what no definition foresaw.
public struct ByteMutation {
  var generator: SplitMix64

  public init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// One to four changes.
  public mutating func mutate(_ bytes: [UInt8], maximumByteCount: Int) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<1 + generator.below(4) { change(&bytes) }
    return Array(bytes.prefix(maximumByteCount))
  }

  /// The beginning of one and the end of the other, or a stretch of the other inside of the first.
  public mutating func crossOver(_ bytes: [UInt8], _ other: [UInt8], maximumByteCount: Int) -> [UInt8] {
    let cut = generator.below(bytes.count + 1)
    let start = generator.below(other.count + 1)
    let rest = other[start..<start + generator.below(other.count - start + 1)]
    let tail = generator.chance(1, in: 2) ? bytes.dropFirst(cut) : []
    return Array((bytes[..<cut] + rest + tail).prefix(maximumByteCount))
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
    let place = generator.below(bytes.count)
    switch generator.below(9) {
    case 0, 1: bytes[place] ^= 1 << UInt8(generator.below(8))
    case 2: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
    case 3: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][generator.below(5)]
    case 4: bytes[place] &+= UInt8(generator.below(16)) &- 8
    case 5: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
    case 6: bytes.removeSubrange(place..<min(bytes.count, place + 1 + generator.below(4)))
    case 7:
      let end = place + generator.below(min(16, bytes.count - place) + 1)
      bytes.insert(contentsOf: Array(bytes[place..<end]), at: generator.below(bytes.count + 1))
    default: bytes.removeLast(1 + generator.below(min(8, bytes.count)))
    }
  }
}
