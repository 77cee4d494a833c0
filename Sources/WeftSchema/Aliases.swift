extension Schema {
  /// The type behind all aliases: what stands on the wire. Other named types come back as they are.
  public func resolvingAliases(_ type: FieldType) -> FieldType {
    var type = type
    // An alias chain of a schema without errors is acyclic; of one with errors it may be anything.
    for _ in 0...definitions.count {
      guard case .named(let id, _) = type, case .alias(let alias) = self[id].body else { return type }
      type = alias.type
    }
    return type
  }
}
