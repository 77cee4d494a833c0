import Weft

extension Interpreter {
  func checksumSink(_ node: ExpressionNode) -> ByteSink {
    ByteSink(node.code == .crc32 ? .crc32 : .internet, zeros: computing)
  }

  mutating func checksum(_ node: ExpressionNode, _ input: RawSpan) -> Int64? {
    var sink = checksumSink(node)
    guard feed(node.a, into: &sink, input) else { return nil }
    switch node.code {
    case .crc32: return Int64(sink.crc32)
    case .internetChecksumNonzero: return sink.internet == 0 ? 0xFFFF : Int64(sink.internet)
    default: return Int64(sink.internet)
    }
  }

  /// Gives the bytes that an expression stands for to `sink`, piece by piece.
  mutating func feed(_ index: Int32, into sink: inout ByteSink, _ input: RawSpan) -> Bool {
    let node = program.expressions[Int(index)]
    switch node.code {
    case .bytes:
      let bytes = program.bytes
      return unsafe feed(bytes.span.bytes.extracting(Int(node.a)..<Int(node.b)), into: &sink)
    case .localField, .field:
      // An absent field has no bytes.
      guard let place = field(node) else { return true }
      return feed(nodes[place], into: &sink, input)
    case .parameter:
      guard Int(node.a) < frame.argumentCount,
        case .bytes(let offset, let count) = argumentStack[frame.arguments + Int(node.a)]
      else { return true }
      return feedHeap(offset..<offset + count, into: &sink)
    case .conditional:
      guard let condition = integer(node.b, input) else { return false }
      return feed(condition != 0 ? node.a : node.c, into: &sink, input)
    case .concatenation:
      for operand in node.a..<node.b {
        guard feed(program.operands[Int(operand)], into: &sink, input) else { return false }
      }
      return true
    case .encoded:
      guard let value = pattern(node.a, input) else { return false }
      feed(value, byteCount: Int(node.value) / 8, into: &sink)
      return true
    case .span:
      var first: Int?
      var last = 0
      for local in node.a...node.b {
        guard let place = fieldNode(local) else { continue }
        if first == nil { first = nodes[place].bitOffset }
        last = nodes[place].bitOffset + nodes[place].bitCount
      }
      return feedWire((first ?? 0) / 8..<max(last, first ?? 0) / 8, into: &sink, input)
    case .wholeRecord: return feedWire(frame.firstBit / 8..<position / 8, into: &sink, input)
    case .preceding: return feedWire(0..<max(0, computingBit / 8 - Int(node.value)), into: &sink, input)
    default: return false
    }
  }

  /// Bytes of the encoding, with those of the field being computed as zeros.
  private mutating func feedWire(_ range: Range<Int>, into sink: inout ByteSink, _ input: RawSpan) -> Bool {
    let range = range.clamped(to: 0..<input.byteCount)
    let zeros = sink.zeros.clamped(to: range)
    guard !zeros.isEmpty else { return feed(input.extracting(range), into: &sink) }
    _ = feed(input.extracting(range.lowerBound..<zeros.lowerBound), into: &sink)
    if sink.purpose == .copy {
      for _ in zeros { heap.append(0) }
    } else {
      sink.addZeros(zeros.count)
    }
    return feed(input.extracting(zeros.upperBound..<range.upperBound), into: &sink)
  }

  private mutating func feed(_ node: ValueNode, into sink: inout ByteSink, _ input: RawSpan) -> Bool {
    let range = node.byteOffset..<node.byteOffset + node.byteCount
    switch node.kind {
    case .bytes, .text, .padding: break
    default: return false
    }
    if node.flags.contains(.isInHeap) { return feedHeap(range, into: &sink) }
    return feed(input.extracting(range), into: &sink)
  }

  private mutating func feedHeap(_ range: Range<Int>, into sink: inout ByteSink) -> Bool {
    if sink.purpose == .copy {
      heap.append(contentsOf: heap[range])
    } else {
      unsafe sink.add(heap.span.bytes.extracting(range))
    }
    return true
  }

  private mutating func feed(_ bytes: RawSpan, into sink: inout ByteSink) -> Bool {
    if sink.purpose == .copy {
      heap.append(copying: bytes)
    } else {
      sink.add(bytes)
    }
    return true
  }

  /// An integer in the record's byte order.
  private mutating func feed(_ value: UInt64, byteCount: Int, into sink: inout ByteSink) {
    let isLittle = frame.isLittle
    let bytes = isLittle ? value : value.byteSwapped >> UInt64(64 - byteCount * 8)
    var copy = InlineArray<8, UInt8>(repeating: 0)
    for index in 0..<min(8, byteCount) { copy[index] = UInt8(truncatingIfNeeded: bytes >> UInt64(index * 8)) }
    _ = unsafe feed(copy.span.bytes.extracting(0..<min(8, byteCount)), into: &sink)
  }
}

extension [UInt8] {
  /// Appends the bytes of a span.
  mutating func append(copying bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}
