/// A stretch of a delta form that is no value of its own: a bit that says what differs, or the code of a difference.
public struct DeltaPart: Sendable, Hashable {
  /// From the first bit of the outermost value.
  public var bitRange: Range<Int>
  public var kind: Kind
  /// The node of the new value that it is about; −1 where there is none: what was removed, what is no longer present.
  public var node: Int
  /// The node of the baseline that it is about, −1 where there is none.
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
    /// Whether the extension is there.
    case extensionBit(isSet: Bool)
    /// The case of a union.
    case tag(Int)
    /// Whether a keyed list has such elements.
    case removed(Bool), changedElements(Bool), created(Bool)
    /// How many places are chosen, or how many elements are created.
    case count(Int)
    /// How many places are left out before the next one that is chosen.
    case gap(Int)
    /// The code of a difference, of codes: the new one less the baseline's.
    case difference(Int128)
    /// A new code in full, because the difference was too large for its code.
    case escape(code: Int128)
  }
}
