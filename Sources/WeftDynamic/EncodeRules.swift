import Weft

extension Interpreter {
  /// A field, with what the schema states about it beside its type.
  mutating func encodeField(_ step: Instruction, node: Int?, _ source: RawSpan, into output: inout [UInt8]) -> Bool {
    guard step.rules >= 0 else {
      guard let node else { return refuse(.outOfRange) }
      return encodeValue(step.type, node: node, source, into: &output)
    }
    let rule = program.rules[Int(step.rules)]
    if rule.condition >= 0 {
      if verifies, !rule.conditionNeedsRegion {
        guard let condition = integer(rule.condition, unsafe output.span.bytes) else { return refuse(.expression) }
        guard (condition != 0) == (node != nil) else { return refuse(.caseMismatch) }
      }
      if drops, let node, nodes[node].flags.contains(.isTentative),
        integer(rule.condition, unsafe output.span.bytes) == 0
      {
        nodes[node].flags.insert(.isDropped)
      }
      if node == nil { return true }
    }
    guard let node else { return refuse(.outOfRange) }
    let first = position
    guard encodeRuled(step, rule, node: node, source, into: &output) else { return false }
    guard rule.extent >= 0, verifies, !rule.extentNeedsRegion else { return true }
    guard let extent = integer(rule.extent, unsafe output.span.bytes) else { return refuse(.expression) }
    let byteCount = (position - first) / 8
    return extent == Int64(byteCount)
      || refuse(.extentMismatch(found: byteCount, expected: Int(truncatingIfNeeded: extent)))
  }

  /// A leaf through its mask or into its word; bytes through their mask.
  private mutating func encodeRuled(
    _ step: Instruction, _ rule: RuleEntry, node: Int, _ source: RawSpan, into output: inout [UInt8]
  ) -> Bool {
    if program.types[Int(step.type)].isLeaf {
      output.grow(toBitOffset: position + step.bitCount)
      nodes[node].bitOffset = position
      nodes[node].bitCount = step.bitCount
      position += step.bitCount
      return putLeaf(step, rule, node: node, into: &output)
    }
    guard rule.mask >= 0 else { return encodeValue(step.type, node: node, source, into: &output) }
    let first = heap.count
    var sink = ByteSink(.copy)
    guard feed(rule.mask, into: &sink, unsafe output.span.bytes) else { return refuse(.expression) }
    let place = nodes[node].kind == .match ? node + 1 : node
    let hasBytes = place < Int(nodes[node].end) && nodes[place].holdsBytes
    guard !hasBytes || heap.count - first >= nodes[place].byteCount else { return refuse(.expression) }
    masked = first..<heap.count
    defer { masked = 0..<0 }
    return encodeValue(step.type, node: node, source, into: &output)
  }

  /// Writes a leaf where its node says that it stands.
  private mutating func putLeaf(_ step: Instruction, _ rule: RuleEntry, node: Int, into output: inout [UInt8]) -> Bool {
    let entry = program.types[Int(step.type)]
    guard var code = wireCode(entry, nodes[node]) else { return false }
    if rule.mask >= 0 {
      guard let mask = pattern(rule.mask, unsafe output.span.bytes) else { return refuse(.expression) }
      code ^= mask & ones(entry.bitCount)
    }
    let bit = nodes[node].bitOffset
    guard rule.wordBitCount > 0 else {
      output.put(code, at: bit, bitCount: entry.bitCount, mostSignificantFirst: isMostSignificantFirst(entry.stream))
      return true
    }
    let start = bit - rule.wordBitOffset
    let shift = UInt64(rule.wordShift(bitCount: entry.bitCount))
    let word = unsafe read(rule.wordStream, at: start, bitCount: rule.wordBitCount, output.span.bytes)
    output.put(
      word & ~(ones(entry.bitCount) << shift) | code << shift, at: start, bitCount: rule.wordBitCount,
      mostSignificantFirst: isMostSignificantFirst(rule.wordStream))
    return true
  }

  /// Fills in what nobody gave, and checks what was kept: at the end of the record, in wire order.
  mutating func encodeComputed(_ entry: RecordEntry, into output: inout [UInt8]) -> Bool {
    for index in entry.computed {
      let step = program.instructions[Int(index)]
      let rule = program.rules[Int(step.rules)]
      guard let node = fieldNode(step.field), verifies || !rule.needsBytes else { continue }
      guard encodeComputed(step, rule, node: node, into: &output) else {
        return failed(in: frame.firstField + step.field)
      }
    }
    return true
  }

  private mutating func encodeComputed(
    _ step: Instruction, _ rule: RuleEntry, node: Int, into output: inout [UInt8]
  ) -> Bool {
    let field = nodes[node]
    computing = field.bitOffset / 8..<(field.bitOffset + field.bitCount + 7) / 8
    computingBit = field.bitOffset
    defer { computing = 0..<0 }
    if field.flags.contains(.isPending) { return fillIn(step, rule, node: node, into: &output) }
    guard verifies, !isLenient, !(rule.hasAlternative && field.payload == rule.alternative) else { return true }
    let expected = rule.constant >= 0 ? rule.constant : rule.computed
    for operand in rule.bytesParameters where isEmptyParameter(program.operands[Int(operand)]) { return true }
    switch unsafe difference(field, from: expected, output.span.bytes) {
    case .none: return true
    case .some(nil): return refuse(.expression)
    case .some(.some): return refuse(.computedMismatch)
    }
  }

  private mutating func fillIn(_ step: Instruction, _ rule: RuleEntry, node: Int, into output: inout [UInt8]) -> Bool {
    guard program.types[Int(step.type)].isLeaf else {
      guard case .bytes(let offset, let count) = unsafe evaluated(rule.computed, output.span.bytes),
        count == nodes[node].byteCount
      else { return refuse(.expression) }
      for index in 0..<count { output[nodes[node].byteOffset + index] = heap[offset + index] }
      return true
    }
    guard let value = unsafe pattern(rule.computed, output.span.bytes) else {
      return refuse(isChosenByFallback(rule) ? .caseMismatch : .expression)
    }
    nodes[node].payload = value
    return putLeaf(step, rule, node: node, into: &output)
  }

  private func isChosenByFallback(_ rule: RuleEntry) -> Bool { program.expressions[Int(rule.computed)].code == .tag }

  /// `tag(f)` while encoding: the value of the case that the tree holds. The default case has none of its own: there the
  /// field that is computed from it has to be given.
  mutating func chosenTag(_ expression: ExpressionNode, _ output: RawSpan) -> Int64? {
    guard let node = fieldNode(expression.a) else { return nil }
    let entry = program.types[Int(nodes[node].type)]
    guard entry.kind == .match else { return nil }
    let match = program.matches[Int(entry.detail)]
    let chosen = match.cases.lowerBound + Int32(nodes[node].payload)
    if chosen < match.cases.upperBound { return integer(program.cases[Int(chosen)].value, output) }
    guard let tag = fieldNode(match.tagField), !nodes[tag].flags.contains(.isPending) else { return nil }
    return number(nodes[tag])
  }
}
