import Weft

extension Interpreter {
  /// Checks how many elements or bytes there are, and writes the count of a bounded list, `bytes` or `text`.
  mutating func encodeCount(_ entry: TypeEntry, node: Int, bitCount: Int, into output: inout [UInt8]) -> Bool {
    let count = Int(elementCount(nodes[node]))
    let maximum = entry.maximumCount < 0 ? Int.max : entry.maximumCount
    guard count >= entry.minimumCount, count <= maximum else {
      return refuse(.countOutOfBounds(found: count, minimum: entry.minimumCount, maximum: maximum))
    }
    if entry.count == .bounded {
      append(UInt64(count - entry.minimumCount), bitCount: bitCount, .leastSignificantFirst, into: &output)
    }
    if entry.count == .computed, verifies, !entry.countNeedsRegion {
      guard let stated = integer(entry.countExpression, unsafe output.span.bytes) else { return refuse(.expression) }
      guard stated == Int64(count) else {
        return refuse(.extentMismatch(found: count, expected: Int(truncatingIfNeeded: stated)))
      }
    }
    return true
  }

  mutating func encodeContents(_ type: Int32, node: Int, _ source: RawSpan, into output: inout [UInt8]) -> Bool {
    let entry = program.types[Int(type)]
    let first = position
    if entry.kind == .list, entry.form == .relative {
      guard encodeRelativeElements(entry, node: node, source, into: &output) else { return false }
    } else if entry.kind == .list {
      var child = node + 1
      var index = 0
      while child < Int(nodes[node].end) {
        let next = Int(nodes[child].end)
        // Before the bytes of this one's key become those of the output.
        let isInOrder =
          entry.keyField < 0 || next == Int(nodes[node].end) || keysAscend(from: child, to: next, entry.keyField, source)
        guard encodeValue(entry.detail, node: child, source, into: &output) else {
          path.append(.element(index))
          return false
        }
        guard isInOrder else {
          path.append(.element(index + 1))
          return refuse(.keysOutOfOrder)
        }
        child = next
        index += 1
      }
    } else {
      encodeBytes(of: node, bitCount: nodes[node].byteCount * 8, entry.stream, source, into: &output)
    }
    nodes[node].bitOffset = first
    nodes[node].bitCount = position - first
    return true
  }

  /// Writes a node's bytes, through the mask if there is one, and points the node at them where they are whole bytes.
  mutating func encodeBytes(
    of node: Int, bitCount: Int, _ stream: BitStream, _ source: RawSpan, into output: inout [UInt8]
  ) {
    let old = nodes[node]
    let first = position
    var left = bitCount
    let isKept = masked.isEmpty && (position | bitCount) & 7 == 0
    // Bytes of an earlier input stay readable only in the heap.
    let heapOffset = heap.count
    for index in 0..<old.byteCount {
      let byte = byte(index, of: old, source)
      if !isKept, !old.flags.contains(.isInHeap) { heap.append(byte) }
      let mask = masked.isEmpty ? 0 : heap[masked.lowerBound + index]
      append(UInt64(byte ^ mask), bitCount: min(8, left), stream, into: &output)
      left -= 8
    }
    if isKept {
      nodes[node].payload = UInt64(first >> 3) << 32 | UInt64(old.byteCount)
      nodes[node].flags.remove(.isInHeap)
    } else if !old.flags.contains(.isInHeap) {
      nodes[node].payload = UInt64(heapOffset) << 32 | UInt64(old.byteCount)
      nodes[node].flags.insert(.isInHeap)
    }
  }

  /// Whether anything of the extension has to be written.
  func hasExtension(_ entry: RecordEntry, tail: Int, _ source: RawSpan) -> Bool {
    tail >= 0 || lastGeneration(entry, source) != nil
  }

  /// The last generation that holds a value that is not its default.
  private func lastGeneration(_ entry: RecordEntry, _ source: RawSpan) -> Int32? {
    entry.generations.reversed().first { !areDefaults(program.generations[Int($0)].fields, source) }
  }

  /// Byte count, generations each padded to bytes, tail.
  mutating func encodeExtension(tail: Int, _ source: RawSpan, into output: inout [UInt8]) -> Bool {
    let entry = program.records[Int(frame.record)]
    let block = position
    let countBitCount = 64 - UInt64(entry.extensionMaximum).leadingZeroBitCount
    append(0, bitCount: countBitCount, .leastSignificantFirst, into: &output)
    let first = position
    let last = tail >= 0 ? entry.generations.upperBound - 1 : lastGeneration(entry, source) ?? -1
    for index in entry.generations where index <= last {
      guard encodeSteps(program.generations[Int(index)].instructions, tail: -1, source, into: &output) else {
        return false
      }
      append(0, bitCount: (8 - (position - first) & 7) & 7, .leastSignificantFirst, into: &output)
    }
    if tail >= 0 {
      let bit = position
      encodeBytes(
        of: tail, bitCount: nodes[tail].byteCount * 8, .leastSignificantFirst, source, into: &output)
      nodes[tail].bitOffset = bit
      nodes[tail].bitCount = position - bit
    }
    let count = (position - first) / 8
    guard count <= entry.extensionMaximum else {
      return refuse(.extensionTooLong(found: count, maximum: entry.extensionMaximum))
    }
    put(UInt64(count), at: block, bitCount: countBitCount, into: &output)
    return true
  }
}
