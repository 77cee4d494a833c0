/// Names that a definition cannot have, since generated code writes them without a module before them.
public enum ReservedNames {
  /// Of Swift, then of `Weft`. A test reads the generated code for types of `Weft` that are missing here.
  public static let types: Set<String> = [
    "Any", "Array", "ArraySlice", "Bool", "Double", "Equatable", "Error", "Float", "Float16", "Hashable", "Hasher", "Int",
    "Int128",
    "Int16", "Int32", "Int64", "Int8", "InlineArray", "Never", "Optional", "OptionSet", "Protocol", "RawRepresentable",
    "RawSpan", "Self", "Sendable", "Set", "Span", "StaticString", "String", "Swift", "Type", "UInt", "UInt128", "UInt16",
    "UInt32", "UInt64", "UInt8", "UnsafeRawPointer", "Void", "Weft",

    "CRC32", "DecodeError", "EncodeError", "FixedArray", "FixedBytes", "ForeignArguments", "ForeignCodable", "ForeignDefinition",
    "ForeignReader", "ForeignWriter", "InlineBytes",
    "InlineList", "InlineText", "InternetSum", "MessageCatalog", "QuantisedRange", "WireBytes", "WireInteger", "WireOrder",
    "WireWord",
  ]
}
