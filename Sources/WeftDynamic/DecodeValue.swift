import Weft

extension Interpreter {
  /// A value of any type at `position`, which moves behind it. Constant parts inside a run that is already guarded
  /// are guarded again, which costs a comparison and cannot fail.
  mutating func value(_ type: Int32, field: Int32, _ input: RawSpan) -> Bool {
    switch program.types[type].kind {
    case .bool, .unsigned, .signed, .ranged, .fixed, .float, .enumeration, .flags:
      let bitCount = program.types[type].bitCount
      guard bitCount <= limit - position else { return truncated(bitCount: bitCount) }
      let bit = position
      position += bitCount
      return leaf(type, code: read(program.types[type].stream, at: bit, bitCount: bitCount, input), at: bit, field: field)
    case .varint, .zigzag:
      return varint(type, field: field, isSigned: program.types[type].kind == .zigzag, input)
    case .bytes where program.types[type].form != .whole: return addressValue(type, field: field, input)
    case .bytes, .text, .list:
      let bit = position
      guard let count = count(type, input) else { return false }
      return contents(type, field: field, at: bit, count: count, input)
    case .record:
      let node = open(.record, type: type, field: field, at: position)
      if program.types[type].operands.isEmpty {
        let isComplete = record(program.types[type].detail, arguments: 0..<0, input)
        close(node)
        return isComplete
      }
      let arguments = pushArguments(program.types[type].operands, input)
      guard let arguments else { return fail(.expression, at: position) }
      let isComplete = record(program.types[type].detail, arguments: arguments, input)
      argumentStack.count = arguments.lowerBound
      close(node)
      return isComplete
    case .union:
      return union(type, field: field, input)
    case .match:
      return match(type, field: field, input)
    case .padding:
      return padding(type, field: field, input)
    }
  }

  /// A leaf from its wire code.
  @inline(__always)
  mutating func leaf(_ type: Int32, code: UInt64, at bit: Int, field: Int32) -> Bool {
    var payload = code
    let kind = program.types[type].kind
    if kind != .unsigned, kind != .bool {
      guard let checked = checkedPayload(type, code: code, at: bit) else { return false }
      payload = checked
    }
    append(program.types[type].node, payload: payload, type: type, field: field, at: bit, program.types[type].bitCount)
    return true
  }

  @inline(__always)
  mutating func append(
    _ kind: ValueNode.Kind, payload: UInt64, type: Int32, field: Int32, at bit: Int, _ bitCount: Int
  ) {
    nodes.append(
      ValueNode(
        bitOffset: bit, bitCount: bitCount, payload: payload, field: field, type: type,
        end: Int32(truncatingIfNeeded: nodes.count &+ 1), kind: kind))
  }

  /// What a node holds for a wire code; `nil`, with the reason, if the code is none of the type's.
  @inline(never)
  mutating func checkedPayload(_ type: Int32, code: UInt64, at bit: Int) -> UInt64? {
    func refused(_ reason: DecodeError.Reason) -> UInt64? {
      _ = fail(reason, at: bit)
      return nil
    }
    let entry = program.types[type]
    let bitCount = entry.bitCount
    switch entry.kind {
    case .signed:
      let shift = UInt64(64 - bitCount)
      return UInt64(bitPattern: Int64(bitPattern: code << shift) >> Int64(shift))
    case .ranged:
      return code <= entry.maximum
        ? entry.lower &+ code : refused(.codeAboveMaximum(found: code, maximum: entry.maximum))
    case .fixed:
      return code <= entry.maximum ? code : refused(.codeAboveMaximum(found: code, maximum: entry.maximum))
    case .float: return isCanonical(code, bitCount: bitCount) ? code : refused(.nonCanonicalNaN)
    case .enumeration: return entry.isOpen || hasCase(entry, code) ? code : refused(.unknownCase(found: code))
    case .flags:
      return entry.isOpen || code & ~entry.maximum == 0
        ? code : refused(.unknownFlags(found: code & ~entry.maximum))
    default: return code
    }
  }

  func hasCase(_ entry: TypeEntry, _ code: UInt64) -> Bool {
    if code < 64 { return entry.maximum >> code & 1 == 1 }
    return program.enumerations[Int(entry.detail)].index(of: code) != nil
  }

