import Weft

extension Interpreter {
  /// The contents of a record, whose node the caller has opened. `arguments` index `tree.argumentStack`.
  mutating func record(_ index: Int32, arguments: Range<Int>, _ input: RawSpan) -> Bool {
    guard depth < Self.maximumDepth else {
      return fail(
        .limitExceeded(found: UInt64(depth + 1), maximum: UInt64(Self.maximumDepth)), at: position)
    }
    let entry = program.records[Int(index)]
    let outer = frame
    frame = Frame(
      record: index, firstBit: position, firstField: entry.firstField, arguments: arguments.lowerBound,
      argumentCount: arguments.count)
    if entry.orderParameter >= 0 { frame.isLittle = argument(entry.orderParameter) != 0 }
    if entry.findsFields { reserveFieldNodes(Int(entry.fieldCount)) }
    depth += 1
    let isComplete =
      steps(entry.instructions, input) && (entry.deferred.isEmpty || deferredChecks(entry.deferred, input))
    depth -= 1
    if entry.findsFields { fieldNodeTop -= Int(entry.fieldCount) }
    frame = outer
    // Whatever fails from here on fails in the field that holds this record.
    if !isComplete { belongsToRecord = false }
    return isComplete
  }

  mutating func steps(_ range: Range<Int32>, _ input: RawSpan) -> Bool {
    var start = position
    var pendingCount = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let step = program.instructions[index]
      index += 1
      let field = frame.firstField &+ step.field
      let node = tree.nodes.count
      switch step.code {
      case .run:
        start = position
        guard step.bitCount <= limit - position else {
          return partialRun(bitCount: step.bitCount, index..<range.upperBound, input)
        }
        position += step.bitCount
        continue
      case .leaf:
        guard leaf(step, at: start + step.bitOffset, field: field, input) else { return failed(in: field) }
      case .constant:
        let bit = start + step.bitOffset
        guard leaf(step, at: bit, field: field, input), constant(step, node: node, input) else {
          return failed(in: field)
        }
      case .presence:
        if input.leastSignificantFirst(at: start + step.bitOffset, bitCount: 1) == 1 {
          fieldNodes[frame.fieldNodes + Int(step.field)] = FieldNodes.present
        }
        continue
      case .extensionBit:
        frame.hasExtension = input.leastSignificantFirst(at: start + step.bitOffset, bitCount: 1) == 1
        continue
      case .fixed:
        let after = position
        position = start + step.bitOffset
        guard fieldValue(step, field: field, input) else { return failed(in: field) }
        position = after
      case .count:
        let bit = start + step.bitOffset
        let code = input.leastSignificantFirst(at: bit, bitCount: step.bitCount)
        guard let count = checkedCount(step.type, code: code, at: bit) else { return failed(in: field) }
        pendingCount = count
        position = bit + step.bitCount
        continue
      case .elements:
        let bit = position - countBitCount(step.type)
        guard contents(step.type, field: field, at: bit, count: pendingCount, input) else { return failed(in: field) }
      case .varying:
        guard fieldValue(step, field: field, input) else { return failed(in: field) }
      case .optional:
        guard fieldNodes[frame.fieldNodes + Int(step.field)] == FieldNodes.present else { continue }
        guard step.bitCount <= limit - position else { return truncated(bitCount: step.bitCount) }
        guard value(step.type, field: field, input) else { return failed(in: field) }
      case .extensionBlock:
        guard extensionBlock(input) else { return false }
        continue
      }
      if step.isReferenced, frame.fieldNodes >= 0, node < tree.nodes.count {
        fieldNodes[frame.fieldNodes + Int(step.field)] = Int32(truncatingIfNeeded: node)
      }
    }
    return true
  }

  /// A run that is cut off. Whoever inspects sees those of its fields that are whole, up to the first that is not.
  @inline(never)
  private mutating func partialRun(bitCount: Int, _ rest: Range<Int32>, _ input: RawSpan) -> Bool {
    let start = position
    if isLenient {
      for index in rest {
        let step = program.instructions[index]
        if step.code == .presence || step.code == .extensionBit { continue }
        guard step.code == .leaf || step.code == .constant || step.code == .fixed,
          step.rules < 0 || program.rules[step.rules].wordBitCount == 0,
          step.bitCount >= 0, start + step.bitOffset + step.bitCount <= limit
        else { break }
        let field = frame.firstField + step.field
        position = start + step.bitOffset
        guard fieldValue(step, field: field, input) else { return failed(in: field) }
      }
      position = start
    }
    let isTruncated = truncated(bitCount: bitCount)
    if isLenient { position = limit }
    return isTruncated
  }

  /// A leaf of constant width in a run, from what its instruction says.
  @inline(__always)
  private mutating func leaf(_ step: Instruction, at bit: Int, field: Int32, _ input: RawSpan) -> Bool {
    let code = read(step.stream, at: bit, bitCount: step.bitCount, input)
    var payload = code
    if step.kind != .unsigned, step.kind != .bool {
      guard let checked = checkedPayload(step.type, code: code, at: bit) else { return false }
      payload = checked
    }
    append(step.node, payload: payload, type: step.type, field: field, at: bit, step.bitCount)
    return true
  }

  @inline(__always)
  private mutating func constant(_ step: Instruction, node: Int, _ input: RawSpan) -> Bool {
    let rule = program.rules[step.rules]
    return tree.nodes[node].payload == rule.constantPattern || constantValue(rule, node: node, input)
  }

  func countBitCount(_ type: Int32) -> Int {
    let entry = program.types[Int(type)]
    return 64 - UInt64(entry.maximumCount - entry.minimumCount).leadingZeroBitCount
  }

  /// A bounded count from its code.
  mutating func checkedCount(_ type: Int32, code: UInt64, at bit: Int) -> Int? {
    let entry = program.types[Int(type)]
    let maximum = UInt64(entry.maximumCount - entry.minimumCount)
    guard code <= maximum else {
      _ = fail(.codeAboveMaximum(found: code, maximum: maximum), at: bit)
      return nil
    }
    return entry.minimumCount + Int(code)
  }

  @inline(__always)
  private mutating func fieldValue(_ step: Instruction, field: Int32, _ input: RawSpan) -> Bool {
    if step.rules >= 0 { return ruledValue(step, field: field, input) }
    return value(step.type, field: field, input)
  }

  /// Computed values that needed later fields, in wire order.
  private mutating func deferredChecks(_ range: Range<Int32>, _ input: RawSpan) -> Bool {
    for index in range {
      let step = program.instructions[index]
      let node = fieldNodes[frame.fieldNodes + Int(step.field)]
      guard node >= 0 else { continue }
      guard computedValue(program.rules[step.rules], node: Int(node), input) else {
        return failed(in: frame.firstField + step.field)
      }
    }
    return true
  }
}
