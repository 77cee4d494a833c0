/// Values for the parameters of a foreign definition, in their order. Reusable: no allocation once grown.
///
/// Missing ones are empty bytes, 0 and `false`; a check whose expression uses an empty `bytes` parameter is skipped.
public struct Arguments: Sendable {
  public internal(set) var values: [Argument] = []
  /// What the ranges of `bytes` arguments refer to.
  public internal(set) var heap: [UInt8] = []

  @frozen
  public enum Argument: Sendable, Hashable, BitwiseCopyable {
    /// Also `bool`: 0 or 1.
    case integer(Int64)
    /// A range of the heap of the `Arguments` or the `ValueTree` that holds the argument.
    case bytes(offset: Int, count: Int)
  }

  public init() {}

  /// One that is a truth value.
  public init(_ value: Bool) { append(value) }

  public mutating func append(_ value: Int64) { values.append(.integer(value)) }
  public mutating func append(_ value: Bool) { values.append(.integer(value ? 1 : 0)) }
  public mutating func append(_ bytes: [UInt8]) {
    values.append(.bytes(offset: heap.count, count: bytes.count))
    heap.append(contentsOf: bytes)
  }

  /// Forgets the values and keeps the storage.
  public mutating func removeAll() {
    if !values.isEmpty { values.removeAll(keepingCapacity: true) }
    if !heap.isEmpty { heap.removeAll(keepingCapacity: true) }
  }

  /// Becomes what `carrier` of `tree` passes on.
  public mutating func assign(_ carrier: ValueTree.Carrier, of tree: ValueTree) {
    removeAll()
    for argument in tree.carrierArguments[carrier.arguments] {
      switch argument {
      case .integer(let value): append(value)
      case .bytes(let offset, let count):
        values.append(.bytes(offset: heap.count, count: count))
        heap.append(contentsOf: tree.heap[offset..<offset + count])
      }
    }
  }
}
