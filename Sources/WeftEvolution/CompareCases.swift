import WeftSchema

extension Comparison {
  mutating func compare(_ before: Union, _ after: Union, _ pair: DefinitionPair) {
    let path = name(pair.new, new)
    if before.tagBitCount != after.tagBitCount {
      found(
        .widthChanged, at: path, "a tag of \(bits(before.tagBitCount)) → of \(bits(after.tagBitCount))",
        [.newReadsOld, .oldReadsNew])
    }
    for (index, unionCase) in after.cases.enumerated() {
      let place = "\(path).\(unionCase.name)"
      guard let match = match(of: index, after.cases.map(\.name), before.cases.map(\.name)) else {
        found(.caseAdded, at: place, "case \(index)", [.oldReadsNew, .source])
        continue
      }
      let oldCase = before.cases[match]
      if match != index { found(.caseMoved, at: place, "case \(match) → \(index)", [.newReadsOld, .oldReadsNew, .meaning]) }
      if oldCase.name != unionCase.name { found(.caseRenamed, at: place, "from \(oldCase.name)", .source) }
      switch (oldCase.type, unionCase.type) {
      case (nil, nil): break
      case (let a?, let b?): compare(a, b, at: place)
      default: found(.typeChanged, at: place, "carries something or not", [.newReadsOld, .oldReadsNew, .source])
      }
    }
    for (index, unionCase) in before.cases.enumerated()
    where self.match(of: index, before.cases.map(\.name), after.cases.map(\.name)) == nil {
      found(.caseRemoved, at: "\(path).\(unionCase.name)", "case \(index)", [.newReadsOld, .source])
    }
  }

  /// By name; otherwise by place, where neither side has the other's name.
  private func match(of index: Int, _ names: [String], _ others: [String]) -> Int? {
    if let same = others.firstIndex(of: names[index]) { return same }
    guard others.indices.contains(index), !names.contains(others[index]) else { return nil }
    return index
  }

  /// Enums and flags, one of which may have become the other.
  mutating func compareCodes(_ pair: DefinitionPair) {
    let path = name(pair.new, new)
    guard let before = CodeSpace(.named(pair.old), in: old), let after = CodeSpace(.named(pair.new), in: new) else {
      return found(
        .definitionKindChanged, at: path, "it is no enum or set of flags any more", [.newReadsOld, .oldReadsNew, .source])
    }
    if before.bitCount != after.bitCount {
      return found(.widthChanged, at: path, "\(bits(before.bitCount)) → \(bits(after.bitCount))", [.newReadsOld, .oldReadsNew])
    }
    let breaks: (new: Bool, old: Bool) = (!before.isRead(by: after), !after.isRead(by: before))
    guard old[pair.old].body.kindName == new[pair.new].body.kindName else {
      // Its numbers are codes in the one and bits in the other: cases have nothing to do with each other.
      return found(
        .definitionKindChanged, at: path, "an enum became flags, or flags an enum", effects([.source, .links], breaks))
    }
    let (oldCases, newCases) = (cases(pair.old, old), cases(pair.new, new))
    for (code, name) in sorted(newCases) where oldCases[code] == nil {
      if let moved = sorted(oldCases).first(where: { $0.value == name }) {
        found(.caseMoved, at: "\(path).\(name)", "\(moved.key) → \(code)", [.newReadsOld, .oldReadsNew, .meaning])
      } else {
        found(.caseAdded, at: "\(path).\(name)", "code \(code)", breaks.old ? [.oldReadsNew, .source] : .source)
      }
    }
    for (code, name) in sorted(oldCases) where newCases[code] == nil && !newCases.values.contains(name) {
      found(.caseRemoved, at: "\(path).\(name)", "code \(code)", breaks.new ? [.newReadsOld, .source] : .source)
    }
    for (code, name) in sorted(newCases) {
      guard let oldName = oldCases[code], oldName != name else { continue }
      let isPermuted = oldCases.values.contains(name) || newCases.values.contains(oldName)
      if isPermuted {
        found(.caseMoved, at: "\(path).\(name)", "code \(code) was \(oldName)", [.newReadsOld, .oldReadsNew, .meaning])
      } else {
        found(.caseRenamed, at: "\(path).\(name)", "from \(oldName)", .source)
      }
    }
    if isOpen(pair.old, old) != isOpen(pair.new, new) {
      let detail = isOpen(pair.new, new) ? "became open" : "is no longer open"
      found(.rangeChanged, at: path, detail, effects([.source, .links], breaks))
    }
  }

  private func effects(_ least: Change.Effects, _ breaks: (new: Bool, old: Bool)) -> Change.Effects {
    var effects = least
    if breaks.new { effects.insert(.newReadsOld) }
    if breaks.old { effects.insert(.oldReadsNew) }
    return effects
  }

  private func cases(_ id: DefinitionID, _ schema: Schema) -> [UInt64: String] {
    let cases: [Enumeration.Case] =
      switch schema[id].body {
      case .enumeration(let it): it.cases
      case .flags(let it): it.cases
      case .record, .union, .alias: []
      }
    return Dictionary(cases.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  private func sorted(_ cases: [UInt64: String]) -> [(key: UInt64, value: String)] { cases.sorted { $0.key < $1.key } }

  private func isOpen(_ id: DefinitionID, _ schema: Schema) -> Bool {
    switch schema[id].body {
    case .enumeration(let it): it.isOpen
    case .flags(let it): it.isOpen
    case .record, .union, .alias: false
    }
  }
}

private func bits(_ count: Int) -> String { count == 1 ? "1 bit" : "\(count) bits" }
