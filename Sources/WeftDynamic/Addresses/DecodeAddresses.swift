import Weft

// Addresses of which only a part goes over the wire (`docs/language.md`, "Addresses").
extension Interpreter {
  /// An address in part, and where it stands.
  struct AddressPart {
    /// The first bits: of the known address, or of the value itself.
    var known: [UInt8]
    /// How many of those are not sent.
    var shared: Int
  }

  /// A `bytes[n]` field that is `relative to` another, or `significant`.
  mutating func addressValue(_ type: Int32, field: Int32, _ input: RawSpan) -> Bool {
    let entry = program.types[type]
    let first = position
    guard let companion = fieldNode(entry.companion - frame.firstField) else { return fail(.expression, at: first) }
    if entry.form == .significant {
      let bitCount = Int(clamping: nodes[companion].payload)
      guard bitCount <= limit - position else { return truncated(bitCount: bitCount) }
      appendBytes(prefix(bitCount: bitCount, byteCount: entry.minimumCount, input), type: type, field: field, from: first)
      return true
    }
    let (target, reason) = knownAddress(companion, input)
    guard let shared = sharedBitCount(of: entry, input) else { return false }
    guard entry.addressByteCount * 8 - shared <= limit - position else {
      return truncated(bitCount: entry.addressByteCount * 8 - shared)
    }
    let bytes = address(AddressPart(known: target, shared: shared), byteCount: entry.addressByteCount, input)
    let node = nodes.count
    appendBytes(bytes, type: type, field: field, from: first)
    if let reason {
      mark(node, reason)
      return true
    }
    let common = commonBitCount(bytes, target)
    return common == shared || fail(.computedMismatch(found: UInt64(shared), expected: UInt64(common)), at: first)
  }

  /// The elements of a list that is `relative to` an address, behind its count.
  mutating func relativeElements(_ type: Int32, field: Int32, at bit: Int, count: Int, _ input: RawSpan) -> Bool {
    let entry = program.types[type]
    guard count > 0 else {
      close(open(.list, type: type, field: field, at: bit))
      return true
    }
    let first = position
    guard let companion = fieldNode(entry.companion - frame.firstField) else { return fail(.expression, at: first) }
    let (target, reason) = knownAddress(companion, input)
    guard let shared = sharedBitCount(of: entry, input) else { return false }
    let bitCount = entry.elementBitCount - shared
    guard count * bitCount <= limit - position else { return truncated(bitCount: count * bitCount) }
    let node = open(.list, type: type, field: field, at: bit)
    if let reason { mark(node, reason) }
    var last: [UInt8] = []
    var isComplete = true
    var index = 0
    while isComplete, index < count {
      isComplete = relativeElement(
        entry, AddressPart(known: target, shared: shared), number: index, after: &last, isKnown: reason == nil, at: bit, input)
      index += 1
    }
    nodes[node].payload = UInt64(isComplete ? index : index - 1)
    close(node)
    guard isComplete else { return false }
    let common = commonBitCount(last, target)
    return reason != nil || common == shared
      || fail(.computedMismatch(found: UInt64(shared), expected: UInt64(common)), at: first)
  }

  /// An element that is farther away than the one before it.
  private mutating func relativeElement(
    _ list: TypeEntry, _ part: AddressPart, number: Int, after last: inout [UInt8], isKnown: Bool, at bit: Int, _ input: RawSpan
  ) -> Bool {
    let start = position
    guard nodes.count < Self.maximumNodeCount else {
      return fail(.limitExceeded(found: UInt64(number + 1), maximum: UInt64(number)), at: bit)
    }
    var found: [UInt8] = []
    guard relativeElement(list, part, into: &found, input) else {
      if !belongsToRecord { path.append(.element(number)) }
      return false
    }
    if number > 0, isKnown, !isFarther(found, than: last, from: part.known) {
      _ = fail(.keysOutOfOrder, at: start)
      path.append(.element(number))
      return false
    }
    last = found
    return true
  }

