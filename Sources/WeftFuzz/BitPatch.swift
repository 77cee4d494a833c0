import WeftDynamic
import WeftSchema

/// Bytes as bits that can be written over, taken out and put in.
struct BitPatch {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var bitCount: Int { bytes.count * 8 }

  /// One change at one of the spots, or behind the value.
  ///
  /// - Parameter valueBitCount: where the value ends; `nil` if that is not known.
  func changed(at spots: [WireSpot], valueBitCount: Int?, _ generator: inout SplitMix64) -> [UInt8] {
    var patch = self
    if spots.isEmpty || generator.chance(1, in: 12) {
      patch.changeEnd(valueBitCount, &generator)
      return patch.bytes
    }
    let spot = spots[generator.below(spots.count)]
    let range = spot.bitRange.clamped(to: 0..<bitCount)
    guard !range.isEmpty else { return patch.bytes }
    switch generator.below(8) {
    case 0: patch.cut(range.lowerBound + generator.below(range.count + 1))
    case 1: patch.remove(range, spot.bitOrder)
    case 2: patch.insert(patch.bits(range, spot.bitOrder), at: range.upperBound, spot.bitOrder)
    case 3:
      let new = (0..<1 + generator.below(16)).map { _ in generator.chance(1, in: 2) }
      patch.insert(new, at: range.lowerBound, spot.bitOrder)
    default: patch.write(spot, range, &generator)
    }
    return patch.bytes
  }

  /// Each code of a spot that has few; otherwise ends, neighbours, and each bit flipped; the spot taken out, and twice.
  func variants(at spot: WireSpot) -> [[UInt8]] {
    let range = spot.bitRange.clamped(to: 0..<bitCount)
    guard !range.isEmpty else { return [] }
    var (without, doubled) = (self, self)
    without.remove(range, spot.bitOrder)
    doubled.insert(bits(range, spot.bitOrder), at: range.upperBound, spot.bitOrder)
    guard range.count <= 64 else {
      return [without.bytes, doubled.bytes] + (range.prefix(16) + range.suffix(16)).map { flipped($0, spot.bitOrder) }
    }
    let ones = UInt64.max >> UInt64(64 - range.count)
    let maximum = spot.maximumCode ?? ones
    let old = code(range, spot.bitOrder)
    let codes: [UInt64]
    if maximum < 128 || range.count <= 8 && spot.bitOrder == .mostSignificantFirst {
      codes = Array(0...min(ones, maximum &+ 1))
    } else {
      codes =
        [0, 1, maximum, min(ones, maximum &+ 1), ones, old &+ 1, old &- 1]
        + range.indices.map { old ^ 1 << UInt64($0 - range.lowerBound) }
    }
    return [without.bytes, doubled.bytes]
      + codes.map { code in
        var patch = self
        patch.write(code, range, spot.bitOrder)
        return patch.bytes
      }
  }

  /// Each bit of the last byte the other way round.
  var withPadding: [[UInt8]] { (max(0, bitCount - 8)..<bitCount).map { flipped($0, .leastSignificantFirst) } }

  private func flipped(_ bit: Int, _ order: Foreign.BitOrder) -> [UInt8] {
    var patch = self
    patch.flip(bit, order)
    return patch.bytes
  }

  /// An end of the range, one beyond it, a neighbour, or anything.
  private mutating func write(_ spot: WireSpot, _ range: Range<Int>, _ generator: inout SplitMix64) {
    let width = range.count
    guard width <= 64 else { return flip(range.lowerBound + generator.below(width), spot.bitOrder) }
    let old = code(range, spot.bitOrder)
    let ones = UInt64.max >> UInt64(64 - width)
    let maximum = spot.maximumCode ?? ones
    let new: UInt64
    switch generator.below(9) {
    case 0: new = 0
    case 1: new = maximum
    case 2: new = maximum &+ 1
    case 3: new = ones
    case 4: new = old &+ 1
    case 5: new = old &- 1
    case 6: new = generator.next()
    case 7: new = maximum == .max ? generator.next() : generator.next() % (maximum + 1)
    default: new = old ^ 1 << UInt64(generator.below(width))
    }
    write(new, range, spot.bitOrder)
  }

  private mutating func write(_ code: UInt64, _ range: Range<Int>, _ order: Foreign.BitOrder) {
    for (place, bit) in range.enumerated() {
      let shift = order == .leastSignificantFirst ? place : range.count - 1 - place
      set(bit, code >> UInt64(shift) & 1 == 1, order)
    }
  }

  /// A bit of the padding, a byte too many, or some too few.
  private mutating func changeEnd(_ valueBitCount: Int?, _ generator: inout SplitMix64) {
    let padding = (valueBitCount ?? bitCount)..<max(bitCount, valueBitCount ?? bitCount)
    switch generator.below(3) {
    case 0 where !padding.isEmpty: flip(padding.lowerBound + generator.below(padding.count), .leastSignificantFirst)
    case 1 where !bytes.isEmpty: bytes.removeLast(1 + generator.below(min(4, bytes.count)))
    default: bytes.append(generator.chance(1, in: 2) ? 0 : UInt8(truncatingIfNeeded: generator.next()))
    }
  }

  // MARK: Bits

  private func mask(_ bit: Int, _ order: Foreign.BitOrder) -> UInt8 {
    order == .leastSignificantFirst ? 1 << UInt8(bit & 7) : 0x80 >> UInt8(bit & 7)
  }

  private func isSet(_ bit: Int, _ order: Foreign.BitOrder) -> Bool { bytes[bit >> 3] & mask(bit, order) != 0 }

  private mutating func set(_ bit: Int, _ value: Bool, _ order: Foreign.BitOrder) {
    if value { bytes[bit >> 3] |= mask(bit, order) } else { bytes[bit >> 3] &= ~mask(bit, order) }
  }

  private mutating func flip(_ bit: Int, _ order: Foreign.BitOrder) { bytes[bit >> 3] ^= mask(bit, order) }

  private func code(_ range: Range<Int>, _ order: Foreign.BitOrder) -> UInt64 {
    range.enumerated().reduce(0) { code, next in
      let shift = order == .leastSignificantFirst ? next.offset : range.count - 1 - next.offset
      return code | (isSet(next.element, order) ? 1 << UInt64(shift) : 0)
    }
  }

  private func bits(_ range: Range<Int>, _ order: Foreign.BitOrder) -> [Bool] { range.map { isSet($0, order) } }

  /// The rest moves up, and zero bits fill the last byte.
  private mutating func remove(_ range: Range<Int>, _ order: Foreign.BitOrder) {
    replaceAll(bits(0..<range.lowerBound, order) + bits(range.upperBound..<bitCount, order), order)
  }

  private mutating func insert(_ new: [Bool], at bit: Int, _ order: Foreign.BitOrder) {
    replaceAll(bits(0..<bit, order) + new + bits(bit..<bitCount, order), order)
  }

  private mutating func replaceAll(_ bits: [Bool], _ order: Foreign.BitOrder) {
    bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
    for (index, bit) in bits.enumerated() where bit { set(index, true, order) }
  }

  private mutating func cut(_ bit: Int) { bytes.removeLast(bytes.count - min(bytes.count, bit / 8)) }
}
