import Weft
public import WeftDynamic
public import WeftSchema

/// A decoded message as rows in wire order: each field, and the bits that the wire form adds to fields.
public struct Annotation {
  public struct Row {
    /// From the first bit of the message.
    public var bitRange: Range<Int>
    /// `nodes[3].link`; what is no field stands in parentheses or ends with `?`.
    public var name: String
    public var value: String
    public var bitOrder: Foreign.BitOrder
    public var role = Role.field
  }

  public enum Role: Sendable {
    case field
    /// Presence bits, counts, tags, padding.
    case added
    /// Where decoding stopped, or a value that is not what the schema says.
    case wrong
  }

  public internal(set) var rows: [Row] = []
  let codec: DynamicCodec
  let tree: ValueTree
  let bytes: [UInt8]
  /// Of the field that comes next, where it is relative to an address.
  private var address: RelativeAddress?
  /// Behind the last bit that has a row.
  private var end = 0
  private var bitOrder = Foreign.BitOrder.leastSignificantFirst

  public init(_ codec: DynamicCodec, _ tree: ValueTree, of definition: DefinitionID, _ bytes: [UInt8]) {
    self.init(codec, tree, bytes)
    if !tree.nodes.isEmpty { add(0, .named(definition), "") }
    finish()
  }

  /// Without rows yet.
  init(_ codec: DynamicCodec, _ tree: ValueTree, _ bytes: [UInt8]) {
    self.codec = codec
    self.tree = tree
    self.bytes = bytes
  }

  /// Rows for what stands behind the value, or for where it stops.
  mutating func finish() {
    if let failure = tree.failure {
      let stop = max(end, failure.bitOffset)
      fillGap(to: min(stop, bytes.count * 8), "(not decoded)")
      rows.append(
        Row(bitRange: stop..<stop, name: failure.path, value: "stops here: \(failure.reason)", bitOrder: bitOrder, role: .wrong))
    } else {
      fillGap(to: min((tree.bitCount + 7) / 8, bytes.count) * 8, "(padding)")
    }
    fillGap(to: bytes.count * 8, tree.failure == nil ? "(bytes behind)" : "(not decoded)")
  }

  // MARK: Walking the tree beside the schema

  mutating func add(_ index: Int, _ type: FieldType, _ path: String) {
    let node = tree.nodes[index]
    if node.flags.contains(.isImplied) { return addImplied(index, path) }
    switch codec.schema.resolvingAliases(type) {
    case .named(let id, _):
      switch codec.schema[id].body {
      case .record(let record): addRecord(index, record, path)
      case .union(let union): addUnion(index, union, path)
      case .enumeration, .flags, .alias: addLeaf(index, path)
      }
    case .list(let element, let count): addList(index, element, count, path)
    case .match(let match): addMatch(index, match, path)
    case .bytes(let count), .text(let count):
      addCount(node, count, path)
      addShared(at: node.bitOffset, path)
      addLeaf(index, path)
    case .bool, .unsigned, .signed, .ranged, .fixed, .float, .varint, .padding: addLeaf(index, path)
    }
  }

  private mutating func addRecord(_ index: Int, _ record: Record, _ path: String) {
    let outer = bitOrder
    bitOrder = record.foreign?.bitOrder ?? .leastSignificantFirst
    addHead(of: record, at: tree.nodes[index].bitOffset, path)
    for child in children(of: index) {
      let node = tree.nodes[child]
      if node.kind == .extensionTail {
        addLeaf(child, inner(path, "(unknown added fields)"))
      } else if node.field >= 0 {
        let field = record.fields[codec.fields[Int(node.field)].index]
        if !node.flags.contains(.isImplied) { fillGap(to: node.bitOffset, inner(path, "(added fields: size, presence)")) }
        if case .relative = field.form { address = codec.schema.relativeAddress(in: field.type) }
        add(child, field.type, inner(path, field.name))
      }
    }
    bitOrder = outer
  }

  /// The extension bit and the presence bits stand in front.
  private mutating func addHead(of record: Record, at start: Int, _ path: String) {
    for step in record.steps {
      switch step {
      case .extensionBit(let offset): addBit(at: start + offset, inner(path, "(extension)?"))
      case .presence(let field, let offset): addBit(at: start + offset, inner(path, record.fields[field].name) + "?")
      default: continue
      }
    }
  }

