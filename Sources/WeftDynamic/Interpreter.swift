import Weft

/// One decoding or encoding call: the program, the tree, and where in the input or the output it stands.
///
/// Every function that reads returns whether it could. After `false`, `reason` and `failureBit` say why, and each
/// level on the way out puts its part before the path, as generated code does.
@safe
struct Interpreter: ~Copyable {
  let reference: ProgramReference
  /// The caller's, for as long as the call.
  let treePointer: UnsafeMutablePointer<ValueTree>
  let isLenient: Bool
  var checksComputedValues = true
  /// Of a link form: the tables, and the program of full forms, in which an entry is.
  var link: LinkContext?
  /// While encoding: the addresses that others are relative to, by node.
  var knownAddresses: [Int32: [UInt8]] = [:]
  /// Whether spans and positions refer to the output.
  var isEncoding = false
  /// The next bit, and one past the last bit of the region.
  var position = 0
  var limit = 0
  var depth = 0
  var frame = Frame()

  /// The field being computed: its bytes, which count as zero, and its first bit.
  var computing = 0..<0
  var computingBit = 0

  var reason = DecodeError.Reason.expression
  var failureBit = 0
  /// A truncation has the path of the record around it, not of the field.
  var belongsToRecord = false
  var path: [PathPart] = []
  var encodeReason = EncodeError.Reason.outOfRange
  /// While encoding: whether what the schema states is checked; in the first of two passes computed values are not yet known.
  var verifies = false
  /// While encoding: whether tentative fields are marked that their conditions do not want.
  var drops = false
  /// While encoding: the bytes of the heap that the bytes being written are xored with.
  var masked = 0..<0

  /// Records within records; the same bound for every schema, since foreign ones may be recursive.
  static let maximumDepth = 64
  /// Only lists can make more nodes than the schema has fields; this bounds them for inputs of any size.
  static let maximumNodeCount = 1 << 24

  /// The record being decoded.
  struct Frame {
    /// Index into `Program.records`.
    var record: Int32 = 0
    var firstBit = 0
    var firstField: Int32 = 0
    /// Where its fields' nodes stand in `ValueTree.fieldNodes`; −1 if it keeps none.
    var fieldNodes = -1
    var arguments = 0
    var argumentCount = 0
    /// The byte order that a parameter chose.
    var isLittle = false
    var hasExtension = false
  }

  struct LinkContext {
    let tables: any InternTables
    let fullForms: ProgramReference
    /// An index without an entry is marked and read over: who follows a link from its middle does not have what came before.
    var keepsUnknownEntries = false
  }

  enum PathPart {
    case field(Int32)
    case element(Int)
    /// Of a union: an index into `Program.cases`.
    case caseName(Int32)
    /// Of a `match`, which has no step of its own: one with the field.
    case matchCase(Int32)
  }

  /// No node, and (of an optional whose presence bit was read as set) no node yet.
  static let absent: Int32 = -1
  static let present: Int32 = -2

  init(_ reference: ProgramReference, isLenient: Bool, tree: UnsafeMutablePointer<ValueTree>) {
    self.reference = reference
    self.isLenient = isLenient
    unsafe treePointer = tree
  }

  var program: Program {
    @inline(__always) _read { yield reference.program }
  }

  var tree: ValueTree {
    @inline(__always) _read { yield unsafe treePointer.pointee }
    @inline(__always) nonmutating _modify { yield unsafe &treePointer.pointee }
  }

  /// The tree's, which is the only one to use their storage during the call.
  var nodes: GrowingBuffer<ValueNode> {
    @inline(__always) _read { yield unsafe treePointer.pointee.nodes.buffer }
    @inline(__always) nonmutating _modify { yield unsafe &treePointer.pointee.nodes.buffer }
  }

  /// The tree's parts one by one: a look at one is no look at the whole.
  var heap: [UInt8] {
    @inline(__always) _read { yield unsafe treePointer.pointee.heap }
    @inline(__always) nonmutating _modify { yield unsafe &treePointer.pointee.heap }
  }
  var marks: [ValueTree.Mark] {
    @inline(__always) _read { yield unsafe treePointer.pointee.marks }
    @inline(__always) nonmutating _modify { yield unsafe &treePointer.pointee.marks }
  }
  var carriers: GrowingBuffer<ValueTree.Carrier> {
    @inline(__always) _read { yield unsafe treePointer.pointee.carriers.buffer }
    @inline(__always) nonmutating _modify { yield unsafe &treePointer.pointee.carriers.buffer }
  }
  var carrierArguments: GrowingBuffer<Arguments.Argument> {
    @inline(__always) _read { yield unsafe treePointer.pointee.carrierArguments.buffer }
    @inline(__always) nonmutating _modify { yield unsafe &treePointer.pointee.carrierArguments.buffer }
  }
  var argumentStack: GrowingBuffer<Arguments.Argument> {
    @inline(__always) _read { yield unsafe treePointer.pointee.argumentStack }
    @inline(__always) nonmutating _modify { yield unsafe &treePointer.pointee.argumentStack }
  }

