import Weft

// Full forms inside a delta form: the ordinary codec, begun at a bit.

extension DynamicCodec {
  /// A value in full that stands at `bit`, as a tree of its own whose nodes have their places in `input`.
  struct FullForm {
    var tree: ValueTree
    /// Behind the last bit.
    var end: Int
  }

  /// Where and why a full form is wrong.
  struct FullFormFailure: Error {
    var reason: DecodeError.Reason
    var bitOffset: Int
    /// Innermost first.
    var path: [Interpreter.PathPart]
    /// A truncation of a run that belongs to the record around the value.
    var belongsToRecord: Bool
  }

  /// As the contents of an optional field are read: a value of constant width is one run. With the tables of a link it is the link form.
  func fullForm(
    _ type: Int32, field: Int32, at bit: Int, in input: [UInt8], tables: (any InternTables)? = nil,
    keepsUnknownEntries: Bool = false
  ) throws(FullFormFailure) -> FullForm {
    let isInterned = field >= 0 && tables != nil && program.internTables[Int(field)] != nil
    let bitCount = tables != nil && isInterning(type) ? -1 : constantBitCount(type)
    return try partialDecode(at: bit, in: input, tables: tables) { interpreter, input in
      interpreter.link?.keepsUnknownEntries = keepsUnknownEntries
      if isInterned { return interpreter.interned(type, field: field, input) }
      guard bitCount <= interpreter.limit - interpreter.position else { return interpreter.truncated(bitCount: bitCount) }
      return interpreter.value(type, field: field, input)
    }
  }

  /// Extension bit and extension of a record; the nodes are the added fields' and the tail's.
  func fullExtension(_ record: Int32, at bit: Int, in input: [UInt8]) throws(FullFormFailure) -> FullForm {
    try partialDecode(at: bit, in: input) { interpreter, input in
      interpreter.extensionAlone(of: record, input)
    }
  }

  private func partialDecode(
    at bit: Int, in input: [UInt8], tables: (any InternTables)? = nil, _ body: (inout Interpreter, RawSpan) -> Bool
  ) throws(FullFormFailure) -> FullForm {
    var tree = ValueTree()
    var end = bit
    let program = tables == nil ? reference : linkReference
    let failure: FullFormFailure? = withInterpreter(program, of: &tree, isLenient: false) { interpreter in
      interpreter.link = tables.map { Interpreter.LinkContext(tables: $0, fullForms: reference) }
      interpreter.position = bit
      interpreter.limit = input.count * 8
      let isComplete = unsafe body(&interpreter, input.span.bytes)
      end = interpreter.position
      return isComplete
        ? nil
        : FullFormFailure(
          reason: interpreter.reason, bitOffset: interpreter.failureBit, path: interpreter.path,
          belongsToRecord: interpreter.belongsToRecord)
    }
    if let failure { throw failure }
    return FullForm(tree: tree, end: end)
  }

  /// Writes the value at `node` in full at `bit`, and returns where it ends. With the tables of a link it is the link form.
  func writeFullForm(
    _ source: TreeSource, node: Int, at bit: Int, into output: inout [UInt8], tables: (any InternTables)? = nil
  ) throws(FullFormEncodeFailure) -> Int {
    let field = source.tree.nodes[node].field
    let isInterned = field >= 0 && tables != nil && program.internTables[Int(field)] != nil
    return try partialEncode(source, at: bit, into: &output, tables: tables) { interpreter, input, output in
      if isInterned { return interpreter.encodeInterned(source.tree.nodes[node].type, node: node, input, into: &output) }
      return interpreter.encodeValue(source.tree.nodes[node].type, node: node, input, into: &output)
    }
  }

  /// Writes the extension bit and the extension of the record at `node`.
  func writeFullExtension(
    _ source: TreeSource, node: Int, at bit: Int, into output: inout [UInt8]
  ) throws(FullFormEncodeFailure) -> Int {
    try partialEncode(source, at: bit, into: &output) { interpreter, input, output in
      interpreter.encodeExtensionAlone(of: node, input, into: &output)
    }
  }

  /// Why a value has no full form.
  struct FullFormEncodeFailure: Error {
    var reason: EncodeError.Reason
    /// Innermost first.
    var path: [Interpreter.PathPart]
  }

  private func partialEncode(
    _ source: TreeSource, at bit: Int, into output: inout [UInt8], tables: (any InternTables)? = nil,
    _ body: (inout Interpreter, RawSpan, inout [UInt8]) -> Bool
  ) throws(FullFormEncodeFailure) -> Int {
    var tree = source.tree
    var end = bit
    let program = tables == nil ? reference : linkReference
    let failure: FullFormEncodeFailure? = withInterpreter(program, of: &tree, isLenient: false) { interpreter in
      interpreter.link = tables.map { Interpreter.LinkContext(tables: $0, fullForms: reference) }
      interpreter.isEncoding = true
      interpreter.verifies = true
      interpreter.position = bit
      interpreter.limit = .max
      let isComplete = unsafe body(&interpreter, source.input.span.bytes, &output)
      end = interpreter.position
      return isComplete ? nil : FullFormEncodeFailure(reason: interpreter.encodeReason, path: interpreter.path)
    }
    if let failure { throw failure }
    return end
  }
}

extension Interpreter {
  /// The extension of a record without the fields before it.
  fileprivate mutating func extensionAlone(of record: Int32, _ input: RawSpan) -> Bool {
    enter(record)
    guard limit - position >= 1 else { return truncated(bitCount: 1) }
    frame.hasExtension = input.leastSignificantFirst(at: position, bitCount: 1) == 1
    position += 1
    return extensionBlock(input)
  }

  fileprivate mutating func encodeExtensionAlone(of node: Int, _ source: RawSpan, into output: inout [UInt8]) -> Bool {
    let record = program.types[nodes[node].type].detail
    enter(record)
    let tail = findFields(of: node, count: Int(program.records[record].fieldCount))
    frame.hasExtension = hasExtension(program.records[record], tail: tail, source)
    append(frame.hasExtension ? 1 : 0, bitCount: 1, .leastSignificantFirst, into: &output)
    return !frame.hasExtension || encodeExtension(tail: tail, source, into: &output)
  }

  private mutating func enter(_ record: Int32) {
    let entry = program.records[record]
    frame = Frame(record: record, firstBit: position, firstField: entry.firstField)
    reserveFieldNodes(Int(entry.fieldCount))
  }
}
