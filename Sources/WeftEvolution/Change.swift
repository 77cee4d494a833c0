/// One difference between two versions of a schema, and what it breaks.
public struct Change: Sendable, Hashable {
  public var rule: Rule
  /// `Module.Definition` or `Module.Definition.field`, in the names of the new version where it has them.
  public var path: String
  /// What was and what is: `u8 → u16`.
  public var detail: String
  public var effects: Effects

  /// What no longer works.
  public struct Effects: OptionSet, Sendable, Hashable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// New readers reject bytes of old writers, or read other values.
    public static let newReadsOld = Effects(rawValue: 1)
    /// Old readers reject bytes of new writers, or read other values.
    public static let oldReadsNew = Effects(rawValue: 2)
    /// Deltas and tables of a link, while full forms still work.
    public static let links = Effects(rawValue: 4)
    /// Swift code that uses the generated types, and JSON, in which fields and cases have names.
    public static let source = Effects(rawValue: 8)
    /// The same bytes mean something else, without an error.
    public static let meaning = Effects(rawValue: 16)

    public static let wire: Effects = [.newReadsOld, .oldReadsNew]
  }

  public init(_ rule: Rule, at path: String, _ detail: String, breaks effects: Effects) {
    self.rule = rule
    self.path = path
    self.detail = detail
    self.effects = effects
  }
}

/// What the rules say of one message, or of a definition that no message holds, in both directions.
public struct MessageVerdict: Sendable, Hashable {
  public var oldName: String
  public var newName: String
  public var isMessage: Bool
  /// Which of the changes touch it: indices into `Comparison.changes`.
  public var changes: [Int]
  public var effects: Change.Effects
}
