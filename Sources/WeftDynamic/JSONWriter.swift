extension DynamicCodec {
  /// Appends `node` of `tree` as JSON, by the one mapping of `docs/language.md`, "JSON"; no white space.
  public func writeJSON(
    _ tree: ValueTree, node: Int = 0, decodedFrom input: RawSpan, into output: inout [UInt8]
  ) {}

  /// Appends the node's value as text output shows it: display forms, enum names, no quotes.
  public func writeText(
    _ tree: ValueTree, node: Int = 0, decodedFrom input: RawSpan, into output: inout [UInt8]
  ) {}
}
