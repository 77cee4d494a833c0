import Weft

// Values of expressions (`docs/language.md`, "Foreign definitions"). `nil`: the expression has no value.
//
// `input` is what spans and bytes of nodes refer to: while encoding, the output, to which written nodes point.
extension Interpreter {
  /// Constants and masks are bit patterns: 64 unsigned bits are as good as 64 signed ones.
  mutating func pattern(_ index: Int32, _ input: RawSpan) -> UInt64? {
    let code = program.expressions[index].code
    if code == .integer || code == .outOfRange { return UInt64(bitPattern: program.expressions[index].value) }
    return integer(index, input).map(UInt64.init(bitPattern:))
  }

  /// The leaves of expressions are read in place; everything else is a call.
  @inline(__always)
  mutating func integer(_ index: Int32, _ input: RawSpan) -> Int64? {
    let code = program.expressions[index].code
    if code == .integer { return program.expressions[index].value }
    if code == .localField {
      guard let place = fieldNode(program.expressions[index].a) else { return nil }
      return number(nodes[place])
    }
    return operation(index, input)
  }

  mutating func operation(_ index: Int32, _ input: RawSpan) -> Int64? {
    let node = program.expressions[index]
    switch node.code {
    case .integer: return node.value
    case .localField, .field:
      guard let place = field(node) else { return nil }
      return number(nodes[place])
    case .parameter: return argument(node.a)
    case .conditional:
      guard let condition = integer(node.b, input) else { return nil }
      return integer(condition != 0 ? node.a : node.c, input)
    case .and:
      guard let left = integer(node.a, input) else { return nil }
      return left == 0 ? 0 : integer(node.b, input).map { $0 == 0 ? 0 : 1 }
    case .or:
      guard let left = integer(node.a, input) else { return nil }
      return left != 0 ? 1 : integer(node.b, input).map { $0 == 0 ? 0 : 1 }
    case .negate, .complement, .not:
      guard let operand = integer(node.a, input) else { return nil }
      return unary(node.code, operand)
    case .byteCount:
      guard let place = fieldNode(node.a) else { return 0 }
      return Int64((nodes[place].bitCount + 7) / 8)
    case .count: return fieldNode(node.a).map { elementCount(nodes[$0]) } ?? 0
    case .tag: return isEncoding ? chosenTag(node, input) : node.b < 0 ? nil : integer(node.b, input)
    case .remaining: return Int64((limit - position) / 8)
    case .lastByte:
      return position < limit ? Int64(input.byte(at: (limit - 1) >> 3)) : 0
    case .position: return Int64((position - frame.firstBit) / 8)
    case .internetChecksum, .internetChecksumNonzero, .crc32: return checksum(node, input)
    case .bytes, .span, .wholeRecord, .preceding, .concatenation, .encoded, .outOfRange: return nil
    default:
      guard let left = integer(node.a, input), let right = integer(node.b, input) else { return nil }
      return binary(node.code, left, right)
    }
  }

  func elementCount(_ node: ValueNode) -> Int64 {
    node.kind == .list ? Int64(truncatingIfNeeded: node.payload) : Int64(node.byteCount)
  }

  /// The integer that a node stands for in expressions.
  @inline(__always)
  func number(_ node: ValueNode) -> Int64? {
    switch node.kind {
    case .unsigned, .bool, .enumeration, .flags: node.payload >> 63 == 0 ? Int64(bitPattern: node.payload) : nil
    case .signed: Int64(bitPattern: node.payload)
    default: nil
    }
  }

  func argument(_ index: Int32) -> Int64 {
    guard Int(index) < frame.argumentCount, case .integer(let value) = argumentStack[frame.arguments + Int(index)]
    else { return 0 }
    return value
  }

  /// The node of a field of the current record; `nil` where the field is absent.
  @inline(__always)
  func fieldNode(_ local: Int32) -> Int? {
    guard frame.fieldNodes >= 0 else { return nil }
    let node = fieldNodes[frame.fieldNodes + Int(local)]
    return node < 0 ? nil : Int(node)
  }

  /// The node at a path of fields.
  func field(_ node: ExpressionNode) -> Int? {
    if node.code == .localField { return fieldNode(node.a) }
    var place = fieldNode(program.operands[Int(node.a)])
    var index = node.a + 1
    while index < node.b, let parent = place {
      place = unsafe treePointer.pointee.child(of: parent, field: program.operands[index], reference)
      index += 1
    }
    return place
  }

  func unary(_ code: ExpressionNode.Code, _ operand: Int64) -> Int64? {
    switch code {
    case .negate: operand == .min ? nil : -operand
    case .complement: ~operand
    default: operand == 0 ? 1 : 0
    }
  }

  // MARK: Arguments

  /// Evaluates the arguments of a nested definition onto the stack.
  mutating func pushArguments(_ operands: Range<Int32>, _ input: RawSpan) -> Range<Int>? {
    let first = argumentStack.count
    for operand in operands {
      guard let value = evaluated(program.operands[Int(operand)], input) else { return nil }
      argumentStack.append(value)
    }
    return first..<argumentStack.count
  }

  /// An integer, or bytes in the tree's heap.
  mutating func evaluated(_ index: Int32, _ input: RawSpan) -> Arguments.Argument? {
    let node = program.expressions[Int(index)]
    guard node.isBytes else { return integer(index, input).map { .integer($0) } }
    if node.code == .parameter {
      guard Int(node.a) < frame.argumentCount else { return .bytes(offset: 0, count: 0) }
      return argumentStack[frame.arguments + Int(node.a)]
    }
    let first = heap.count
    var sink = ByteSink(.copy)
    guard feed(index, into: &sink, input) else { return nil }
    return .bytes(offset: first, count: heap.count - first)
  }
}

/// The value of an operation; `nil` where it leaves 64 signed bits or divides by zero.
func binary(_ code: ExpressionNode.Code, _ left: Int64, _ right: Int64) -> Int64? {
  func checked(_ result: (partialValue: Int64, overflow: Bool)) -> Int64? { result.overflow ? nil : result.partialValue }
  switch code {
  case .add: return checked(left.addingReportingOverflow(right))
  case .subtract: return checked(left.subtractingReportingOverflow(right))
  case .multiply: return checked(left.multipliedReportingOverflow(by: right))
  case .divide: return checked(left.dividedReportingOverflow(by: right))
  case .remainder: return checked(left.remainderReportingOverflow(dividingBy: right))
  case .shiftLeft:
    guard right >= 0, right < 64 else { return nil }
    let result = left << right
    return result >> right == left ? result : nil
  case .shiftRight: return right >= 0 && right < 64 ? left >> right : nil
  case .bitAnd: return left & right
  case .bitOr: return left | right
  case .bitXor: return left ^ right
  case .equal: return left == right ? 1 : 0
  case .notEqual: return left != right ? 1 : 0
  case .less: return left < right ? 1 : 0
  case .lessOrEqual: return left <= right ? 1 : 0
  case .greater: return left > right ? 1 : 0
  case .greaterOrEqual: return left >= right ? 1 : 0
  default: return nil
  }
}
