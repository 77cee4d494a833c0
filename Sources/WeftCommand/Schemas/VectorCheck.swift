import WeftDynamic
import WeftSchema

/// Whether each vector of a schema encodes to its bytes, and they decode and encode to themselves.
struct VectorCheck {
  /// One line each: `Lamps.Switch "warm": …`.
  private(set) var mismatches: [String] = []

  init(_ schema: Schema) {
    let codec = DynamicCodec(schema)
    for vector in schema.modules.flatMap(\.vectors) {
      if let mismatch = Self.mismatch(vector, codec) {
        mismatches.append("\(schema.qualifiedName(vector.definition)) \"\(vector.label)\": \(mismatch)")
      }
    }
  }

  private static func mismatch(_ vector: Vector, _ codec: DynamicCodec) -> String? {
    let encoded: [UInt8]
    do { encoded = try codec.encoded(vector.definition, DynamicValue(literal: vector.value)) } catch {
      return "the value has no encoding: \(error)"
    }
    if encoded != vector.bytes { return "the value encodes to hex\"\(hex(encoded))\", not hex\"\(hex(vector.bytes))\"" }
    do {
      var tree = try codec.decoded(vector.definition, from: vector.bytes).tree
      var again: [UInt8] = []
      try unsafe codec.encode(&tree, decodedFrom: vector.bytes.span.bytes, into: &again)
      return again == vector.bytes ? nil : "the bytes decode to a value that encodes to hex\"\(hex(again))\""
    } catch { return "the bytes do not decode: \(error)" }
  }

  private static func hex(_ bytes: [UInt8]) -> String { String(decoding: writeHex(bytes), as: UTF8.self) }
}
