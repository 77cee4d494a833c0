/// A decoded value and what it was decoded from, for reading at leisure. Where speed counts, walk `ValueTree.nodes`.
public struct Value: Sendable {
  public let codec: DynamicCodec
  public let tree: ValueTree
  /// The input of the `decode` call, or empty for a built tree.
  public let input: [UInt8]
  /// Index into `tree.nodes`.
  public let index: Int

  /// The outermost value of `tree`; `nil` for an empty tree.
  public init?(_ tree: ValueTree, of codec: DynamicCodec, decodedFrom input: [UInt8]) {
    if tree.nodes.isEmpty { return nil }
    self.init(codec: codec, tree: tree, input: input, index: 0)
  }

  init(codec: DynamicCodec, tree: ValueTree, input: [UInt8], index: Int) {
    self.codec = codec
    self.tree = tree
    self.input = input
    self.index = index
  }

  public var node: ValueNode { tree.nodes[index] }
  public var kind: ValueNode.Kind { node.kind }
  /// From the first bit of the outermost value.
  public var bitRange: Range<Int> { node.bitRange }

  /// The field's name; `nil` for the outermost value, an element and a case's value.
  public var name: String? { node.field < 0 ? nil : codec.program.names.fields[Int(node.field)] }

  /// The fields of a record, the elements of a list, the value of a case.
  public var children: [Value] {
    var children: [Value] = []
    var child = index + 1
    while child < Int(node.end) {
      children.append(Value(codec: codec, tree: tree, input: input, index: child))
      child = Int(tree.nodes[child].end)
    }
    return children
  }

  /// The field of that name of a record, or the value of the case of that name; `nil` if absent.
  public subscript(name: String) -> Value? {
    switch kind {
    case .record: children.first { $0.name == name }
    case .union, .match: caseName == name ? children.first : nil
    default: nil
    }
  }

  /// The element of a list; `nil` behind its end.
  public subscript(element: Int) -> Value? {
    let children = children
    return kind == .list && children.indices.contains(element) ? children[element] : nil
  }

  /// Of integers, enums, flags and `bool`.
  public var integer: Int128? {
    switch kind {
    case .signed: Int128(Int64(bitPattern: node.payload))
    case .unsigned, .enumeration, .flags, .bool: Int128(node.payload)
    default: nil
    }
  }

  /// Of `fixed` and floating-point numbers.
  public var real: Double? {
    kind == .fixed || kind == .float ? codec.reference.real(of: node) : nil
  }

  /// Of `bytes`, padding and an extension's tail, and the UTF-8 bytes of text.
  public var bytes: [UInt8]? {
    guard node.holdsBytes else { return nil }
    var bytes: [UInt8] = []
    unsafe tree.forEachByte(of: node, input.span.bytes) { bytes.append($0) }
    return bytes
  }

  public var text: String? { kind == .text ? bytes.map { String(decoding: $0, as: UTF8.self) } : nil }

  /// Of an enum, a union or a `match`; `nil` for a code without a name.
  public var caseName: String? {
    switch kind {
    case .union, .match: return codec.reference.caseName(of: node)
    case .enumeration:
      let enumeration = codec.program.enumerations[Int(codec.program.types[Int(node.type)].detail)]
      return enumeration.index(of: node.payload).map { enumeration.names[$0] }
    default: return nil
    }
  }

  /// The value as JSON text.
  public var json: String {
    var output: [UInt8] = []
    unsafe codec.writeJSON(tree, node: index, decodedFrom: input.span.bytes, into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// The value as text output shows it.
  public var displayText: String {
    var output: [UInt8] = []
    unsafe codec.writeText(tree, node: index, decodedFrom: input.span.bytes, into: &output)
    return String(decoding: output, as: UTF8.self)
  }
}