  /// LEB128: 7 bits a group, low group first.
  private mutating func varint(_ type: Int32, field: Int32, isSigned: Bool, _ input: RawSpan) -> Bool {
    let stream = program.types[Int(type)].stream
    let first = position
    var code: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard limit - position >= 8 else { return truncated(bitCount: 8) }
      let group = read(stream, at: position, bitCount: 8, input)
      position += 8
      if shift == 63, group > 1 { return fail(.varintOverflow, at: first) }
      code |= (group & 0x7F) << shift
      if group < 0x80 {
        if group == 0, shift > 0 { return fail(.nonMinimalVarint, at: first) }
        break
      }
      shift += 7
    }
    let payload = isSigned ? (code >> 1) ^ (0 &- (code & 1)) : code
    let node = open(isSigned ? .signed : .unsigned, type: type, field: field, at: first, payload: payload)
    close(node)
    return true
  }

  private mutating func union(_ type: Int32, field: Int32, _ input: RawSpan) -> Bool {
    let entry = program.types[Int(type)]
    let bit = position
    guard entry.bitCount <= limit - position else {
      // The union is a definition of its own: its tag's run is not the record's.
      _ = truncated(bitCount: entry.bitCount)
      belongsToRecord = false
      return false
    }
    let tag = read(.leastSignificantFirst, at: bit, bitCount: entry.bitCount, input)
    position += entry.bitCount
    guard tag < UInt64(entry.operands.count) else { return fail(.unknownTag(found: tag), at: bit) }
    let node = open(.union, type: type, field: field, at: bit, payload: tag)
    let chosen = program.cases[Int(entry.operands.lowerBound) + Int(tag)]
    let isComplete =
      chosen.bitCount <= limit - position
      ? chosen.type < 0 || value(chosen.type, field: -1, input) : truncated(bitCount: chosen.bitCount)
    close(node)
    if !isComplete {
      if !belongsToRecord { path.append(.caseName(entry.operands.lowerBound + Int32(tag))) }
      belongsToRecord = false
    }
    return isComplete
  }

  private mutating func match(_ type: Int32, field: Int32, _ input: RawSpan) -> Bool {
    let match = program.types[type].detail
    guard let subject = integer(program.matches[match].subject, input) else { return fail(.expression, at: position) }
    let chosen = chosenCase(match, subject, input)
    guard chosen >= 0 else { return fail(.unknownTag(found: UInt64(bitPattern: subject)), at: position) }
    let payload = UInt64(chosen - program.matches[match].cases.lowerBound)
    let node = open(.match, type: type, field: field, at: position, payload: payload)
    let caseType = program.cases[chosen].type
    let isComplete = caseType < 0 || value(caseType, field: -1, input)
    close(node)
    if !isComplete, !belongsToRecord { path.append(.matchCase(Int32(chosen))) }
    return isComplete
  }

  /// The first case that has the subject's value; −1: none.
  private mutating func chosenCase(_ match: Int32, _ subject: Int64, _ input: RawSpan) -> Int32 {
    let cases = program.matches[match].cases
    if program.matches[match].hasConstants {
      for index in cases where program.cases[index].constant == subject { return index }
    } else {
      for index in cases where integer(program.cases[index].value, input) == subject { return index }
    }
    return program.matches[match].fallback
  }

  private mutating func padding(_ type: Int32, field: Int32, _ input: RawSpan) -> Bool {
    let multiple = program.types[Int(type)].minimumCount * 8
    let over = multiple == 0 ? 0 : (position - frame.firstBit) % multiple
    let bitCount = over == 0 ? 0 : multiple - over
    guard bitCount <= limit - position else { return truncated(bitCount: bitCount) }
    let node = open(.padding, type: type, field: field, at: position)
    setBytes(of: node, bitCount: bitCount, stream: program.types[Int(type)].stream, input)
    position += bitCount
    close(node)
    return true
  }
}

/// Law 5: of all NaN patterns only one is canonical.
func isCanonical(_ bits: UInt64, bitCount: Int) -> Bool {
  switch bitCount {
  case 16: bits & 0x7FFF <= 0x7C00 || bits == 0x7E00
  case 32: bits & 0x7FFF_FFFF <= 0x7F80_0000 || bits == 0x7FC0_0000
  default: bits & 0x7FFF_FFFF_FFFF_FFFF <= 0x7FF0_0000_0000_0000 || bits == 0x7FF8_0000_0000_0000
  }
}
