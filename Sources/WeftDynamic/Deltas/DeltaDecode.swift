import Weft

/// Decodes one delta form. It follows `docs/language.md`, "Deltas", bit by bit, and knows nothing of the runtime's coders: that the
/// two agree is a test.
struct DeltaDecoder {
  let codec: DynamicCodec
  let input: [UInt8]
  let baseline: TreeSource
  /// Of the link; `nil` outside of links.
  let tables: (any InternTables)?
  let keepsUnknownEntries: Bool
  var position: Int
  var models = DeltaModels()
  var output: DecodedDelta

  /// The way to the value being read, outermost first, and how much of it leads to the record or union that holds it. Who fails
  /// leaves them as they are: nothing is read after that.
  var path: [Interpreter.PathPart] = []
  var ownerDepth = 0

  var nodes: [ValueNode] = []
  /// Of these, the ones whose children are being read.
  private var openNodes: [Int] = []
  var heap: [UInt8] = []

  var program: Program {
    _read { yield codec.reference.program }
  }
  var limit: Int { input.count * 8 }

  init(
    _ codec: DynamicCodec, input: [UInt8], at bit: Int = 0, baseline: Value, tables: (any InternTables)? = nil,
    keepsUnknownEntries: Bool = false
  ) {
    self.codec = codec
    self.input = input
    self.tables = tables
    self.keepsUnknownEntries = keepsUnknownEntries
    position = bit
    self.baseline = TreeSource(baseline)
    output = DecodedDelta(input: input, baseline: baseline)
  }

  /// One bit, and if it is set the delta form; then, where the input is the message, zero bits to the byte.
  mutating func decode(_ type: Int32, isWhole: Bool = true) -> DecodedDelta {
    do throws(DecodeFailure) {
      try outermost(type)
      if isWhole { try padding() }
    } catch {
      output.tree.failure = error
      for node in openNodes.reversed() { close(node) }
    }
    for node in nodes { output.tree.nodes.append(node) }
    output.tree.heap = heap
    // Of a failed decoding they may be of what was to be moved yet.
    output.tree.marks.removeAll { !nodes.indices.contains($0.node) || !nodes[$0.node].flags.contains(.isMarked) }
    output.tree.bitCount = position
    return output
  }

  private mutating func outermost(_ type: Int32) throws(DecodeFailure) {
    guard baseline.tree.nodes.first?.type == type else { throw failure(.expression, at: position) }
    let start = position
    let differs = try takeBit()
    addPart(start, .message(differs: differs), node: 0, baselineNode: 0)
    if !differs {
      keep(0)
    } else if try !change(type, field: -1, base: 0, slot: 0) {
      throw failure(.unchangedValue, at: start)
    }
  }

  private func padding() throws(DecodeFailure) {
    let padding = (8 - position & 7) & 7
    guard peek(bitCount: padding) == 0 else { throw failure(.nonZeroPadding, at: position) }
    let left = (limit - position) / 8
    guard left == 0 else { throw failure(.trailingBytes(count: left), at: position + padding) }
  }

  // MARK: Bits

  func peek(bitCount: Int) -> UInt64 { unsafe input.span.bytes.leastSignificantFirst(at: position, bitCount: bitCount) }

  /// A run of its own.
  mutating func take(bitCount: Int) throws(DecodeFailure) -> UInt64 {
    try require(bitCount: bitCount)
    let bits = peek(bitCount: bitCount)
    position += bitCount
    return bits
  }

  mutating func takeBit() throws(DecodeFailure) -> Bool { try take(bitCount: 1) == 1 }

  func require(bitCount: Int) throws(DecodeFailure) {
    if bitCount > limit - position {
      throw truncation(neededBitCount: bitCount - (limit - position))
    }
  }

  // MARK: Failing

  func failure(_ reason: DecodeError.Reason, at bit: Int) -> DecodeFailure {
    DecodeFailure(reason, at: bit, path: program.text(ofPath: path))
  }

  private func truncation(neededBitCount: Int) -> DecodeFailure {
    DecodeFailure(
      .truncated(neededBitCount: neededBitCount), at: limit, path: program.text(ofPath: path.prefix(ownerDepth)))
  }

  private func failure(_ failure: DynamicCodec.FullFormFailure) -> DecodeFailure {
    let outer = failure.belongsToRecord ? path.prefix(ownerDepth) : path[...]
    return DecodeFailure(
      failure.reason, at: failure.bitOffset, path: program.text(ofPath: outer + failure.path.reversed()))
  }

