public import Weft

/// A decoded or built value of any definition: a flat, reusable arena of nodes in preorder.
///
/// The subtree of the node at `i` is `nodes[i ..< Int(nodes[i].end)]`; its first child, if any, stands at `i + 1`, and the next
/// sibling of a child at the child's `end`. Byte strings are not copied: a node holds their range in the input, or in `heap`
/// where they had to be made (bits that are not aligned, `xor`, built values). Reusing one tree for many calls costs no
/// allocation once it has grown to the size of the largest value.
public struct ValueTree: Sendable {
  /// In preorder; empty if nothing could be decoded.
  public internal(set) var nodes = TreeItems<ValueNode>()
  /// Bytes that are not a range of the input.
  public internal(set) var heap: [UInt8] = []
  /// Wrong constants and computed values, in the order in which they were found; only lenient decoding fills this.
  public internal(set) var marks: [Mark] = []
  /// Payloads that are a next layer, in wire order.
  public internal(set) var carriers = TreeItems<Carrier>()
  /// What the carriers pass to the definition of the next layer; `Carrier.arguments` are indices into this.
  public internal(set) var carrierArguments = TreeItems<Arguments.Argument>()
  /// Why decoding stopped, with the nodes up to there in the tree.
  public internal(set) var failure: DecodeFailure?
  /// Bits of the input that the value took.
  public internal(set) var bitCount = 0

  /// Scratch of the interpreter, kept for its storage: the nodes of the fields of the records being read, and arguments.
  var fieldNodes = GrowingBuffer<Int32>()
  var argumentStack = GrowingBuffer<Arguments.Argument>()

  public init() {}

  /// A constant or a computed value that is not what the schema says.
  public struct Mark: Sendable, Hashable {
    /// Index into `nodes`.
    public var node: Int
    /// `constantMismatch`, `computedMismatch` or `invalidText`.
    public var reason: DecodeError.Reason
  }

  /// `carries table(key)`: these bytes are the next layer.
  @frozen
  public struct Carrier: Sendable, Hashable {
    /// Index into `nodes`: the field that carries.
    public var node: Int
    /// Index into `DynamicCodec.tables`.
    public var table: Int
    public var key: Int64
    /// Indices into `carrierArguments`.
    public var arguments: Range<Int>
    /// Where the payload stands in the input, in bytes.
    public var byteRange: Range<Int>
  }

  /// Before an interpreter fills the tree.
  @inline(__always)
  mutating func makeUnique() {
    nodes.buffer.makeUnique()
    carriers.buffer.makeUnique()
    carrierArguments.buffer.makeUnique()
    fieldNodes.makeUnique()
    argumentStack.makeUnique()
  }

  /// Forgets the value and keeps the storage.
  public mutating func removeAll() {
    nodes.removeAll()
    if !heap.isEmpty { heap.removeAll(keepingCapacity: true) }
    if !marks.isEmpty { marks.removeAll(keepingCapacity: true) }
    carriers.removeAll()
    carrierArguments.removeAll()
    argumentStack.count = 0
    fieldNodes.count = 0
    if failure != nil { failure = nil }
    bitCount = 0
  }
}

extension ValueTree {
  /// Takes out the tentative nodes that turned out to be absent. They are leaves and byte strings: nothing stands below them.
  mutating func removeDropped() {
    var removed: Int32 = 0
    // By old index: how many stand before it that go.
    let before = nodes.map { node in
      defer { if node.flags.contains(.isDropped) { removed += 1 } }
      return removed
    }
    for index in nodes.indices {
      let end = nodes[index].end
      nodes[index].end -= Int(end) < before.count ? before[Int(end)] : removed
    }
    nodes.removeAll { $0.flags.contains(.isDropped) }
    for index in nodes.indices { nodes[index].flags.remove(.isTentative) }
  }
}

extension ValueTree {
  /// The child of a record's node that is the record's field of this local index.
  func child(of parent: Int, field local: Int32, _ reference: ProgramReference) -> Int? {
    let type = nodes.buffer[parent].type
    guard reference.program.types[type].kind == .record else { return nil }
    let field = reference.program.records[reference.program.types[type].detail].firstField + local
    var index = parent + 1
    let end = Int(nodes.buffer[parent].end)
    while index < end, nodes.buffer[index].field <= field {
      if nodes.buffer[index].field == field { return index }
      index = Int(nodes.buffer[index].end)
    }
    return nil
  }
}

/// One value in a `ValueTree`, 40 bytes.
@frozen
public struct ValueNode: Sendable, Hashable, BitwiseCopyable {
  /// First bit, from the first bit of the outermost value. Of a field with a default that was not on the wire: where it would stand.
  public internal(set) var bitOffset = 0
  public internal(set) var bitCount = 0
  /// `unsigned`, `enumeration`, `flags`, `bool`: the value. `signed`: its two's complement. `fixed`: the code. `float`: the bits
  /// of the wire format. `list`: the number of elements. `union`, `match`: the index of the case; the default case of a
  /// `match` is one behind the others. `bytes`, `text`, `padding`: see `byteOffset` and `byteCount`.
  public internal(set) var payload: UInt64 = 0
  /// Which field this is, as an index into `DynamicCodec.fields`; −1 for an element, a case's value and the outermost value.
  public internal(set) var field: Int32 = -1
  /// Index into the types of the codec.
  public internal(set) var type: Int32 = 0
  /// One past the last node of the subtree.
  public internal(set) var end: Int32 = 0
  public internal(set) var kind: Kind = .record
  public internal(set) var flags: Flags = []

  @frozen
  public enum Kind: UInt8, Sendable, Hashable, BitwiseCopyable {
    case record, union, match, list, bytes, text, padding, unsigned, signed, bool, fixed, float, enumeration, flags
    /// Bytes of an extension beyond the generations that this schema knows.
    case extensionTail
  }

  @frozen
  public struct Flags: OptionSet, Sendable, Hashable, BitwiseCopyable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A wrong constant or computed value, kept as found; `ValueTree.marks` says what was expected.
    public static let isMarked = Flags(rawValue: 1)
    /// The bytes are in the tree's `heap`, not in the input.
    public static let isInHeap = Flags(rawValue: 2)
    /// Not on the wire: an added field of an absent extension, with its default.
    public static let isImplied = Flags(rawValue: 4)
    /// The baseline's value: nothing of it differs.
    public static let isUnchanged = Flags(rawValue: 32)
    /// `T = EXPR`, not given by who built the tree: the encoder fills it in.
    static let isPending = Flags(rawValue: 8)
    /// A built integer that 64 bits of its sign cannot hold.
    static let isOutOfRange = Flags(rawValue: 16)
    /// Of a field with a condition, not given by who built the tree: it is there if the condition says so.
    static let isTentative = Flags(rawValue: 32)
    /// The condition says that it is not.
    static let isDropped = Flags(rawValue: 64)
    /// Of an interned field on a link: its bits are the index of a table's entry, and the value is the entry's.
    public static let isEntry = Flags(rawValue: 128)
  }

  /// Of `bytes`, `text`, `padding` and `extensionTail`: the first byte, in the input or in the heap.
  public var byteOffset: Int { Int(payload >> 32) }
  /// Of `bytes`, `text`, `padding` and `extensionTail`: how many bytes.
  public var byteCount: Int { Int(payload & 0xFFFF_FFFF) }
  /// First bit up to one past the last, from the first bit of the outermost value.
  public var bitRange: Range<Int> { bitOffset..<bitOffset + bitCount }
}
