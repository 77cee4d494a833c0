/// What the differences of one field were like so far, in one message: three small counters in a word
/// (`docs/language.md`, "Difference codes").
///
///     bits  0 ..< 8    Z   differences that were 0
///     bits  8 ..< 16   N   the others, and one from which it starts; 0 in a model that no field has used yet
///     bits 16 ..< 64   S   the sum of what they were as folded numbers, less 1 each
@frozen
@usableFromInline
struct DifferenceModel {
  @usableFromInline var word: UInt64

  @inlinable
  init() { word = 0 }

  /// As it stands before the first difference of a field.
  @inlinable
  @inline(__always)
  init(for coding: DifferenceCoding) {
    word = (coding.isSparse ? 2 : 0) | 1 << 8 | 1 &<< (16 &+ coding.parameter)
  }

  @inlinable var isUnused: Bool { word == 0 }
  @inlinable var zeroCount: UInt64 { word & 0xFF }
  @inlinable var otherCount: UInt64 { word >> 8 & 0xFF }
  @inlinable var sum: UInt64 { word >> 16 }

  /// Whether the code starts with a bit that says if there is a difference: so far, most often there was none.
  @inlinable
  @inline(__always)
  var isSparse: Bool { zeroCount >= otherCount }

  /// The k of the next Rice code, of all differences, or of those that are not 0.
  @inlinable
  @inline(__always)
  var parameter: UInt64 {
    isSparse ? riceParameter(sum: sum, count: otherCount) : riceParameter(sum: sum &+ otherCount, count: otherCount &+ zeroCount)
  }

  /// Counts a difference that was coded with `parameter`. The sum stays below 2^42.
  @inlinable
  @inline(__always)
  mutating func count(_ folded: UInt64, parameter: UInt64) {
    if folded == 0 {
      word &+= 1
    } else {
      word &+= min(folded &- 1, 16 &<< parameter) &<< 16 &+ 1 &<< 8
    }
    if otherCount &+ zeroCount > 32 {
      let others = max(1, otherCount >> 1)
      word = zeroCount >> 1 | others << 8 | (sum >> 1) << 16
    }
  }
}

/// The smallest k, at most 32, with `count` · 2^k ≥ `sum`. `count` is at least 1, both are below 2^48.
@inlinable
@inline(__always)
func riceParameter(sum: UInt64, count: UInt64) -> UInt64 {
  guard sum > count else { return 0 }
  // Shifted by as much as it is shorter, `count` is as long as `sum`: that, or one more, is enough.
  let shift = UInt64(truncatingIfNeeded: count.leadingZeroBitCount &- sum.leadingZeroBitCount)
  return min(32, count &<< shift < sum ? shift &+ 1 : shift)
}
