import Weft

extension DeltaDecoder {
  /// The contents of a changed value that both have, by its type. A keyed list in an array is an element as any other.
  ///
  /// - Returns: whether anything differs.
  mutating func change(
    _ type: Int32, field: Int32, base: Int?, slot: Int, isInArray: Bool = false
  ) throws(DecodeFailure) -> Bool {
    guard let base else { throw failure(.expression, at: position) }
    let entry = program.types[type]
    switch entry.kind {
    case .record where codec.hasDelta(entry):
      return try record(type, field: field, base: base, slot: slot)
    case .union where codec.hasDelta(entry):
      return try unionChange(type, field: field, base: base, slot: slot)
    case .list where entry.count == .fixed: return try arrayChange(type, field: field, base: base, slot: slot)
    case .list where entry.keyField >= 0 && !isInArray:
      return try keyedChange(type, field: field, base: base, slot: slot)
    case .bool:
      // What is not the one is the other.
      let payload = 1 - baseline.node(base).payload & 1
      append(ValueNode(bitOffset: position, payload: payload, field: field, type: type, kind: .bool), base: base)
      return true
    default:
      let node = nodes.count
      try fullForm(type, field: field)
      output.baselineNodes[node] = Int32(base)
      return !isUnchanged(node, from: base)
    }
  }

  /// The tag; of the same case its change, of another its full form.
  private mutating func unionChange(
    _ type: Int32, field: Int32, base: Int, slot: Int
  ) throws(DecodeFailure) -> Bool {
    let entry = program.types[type]
    let node = open(.union, type: type, field: field, base: base)
    let outerDepth = ownerDepth
    ownerDepth = path.count
    let start = position
    let tag = try take(bitCount: entry.bitCount)
    guard tag < UInt64(entry.operands.count) else { throw failure(.unknownTag(found: tag), at: start) }
    addPart(start, .tag(Int(tag)), node: node, baselineNode: base)
    nodes[node].payload = tag
    let differs = try caseChange(entry, Int(tag), base: base, slot: slot)
    ownerDepth = outerDepth
    close(node)
    return differs
  }

  private mutating func caseChange(
    _ entry: TypeEntry, _ number: Int, base: Int, slot: Int
  ) throws(DecodeFailure) -> Bool {
    let isSameCase = Int(baseline.node(base).payload) == number
    let name = entry.operands.lowerBound + Int32(number)
    let type = program.cases[name].type
    guard type >= 0 else { return !isSameCase }
    path.append(.caseName(name))
    var differs = true
    if isSameCase {
      differs = try change(
        type, field: -1, base: baseline.children(of: base).first, slot: slot + codec.firstSlot(ofCase: number, of: entry))
    } else {
      try fullForm(type, field: -1)
    }
    path.removeLast()
    return differs
  }

  /// Which elements changed, then each one's change.
  private mutating func arrayChange(
    _ type: Int32, field: Int32, base: Int, slot: Int
  ) throws(DecodeFailure) -> Bool {
    let old = baseline.children(of: base)
    let node = open(.list, type: type, field: field, base: base, payload: UInt64(old.count))
    var chosen = try choice(outOf: old, node: node, base: base)[...]
    for (index, element) in old.enumerated() {
      guard index == chosen.first else {
        keep(element)
        continue
      }
      chosen.removeFirst()
      path.append(.element(index))
      let start = position
      let differs = try change(program.types[type].detail, field: -1, base: element, slot: slot, isInArray: true)
      guard differs else { throw failure(.unchangedValue, at: start) }
      path.removeLast()
    }
    close(node)
    return true
  }

  /// m out of n elements of the baseline: m − 1; then the places left out before each since the one before, or, where the chosen
  /// ones are told in runs, before each run, and how many are in it.
  mutating func choice(outOf elements: [Int], node: Int, base: Int) throws(DecodeFailure) -> [Int] {
    let (start, count) = (position, elements.count)
    guard count > 0 else { throw failure(.choiceOutOfBounds, at: start) }
    let chosenCount = Int(try take(bitCount: bitCount(ofCodesBelow: count))) + 1
    guard chosenCount <= count else { throw failure(.choiceOutOfBounds, at: start) }
    addPart(start, .choice(count: chosenCount), node: node, baselineNode: base)
    if chosenCount == count { return Array(elements.indices) }
    var isInRuns = false
    if chosenCount > 1 {
      isInRuns = try takeBit()
      addPart(position - 1, .inRuns(isInRuns), node: node, baselineNode: base)
    }
    let choice = ChoiceOfPlaces(elements: elements, count: chosenCount, node: node, base: base, start: start)
    return isInRuns ? try runs(choice) : try places(choice)
  }

  private struct ChoiceOfPlaces {
    var elements: [Int]
    /// How many of them are chosen.
    var count: Int
    var node: Int
    var base: Int
    /// Its first bit.
    var start: Int
  }

  private mutating func places(_ choice: ChoiceOfPlaces) throws(DecodeFailure) -> [Int] {
    var left = choice.elements.count - choice.count
    let parameter = riceParameter(sum: UInt64(left), count: UInt64(choice.count))
    var (place, runCount) = (0, 0)
    var places: [Int] = []
    for _ in 0..<choice.count {
      let first = position
      let gap = try rice(parameter, maximum: left, start: choice.start)
      if gap > 0 || places.isEmpty { runCount += 1 }
      left -= gap
      place += gap
      addPart(first, .gap(gap), node: choice.node, baselineNode: choice.elements[place])
      places.append(place)
      place += 1
    }
    guard 2 * runCount > choice.count else { throw failure(.choiceOutOfBounds, at: choice.start) }
    return places
  }

