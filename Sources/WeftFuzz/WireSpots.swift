import WeftDynamic
import WeftSchema

/// Bits of a message that mean one thing: a value, a count, a tag, a presence bit.
struct WireSpot {
  /// From the first bit of the message.
  var bitRange: Range<Int>
  /// The highest valid code, where it is known and the spot is at most 64 bits of a native definition.
  var maximumCode: UInt64?
  var bitOrder = Foreign.BitOrder.leastSignificantFirst
}

/// The spots of a decoded message, as far as it decoded.
struct WireSpots {
  private(set) var spots: [WireSpot] = []
  private let codec: DynamicCodec
  private let tree: ValueTree
  private var bitOrder = Foreign.BitOrder.leastSignificantFirst

  init(_ tree: ValueTree, of definition: DefinitionID, in codec: DynamicCodec) {
    self.codec = codec
    self.tree = tree
    if !tree.nodes.isEmpty { add(0, .named(definition)) }
  }

  private mutating func add(_ index: Int, _ type: FieldType) {
    let node = tree.nodes[index]
    guard !node.flags.contains(.isImplied) else { return }
    switch codec.schema.resolvingAliases(type) {
    case .named(let id, _):
      switch codec.schema[id].body {
      case .record(let record): addRecord(index, record)
      case .union(let union): addUnion(index, union)
      case .enumeration(let it): addLeaf(node, maximum: it.cases.map(\.code).max())
      case .flags(let it): addLeaf(node, maximum: it.mask)
      case .alias: addLeaf(node)
      }
    case .list(let element, let count):
      addCount(node, count)
      for child in children(of: index) { add(child, element) }
    case .match(let match):
      let number = Int(node.payload)
      let chosen = match.cases.indices.contains(number) ? match.cases[number] : match.fallback
      if let type = chosen?.type, let child = children(of: index).first { add(child, type) }
    case .bytes(let count), .text(let count):
      addCount(node, count)
      addLeaf(node)
    case .ranged(let range): addLeaf(node, maximum: range.maximumCode)
    case .fixed(let range): addLeaf(node, maximum: range.maximumCode)
    case .bool, .unsigned, .signed, .float, .varint, .padding: addLeaf(node)
    }
  }

  private mutating func addRecord(_ index: Int, _ record: Record) {
    let outer = bitOrder
    bitOrder = record.foreign?.bitOrder ?? .leastSignificantFirst
    for step in record.steps {
      switch step {
      case .extensionBit(let offset), .presence(_, let offset): add(tree.nodes[index].bitOffset + offset, 1, maximum: 1)
      default: continue
      }
    }
    for child in children(of: index) {
      let node = tree.nodes[child]
      if node.field >= 0 {
        let field = record.fields[codec.fields[Int(node.field)].index]
        addShared(node, field)
        add(child, field.type)
      } else {
        addLeaf(node)
      }
    }
    bitOrder = outer
  }

  /// How many bits addresses have in common with the one that they are relative to.
  private mutating func addShared(_ node: ValueNode, _ field: Field) {
    guard case .relative = field.form, let address = codec.schema.relativeAddress(in: field.type) else { return }
    var bit = node.bitOffset
    if case .list(_, let count) = codec.schema.resolvingAliases(field.type) {
      guard node.payload > 0 else { return }
      bit += count.bitCount
    }
    add(bit, address.sharedBitCount, maximum: UInt64(address.byteCount * 8))
  }

  private mutating func addUnion(_ index: Int, _ union: Union) {
    let node = tree.nodes[index]
    add(node.bitOffset, union.tagBitCount, maximum: UInt64(union.cases.count - 1))
    guard union.cases.indices.contains(Int(node.payload)), let type = union.cases[Int(node.payload)].type,
      let child = children(of: index).first
    else { return }
    add(child, type)
  }

  private mutating func addCount(_ node: ValueNode, _ count: Count) {
    if case .bounded(let min, let max) = count { add(node.bitOffset, count.bitCount, maximum: UInt64(max - min)) }
  }

  private mutating func addLeaf(_ node: ValueNode, maximum: UInt64? = nil) {
    add(node.bitOffset, node.bitCount, maximum: maximum)
  }

  private mutating func add(_ bitOffset: Int, _ bitCount: Int, maximum: UInt64?) {
    guard bitCount > 0, bitOffset >= 0 else { return }
    let isCode = bitOrder == .leastSignificantFirst && bitCount <= 64
    spots.append(
      WireSpot(bitRange: bitOffset..<bitOffset + bitCount, maximumCode: isCode ? maximum : nil, bitOrder: bitOrder))
  }

  private func children(of index: Int) -> [Int] {
    var children: [Int] = []
    var child = index + 1
    while child < Int(tree.nodes[index].end) {
      children.append(child)
      child = max(child + 1, Int(tree.nodes[child].end))
    }
    return children
  }
}
