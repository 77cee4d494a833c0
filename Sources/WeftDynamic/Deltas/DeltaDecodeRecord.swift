import Weft
import WeftSchema

extension DeltaDecoder {
  /// The delta form of a record against the one at `base`:
  ///
  ///     key bit | head | fields | extension
  ///
  /// - Returns: whether anything differs.
  mutating func record(
    _ type: Int32, field: Int32, base: Int, slot: Int, isElement: Bool = false, hasHead: Bool = true
  ) throws(DecodeFailure) -> Bool {
    let entry = program.records[program.types[type].detail]
    let rules = codec.deltas.records[Int(program.types[type].detail)]
    let old = baseline.fields(of: base, entry)
    let node = open(.record, type: type, field: field, base: base)
    let outerDepth = ownerDepth
    ownerDepth = path.count
    let keyBit = rules.keyField != nil && !isElement ? position : nil
    let headStart = position
    let head = hasHead ? try head(rules, hasKeyBit: keyBit != nil, node: node, base: base) : Head()
    if isElement, hasHead, rules.choosesHeads, head.setBits.isEmpty { throw failure(.emptyGroup, at: headStart) }
    var differs = false
    for local in 0..<rules.addedFields {
      let place = FieldPlace(
        local: local, global: entry.firstField + Int32(local), base: old.nodes[local], slot: slot + rules.plan.slots[local])
      path.append(.field(place.global))
      let isDifferent =
        local == rules.keyField
        ? try key(place, keyBit: head.keyDiffers ? keyBit : nil)
        : try self.field(place, rules, changedBit: head.setBits[local])
      differs = isDifferent || differs
      path.removeLast()
    }
    differs = try extensionBlock(of: node, rules, head, old) || differs
    ownerDepth = outerDepth
    close(node)
    return differs
  }

  /// A field of the record being read.
  struct FieldPlace {
    /// Index into `Record.fields`, and into `DynamicCodec.fields`.
    var local: Int
    var global: Int32
    /// Its node in the baseline.
    var base: Int?
    /// Of its first model.
    var slot: Int
  }

  // MARK: Head

  struct Head {
    var keyDiffers = false
    /// Where the changed bits that are set stand, by local field index; of the extension by −1.
    var setBits: [Int: Int] = [:]
  }

  /// The key bit and the changed bits, before any field.
  private mutating func head(
    _ rules: DeltaRecord, hasKeyBit: Bool, node: Int, base: Int
  ) throws(DecodeFailure) -> Head {
    var head = Head()
    let changed = rules.plan.changedBits
    let groupCount = rules.plan.isGrouped ? (changed.count + 7) / 8 : 0
    try require(bitCount: (hasKeyBit ? 1 : 0) + (rules.plan.isGrouped ? groupCount : changed.count))
    if hasKeyBit {
      head.keyDiffers = try takeBit()
      addPart(position - 1, .key(differs: head.keyDiffers), node: node, baselineNode: base)
    }
    guard rules.plan.isGrouped else {
      _ = try changedBits(0..<changed.count, of: changed, into: &head, node: node, base: base)
      return head
    }
    var groups: [(first: Int, bit: Int)] = []
    for group in 0..<groupCount {
      let isSet = try takeBit()
      if isSet { groups.append((group * 8, position - 1)) }
      addPart(position - 1, .group(group * 8, isSet: isSet), node: node, baselineNode: base)
    }
    try require(bitCount: groups.reduce(0) { $0 + min(8, changed.count - $1.first) })
    var emptyGroup: Int?
    for group in groups {
      let range = group.first..<min(group.first + 8, changed.count)
      let isSet = try changedBits(range, of: changed, into: &head, node: node, base: base)
      if !isSet { emptyGroup = emptyGroup ?? group.bit }
    }
    if let emptyGroup { throw failure(.emptyGroup, at: emptyGroup) }
    return head
  }

  private mutating func changedBits(
    _ range: Range<Int>, of changed: [Int?], into head: inout Head, node: Int, base: Int
  ) throws(DecodeFailure) -> Bool {
    var hasAny = false
    for field in changed[range] {
      let isSet = try takeBit()
      if isSet { head.setBits[field ?? -1] = position - 1 }
      hasAny = hasAny || isSet
      addPart(position - 1, .changed(field: field, isSet: isSet), node: node, baselineNode: base)
    }
    return hasAny
  }

  // MARK: Fields

  /// The key of an element, or one whose key bit is not set, is the baseline's; otherwise it follows in full.
  private mutating func key(_ place: FieldPlace, keyBit: Int?) throws(DecodeFailure) -> Bool {
    guard let keyBit else {
      keep(place.base)
      return false
    }
    let node = try fullForm(program.fieldTypes[place.global], place)
    guard !isUnchanged(node, from: place.base) else { throw failure(.unchangedValue, at: keyBit) }
    return true
  }

