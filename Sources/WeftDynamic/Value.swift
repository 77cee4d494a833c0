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
}
