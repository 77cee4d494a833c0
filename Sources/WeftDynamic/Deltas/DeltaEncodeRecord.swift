import Weft
import WeftSchema

extension DeltaEncoder {
  /// Key bit, head, fields, extension.
  mutating func record(
    _ type: Int32, node: Int, base: Int, slot: Int, isElement: Bool = false, hasHead: Bool = true
  ) throws(EncodeFailure) {
    let entry = program.records[program.types[type].detail]
    let rules = codec.deltas.records[Int(program.types[type].detail)]
    let new = value.fields(of: node, entry)
    let old = baseline.fields(of: base, entry)
    func differs(_ local: Int) -> Bool { !value.isEqual(new.nodes[local], to: baseline, old.nodes[local]) }
    let extensionDiffers =
      (rules.addedFields..<rules.rules.count).contains(where: differs)
      || !value.isEqual(new.tail, to: baseline, old.tail)

    if let key = rules.keyField, !isElement { put(differs(key)) }
    if hasHead { putHead(rules, rules.plan.changedBits.map { $0.map(differs) ?? extensionDiffers }) }
    for local in 0..<rules.addedFields {
      let global = entry.firstField + Int32(local)
      path.append(.field(global))
      if local == rules.keyField {
        if !isElement, differs(local), let node = new.nodes[local] { try fullForm(node) }
      } else {
        try field(
          rules, local, type: program.fieldTypes[global], node: new.nodes[local], base: old.nodes[local],
          slot: slot + rules.plan.slots[local], differs: differs(local))
      }
      path.removeLast()
    }
    if rules.isExtensible, extensionDiffers { try fullExtension(of: node) }
  }

  /// Whether a changed bit of an element is set.
  func headDiffers(_ type: Int32, node: Int, base: Int) -> Bool {
    let entry = program.records[program.types[type].detail]
    let rules = codec.deltas.records[Int(program.types[type].detail)]
    let (new, old) = (value.fields(of: node, entry), baseline.fields(of: base, entry))
    func differs(_ local: Int) -> Bool { !value.isEqual(new.nodes[local], to: baseline, old.nodes[local]) }
    if rules.plan.changedBits.compactMap(\.self).contains(where: differs) { return true }
    guard rules.isExtensible else { return false }
    return (rules.addedFields..<rules.rules.count).contains(where: differs)
      || !value.isEqual(new.tail, to: baseline, old.tail)
  }

  private mutating func putHead(_ rules: DeltaRecord, _ bits: [Bool]) {
    guard rules.plan.isGrouped else {
      for bit in bits { put(bit) }
      return
    }
    let groups = stride(from: 0, to: bits.count, by: 8).map { bits[$0..<min($0 + 8, bits.count)] }
    for group in groups { put(group.contains(true)) }
    for group in groups where group.contains(true) {
      for bit in group { put(bit) }
    }
  }

  private mutating func field(
    _ record: DeltaRecord, _ local: Int, type: Int32, node: Int?, base: Int?, slot: Int, differs: Bool
  ) throws(EncodeFailure) {
    let policy = record.rules[local].policy
    let isOptional = record.optionals[local]
    if case .never = policy {
      if isOptional { put(node != nil) }
      if let node { try fullForm(node) }
      return
    }
    let isPlainDifference = if case .difference = policy { !isOptional } else { false }
    guard isPlainDifference || differs else { return }
    if isOptional { put(node != nil) }
    guard let node else { return }
    guard let base else { return try fullForm(node) }
    if case .difference(let parameter, let isSparse, let wraps) = policy {
      let code = DifferenceCode(slot: slot, parameter: parameter, isSparse: isSparse, wraps: wraps)
      return try difference(type, node: node, base: base, code)
    }
    try change(type, node: node, base: base, slot: slot)
  }
}
