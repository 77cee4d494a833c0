import Weft

extension Interpreter {
  /// A field of a foreign record that states more than its type.
  mutating func ruledValue(_ step: Instruction, field: Int32, _ input: RawSpan) -> Bool {
    let rule = program.rules[Int(step.rules)]
    if rule.condition >= 0 {
      guard let condition = integer(rule.condition, input) else { return fail(.expression, at: position) }
      if condition == 0 { return true }
    }
    let outerLimit = limit
    if rule.extent >= 0 {
      guard let extent = integer(rule.extent, input), extent >= 0 else { return fail(.expression, at: position) }
      let (product, overflow) = extent.multipliedReportingOverflow(by: 8)
      let bitCount = overflow ? Int.max : Int(product)
      guard bitCount <= limit - position else { return cutRegion(step, rule, field: field, bitCount: bitCount, input) }
      limit = position + bitCount
    }
    let node = tree.nodes.count
    guard plainValue(step, rule, field: field, input) else {
      // What was kept of a cut-off field still carries the next layer.
      if isLenient, node < tree.nodes.count { carry(rule, node: node, input) }
      return false
    }
    if rule.extent >= 0 {
      let left = limit - position
      guard left == 0 else { return fail(.trailingBytes(count: left / 8), at: position) }
      limit = outerLimit
    }
    guard rule.mask < 0 || program.types[Int(step.type)].isLeaf || unmask(rule.mask, node: node, input) else {
      return fail(.expression, at: tree.nodes[node].bitOffset)
    }
    guard rule.constant < 0 || constantValue(rule, node: node, input) else { return false }
    guard rule.computed < 0 || rule.isDeferred || computedValue(rule, node: node, input) else { return false }
    carry(rule, node: node, input)
    return true
  }

  /// A region that the input does not hold. Lenient decoding shows what there is of it before it fails.
  private mutating func cutRegion(
    _ step: Instruction, _ rule: RuleEntry, field: Int32, bitCount: Int, _ input: RawSpan
  ) -> Bool {
    let first = position
    if isLenient {
      let node = tree.nodes.count
      if plainValue(step, rule, field: field, input) { carry(rule, node: node, input) }
      path.removeAll(keepingCapacity: true)
    }
    position = first
    return truncated(bitCount: bitCount)
  }

  /// The value without its region: a leaf through its mask, or out of its word.
  @inline(__always)
  private mutating func plainValue(
    _ step: Instruction, _ rule: RuleEntry, field: Int32, _ input: RawSpan
  ) -> Bool {
    let entry = program.types[Int(step.type)]
    guard entry.isLeaf, rule.mask >= 0 || rule.wordBitCount > 0 else { return value(step.type, field: field, input) }
    guard entry.bitCount <= limit - position else { return truncated(bitCount: entry.bitCount) }
    let bit = position
    var code: UInt64
    if rule.wordBitCount > 0 {
      code = wordPart(rule, entry, at: bit, input)
    } else {
      code = read(entry.stream, at: bit, bitCount: entry.bitCount, input)
    }
    position += entry.bitCount
    if rule.mask >= 0 {
      guard let mask = pattern(rule.mask, input) else { return fail(.expression, at: bit) }
      code ^= mask & ones(entry.bitCount)
    }
    return leaf(step.type, code: code, at: bit, field: field)
  }

  /// A field cut out of a word: the word is read in the byte order, and its bits are consumed in the bit order.
  private func wordPart(_ rule: RuleEntry, _ entry: TypeEntry, at bit: Int, _ input: RawSpan) -> UInt64 {
    let word = read(rule.wordStream, at: bit - rule.wordBitOffset, bitCount: rule.wordBitCount, input)
    return word >> UInt64(rule.wordShift(bitCount: entry.bitCount)) & ones(entry.bitCount)
  }

