import Weft

extension Interpreter {
  /// How many elements or bytes stand at `position`, which moves behind a count on the wire.
  mutating func count(_ type: Int32, _ input: RawSpan) -> Int? {
    switch program.types[type].count {
    case .fixed: return program.types[type].minimumCount
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
      guard let count = integer(program.types[type].countExpression, input), let count = Int(exactly: count), count >= 0 else {
        _ = fail(.expression, at: position)
        return nil
      }
      return bounded(count, by: type)
    case .toEnd:
      if program.types[type].kind == .list { return Int.max }
      return bounded((limit - position) / 8, by: type)
    }
  }

  @inline(__always)
  private mutating func bounded(_ count: Int, by type: Int32) -> Int? {
    // Without a bound, elements that may take no bits would make a count cost memory that no input pays for.
    let stated = program.types[type].maximumCount
    let maximum = stated >= 0 ? stated : program.types[type].isEmptyElement ? limit - position : Int.max
    if count <= maximum { return count }
    _ = fail(.limitExceeded(found: UInt64(count), maximum: UInt64(maximum)), at: position)
    return nil
  }

  /// `count` bytes or elements at `position`; the field began at `bit`.
  mutating func contents(_ type: Int32, field: Int32, at bit: Int, count: Int, _ input: RawSpan) -> Bool {
    if program.types[type].kind == .list {
      return program.types[type].form == .relative
        ? relativeElements(type, field: field, at: bit, count: count, input)
        : elements(type, field: field, at: bit, count: count, input)
    }
    let (product, overflow) = count.multipliedReportingOverflow(by: 8)
    let bitCount = overflow ? Int.max : product
    guard bitCount <= limit - position else {
      // What there is of it can still be shown, and a next layer be peeled within.
      let left = limit - position
      if isLenient { keep(left, type: type, field: field, at: bit, input) }
      return truncated(bitCount: isLenient ? bitCount - left : bitCount)
    }
    let node = keep(bitCount, type: type, field: field, at: bit, input)
    if program.types[type].kind == .text, !isText(node, input) {
      guard isLenient else {
        nodes.count -= 1
        return fail(.invalidText, at: bit)
      }
      mark(node, .invalidText)
    }
    return true
  }

  @discardableResult
  private mutating func keep(_ bitCount: Int, type: Int32, field: Int32, at bit: Int, _ input: RawSpan) -> Int {
    let node = nodes.count
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
    let node = nodes[node]
    let range = node.byteOffset..<node.byteOffset + node.byteCount
    return node.flags.contains(.isInHeap)
      ? unsafe isUTF8(heap.span.bytes.extracting(range)) : isUTF8(input.extracting(range))
  }

  private mutating func elements(_ type: Int32, field: Int32, at bit: Int, count: Int, _ input: RawSpan) -> Bool {
    let isToEnd = program.types[type].count == .toEnd
    if !isToEnd, program.types[type].elementBitCount >= 0 {
      let (bitCount, overflow) = count.multipliedReportingOverflow(by: program.types[type].elementBitCount)
      guard !overflow, bitCount <= limit - position else { return truncated(bitCount: overflow ? .max : bitCount) }
    }
    let node = open(.list, type: type, field: field, at: bit)
    var index = 0
    var previous = -1
    var isComplete = true
    while isComplete, isToEnd ? position < limit : index < count {
      let start = position
      let element = nodes.count
      if (isToEnd && index == program.types[type].maximumCount) || nodes.count >= Self.maximumNodeCount {
        isComplete = fail(.limitExceeded(found: UInt64(index + 1), maximum: UInt64(index)), at: bit)
      } else if value(program.types[type].detail, field: -1, input) {
        index += 1
        // An element without bits would never reach the end of the region.
        if isToEnd, position == start { isComplete = fail(.expression, at: bit) }
        let keyField = program.types[type].keyField
        if keyField >= 0 {
          if previous >= 0, !keysAscend(from: previous, to: element, keyField, input) {
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
    nodes[node].payload = UInt64(index)
    close(node)
    return isComplete
  }

  /// Points `node` at the bits from `position` on, or at a copy where they are not whole bytes of the input.
  mutating func setBytes(of node: Int, bitCount: Int, stream: BitStream, _ input: RawSpan) {
    if (position | bitCount) & 7 == 0 {
      nodes[node].payload = UInt64(position >> 3) << 32 | UInt64(bitCount >> 3)
      return
    }
    let first = heap.count
    var bit = position
    let end = position + bitCount
    while bit < end {
      let part = min(8, end - bit)
      heap.append(UInt8(truncatingIfNeeded: read(stream, at: bit, bitCount: part, input)))
      bit += part
    }
    nodes[node].payload = UInt64(first) << 32 | UInt64(heap.count - first)
    nodes[node].flags.insert(.isInHeap)
  }
}
