/// What a delta form says: the state after it, which of that is new, and what stood there before.
public struct DecodedDelta: Sendable {
  /// The state after it. What did not differ has `ValueNode.Flags.isUnchanged`; its bit range is empty, except where the code of a
  /// difference says so in bits. Everything else stands at its bits in the input. Of a failed decoding: what came before.
  public internal(set) var tree = ValueTree()
  /// What `tree` was decoded from.
  public let input: [UInt8]
  /// What it was decoded against.
  public let baseline: Value
  /// By node of `tree`, the node of the baseline that it was made from; −1 for what is new.
  public internal(set) var baselineNodes: [Int32] = []
  /// What each bit says, in wire order.
  public internal(set) var parts: [DeltaPart] = []
  /// Elements of keyed lists that are gone: nodes of the baseline.
  public internal(set) var removedNodes: [Int] = []
  /// Why decoding stopped.
  public var failure: DecodeFailure? { tree.failure }
  /// The state after it; `nil` if nothing could be decoded.
  public var value: Value? { Value(tree, of: baseline.codec, decodedFrom: input) }

  /// What stood in the baseline where `node` stands now; `nil` for what is new.
  public func old(of node: Int) -> Value? {
    let index = Int(baselineNodes[node])
    return index < 0 ? nil : Value(codec: baseline.codec, tree: baseline.tree, input: baseline.input, index: index)
  }
}