  /// `xor` of bytes: with the first bytes of the mask. Of a `match`: its case's bytes.
  private mutating func unmask(_ mask: Int32, node: Int, _ input: RawSpan) -> Bool {
    var place = node
    if tree.nodes[node].kind == .match {
      if Int(tree.nodes[node].end) == node + 1 { return true }
      place = node + 1
    }
    let first = tree.heap.count
    var sink = ByteSink(.copy)
    guard feed(mask, into: &sink, input) else { return false }
    let count = tree.nodes[place].byteCount
    guard tree.heap.count - first >= count else { return false }
    for index in 0..<count { tree.heap[first + index] ^= byte(index, of: tree.nodes[place], input) }
    tree.heap.removeLast(tree.heap.count - first - count)
    tree.nodes[place].payload = UInt64(first) << 32 | UInt64(count)
    tree.nodes[place].flags.insert(.isInHeap)
    return true
  }

  func byte(_ index: Int, of node: ValueNode, _ input: RawSpan) -> UInt8 {
    node.flags.contains(.isInHeap) ? tree.heap[node.byteOffset + index] : input.byte(at: node.byteOffset + index)
  }

  /// `const`: must match; lenient decoding marks it.
  mutating func constantValue(_ rule: RuleEntry, node: Int, _ input: RawSpan) -> Bool {
    switch difference(tree.nodes[node], from: rule.constant, input) {
    case .none: return true
    case .some(nil): return fail(.expression, at: tree.nodes[node].bitOffset)
    case .some(.some(let (found, expected))):
      return wrong(node, .constantMismatch(found: found, expected: expected))
    }
  }

  /// `= EXPR`: must be what the fields give, or the stated alternative.
  mutating func computedValue(_ rule: RuleEntry, node: Int, _ input: RawSpan) -> Bool {
    if !checksComputedValues { return true }
    if rule.hasAlternative, tree.nodes[node].payload == rule.alternative { return true }
    for operand in rule.bytesParameters where isEmptyParameter(program.operands[Int(operand)]) { return true }
    let field = tree.nodes[node]
    computing = field.bitOffset / 8..<(field.bitOffset + field.bitCount + 7) / 8
    computingBit = field.bitOffset
    defer { computing = 0..<0 }
    switch difference(field, from: rule.computed, input) {
    case .none: return true
    case .some(nil):
      return isLenient ? true : fail(.expression, at: field.bitOffset)
    case .some(.some(let (found, expected))):
      return wrong(node, .computedMismatch(found: found, expected: expected))
    }
  }

  private mutating func wrong(_ node: Int, _ reason: DecodeError.Reason) -> Bool {
    guard isLenient else { return fail(reason, at: tree.nodes[node].bitOffset) }
    mark(node, reason)
    return true
  }

  func isEmptyParameter(_ index: Int32) -> Bool {
    guard Int(index) < frame.argumentCount,
      case .bytes(_, let count) = tree.argumentStack[frame.arguments + Int(index)]
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
    let first = tree.heap.count
    var sink = ByteSink(.copy)
    guard feed(expression, into: &sink, input) else { return .some(nil) }
    let count = tree.heap.count - first
    defer { tree.heap.removeLast(count) }
    for index in 0..<min(count, node.byteCount) where byte(index, of: node, input) != tree.heap[first + index] {
      return (UInt64(byte(index, of: node, input)), UInt64(tree.heap[first + index]))
    }
    return count == node.byteCount ? .none : (UInt64(node.byteCount), UInt64(count))
  }

  // MARK: Next layers

  private mutating func carry(_ rule: RuleEntry, node: Int, _ input: RawSpan) {
    for index in rule.carriers {
      let carrier = program.carriers[Int(index)]
      if carrier.condition >= 0, integer(carrier.condition, input) ?? 0 == 0 { continue }
      let field = tree.nodes[node]
      guard !field.flags.contains(.isInHeap), let key = integer(carrier.key, input) else { continue }
      let first = tree.carrierArguments.count
      for operand in carrier.arguments {
        tree.carrierArguments.append(evaluated(program.operands[Int(operand)], input) ?? .integer(0))
      }
      tree.carriers.append(
        ValueTree.Carrier(
          node: node, table: Int(carrier.table), key: key, arguments: first..<tree.carrierArguments.count,
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
