import Weft

/// The extension of a record (`docs/language.md`, "@extensible"):
///
///     byte count | generation 1, padded to bytes | generation 2, padded | … | tail
///
/// The reader stops at the end of a generation where the bytes end; fields beyond have their defaults.
extension Interpreter {
  mutating func extensionBlock(_ input: RawSpan) -> Bool {
    let entry = program.records[Int(frame.record)]
    guard frame.hasExtension else {
      for generation in entry.generations { implyDefaults(of: program.generations[Int(generation)].fields) }
      return true
    }
    let block = position
    let maximum = UInt64(entry.extensionMaximum)
    let countBitCount = 64 - maximum.leadingZeroBitCount
    guard countBitCount <= limit - position else { return truncated(bitCount: countBitCount) }
    let count = read(.leastSignificantFirst, at: block, bitCount: countBitCount, input)
    position += countBitCount
    guard count <= maximum else { return fail(.codeAboveMaximum(found: count, maximum: maximum), at: block) }
    let bitCount = Int(count) * 8
    guard bitCount <= limit - position else { return truncated(bitCount: bitCount) }

    let outerLimit = limit
    let first = position
    limit = position + bitCount
    var last = block
    var lastFields: Range<Int32> = 0..<0
    for index in entry.generations {
      let generation = program.generations[Int(index)]
      guard position < limit else {
        implyDefaults(of: generation.fields)
        continue
      }
      last = position
      lastFields = generation.fields
      guard steps(generation.instructions, input) else { return false }
      let padding = (8 - (position - first) & 7) & 7
      guard read(.leastSignificantFirst, at: position, bitCount: padding, input) == 0 else {
        return fail(.nonZeroPadding, at: position)
      }
      position += padding
    }
    if position < limit {
      let node = open(.extensionTail, type: -1, field: -1, at: position)
      setBytes(of: node, bitCount: limit - position, stream: .leastSignificantFirst, input)
      position = limit
      close(node)
    } else if areDefaults(lastFields, input) {
      return fail(.emptyExtension, at: last)
    }
    limit = outerLimit
    return true
  }

  /// Puts the fields' defaults into the tree, with no bits of their own.
  private mutating func implyDefaults(of fields: Range<Int32>) {
    for local in fields {
      let field = Int(frame.firstField + local)
      guard let value = program.defaults[field] else { continue }
      fieldNodes[frame.fieldNodes + Int(local)] = Int32(truncatingIfNeeded: nodes.count)
      tree.append(value, field: Int32(field), at: position)
    }
  }

  func areDefaults(_ fields: Range<Int32>, _ input: RawSpan) -> Bool {
    fields.allSatisfy { local in
      let value = program.defaults[Int(frame.firstField + local)]
      guard let node = fieldNode(local) else { return value == nil }
      guard let value else { return false }
      return tree.isEqual(node, input, to: value)
    }
  }
}

extension ValueTree {
  /// Appends a built tree as the value of a field that takes no bits here.
  mutating func append(_ value: ValueTree, field: Int32, at bit: Int) {
    let first = nodes.count
    let bytes = heap.count
    for var node in value.nodes {
      node.bitOffset = bit
      node.bitCount = 0
      node.end += Int32(truncatingIfNeeded: first)
      if node.flags.contains(.isInHeap) { node.payload += UInt64(bytes) << 32 }
      node.flags.insert(.isImplied)
      nodes.append(node)
    }
    if first < nodes.count { nodes[first].field = field }
    heap += value.heap
  }

  /// Whether the subtree at `node` holds the same value as the built tree `other`.
  func isEqual(_ node: Int, _ input: RawSpan, to other: ValueTree) -> Bool {
    let count = Int(nodes[node].end) - node
    guard count == other.nodes.count else { return false }
    for index in 0..<count {
      let (left, right) = (nodes[node + index], other.nodes[index])
      guard left.kind == right.kind, index == 0 || left.field == right.field else { return false }
      guard left.holdsBytes else {
        if left.payload != right.payload { return false }
        continue
      }
      guard left.byteCount == right.byteCount else { return false }
      for byte in 0..<left.byteCount {
        let found =
          left.flags.contains(.isInHeap) ? heap[left.byteOffset + byte] : input.byte(at: left.byteOffset + byte)
        if found != other.heap[right.byteOffset + byte] { return false }
      }
    }
    return true
  }
}

extension ValueNode {
  /// Whether the payload is a range of bytes.
  var holdsBytes: Bool {
    switch kind {
    case .bytes, .text, .padding, .extensionTail: true
    default: false
    }
  }
}
