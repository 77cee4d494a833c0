import Weft

extension Interpreter {
  /// Before the fields of a record are written: what the addresses of other fields are relative to. Afterwards its node may point
  /// anywhere, and behind an index of a link's table it points to nothing that is written.
  mutating func keepCompanions(of record: RecordEntry, _ source: RawSpan) {
    for operand in record.companions {
      guard let node = fieldNode(program.operands[operand]), nodes[node].holdsBytes else { continue }
      let companion = nodes[node]
      knownAddresses[Int32(truncatingIfNeeded: node)] = (0..<companion.byteCount).map { byte($0, of: companion, source) }
    }
  }

  /// A `bytes[n]` field that is `relative to` another, or `significant`.
  mutating func encodeAddressValue(
    _ entry: TypeEntry, node: Int, _ source: RawSpan, into output: inout [UInt8]
  ) -> Bool {
    let bytes = self.bytes(of: node, source)
    guard bytes.count == entry.minimumCount, let companion = fieldNode(entry.companion - frame.firstField) else {
      return refuse(.outOfRange)
    }
    let first = position
    if entry.form == .significant {
      guard encodePrefix(bytes, bitCount: Int(clamping: nodes[companion].payload), into: &output) else {
        return refuse(.outOfRange)
      }
    } else {
      let shared = commonBitCount(bytes, knownAddresses[Int32(truncatingIfNeeded: companion)] ?? [])
      append(UInt64(shared), bitCount: entry.sharedBitCount, .leastSignificantFirst, into: &output)
      encodeAddress(bytes, sharing: shared, into: &output)
    }
    keep(bytes, in: node, from: first)
    return true
  }

  /// The elements of a list that is `relative to` an address, behind its count.
  mutating func encodeRelativeElements(
    _ entry: TypeEntry, node: Int, _ source: RawSpan, into output: inout [UInt8]
  ) -> Bool {
    let children = childNodes(of: node)
    guard !children.isEmpty else { return true }
    let companion = fieldNode(entry.companion - frame.firstField) ?? 0
    let target = knownAddresses[Int32(truncatingIfNeeded: companion)] ?? []
    let addresses = children.map { bytes(of: addressNode(of: $0, entry), source) }
    guard addresses.allSatisfy({ $0.count == entry.addressByteCount && $0.count <= target.count }) else {
      return refuse(.outOfRange)
    }
    // The last one is the farthest.
    let shared = commonBitCount(addresses[addresses.count - 1], target)
    append(UInt64(shared), bitCount: entry.sharedBitCount, .leastSignificantFirst, into: &output)
    for (index, child) in children.enumerated() {
      let isInOrder = index == 0 || isFarther(addresses[index], than: addresses[index - 1], from: target)
      guard encodeRelativeElement(child, addresses[index], entry, sharing: shared, source, into: &output) else {
        path.append(.element(index))
        return false
      }
      guard isInOrder else {
        path.append(.element(index))
        return refuse(.keysOutOfOrder)
      }
    }
    return true
  }

  private mutating func encodeRelativeElement(
    _ node: Int, _ address: [UInt8], _ list: TypeEntry, sharing shared: Int, _ source: RawSpan, into output: inout [UInt8]
  ) -> Bool {
    let start = position
    guard list.addressField >= 0 else {
      encodeAddress(address, sharing: shared, into: &output)
      keep(address, in: node, from: start)
      return true
    }
    let record = program.records[program.types[list.detail].detail]
    let outer = frame
    frame = Frame(record: program.types[list.detail].detail, firstBit: start, firstField: record.firstField)
    let outerFieldNodes = fieldNodes.count
    _ = findFields(of: node, count: Int(record.fieldCount))
    defer {
      fieldNodes.count = outerFieldNodes
      frame = outer
    }
    output.grow(toBitOffset: start + list.elementBitCount - shared)
    for index in record.instructions {
      let step = program.instructions[index]
      guard step.field >= 0 else { continue }
      let field = record.firstField + step.field
      guard let child = fieldNode(step.field) else {
        path.append(.field(field))
        return refuse(.outOfRange)
      }
      position = start + step.bitOffset
      if field == list.addressField {
        encodeAddress(address, sharing: shared, into: &output)
        keep(address, in: child, from: start + step.bitOffset)
        continue
      }
      if step.bitOffset > list.addressBitOffset { position -= shared }
      guard encodeValue(step.type, node: child, source, into: &output) else { return failed(in: field) }
    }
    position = start + list.elementBitCount - shared
    nodes[node].bitOffset = start
    nodes[node].bitCount = position - start
    return true
  }

  /// Of the byte in which the shared part ends the lower bits, then whole bytes.
  private mutating func encodeAddress(_ bytes: [UInt8], sharing shared: Int, into output: inout [UInt8]) {
    var bitCount = 8 - shared & 7
    for byte in bytes.dropFirst(shared / 8) {
      append(UInt64(byte) & ones(bitCount), bitCount: bitCount, .leastSignificantFirst, into: &output)
      bitCount = 8
    }
  }

  /// Whether all bits behind the first are zero.
  private mutating func encodePrefix(_ bytes: [UInt8], bitCount: Int, into output: inout [UInt8]) -> Bool {
    var left = bitCount
    for byte in bytes {
      let part = min(8, left)
      if byte << UInt8(part) != 0 { return false }
      append(UInt64(byte >> UInt8(8 - part)), bitCount: part, .leastSignificantFirst, into: &output)
      left -= part
    }
    return true
  }

  private func bytes(of node: Int, _ source: RawSpan) -> [UInt8] {
    guard nodes[node].holdsBytes else { return [] }
    return (0..<nodes[node].byteCount).map { byte($0, of: nodes[node], source) }
  }

  /// The node of the address in an element.
  private func addressNode(of element: Int, _ list: TypeEntry) -> Int {
    guard list.addressField >= 0 else { return element }
    return childNodes(of: element).first { nodes[$0].field == list.addressField } ?? element
  }

  private func childNodes(of node: Int) -> [Int] {
    var children: [Int] = []
    var child = node + 1
    while child < Int(nodes[node].end) {
      children.append(child)
      child = Int(nodes[child].end)
    }
    return children
  }

  /// The bytes in the heap: the output has only a part of them.
  private mutating func keep(_ bytes: [UInt8], in node: Int, from first: Int) {
    nodes[node].payload = UInt64(heap.count) << 32 | UInt64(bytes.count)
    nodes[node].flags.insert(.isInHeap)
    heap += bytes
    nodes[node].bitOffset = first
    nodes[node].bitCount = position - first
  }
}
