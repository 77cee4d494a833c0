public import WeftSchema

extension DynamicCodec {
  /// Whether a vector of the schema holds: its value encodes to its bytes, and they decode to its value.
  ///
  /// - Returns: `nil`, or what is wrong with it.
  public func defect(of vector: Vector) -> String? {
    do {
      var tree = try build(vector.definition, from: DynamicValue(literal: vector.value))
      let bytes = try encoded(&tree)
      if bytes != vector.bytes { return "the value encodes to \(hexadecimal(bytes)), not \(hexadecimal(vector.bytes))" }
      let decoded = try decoded(vector.definition, from: vector.bytes)
      var other = decoded.tree
      var again: [UInt8] = []
      try encode(&other, decodedFrom: vector.bytes, into: &again)
      return again == bytes ? nil : "the bytes decode to \(decoded.json), which encodes to \(hexadecimal(again))"
    } catch {
      return "\(error)"
    }
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.append { output in for byte in bytes { output.append(hexadecimal: byte) } }
    return String(decoding: text, as: UTF8.self)
  }
}
