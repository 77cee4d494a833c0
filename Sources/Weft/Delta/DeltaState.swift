/// What the encoding of one message against a baseline keeps besides its bits: the models of differences, and on a link its
/// tables (`docs/language.md`, "Deltas").
///
/// It lies in the caller's frame, some 400 bytes, and asks for no memory. Both ends start each message with a new one, or ``reset()`` it.
@frozen
public struct DeltaState: ~Copyable {
  @usableFromInline var models: InlineArray<192, DifferenceModel>
  /// The last difference of the message, folded; 0 before the first.
  @usableFromInline var previous: UInt64
  /// The link's tables of interned values. `nil` outside of links: interned fields are in full, without a bit that says so.
  public var tables: (any InternTables)?
  /// Whether the element of a keyed list that comes next has a head, where its definition ``DeltaCodable/choosesHeads``.
  public var elementHasHead = true

  @inlinable
  public init(tables: (any InternTables)? = nil) {
    models = InlineArray(repeating: DifferenceModel())
    previous = 0
    self.tables = tables
  }

  /// Makes it ready for another message; the tables stay.
  @inlinable
  public mutating func reset() {
    models = InlineArray(repeating: DifferenceModel())
    previous = 0
  }
}
