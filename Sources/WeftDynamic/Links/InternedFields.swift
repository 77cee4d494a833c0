import Weft

// A field that is interned, in a link form: a bit, then the index of a table's entry or the full form, which makes an entry
// (`docs/language.md`, "Links").
extension Interpreter {
  mutating func interned(_ type: Int32, field: Int32, _ input: RawSpan) -> Bool {
    guard let link, let table = program.internTables[Int(field)] else { return fail(.expression, at: position) }
    let start = position
    guard limit - position >= 1 else { return truncated(bitCount: 1) }
    position += 1
    guard input.leastSignificantFirst(at: start, bitCount: 1) == 1 else {
      return fullForm(type, field: field, table, link, input)
    }
    guard table.indexBitCount <= limit - position else { return truncated(bitCount: table.indexBitCount) }
    let index = input.leastSignificantFirst(at: position, bitCount: table.indexBitCount)
    position += table.indexBitCount
    guard index < UInt64(table.capacity), let entry = link.tables.entry(at: Int(index), in: table),
      appendEntry(entry, table, type, field: field, from: start, link)
    else {
      guard link.keepsUnknownEntries else { return fail(.unknownEntry(found: index), at: start) }
      appendUnknown(index, type, field: field, from: start)
      return true
    }
    return true
  }

  /// A value of which nothing is known but its place: a string without bytes, a record without fields, and a mark.
  private mutating func appendUnknown(_ index: UInt64, _ type: Int32, field: Int32, from start: Int) {
    let node = open(program.types[type].node, type: type, field: field, at: start)
    close(node)
    nodes[node].flags.insert(.isEntry)
    if nodes[node].holdsBytes {
      nodes[node].payload = UInt64(heap.count) << 32
      nodes[node].flags.insert(.isInHeap)
    }
    mark(node, .unknownEntry(found: index))
  }

  /// The value as it stands, as the contents of an optional field do.
  private mutating func fullForm(
    _ type: Int32, field: Int32, _ table: InternTable, _ link: LinkContext, _ input: RawSpan
  ) -> Bool {
    if case .value(let bitCount) = table.kind, bitCount > limit - position { return truncated(bitCount: bitCount) }
    let (first, node) = (position, nodes.count)
    guard value(type, field: field, input) else { return false }
    var bytes: [UInt8] = []
    if case .value(let bitCount) = table.kind {
      // What holds no interned field itself stands in the table as it stands here, from bit 0 on.
      var bit = first
      while bit < first + bitCount {
        let part = min(8, first + bitCount - bit)
        bytes.append(UInt8(truncatingIfNeeded: input.leastSignificantFirst(at: bit, bitCount: part)))
        bit += part
      }
    } else {
      let found = nodes[node]
      for index in 0..<found.byteCount { bytes.append(byte(index, of: found, input)) }
    }
    link.tables.add(unsafe bytes.span.bytes, to: table)
    return true
  }

  /// The nodes of an entry's value, all of them at the bits of the index.
  private mutating func appendEntry(
    _ entry: [UInt8], _ table: InternTable, _ type: Int32, field: Int32, from start: Int, _ link: LinkContext
  ) -> Bool {
    var value = ValueTree()
    guard unsafe link.decode(entry.span.bytes, table, type, field: field, into: &value) else { return false }
    let (first, heapOffset) = (nodes.count, heap.count)
    heap += value.heap
    for index in value.nodes.indices {
      var node = value.nodes[index]
      if node.holdsBytes {
        if node.flags.contains(.isInHeap) {
          node.payload += UInt64(heapOffset) << 32
        } else {
          let offset = heap.count
          heap += entry[node.byteOffset..<node.byteOffset + node.byteCount]
          node.payload = UInt64(offset) << 32 | UInt64(node.byteCount)
          node.flags.insert(.isInHeap)
        }
      }
      node.bitOffset = start
      node.bitCount = position - start
      node.end += Int32(truncatingIfNeeded: first)
      node.flags.insert(.isEntry)
      nodes.append(node)
    }
    return true
  }

  /// The value at `node` as the index of its entry, or in full.
  mutating func encodeInterned(_ type: Int32, node: Int, _ source: RawSpan, into output: inout [UInt8]) -> Bool {
    guard let link, let table = program.internTables[Int(nodes[node].field)] else { return refuse(.expression) }
    guard let bytes = entryBytes(type, node: node, table, source) else { return false }
    let first = position
    if let index = unsafe link.tables.index(of: bytes.span.bytes, in: table) {
      append(1, bitCount: 1, .leastSignificantFirst, into: &output)
      append(UInt64(index), bitCount: table.indexBitCount, .leastSignificantFirst, into: &output)
      nodes[node].bitOffset = first
      nodes[node].bitCount = position - first
      return true
    }
    append(0, bitCount: 1, .leastSignificantFirst, into: &output)
    unsafe link.tables.add(bytes.span.bytes, to: table)
    return encodeValue(type, node: node, source, into: &output)
  }

  /// What a table keeps of a value: the bytes of a string, otherwise its full form.
  private mutating func entryBytes(_ type: Int32, node: Int, _ table: InternTable, _ source: RawSpan) -> [UInt8]? {
    guard case .value = table.kind else {
      let found = nodes[node]
      return (0..<found.byteCount).map { byte($0, of: found, source) }
    }
    // Encoding moves nodes to where they are written: those of the value go back.
    let range = node..<Int(nodes[node].end)
    let before = (nodes: range.map { nodes[$0] }, position: position)
    var bytes: [UInt8] = []
    position = 0
    let isComplete = encodeValue(type, node: node, source, into: &bytes)
    position = before.position
    for index in range { nodes[index] = before.nodes[index - node] }
    return isComplete ? bytes : nil
  }
}

extension Interpreter.LinkContext {
  /// Reads an entry, which takes all of `bytes`.
  fileprivate func decode(_ bytes: RawSpan, _ table: InternTable, _ type: Int32, field: Int32, into tree: inout ValueTree) -> Bool
  {
    tree.makeUnique()
    return unsafe withUnsafeMutablePointer(to: &tree) { tree in
      var interpreter = unsafe Interpreter(fullForms, isLenient: false, tree: tree)
      return interpreter.entry(bytes, table, type, field: field)
    }
  }
}

extension Interpreter {
  fileprivate mutating func entry(_ bytes: RawSpan, _ table: InternTable, _ type: Int32, field: Int32) -> Bool {
    limit = bytes.byteCount * 8
    guard case .value = table.kind else {
      let (least, most) = (program.types[type].minimumCount, program.types[type].maximumCount)
      guard bytes.byteCount >= least, bytes.byteCount <= most else { return false }
      return contents(type, field: field, at: 0, count: bytes.byteCount, bytes)
    }
    guard value(type, field: field, bytes) else { return false }
    let padding = limit - position
    return padding < 8 && bytes.leastSignificantFirst(at: position, bitCount: padding) == 0
  }
}