  /// A value in full where a field stands, with the baseline's as what it was.
  private mutating func fullForm(_ type: Int32, _ place: FieldPlace) throws(DecodeFailure) -> Int {
    let node = nodes.count
    try fullForm(type, field: place.global)
    output.baselineNodes[node] = Int32(place.base ?? -1)
    return node
  }

  private mutating func field(
    _ place: FieldPlace, _ record: DeltaRecord, changedBit: Int?
  ) throws(DecodeFailure) -> Bool {
    let type = program.fieldTypes[place.global]
    let isOptional = record.optionals[place.local]
    let policy = record.rules[place.local].policy
    switch policy {
    case .never:
      return try neverDelta(type, place, isOptional: isOptional)
    case .difference(let parameter, let isSparse, let wraps) where !isOptional:
      guard let base = place.base else { throw failure(.expression, at: position) }
      let code = DifferenceCode(slot: place.slot, parameter: parameter, isSparse: isSparse, wraps: wraps)
      return try difference(type, field: place.global, base: base, code)
    case .changed, .difference:
      guard let changedBit else {
        keep(place.base)
        return false
      }
      let differs =
        isOptional
        ? try optionalChange(type, place, policy) : try change(type, field: place.global, base: place.base, slot: place.slot)
      guard differs else { throw failure(.unchangedValue, at: changedBit) }
      return true
    }
  }

  /// The full form, where the field stands.
  private mutating func neverDelta(_ type: Int32, _ place: FieldPlace, isOptional: Bool) throws(DecodeFailure) -> Bool {
    if isOptional {
      let isPresent = try presence(place)
      guard isPresent else { return place.base != nil }
    }
    let node = try fullForm(type, place)
    return !isUnchanged(node, from: place.base)
  }

  private mutating func presence(_ place: FieldPlace) throws(DecodeFailure) -> Bool {
    let isPresent = try takeBit()
    addPart(
      position - 1, .presence(field: place.local, isPresent: isPresent), node: isPresent ? nodes.count : -1,
      baselineNode: place.base)
    return isPresent
  }

  /// A presence bit; then the change of what both have, or the full form of what is new.
  private mutating func optionalChange(
    _ type: Int32, _ place: FieldPlace, _ policy: DeltaRules.Policy
  ) throws(DecodeFailure) -> Bool {
    guard try presence(place) else { return place.base != nil }
    guard let base = place.base else {
      try fullForm(type, field: place.global)
      return true
    }
    if case .difference(let parameter, let isSparse, let wraps) = policy {
      let code = DifferenceCode(slot: place.slot, parameter: parameter, isSparse: isSparse, wraps: wraps)
      return try difference(type, field: place.global, base: base, code)
    }
    return try change(type, field: place.global, base: base, slot: place.slot)
  }

  // MARK: Extension

  /// All that is below `--- added`, and the tail, as one.
  private mutating func extensionBlock(
    of record: Int, _ rules: DeltaRecord, _ head: Head, _ old: (nodes: [Int?], tail: Int?)
  ) throws(DecodeFailure) -> Bool {
    let before = old.nodes[rules.addedFields...].compactMap(\.self) + (old.tail.map { [$0] } ?? [])
    guard rules.isExtensible, let changedBit = head.setBits[-1] else {
      for child in before { keep(child) }
      return false
    }
    let first = nodes.count
    let start = position
    try fullExtension(program.types[nodes[record].type].detail)
    let isSet = unsafe input.span.bytes.leastSignificantFirst(at: start, bitCount: 1) == 1
    output.parts.append(
      DeltaPart(bitRange: start..<start + 1, kind: .extensionBit(isSet: isSet), node: record, baselineNode: -1))
    if isSet { addPart(start + 1, .addedFields, node: record) }
    let after = siblings(from: first)
    for node in after {
      let field = nodes[node].field
      let match = before.first { baseline.node($0).field == field }
      output.baselineNodes[node] = Int32(match ?? -1)
    }
    // Of several optional fields, another one may have the value now.
    let isSame =
      before.count == after.count
      && zip(after, before).allSatisfy { nodes[$0].field == baseline.node($1).field && isUnchanged($0, from: $1) }
    guard !isSame else { throw failure(.unchangedValue, at: changedBit) }
    return true
  }

  private func siblings(from first: Int) -> [Int] {
    var siblings: [Int] = []
    var node = first
    while node < nodes.count {
      siblings.append(node)
      node = Int(nodes[node].end)
    }
    return siblings
  }
}
