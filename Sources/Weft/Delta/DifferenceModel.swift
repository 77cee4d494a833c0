/// What the differences of one field were like so far, in one message: three small counters in a word
/// (`docs/language.md`, "Difference codes").
///
///     bits  0 ..< 8    Z   differences that were 0
///     bits  8 ..< 16   N   the others, and the one from which S starts; 0 in a model that no field has used yet
///     bits 16 ..< 64   S   the sum of what they were as folded numbers, less 1 each
@frozen
@usableFromInline
struct DifferenceModel {
  @usableFromInline var word: UInt64

  @inlinable
  init() { word = 0 }
}
