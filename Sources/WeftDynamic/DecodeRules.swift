import Weft

extension Interpreter {
  /// A field of a foreign record that states more than its type.
  mutating func ruledValue(_ instruction: Int32, _ rule: Int32, field: Int32, _ input: RawSpan) -> Bool {
    if program.rules[rule].condition >= 0 {
      guard let condition = integer(program.rules[rule].condition, input) else { return fail(.expression, at: position) }
      if condition == 0 { return true }
    }
    let type = program.instructions[instruction].type
    let outerLimit = limit
    let hasExtent = program.rules[rule].extent >= 0
    if hasExtent {
      guard let extent = integer(program.rules[rule].extent, input), extent >= 0 else {
        return fail(.expression, at: position)
      }
      let (product, overflow) = extent.multipliedReportingOverflow(by: 8)
      let bitCount = overflow ? Int.max : Int(product)
      guard bitCount <= limit - position else { return cutRegion(type, rule, field: field, bitCount: bitCount, input) }
      limit = position + bitCount
    }
    let node = nodes.count
    guard plainValue(type, rule, field: field, input) else {
      // What was kept of a cut-off field still carries the next layer.
      if isLenient, node < nodes.count { carry(rule, node: node, input) }
      return false
    }
    if hasExtent {
      let left = limit - position
      guard left == 0 else { return fail(.trailingBytes(count: left / 8), at: position) }
      limit = outerLimit
    }
    if program.rules[rule].isChecked {
      let mask = program.rules[rule].mask
      guard mask < 0 || program.types[type].isLeaf || unmask(mask, node: node, input) else {
        return fail(.expression, at: nodes[node].bitOffset)
      }
      guard program.rules[rule].constant < 0 || constantValue(rule, node: node, input) else { return false }
      guard program.rules[rule].computed < 0 || program.rules[rule].isDeferred || computedValue(rule, node: node, input)
      else { return false }
    }
    carry(rule, node: node, input)
    return true
  }

  /// A region that the input does not hold. Lenient decoding shows what there is of it before it fails.
  private mutating func cutRegion(
    _ type: Int32, _ rule: Int32, field: Int32, bitCount: Int, _ input: RawSpan
  ) -> Bool {
    let first = position
    if isLenient {
      let node = nodes.count
      if plainValue(type, rule, field: field, input) { carry(rule, node: node, input) }
      path.removeAll(keepingCapacity: true)
    }
    position = first
    return truncated(bitCount: bitCount)
  }

  /// The value without its region: a leaf through its mask, or out of its word.
  @inline(__always)
  private mutating func plainValue(
    _ type: Int32, _ rule: Int32, field: Int32, _ input: RawSpan
  ) -> Bool {
    program.types[type].isLeaf && (program.rules[rule].mask >= 0 || program.rules[rule].wordBitCount > 0)
      ? ruledLeaf(type, rule, field: field, input) : value(type, field: field, input)
  }

  private mutating func ruledLeaf(_ type: Int32, _ rule: Int32, field: Int32, _ input: RawSpan) -> Bool {
    let bitCount = program.types[type].bitCount
    guard bitCount <= limit - position else { return truncated(bitCount: bitCount) }
    let bit = position
    var code: UInt64
    if program.rules[rule].wordBitCount > 0 {
      code = wordPart(rule, bitCount: bitCount, at: bit, input)
    } else {
      code = read(program.types[type].stream, at: bit, bitCount: bitCount, input)
    }
    position += bitCount
    if program.rules[rule].mask >= 0 {
      guard let mask = pattern(program.rules[rule].mask, input) else { return fail(.expression, at: bit) }
      code ^= mask & ones(bitCount)
    }
    return leaf(type, code: code, at: bit, field: field)
  }

  /// A field cut out of a word: the word is read in the byte order, and its bits are consumed in the bit order.
  private func wordPart(_ rule: Int32, bitCount: Int, at bit: Int, _ input: RawSpan) -> UInt64 {
    let entry = program.rules[rule]
    let word = read(entry.wordStream, at: bit - entry.wordBitOffset, bitCount: entry.wordBitCount, input)
    return word >> UInt64(entry.wordShift(bitCount: bitCount)) & ones(bitCount)
  }

  /// `xor` of bytes: with the first bytes of the mask. Of a `match`: its case's bytes.
  private mutating func unmask(_ mask: Int32, node: Int, _ input: RawSpan) -> Bool {
    var place = node
    if nodes[node].kind == .match {
      if Int(nodes[node].end) == node + 1 { return true }
      place = node + 1
    }
    let first = heap.count
    var sink = ByteSink(.copy)
    guard feed(mask, into: &sink, input) else { return false }
    let count = nodes[place].byteCount
    guard heap.count - first >= count else { return false }
    for index in 0..<count { heap[first + index] ^= byte(index, of: nodes[place], input) }
    heap.removeLast(heap.count - first - count)
    nodes[place].payload = UInt64(first) << 32 | UInt64(count)
    nodes[place].flags.insert(.isInHeap)
    return true
  }

