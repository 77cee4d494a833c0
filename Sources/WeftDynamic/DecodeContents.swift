import Weft

extension Interpreter {
  /// How many elements or bytes stand at `position`, which moves behind a count on the wire.
  mutating func count(_ type: Int32, _ input: RawSpan) -> Int? {
    let entry = program.types[Int(type)]
    switch entry.count {
    case .fixed: return entry.minimumCount
    case .bounded:
      let bitCount = countBitCount(type)
      guard bitCount <= limit - position else {
        _ = truncated(bitCount: bitCount)
        return nil
      }
      let bit = position
      let code = read(.leastSignificantFirst, at: bit, bitCount: bitCount, input)
      position += bitCount
      return checkedCount(type, code: code, at: bit)
    case .computed:
      guard let count = integer(entry.countExpression, input), let count = Int(exactly: count), count >= 0 else {
        _ = fail(.expression, at: position)
        return nil
      }
      return bounded(count, by: entry)
    case .toEnd:
      if entry.kind == .list { return Int.max }
      return bounded((limit - position) / 8, by: entry)
    }
  }

  private mutating func bounded(_ count: Int, by entry: TypeEntry) -> Int? {
    // Without a bound, elements that may take no bits would make a count cost memory that no input pays for.
    let maximum = entry.maximumCount >= 0 ? entry.maximumCount : entry.isEmptyElement ? limit - position : Int.max
    if count <= maximum { return count }
    _ = fail(.limitExceeded(found: UInt64(count), maximum: UInt64(maximum)), at: position)
    return nil
  }

  /// `count` bytes or elements at `position`; the field began at `bit`.
  mutating func contents(_ type: Int32, field: Int32, at bit: Int, count: Int, _ input: RawSpan) -> Bool {
    let entry = program.types[Int(type)]
    if entry.kind == .list { return elements(type, field: field, at: bit, count: count, input) }
    let (product, overflow) = count.multipliedReportingOverflow(by: 8)
    let bitCount = overflow ? Int.max : product
    guard bitCount <= limit - position else {
      // What there is of it can still be shown, and a next layer be peeled within.
      let left = limit - position
      if isLenient { keep(left, type: type, field: field, at: bit, input) }
      return truncated(bitCount: isLenient ? bitCount - left : bitCount)
    }
    let node = keep(bitCount, type: type, field: field, at: bit, input)
    if entry.kind == .text, !isText(node, input) {
      guard isLenient else {
        tree.nodes.removeLast()
        return fail(.invalidText, at: bit)
      }
      mark(node, .invalidText)
    }
    return true
  }

  @discardableResult
  private mutating func keep(_ bitCount: Int, type: Int32, field: Int32, at bit: Int, _ input: RawSpan) -> Int {
    let node = tree.nodes.count
    if (position | bitCount) & 7 == 0 {
      let payload = UInt64(position >> 3) << 32 | UInt64(bitCount >> 3)
      position += bitCount
      append(program.types[type].node, payload: payload, type: type, field: field, at: bit, position - bit)
    } else {
      _ = open(program.types[type].node, type: type, field: field, at: bit)
      setBytes(of: node, bitCount: bitCount, stream: program.types[type].stream, input)
      position += bitCount
      close(node)
    }
    return node
  }

  private func isText(_ node: Int, _ input: RawSpan) -> Bool {
    let node = tree.nodes[node]
    let range = node.byteOffset..<node.byteOffset + node.byteCount
    return node.flags.contains(.isInHeap)
      ? unsafe isUTF8(tree.heap.span.bytes.extracting(range)) : isUTF8(input.extracting(range))
  }

  private mutating func elements(_ type: Int32, field: Int32, at bit: Int, count: Int, _ input: RawSpan) -> Bool {
    let entry = program.types[Int(type)]
    let isToEnd = entry.count == .toEnd
    if !isToEnd, entry.elementBitCount >= 0 {
      let (bitCount, overflow) = count.multipliedReportingOverflow(by: entry.elementBitCount)
      guard !overflow, bitCount <= limit - position else { return truncated(bitCount: overflow ? .max : bitCount) }
    }
    let node = open(.list, type: type, field: field, at: bit)
    var index = 0
    var previous = -1
    var isComplete = true
    while isComplete, isToEnd ? position < limit : index < count {
      let start = position
      let element = tree.nodes.count
      if (isToEnd && index == entry.maximumCount) || tree.nodes.count >= Self.maximumNodeCount {
        isComplete = fail(.limitExceeded(found: UInt64(index + 1), maximum: UInt64(index)), at: bit)
      } else if value(entry.detail, field: -1, input) {
        index += 1
        // An element without bits would never reach the end of the region.
        if isToEnd, position == start { isComplete = fail(.expression, at: bit) }
        if entry.keyField >= 0 {
          if previous >= 0, !keysAscend(from: previous, to: element, entry.keyField, input) {
            isComplete = fail(.keysOutOfOrder, at: start)
            path.append(.element(index - 1))
          }
          previous = element
        }
      } else {
        isComplete = false
        if !belongsToRecord { path.append(.element(index)) }
      }
    }
    tree.nodes[node].payload = UInt64(index)
    close(node)
    return isComplete
  }

  /// Points `node` at the bits from `position` on, or at a copy where they are not whole bytes of the input.
  mutating func setBytes(of node: Int, bitCount: Int, stream: BitStream, _ input: RawSpan) {
    if (position | bitCount) & 7 == 0 {
      tree.nodes[node].payload = UInt64(position >> 3) << 32 | UInt64(bitCount >> 3)
      return
    }
    let first = tree.heap.count
    var bit = position
    let end = position + bitCount
    while bit < end {
      let part = min(8, end - bit)
      tree.heap.append(UInt8(truncatingIfNeeded: read(stream, at: bit, bitCount: part, input)))
      bit += part
    }
    tree.nodes[node].payload = UInt64(first) << 32 | UInt64(tree.heap.count - first)
    tree.nodes[node].flags.insert(.isInHeap)
  }
}
