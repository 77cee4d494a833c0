/// A stretch of a delta form: a bit that says what differs, the code of a difference, or a value in full. The parts of a message
/// hold all of its bits, in wire order.
public struct DeltaPart: Sendable, Hashable {
  /// From the first bit of the outermost value.
  public var bitRange: Range<Int>
  public var kind: Kind
  /// The node of the new value that it is about; −1 where there is none: what was removed, what is no longer present.
  public var node: Int
  /// The node of the baseline that it is about, −1 where there is none. Of a gap: the element chosen behind it.
  public var baselineNode: Int

  public enum Kind: Sendable, Hashable {
    /// Whether the outermost value differs at all.
    case message(differs: Bool)
    /// Whether the key of the record differs.
    case key(differs: Bool)
    /// Whether any of the changed bits of the record's fields `from`… is set: indices of changed bits.
    case group(Int, isSet: Bool)
    /// Whether a field differs: its local index, `nil` for the extension.
    case changed(field: Int?, isSet: Bool)
    /// Whether a changed optional has a value now: the field's local index.
    case presence(field: Int, isPresent: Bool)
    /// Whether the extension is there, and what then follows: byte count, added fields, tail.
    case extensionBit(isSet: Bool), addedFields
    /// The case of a union.
    case tag(Int)
    /// Whether a keyed list has such elements.
    case removed(Bool), changedElements(Bool), created(Bool)
    /// How many places are chosen, or how many elements are created.
    case choice(count: Int), createdCount(Int)
    /// Whether a choice is told in runs, and how many they are.
    case inRuns(Bool), runCount(Int)
    /// How many places are left out before the next one, or the next run, that is chosen; how many places a run has.
    case gap(Int), runLength(Int)
    /// Whether any of the changed elements has a head.
    case heads(Bool)
    /// The code of a difference, of codes: the new one less the baseline's.
    case difference(Int128)
    /// A new code in full, because the difference was too large for its code.
    case escape(code: Int128)
    /// A value in full, from its presence bits and counts on.
    case fullForm
  }
}