  func byte(_ index: Int, of node: ValueNode, _ input: RawSpan) -> UInt8 {
    node.flags.contains(.isInHeap) ? heap[node.byteOffset + index] : input.byte(at: node.byteOffset + index)
  }

  /// `const`: must match; lenient decoding marks it.
  mutating func constantValue(_ rule: Int32, node: Int, _ input: RawSpan) -> Bool {
    switch difference(nodes[node], from: program.rules[rule].constant, input) {
    case .none: return true
    case .some(nil): return fail(.expression, at: nodes[node].bitOffset)
    case .some(.some(let (found, expected))):
      return wrong(node, .constantMismatch(found: found, expected: expected))
    }
  }

  /// `= EXPR`: must be what the fields give, or the stated alternative.
  mutating func computedValue(_ rule: Int32, node: Int, _ input: RawSpan) -> Bool {
    if !checksComputedValues { return true }
    if program.rules[rule].hasAlternative, nodes[node].payload == program.rules[rule].alternative { return true }
    for operand in program.rules[rule].bytesParameters where isEmptyParameter(program.operands[Int(operand)]) { return true }
    let field = nodes[node]
    computing = field.bitOffset / 8..<(field.bitOffset + field.bitCount + 7) / 8
    computingBit = field.bitOffset
    defer { computing = 0..<0 }
    switch difference(field, from: program.rules[rule].computed, input) {
    case .none: return true
    case .some(nil):
      return isLenient ? true : fail(.expression, at: field.bitOffset)
    case .some(.some(let (found, expected))):
      return wrong(node, .computedMismatch(found: found, expected: expected))
    }
  }

  private mutating func wrong(_ node: Int, _ reason: DecodeError.Reason) -> Bool {
    guard isLenient else { return fail(reason, at: nodes[node].bitOffset) }
    mark(node, reason)
    return true
  }

  func isEmptyParameter(_ index: Int32) -> Bool {
    guard Int(index) < frame.argumentCount,
      case .bytes(_, let count) = argumentStack[frame.arguments + Int(index)]
    else { return true }
    return count == 0
  }

  /// What a node holds and what an expression gives, where they differ: of bytes, the first bytes that differ.
  /// `nil`: equal. `.some(nil)`: the expression has no value.
  mutating func difference(_ node: ValueNode, from expression: Int32, _ input: RawSpan) -> (UInt64, UInt64)?? {
    guard node.kind == .bytes || node.kind == .text else {
      guard let expected = pattern(expression, input) else { return .some(nil) }
      return node.payload == expected ? .none : (node.payload, expected)
    }
    if program.expressions[expression].code == .bytes, equals(node, expression, input) { return .none }
    let first = heap.count
    var sink = ByteSink(.copy, zeros: computing)
    guard feed(expression, into: &sink, input) else { return .some(nil) }
    let count = heap.count - first
    defer { heap.removeLast(count) }
    for index in 0..<min(count, node.byteCount) where byte(index, of: node, input) != heap[first + index] {
      return (UInt64(byte(index, of: node, input)), UInt64(heap[first + index]))
    }
    return count == node.byteCount ? .none : (UInt64(node.byteCount), UInt64(count))
  }

  /// Whether a node's bytes are those of the schema.
  private func equals(_ node: ValueNode, _ expression: Int32, _ input: RawSpan) -> Bool {
    let first = Int(program.expressions[expression].a)
    guard Int(program.expressions[expression].b) - first == node.byteCount else { return false }
    for index in 0..<node.byteCount where program.bytes[first + index] != byte(index, of: node, input) { return false }
    return true
  }

  // MARK: Next layers

  private mutating func carry(_ rule: Int32, node: Int, _ input: RawSpan) {
    for index in program.rules[rule].carriers {
      let carrier = program.carriers[index]
      if carrier.condition >= 0, integer(carrier.condition, input) ?? 0 == 0 { continue }
      let field = nodes[node]
      guard !field.flags.contains(.isInHeap), let key = integer(carrier.key, input) else { continue }
      let first = carrierArguments.count
      for operand in carrier.arguments {
        carrierArguments.append(evaluated(program.operands[Int(operand)], input) ?? .integer(0))
      }
      carriers.append(
        ValueTree.Carrier(
          node: node, table: Int(carrier.table), key: key, arguments: first..<carrierArguments.count,
          byteRange: field.byteOffset..<field.byteOffset + field.byteCount))
    }
  }
}

extension RuleEntry {
  /// By how much the word is shifted for the field to be its lowest bits.
  func wordShift(bitCount: Int) -> Int {
    wordIsMostSignificantFirst ? wordBitCount - wordBitOffset - bitCount : wordBitOffset
  }
}

/// The lowest `count` bits.
func ones(_ count: Int) -> UInt64 { count >= 64 ? .max : (1 << UInt64(count)) - 1 }
