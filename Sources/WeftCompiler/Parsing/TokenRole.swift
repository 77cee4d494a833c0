/// What the parser found a token to be, beyond its kind: all that the formatter needs of the grammar.
struct TokenRole: OptionSet, Sendable {
  var rawValue: UInt8

  /// The first of a declaration.
  static let declaration = TokenRole(rawValue: 1 << 0)
  /// The first of a line in the file's head: `edition`, `module` and `import`.
  static let head = TokenRole(rawValue: 1 << 5)
  /// The first of a field, a case, a `reserved` list or an item of a record literal.
  static let member = TokenRole(rawValue: 1 << 1)
  /// The brace before the members of a declaration, a word or a match; not that of a literal.
  static let block = TokenRole(rawValue: 1 << 2)
  /// A parenthesis around an expression, not around arguments.
  static let grouping = TokenRole(rawValue: 1 << 3)
  /// `-` or `~` with one operand.
  static let prefix = TokenRole(rawValue: 1 << 4)
  /// `...` between two fields, not between two bounds.
  static let fieldRange = TokenRole(rawValue: 1 << 6)
}