  /// An element: its own steps, those behind the address moved up by the bits that are not there.
  private mutating func relativeElement(
    _ list: TypeEntry, _ part: AddressPart, into found: inout [UInt8], _ input: RawSpan
  ) -> Bool {
    let start = position
    guard list.addressField >= 0 else {
      found = address(part, byteCount: list.addressByteCount, input)
      appendBytes(found, type: list.detail, field: -1, from: start)
      return true
    }
    let node = open(.record, type: list.detail, field: -1, at: start)
    let outer = frame
    let record = program.records[program.types[list.detail].detail]
    frame = Frame(record: program.types[list.detail].detail, firstBit: start, firstField: record.firstField)
    defer { frame = outer }
    depth += 1
    defer { depth -= 1 }
    for index in record.instructions {
      let step = program.instructions[index]
      guard step.field >= 0 else { continue }
      let field = record.firstField + step.field
      position = start + step.bitOffset
      if field == list.addressField {
        found = address(part, byteCount: list.addressByteCount, input)
        appendBytes(found, type: step.type, field: field, from: start + step.bitOffset)
        continue
      }
      if step.bitOffset > list.addressBitOffset { position -= part.shared }
      guard value(step.type, field: field, input) else {
        _ = failed(in: field)
        belongsToRecord = false
        close(node)
        return false
      }
    }
    position = start + list.elementBitCount - part.shared
    close(node)
    return true
  }

  /// The bytes of the field that an address is relative to, and where they are unknown (an entry of a table that was made before
  /// anybody looked) zeros and why.
  private func knownAddress(_ node: Int, _ input: RawSpan) -> ([UInt8], DecodeError.Reason?) {
    let known = nodes[node]
    let reason = known.flags.contains(.isMarked) ? marks.first { $0.node == node }?.reason : nil
    let byteCount = max(known.byteCount, program.types[known.type].minimumCount)
    return ((0..<byteCount).map { $0 < known.byteCount ? byte($0, of: known, input) : 0 }, reason)
  }

  /// The number of shared bits at `position`.
  private mutating func sharedBitCount(of entry: TypeEntry, _ input: RawSpan) -> Int? {
    guard entry.sharedBitCount <= limit - position else {
      _ = truncated(bitCount: entry.sharedBitCount)
      return nil
    }
    let code = read(.leastSignificantFirst, at: position, bitCount: entry.sharedBitCount, input)
    let maximum = UInt64(entry.addressByteCount * 8)
    guard code <= maximum else {
      _ = fail(.codeAboveMaximum(found: code, maximum: maximum), at: position)
      return nil
    }
    position += entry.sharedBitCount
    return Int(code)
  }

  /// The address at `position`: of the byte in which the shared part ends the lower bits, then whole bytes.
  private mutating func address(_ part: AddressPart, byteCount: Int, _ input: RawSpan) -> [UInt8] {
    var bytes = Array(part.known.prefix(byteCount))
    var index = part.shared / 8
    var bitCount = 8 - part.shared & 7
    while index < byteCount {
      let bits = UInt8(truncatingIfNeeded: read(.leastSignificantFirst, at: position, bitCount: bitCount, input))
      bytes[index] = bytes[index] & ~UInt8(truncatingIfNeeded: ones(bitCount)) | bits
      position += bitCount
      (index, bitCount) = (index + 1, 8)
    }
    return bytes
  }

  /// Whole bytes, then the upper bits of the next.
  private mutating func prefix(bitCount: Int, byteCount: Int, _ input: RawSpan) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var left = bitCount
    for index in bytes.indices where left > 0 {
      let part = min(8, left)
      let bits = UInt8(truncatingIfNeeded: read(.leastSignificantFirst, at: position, bitCount: part, input))
      bytes[index] = bits << UInt8(8 - part)
      position += part
      left -= part
    }
    return bytes
  }

  /// A node of bytes that are no range of the input, for what was read since `first`.
  private mutating func appendBytes(_ bytes: [UInt8], type: Int32, field: Int32, from first: Int) {
    let node = open(.bytes, type: type, field: field, at: first, payload: UInt64(heap.count) << 32 | UInt64(bytes.count))
    heap += bytes
    nodes[node].flags.insert(.isInHeap)
    close(node)
  }
}

/// How many first bits two addresses have in common; the first may be the shorter one.
func commonBitCount(_ left: [UInt8], _ right: [UInt8]) -> Int {
  for (index, pair) in zip(left, right).enumerated() where pair.0 != pair.1 {
    return index * 8 + (pair.0 ^ pair.1).leadingZeroBitCount
  }
  return left.count * 8
}

/// Whether one address is farther away from `target` than another: their distance is their exclusive or.
func isFarther(_ address: [UInt8], than other: [UInt8], from target: [UInt8]) -> Bool {
  for index in address.indices where address[index] != other[index] {
    return address[index] ^ target[index] > other[index] ^ target[index]
  }
  return false
}
