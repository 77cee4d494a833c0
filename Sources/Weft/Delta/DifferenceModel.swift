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
  init() { word = 0 }

  /// As it stands before the first difference of a field.
  @inlinable
  @inline(__always)
  init(for coding: DifferenceCoding) {
    word = UInt16(truncatingIfNeeded: coding.parameter) &* 4 | (coding.isSparse ? 64 : 60) << 8
  }

  @inlinable var isUnused: Bool { word == 0 }
  @inlinable var scale: Int { Int(word & 0xFF) }
  @inlinable var quiet: Int { Int(word >> 8) &- 64 }

  /// Whether the code starts with a bit that says if there is a difference: so far, more often there was none.
  @inlinable var isSparse: Bool { word >= 64 << 8 }

  /// k: the first step holds 2^k values.
  @inlinable var parameter: Int { scale >> 2 }

  /// Counts a difference: whether there was one, and in which step its code was; `nil` where one bit said that there was none.
  @inlinable
  @inline(__always)
  mutating func count(differs: Bool, step: Int?) {
    let quiet = differs ? max(quiet &- 1, -12) : min(quiet &+ 2, 12)
    var scale = scale
    if let step {
      if step == 0 { scale = max(scale &- 2, 0) }
      if step >= 2 { scale = min(scale &+ min(step, 4), 128) }
    }
    word = UInt16(truncatingIfNeeded: quiet &+ 64) << 8 | UInt16(truncatingIfNeeded: scale)
  }
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
  mutating func model(at index: Int, for coding: DifferenceCoding) -> DifferenceModel {
    let model = unsafe withUnsafeMutableBytes(of: &models) { bytes in
      unsafe bytes.load(fromByteOffset: index &* 2, as: DifferenceModel.self)
    }
    return model.isUnused ? DifferenceModel(for: coding) : model
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