  // MARK: Building

  mutating func addPart(_ start: Int, _ kind: DeltaPart.Kind, node: Int = -1, baselineNode: Int? = nil) {
    output.parts.append(
      DeltaPart(bitRange: start..<position, kind: kind, node: node, baselineNode: baselineNode ?? -1))
  }

  mutating func open(_ kind: ValueNode.Kind, type: Int32, field: Int32, base: Int?, payload: UInt64 = 0) -> Int {
    append(ValueNode(bitOffset: position, payload: payload, field: field, type: type, kind: kind), base: base)
    openNodes.append(nodes.count - 1)
    return nodes.count - 1
  }

  mutating func append(_ node: ValueNode, base: Int?) {
    var node = node
    node.end = Int32(nodes.count + 1)
    nodes.append(node)
    output.baselineNodes.append(Int32(base ?? -1))
  }

  mutating func close(_ node: Int) {
    nodes[node].bitCount = position - nodes[node].bitOffset
    nodes[node].end = Int32(nodes.count)
    openNodes.removeAll { $0 == node }
  }

  /// The baseline's value, as it is.
  mutating func keep(_ base: Int) {
    let shift = nodes.count - base
    for index in base..<Int(baseline.node(base).end) {
      var node = baseline.node(index)
      if node.holdsBytes { moveToHeap(baseline.bytes(of: node), &node) }
      node.bitOffset = position
      node.bitCount = 0
      node.flags.insert(.isUnchanged)
      node.end += Int32(shift)
      if node.flags.contains(.isMarked), let mark = baseline.tree.marks.first(where: { $0.node == index }) {
        output.tree.marks.append(ValueTree.Mark(node: nodes.count, reason: mark.reason))
      }
      nodes.append(node)
      output.baselineNodes.append(Int32(index))
    }
  }

  mutating func keep(_ base: Int?) {
    if let base { keep(base) }
  }

  private mutating func moveToHeap(_ bytes: [UInt8], _ node: inout ValueNode) {
    node.payload = UInt64(heap.count) << 32 | UInt64(bytes.count)
    node.flags.insert(.isInHeap)
    heap += bytes
  }

  /// A value in full.
  mutating func fullForm(_ type: Int32, field: Int32) throws(DecodeFailure) {
    let form: DynamicCodec.FullForm
    do throws(DynamicCodec.FullFormFailure) {
      form = try codec.fullForm(
        type, field: field, at: position, in: input, tables: tables, keepsUnknownEntries: keepsUnknownEntries)
    } catch {
      throw failure(error)
    }
    let (start, node) = (position, nodes.count)
    append(form)
    addPart(start, .fullForm, node: node)
  }

  mutating func fullExtension(_ record: Int32) throws(DecodeFailure) {
    let form: DynamicCodec.FullForm
    do throws(DynamicCodec.FullFormFailure) {
      form = try codec.fullExtension(record, at: position, in: input)
    } catch {
      throw failure(error)
    }
    append(form)
  }

  private mutating func append(_ form: DynamicCodec.FullForm) {
    let shift = Int32(nodes.count)
    for var node in form.tree.nodes {
      if node.flags.contains(.isInHeap) { node.payload += UInt64(heap.count) << 32 }
      node.end += shift
      nodes.append(node)
      output.baselineNodes.append(-1)
    }
    for mark in form.tree.marks {
      output.tree.marks.append(ValueTree.Mark(node: mark.node + Int(shift), reason: mark.reason))
    }
    heap += form.tree.heap
    position = form.end
  }

  /// What was built from `node` on, as a tree of its own.
  func subtree(_ node: Int) -> TreeSource {
    var tree = ValueTree()
    for var copy in nodes[node..<Int(nodes[node].end)] {
      copy.end -= Int32(node)
      tree.nodes.append(copy)
    }
    tree.heap = heap
    return TreeSource(tree, input: input)
  }

  /// Whether what was built from `node` on is the baseline's value, where it has one.
  func isUnchanged(_ node: Int, from base: Int?) -> Bool {
    guard let base else { return false }
    // Of what is not known nobody can tell.
    if nodes[node..<Int(nodes[node].end)].contains(where: { $0.flags.contains(.isMarked) }) { return false }
    return subtree(node).isEqual(0, to: baseline, base)
  }
}
