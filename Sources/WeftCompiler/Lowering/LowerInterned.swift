import WeftSchema

extension Diagnostic.Rule {
  static let interned: Self = "INTERNED"
}

extension Lowering {
  /// `interned(n)` of a field: n.
  mutating func lowerInterned(_ syntax: Syntax.Field, _ field: Field, isAdded: Bool, file: Int) -> Int? {
    guard let (expression, span) = syntax.interned else { return nil }
    if let secret = syntax.secret {
      error(
        .interned, "what is secret enters no table", at: span, notes: [.init("'secret' is stated here", at: secret)])
      return nil
    }
    if isAdded {
      error(
        .interned, "an added field cannot be interned: an older peer skips it, and its table would differ", at: span)
      return nil
    }
    guard canIntern(field, at: span), let count = integer(expression, in: file) else { return nil }
    guard (2...65_536).contains(count) else {
      error(.interned, "a table has 2...65536 entries, not \(count)", at: expression.span)
      return nil
    }
    return Int(count)
  }

  private mutating func canIntern(_ field: Field, at span: Span) -> Bool {
    let size = schema.size(of: field.type)
    switch schema.resolvingAliases(field.type) {
    case .bytes, .text: break
    case .named(let id, _):
      guard case .record = schema[id].body, size.constant != nil else { fallthrough }
    default:
      var noun = schema.noun(of: field.type)
      if noun == "a struct" { noun += " of varying size" }
      error(
        .interned, "'interned' is for bytes, text and structs of constant size, '\(field.name)' is \(noun)", at: span)
      return false
    }
    guard let most = size.max, most < 16 + (schema.countBits(of: field.type) ?? 0) else { return true }
    error(.interned, "an index is no shorter than '\(field.name)', which has less than 2 bytes", at: span)
    return false
  }
}
