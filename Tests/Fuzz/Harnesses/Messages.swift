import WeftDynamic
public import WeftFuzz

/// Every definition of the project that a catalog lists, in every form.
public func messagesHarness() -> any FuzzHarness {
  guard let codec = try? DynamicCodec(encodedSchema: Definitions.encodedSchema) else { fatalError("no schema") }
  return CodecHarness(catalogs: Definitions.catalogs, codec: codec, valueShare: 8)
}