  private mutating func runs(_ choice: ChoiceOfPlaces) throws(DecodeFailure) -> [Int] {
    let leftOut = choice.elements.count - choice.count
    let most = min(choice.count / 2, leftOut + 1)
    let countStart = position
    let runCount = Int(try take(bitCount: bitCount(ofCodesBelow: most))) + 1
    guard runCount <= most else { throw failure(.choiceOutOfBounds, at: choice.start) }
    addPart(countStart, .runCount(runCount), node: choice.node, baselineNode: choice.base)
    var (gaps, lengths) = (leftOut - (runCount - 1), choice.count - runCount)
    let gapParameter = riceParameter(sum: UInt64(gaps), count: UInt64(runCount))
    let lengthParameter = riceParameter(sum: UInt64(lengths), count: UInt64(runCount))
    var places: [Int] = []
    for index in 0..<runCount {
      let first = position
      let gap = try rice(gapParameter, maximum: gaps, start: choice.start)
      gaps -= gap
      let place = places.last.map { $0 + 2 + gap } ?? gap
      addPart(
        first, .gap(gap + (places.isEmpty ? 0 : 1)), node: choice.node, baselineNode: choice.elements[place])
      var length = lengths
      if index < runCount - 1 {
        let start = position
        length = try rice(lengthParameter, maximum: lengths, start: choice.start)
        addPart(start, .runLength(length + 1), node: choice.node, baselineNode: choice.elements[place])
      }
      lengths -= length
      places += place...place + length
    }
    return places
  }

  /// A Rice code of at most `maximum`.
  private mutating func rice(_ parameter: Int, maximum: Int, start: Int) throws(DecodeFailure) -> Int {
    var value = 0
    while try takeBit() {
      value += 1 << parameter
      if value > maximum { throw failure(.choiceOutOfBounds, at: start) }
    }
    value += Int(try take(bitCount: parameter))
    guard value <= maximum else { throw failure(.choiceOutOfBounds, at: start) }
    return value
  }

  /// The new code as its difference from the baseline's; 8 ones and the code itself where that is too large.
  mutating func difference(
    _ type: Int32, field: Int32, base: Int, _ code: DifferenceCode
  ) throws(DecodeFailure) -> Bool {
    let codes = DeltaCodes(program.types[type])
    let old = codes.code(of: baseline.node(base))
    let start = position
    let model = models.model(for: code)
    var (new, folded, step) = (old, UInt128(0), Int?.none)
    let hasCode = model.isSparse ? try takeBit() : true
    if hasCode {
      var count = 0
      while count < SteppedCode.escape, try takeBit() { count += 1 }
      step = count
      (new, folded) =
        count == SteppedCode.escape
        ? try escape(codes, from: old, code, model, start: start)
        : try stepped(codes, from: old, code, model, step: count, start: start)
    }
    models.learn(folded, step: step, for: code)
    let entry = program.types[type]
    append(
      ValueNode(
        bitOffset: start, bitCount: position - start, payload: codes.payload(of: new), field: field, type: type,
        kind: entry.node, flags: folded == 0 ? .isUnchanged : []),
      base: base)
    addPart(
      start, step == SteppedCode.escape ? .escape(code: new) : .difference(unfolded(folded)), node: nodes.count - 1,
      baselineNode: base)
    return folded != 0
  }

  private mutating func stepped(
    _ codes: DeltaCodes, from old: Int128, _ code: DifferenceCode, _ model: DeltaModel, step: Int, start: Int
  ) throws(DecodeFailure) -> (new: Int128, folded: UInt128) {
    let rest = try take(bitCount: SteppedCode.restBitCount(ofStep: step, parameter: model.parameter))
    // Of a sparse code z − 1 is coded: a bit has said that there is a z.
    let folded = SteppedCode.value(step: step, rest: rest, parameter: model.parameter) + (model.isSparse ? 1 : 0)
    guard let new = codes.code(after: unfolded(folded), from: old, wraps: code.wraps) else {
      throw failure(.differenceOutOfRange, at: start)
    }
    return (new, folded)
  }

  private mutating func escape(
    _ codes: DeltaCodes, from old: Int128, _ code: DifferenceCode, _ model: DeltaModel, start: Int
  ) throws(DecodeFailure) -> (new: Int128, folded: UInt128) {
    let bits = try take(bitCount: codes.entry.bitCount)
    let new = codes.code(ofWireBits: bits)
    guard codes.contains(new) else {
      throw failure(.codeAboveMaximum(found: bits, maximum: codes.entry.maximum), at: start)
    }
    let folded = WeftDynamic.folded(codes.difference(from: old, to: new, wraps: code.wraps))
    let offset: UInt128 = model.isSparse ? 1 : 0
    guard folded >= offset, SteppedCode(folded - offset, parameter: model.parameter).step == SteppedCode.escape else {
      throw failure(.unneededEscape, at: start)
    }
    return (new, folded)
  }
}

/// The bits that 0..<`count` need.
func bitCount(ofCodesBelow count: Int) -> Int { count < 2 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount }
