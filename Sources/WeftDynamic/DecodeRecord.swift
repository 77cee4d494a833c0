import Weft

extension Interpreter {
  /// The contents of a record, whose node the caller has opened. `arguments` index `argumentStack`.
  mutating func record(_ index: Int32, arguments: Range<Int>, _ input: RawSpan) -> Bool {
    guard depth < Self.maximumDepth else {
      return fail(
        .limitExceeded(found: UInt64(depth + 1), maximum: UInt64(Self.maximumDepth)), at: position)
    }
    let outer = frame
    let outerFieldNodes = fieldNodes.count
    frame = Frame(
      record: index, firstBit: position, firstField: program.records[index].firstField, arguments: arguments.lowerBound,
      argumentCount: arguments.count)
    if program.records[index].orderParameter >= 0 { frame.isLittle = argument(program.records[index].orderParameter) != 0 }
    if program.records[index].findsFields { reserveFieldNodes(Int(program.records[index].fieldCount)) }
    depth += 1
    let isComplete =
      steps(program.records[index].instructions, input)
      && (program.records[index].deferred.isEmpty || !checksComputedValues
        || deferredChecks(program.records[index].deferred, input))
    depth -= 1
    fieldNodes.count = outerFieldNodes
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
      let node = nodes.count
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
      case .bytes:
        let bit = start + step.bitOffset
        guard bit & 7 == 0 else {
          let after = position
          position = bit
          guard value(step.type, field: field, input) else { return failed(in: field) }
          position = after
          break
        }
        let payload = UInt64(truncatingIfNeeded: bit >> 3) << 32 | UInt64(truncatingIfNeeded: step.bitCount >> 3)
        append(.bytes, payload: payload, type: step.type, field: field, at: bit, step.bitCount)
      case .presence:
        if input.leastSignificantFirst(at: start + step.bitOffset, bitCount: 1) == 1 {
          fieldNodes[frame.fieldNodes + Int(step.field)] = Self.present
        }
        continue
      case .extensionBit:
        frame.hasExtension = input.leastSignificantFirst(at: start + step.bitOffset, bitCount: 1) == 1
        continue
      case .fixed:
        let after = position
        position = start + step.bitOffset
        guard fieldValue(index &- 1, step.rules, step.type, field: field, input) else { return failed(in: field) }
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
        guard fieldValue(index &- 1, step.rules, step.type, field: field, input) else { return failed(in: field) }
      case .optional:
        guard fieldNodes[frame.fieldNodes + Int(step.field)] == Self.present else { continue }
        guard step.bitCount <= limit - position else { return truncated(bitCount: step.bitCount) }
        guard value(step.type, field: field, input) else { return failed(in: field) }
      case .interned:
        guard interned(step.type, field: field, input) else { return failed(in: field) }
      case .optionalInterned:
        guard fieldNodes[frame.fieldNodes + Int(step.field)] == Self.present else { continue }
        guard interned(step.type, field: field, input) else { return failed(in: field) }
      case .extensionBlock:
        guard extensionBlock(input) else { return false }
        continue
      }
      if step.isReferenced, frame.fieldNodes >= 0, node < nodes.count {
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
        guard step.code == .leaf || step.code == .constant || step.code == .bytes || step.code == .fixed,
          step.rules < 0 || program.rules[step.rules].wordBitCount == 0,
          step.bitCount >= 0, start + step.bitOffset + step.bitCount <= limit
        else { break }
        let field = frame.firstField + step.field
        position = start + step.bitOffset
        guard fieldValue(index, step.rules, step.type, field: field, input) else { return failed(in: field) }
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
    nodes[node].payload == program.rules[step.rules].constantPattern || constantValue(step.rules, node: node, input)
  }

  func countBitCount(_ type: Int32) -> Int {
    64 - UInt64(program.types[type].maximumCount - program.types[type].minimumCount).leadingZeroBitCount
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
  private mutating func fieldValue(
    _ instruction: Int32, _ rules: Int32, _ type: Int32, field: Int32, _ input: RawSpan
  ) -> Bool {
    rules >= 0 ? ruledValue(instruction, rules, field: field, input) : value(type, field: field, input)
  }

  /// Computed values that needed later fields, in wire order.
  private mutating func deferredChecks(_ range: Range<Int32>, _ input: RawSpan) -> Bool {
    for index in range {
      let step = program.instructions[index]
      let node = fieldNodes[frame.fieldNodes + Int(step.field)]
      guard node >= 0 else { continue }
      guard computedValue(step.rules, node: Int(node), input) else {
        return failed(in: frame.firstField + step.field)
      }
    }
    return true
  }
}