  private mutating func addBit(at bit: Int, _ name: String) {
    guard bit < bytes.count * 8 else { return }
    let isSet = bytes[bit / 8] >> (bit % 8) & 1 == 1
    append(bit..<bit + 1, name, isSet ? "present" : "absent", .added)
  }

  private mutating func addUnion(_ index: Int, _ union: Union, _ path: String) {
    let node = tree.nodes[index]
    let number = Int(node.payload)
    guard union.cases.indices.contains(number) else { return addLeaf(index, path) }
    let unionCase = union.cases[number]
    append(node.bitOffset..<node.bitOffset + union.tagBitCount, inner(path, "(tag)"), "\(number) = \(unionCase.name)", .added)
    if let type = unionCase.type, let child = children(of: index).first { add(child, type, inner(path, unionCase.name)) }
  }

  private mutating func addMatch(_ index: Int, _ match: Match, _ path: String) {
    let number = Int(tree.nodes[index].payload)
    let chosen = match.cases.indices.contains(number) ? match.cases[number] : match.fallback
    if let type = chosen?.type, let child = children(of: index).first { add(child, type, inner(path, chosen?.name ?? "")) }
  }

  private mutating func addList(_ index: Int, _ element: FieldType, _ count: Count, _ path: String) {
    addCount(tree.nodes[index], count, path)
    if !children(of: index).isEmpty { addShared(at: tree.nodes[index].bitOffset + count.bitCount, path) }
    address = nil
    for (number, child) in children(of: index).enumerated() { add(child, element, "\(path)[\(number)]") }
  }

  private mutating func addCount(_ node: ValueNode, _ count: Count, _ path: String) {
    guard case .bounded = count, count.bitCount > 0 else { return }
    let number = node.kind == .list ? Int(node.payload) : node.byteCount
    append(node.bitOffset..<node.bitOffset + count.bitCount, "#\(path)", "\(number)", .added)
  }

  /// How many bits addresses have in common with the one that they are relative to.
  private mutating func addShared(at bit: Int, _ path: String) {
    guard let address, bit + address.sharedBitCount <= bytes.count * 8 else { return }
    let number = (0..<address.sharedBitCount).reduce(0) { $0 | (Int(bytes[(bit + $1) / 8]) >> ((bit + $1) % 8) & 1) << $1 }
    append(bit..<bit + address.sharedBitCount, inner(path, "(shared bits)"), "\(number)", .added)
    self.address = nil
  }

  private mutating func addLeaf(_ index: Int, _ path: String) {
    let node = tree.nodes[index]
    let first = min(max(end, node.bitRange.lowerBound), node.bitRange.upperBound)
    let range = node.kind == .bytes || node.kind == .text ? first..<node.bitRange.upperBound : node.bitRange
    append(range, path, text(of: index) + mark(on: index), tree.marks.contains { $0.node == index } ? .wrong : .field)
  }

  private mutating func addImplied(_ index: Int, _ path: String) {
    if tree.nodes[index].end == index + 1 { append(end..<end, path, "\(text(of: index)) (default)", .added) }
  }

  // MARK: Rows

  func children(of index: Int) -> [Int] {
    var children: [Int] = []
    var child = index + 1
    while child < Int(tree.nodes[index].end) {
      children.append(child)
      child = max(child + 1, Int(tree.nodes[child].end))
    }
    return children
  }

  func inner(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  func text(of index: Int) -> String {
    var text: [UInt8] = []
    unsafe codec.writeText(tree, node: index, decodedFrom: bytes.span.bytes, into: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func mark(on index: Int) -> String {
    tree.marks.first { $0.node == index }.map { " (\($0.reason))" } ?? ""
  }

  mutating func append(_ range: Range<Int>, _ name: String, _ value: String, _ role: Role) {
    rows.append(Row(bitRange: range, name: name, value: value, bitOrder: bitOrder, role: role))
    end = max(end, range.upperBound)
  }

  mutating func fillGap(to bit: Int, _ name: String) {
    if end < bit { append(end..<bit, name, "", .added) }
  }
}