  /// The nodes of the fields of the records being read, innermost last.
  var fieldNodes: GrowingBuffer<Int32> {
    @inline(__always) _read { yield unsafe treePointer.pointee.fieldNodes }
    @inline(__always) nonmutating _modify { yield unsafe &treePointer.pointee.fieldNodes }
  }

  /// Makes room for the nodes of a record's fields, all absent. Their number is bounded by `maximumDepth` and the schema's fields.
  @inline(__always)
  mutating func reserveFieldNodes(_ count: Int) {
    let first = fieldNodes.count
    frame.fieldNodes = first
    fieldNodes.grow(to: first + count)
    for index in first..<first + count { fieldNodes[index] = Self.absent }
  }

  // MARK: Failing

  @inline(never)
  mutating func fail(_ reason: DecodeError.Reason, at bit: Int) -> Bool {
    self.reason = reason
    failureBit = bit
    belongsToRecord = false
    return false
  }

  /// The run at `position` needs `bitCount` bits, and the region ends before.
  @inline(never)
  mutating func truncated(bitCount: Int) -> Bool {
    reason = .truncated(neededBitCount: bitCount - (limit - position))
    failureBit = limit
    belongsToRecord = true
    return false
  }

  @inline(never)
  mutating func failed(in field: Int32) -> Bool {
    if !belongsToRecord { path.append(.field(field)) }
    return false
  }

  func pathText() -> String { program.text(ofPath: path.reversed()) }

  // MARK: Nodes

  mutating func mark(_ node: Int, _ reason: DecodeError.Reason) {
    nodes[node].flags.insert(.isMarked)
    marks.append(ValueTree.Mark(node: node, reason: reason))
  }

  /// Starts a node whose children follow; `close` ends it.
  mutating func open(_ kind: ValueNode.Kind, type: Int32, field: Int32, at bit: Int, payload: UInt64 = 0) -> Int {
    let index = nodes.count
    nodes.append(
      ValueNode(
        bitOffset: bit, bitCount: 0, payload: payload, field: field, type: type, end: Int32(truncatingIfNeeded: index + 1),
        kind: kind))
    return index
  }

  mutating func close(_ index: Int) {
    nodes[index].bitCount = position - nodes[index].bitOffset
    nodes[index].end = Int32(truncatingIfNeeded: nodes.count)
  }

  // MARK: Reading

  @inline(__always)
  func read(_ stream: BitStream, at bit: Int, bitCount: Int, _ input: RawSpan) -> UInt64 {
    switch stream {
    case .leastSignificantFirst: input.leastSignificantFirst(at: bit, bitCount: bitCount)
    case .mostSignificantFirst: input.mostSignificantFirst(at: bit, bitCount: bitCount)
    case .byParameter:
      frame.isLittle
        ? input.leastSignificantFirst(at: bit, bitCount: bitCount)
        : input.mostSignificantFirst(at: bit, bitCount: bitCount)
    }
  }

  /// The whole value, from the first bit of the input to its zero padding.
  mutating func decodeOutermost(
    _ type: Int32, arguments: borrowing Arguments, allowsTrailingBytes: Bool, _ input: RawSpan
  ) -> Bool {
    // Byte ranges in nodes have 32 bits.
    guard input.byteCount < 1 << 32 else {
      return fail(.limitExceeded(found: UInt64(input.byteCount), maximum: 1 << 32 - 1), at: 0)
    }
    limit = input.byteCount * 8
    let isComplete = outermostValue(type, arguments: arguments, input)
    tree.bitCount = position
    guard isComplete else { return false }
    let padding = (8 - position & 7) & 7
    let isPadded = padding == 0 || paddingIsZero(bitCount: padding, input)
    guard isPadded else { return fail(.nonZeroPadding, at: position) }
    let left = (limit - position) / 8
    if left > 0, !allowsTrailingBytes { return fail(.trailingBytes(count: left), at: position + padding) }
    return true
  }

  /// Arguments are the caller's, which no expression gives.
  private mutating func outermostValue(
    _ type: Int32, arguments: borrowing Arguments, _ input: RawSpan
  ) -> Bool {
    guard program.types[type].kind == .record else { return value(type, field: -1, input) }
    if !arguments.values.isEmpty { pushArguments(of: arguments) }
    let node = open(.record, type: type, field: -1, at: 0)
    let isComplete = record(program.types[type].detail, arguments: 0..<argumentStack.count, input)
    close(node)
    return isComplete
  }

  /// The caller's arguments, with their bytes in the tree's heap.
  mutating func pushArguments(of arguments: borrowing Arguments) {
    let first = heap.count
    if !arguments.heap.isEmpty { heap += arguments.heap }
    for argument in arguments.values {
      if case .bytes(let offset, let count) = argument {
        argumentStack.append(.bytes(offset: first + offset, count: count))
      } else {
        argumentStack.append(argument)
      }
    }
  }

  private func paddingIsZero(bitCount: Int, _ input: RawSpan) -> Bool {
    let type = nodes[0].type
    let isForeign = program.types[type].kind == .record && program.records[program.types[type].detail].isForeign
    // Of a foreign definition that ends inside a byte, the rest of that byte is nobody's.
    return isForeign || input.leastSignificantFirst(at: position, bitCount: bitCount) == 0
  }
}
