public import WeftSchema

extension DynamicCodec {
  /// A value of `definition` as stated: missing fields get their defaults, and computed ones are left to `encode`.
  public func build(_ definition: DefinitionID, from value: DynamicValue) throws(BuildFailure) -> ValueTree {
    var builder = TreeBuilder(program, schema: schema, fields: fields, defaults: program.defaults)
    try builder.build(program.definitionTypes[definition.index], field: -1, value)
    return builder.tree
  }

  /// The bytes of a value of `definition`.
  public func encoded(
    _ definition: DefinitionID, _ value: DynamicValue, arguments: borrowing Arguments = Arguments()
  ) throws -> [UInt8] {
    var tree = try build(definition, from: value)
    return try encoded(&tree, arguments: arguments)
  }

  /// The bytes of a built tree.
  public func encoded(
    _ tree: inout ValueTree, isLenient: Bool = false, arguments: borrowing Arguments = Arguments()
  ) throws(EncodeFailure) -> [UInt8] {
    var output: [UInt8] = []
    let nothing = [UInt8]()
    try encode(
      &tree, decodedFrom: nothing, into: &output, isLenient: isLenient, arguments: arguments)
    return output
  }

  /// The bytes of a value of `definition` stated as JSON.
  ///
  /// - Throws: `JSONFailure` with line and column for text that is not JSON or not a value of the definition, `EncodeFailure` for a value
  ///   that has no encoding.
  public func encoded(
    _ definition: DefinitionID, json text: [UInt8], arguments: borrowing Arguments = Arguments()
  ) throws -> [UInt8] {
    let value = try DynamicValue(json: text)
    do {
      return try encoded(definition, value, arguments: arguments)
    } catch let failure as BuildFailure {
      throw JSONFailure(failure.description, at: failure.sourceOffset, of: text)
    }
  }

  /// `decode` from an array.
  @discardableResult
  public func decode(
    _ definition: DefinitionID, from bytes: [UInt8], into tree: inout ValueTree, options: DecodeOptions = .strict,
    arguments: borrowing Arguments = Arguments()
  ) -> Bool {
    unsafe decode(definition, from: bytes.span.bytes, into: &tree, options: options, arguments: arguments)
  }

  /// `encode` of a tree that was decoded from an array.
  public func encode(
    _ tree: inout ValueTree, decodedFrom bytes: [UInt8], into output: inout [UInt8], isLenient: Bool = false,
    arguments: borrowing Arguments = Arguments()
  ) throws(EncodeFailure) {
    try unsafe encode(
      &tree, decodedFrom: bytes.span.bytes, into: &output, isLenient: isLenient, arguments: arguments)
  }

  /// Decodes a whole input.
  public func decoded(
    _ definition: DefinitionID, from bytes: [UInt8], options: DecodeOptions = .strict,
    arguments: borrowing Arguments = Arguments()
  ) throws(DecodeFailure) -> Value {
    var tree = ValueTree()
    decode(definition, from: bytes, into: &tree, options: options, arguments: arguments)
    if let failure = tree.failure { throw failure }
    return Value(codec: self, tree: tree, input: bytes, index: 0)
  }
}
