/// What the differences of one field were like so far, in one message (`docs/language.md`, "Difference codes").
///
///     bits 0 ..< 8    scale   in which steps differences are coded: quarters of a power of two, 0 ... 128
///     bits 8 ..< 16   quiet   how much more often there was none than one, -12 ... 12, plus 64
///
/// 0 in a model that no field has used yet.
@frozen
@usableFromInline
struct DifferenceModel {
  @usableFromInline var word: UInt16

  @inlinable
  init(word: UInt16 = 0) { self.word = word }

  @inlinable var isUnused: Bool { word == 0 }
  @inlinable var scale: Int { Int(word & 0xFF) }
  @inlinable var quiet: Int { Int(word >> 8) &- 64 }

  /// Whether the code starts with a bit that says if there is a difference: so far, more often there was none.
  @inlinable var isSparse: Bool { word >= 64 << 8 }

  /// k: the first step holds 2^k values.
  @inlinable var parameter: Int { scale >> 2 }

  /// The same as a number of bits.
  @inlinable var sparseBitCount: Int { isSparse ? 1 : 0 }

  /// In which step a value is: 0 below 2^k, and from there on one more whenever it doubles. `value` is at most 2^62.
  @inlinable
  @inline(__always)
  static func step(of value: UInt64, parameter: Int) -> Int {
    // The last bit, which is no bit of the value, spares the processor the case of zero.
    63 &- ((value &>> UInt64(truncatingIfNeeded: parameter)) &<< 1 | 1).leadingZeroBitCount
  }

  /// Counts a difference, whether there was one, and in which step its code was.
  @inlinable
  @inline(__always)
  mutating func count(differs: Bool, step: Int) {
    let quiet = differs ? max(quiet &- 1, -12) : min(quiet &+ 2, 12)
    // -2, 0, 2, 3, 4, 4, 4, 4, 4 by the step, each in four bits and larger by 2.
    let change = Int(truncatingIfNeeded: 0x6_6666_5420 &>> UInt64(truncatingIfNeeded: step &* 4) & 15) &- 2
    keep(scale: min(max(scale &+ change, 0), 128), quiet: quiet)
  }

  /// Counts that there was none, where one bit said so.
  @inlinable
  @inline(__always)
  mutating func countNone() { keep(scale: scale, quiet: min(quiet &+ 2, 12)) }

  @inlinable
  @inline(__always)
  mutating func keep(scale: Int, quiet: Int) {
    word = UInt16(truncatingIfNeeded: (quiet &+ 64) &<< 8 | scale)
  }
}

/// What a field states of its differences' codes: how its models stand before the first one, and how wide its own codes are.
///
///     bits 0 ..< 16    the model
///     bits 16 ..< 23   the width of a code
@frozen
@usableFromInline
struct DifferenceStart {
  @usableFromInline let word: UInt64

  @inlinable
  @inline(__always)
  init(parameter: UInt64, isSparse: Bool, bitCount: Int) {
    word = parameter &* 4 | (isSparse ? 64 : 60) &<< 8 | UInt64(truncatingIfNeeded: bitCount) &<< 16
  }

  @inlinable var model: DifferenceModel { DifferenceModel(word: UInt16(truncatingIfNeeded: word)) }
  @inlinable var bitCount: Int { Int(truncatingIfNeeded: word &>> 16) }
}

extension DeltaState {
  /// Which of the models of a slot: each has one for differences that follow none, a small and a large one.
  @inlinable
  @inline(__always)
  func modelIndex(of slot: Int) -> Int {
    (slot & 63) &* 3 &+ (previous == 0 ? 0 : previous < 4 ? 1 : 2)
  }

  /// A model, with the initial values that the field states if it is the first to use it.
  ///
  /// By its address, as below: a subscript copies all of them first.
  @inlinable
  @inline(__always)
  mutating func model(at index: Int, else first: DifferenceModel) -> DifferenceModel {
    let model = unsafe withUnsafeMutableBytes(of: &models) { bytes in
      unsafe bytes.load(fromByteOffset: index &* 2, as: DifferenceModel.self)
    }
    return model.isUnused ? first : model
  }

  /// Keeps a model that has counted a difference.
  @inlinable
  @inline(__always)
  mutating func keep(_ model: DifferenceModel, at index: Int) {
    unsafe withUnsafeMutableBytes(of: &models) { bytes in
      unsafe bytes.storeBytes(of: model, toByteOffset: index &* 2, as: DifferenceModel.self)
    }
  }
}

/// The smallest k, at most 32, with `count` · 2^(k + 1) ≥ `sum`. `count` is at least 1, both are below 2^48.
@inlinable
@inline(__always)
func riceParameter(sum: UInt64, count: UInt64) -> UInt64 {
  let pairs = count &* 2
  guard sum > pairs else { return 0 }
  // Shifted by as much as it is shorter, it is as long as `sum`: that, or one more, is enough.
  let shift = UInt64(truncatingIfNeeded: pairs.leadingZeroBitCount &- sum.leadingZeroBitCount)
  return min(32, pairs &<< shift < sum ? shift &+ 1 : shift)
}
