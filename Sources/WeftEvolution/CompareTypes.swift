import WeftSchema

extension Comparison {
  /// Compares the types of one field, element or case; definitions that both name are compared on their own.
  mutating func compare(_ oldType: FieldType, _ newType: FieldType, at path: String) {
    let before = old.resolvingAliases(oldType)
    let after = new.resolvingAliases(newType)
    let detail = "\(text(before, old)) → \(text(after, new))"
    if case .named(let oldID, _) = before, case .named(let newID, _) = after, isSameDefinition(oldID, newID) {
      return compare(DefinitionPair(old: oldID, new: newID))
    }
    if case .named(let oldID, _) = before, case .named(let newID, _) = after, old[oldID].body.isCode, new[newID].body.isCode {
      return compareNamed(oldID, newID, at: path, detail)
    }
    if let oldCodes = CodeSpace(before, in: old), let newCodes = CodeSpace(after, in: new) {
      let isSameType = text(before, old) == text(after, new)
      return compare(
        oldCodes, newCodes, isSameType ? [] : isSameForIdentities(before, after) ? .source : [.source, .links], at: path, detail)
    }
    switch (before, after) {
    case (.fixed(let a), .fixed(let b)): compare(a, b, at: path, detail)
    case (.float(let a), .float(let b)): if a != b { found(.widthChanged, at: path, detail, breaksAll) }
    case (.varint(let a), .varint(let b)): if a != b { found(.typeChanged, at: path, detail, breaksAll) }
    case (.bytes(let a), .bytes(let b)), (.text(let a), .text(let b)): compare(a, b, at: path, detail)
    case (.list(let oldElement, let a), .list(let newElement, let b)):
      compare(a, b, at: path, detail, most: (keyCount(of: oldElement, old), keyCount(of: newElement, new)))
      compareKeys(of: oldElement, newElement, isOrdered: !a.isFixed, at: path)
      compare(oldElement, newElement, at: path + "[]")
    case (.named(let oldID, _), .named(let newID, _)): compareNamed(oldID, newID, at: path, detail)
    default: found(.typeChanged, at: path, detail, breaksAll)
    }
  }

  private var breaksAll: Change.Effects { [.newReadsOld, .oldReadsNew, .source] }

  /// What a user takes for one definition: of the same name, and of a kind that can be compared.
  private func isSameDefinition(_ oldID: DefinitionID, _ newID: DefinitionID) -> Bool {
    let (before, after) = (old[oldID], new[newID])
    return before.name == after.name && before.module == after.module && isSameKind(oldID, newID)
  }

  private func isSameKind(_ oldID: DefinitionID, _ newID: DefinitionID) -> Bool {
    let (before, after) = (old[oldID].body, new[newID].body)
    return before.kindName == after.kindName || before.isCode && after.isCode
  }

  /// A field that names another definition than before: the wire is the same where the definitions are.
  private mutating func compareNamed(_ oldID: DefinitionID, _ newID: DefinitionID, at path: String, _ detail: String) {
    guard isSameKind(oldID, newID) else { return found(.typeChanged, at: path, detail, breaksAll) }
    found(.typeChanged, at: path, detail, .source)
    compare(DefinitionPair(old: oldID, new: newID))
  }

  /// `int(0...255)` is `u8`; otherwise another type is another identity, whatever its codes are.
  private func isSameForIdentities(_ before: FieldType, _ after: FieldType) -> Bool {
    func width(_ type: FieldType) -> Int? {
      switch type {
      case .unsigned(let bits): bits
      case .ranged(let range) where range.lower == 0 && range.maximumCode == ones(range.bitCount): range.bitCount
      default: nil
      }
    }
    return width(before).map { $0 == width(after) } ?? false
  }

  /// - Parameter least: what breaks even where all codes are read as they were written.
  private mutating func compare(
    _ before: CodeSpace, _ after: CodeSpace, _ least: Change.Effects, at path: String, _ detail: String
  ) {
    var effects = least
    if !before.isRead(by: after) { effects.insert(.newReadsOld) }
    if !after.isRead(by: before) { effects.insert(.oldReadsNew) }
    guard !effects.isEmpty else { return }
    let isOnlyType = effects.isDisjoint(with: .wire)
    found(
      before.bitCount != after.bitCount ? .widthChanged : isOnlyType ? .typeChanged : .rangeChanged, at: path, detail, effects)
  }

  private mutating func compare(_ before: FixedRange, _ after: FixedRange, at path: String, _ detail: String) {
    guard before != after else { return }
    if before.bitCount != after.bitCount { return found(.widthChanged, at: path, detail, breaksAll) }
    // lower and step as fractions; a range of one code has no step.
    let isSameGrid =
      Int128(before.lower) * Int128(after.denominator) == Int128(after.lower) * Int128(before.denominator)
      && (before.maximumCode == 0
        || Int128(before.step) * Int128(after.denominator) == Int128(after.step) * Int128(before.denominator))
    guard isSameGrid else { return found(.rangeChanged, at: path, detail, breaksAll) }
    var effects: Change.Effects = []
    if before.maximumCode > after.maximumCode { effects.insert(.newReadsOld) }
    if after.maximumCode > before.maximumCode { effects.insert(.oldReadsNew) }
    if !effects.isEmpty { found(.rangeChanged, at: path, detail, effects) }
  }

  /// - Parameter most: what else bounds the elements of the old and the new list, whatever `max` says.
  private mutating func compare(
    _ before: Count, _ after: Count, at path: String, _ detail: String, most: (old: Int, new: Int) = (.max, .max)
  ) {
    guard before != after else { return }
    guard case .bounded(let oldMin, let oldMax) = before, case .bounded(let newMin, let newMax) = after,
      before.bitCount == after.bitCount, oldMin == newMin
    else { return found(.boundChanged, at: path, detail, breaksAll) }
    var effects: Change.Effects = .links
    if min(oldMax, most.old) > newMax { effects.insert(.newReadsOld) }
    if min(newMax, most.new) > oldMax { effects.insert(.oldReadsNew) }
    found(.boundChanged, at: path, detail, effects)
  }

  /// A keyed list has no more elements than there are keys.
  private func keyCount(of element: FieldType, _ schema: Schema) -> Int {
    guard let (record, key) = keyed(element, schema), let codes = CodeSpace(record.fields[key].type, in: schema) else {
      return .max
    }
    return codes.validCount
  }

  /// Lists of a keyed struct are sorted: who reads sorts nothing, it rejects.
  private mutating func compareKeys(of oldElement: FieldType, _ newElement: FieldType, isOrdered: Bool, at path: String) {
    guard isOrdered else { return }
    let (before, after) = (keyed(oldElement, old), keyed(newElement, new))
    switch (before, after) {
    case (nil, nil): return
    case (let before?, let after?) where FieldPairs(before.record, after.record).newIndex(of: before.key) == after.key: return
    default: break
    }
    var effects: Change.Effects = []
    if after != nil { effects.insert(.newReadsOld) }
    if before != nil { effects.insert(.oldReadsNew) }
    let names = [before, after].map { $0.map { $0.record.fields[$0.key].name } ?? "nothing" }
    found(.keyChanged, at: path, "sorted by \(names[0]) → by \(names[1])", effects)
  }

  private func keyed(_ element: FieldType, _ schema: Schema) -> (record: Record, key: Int)? {
    guard let key = schema.keyField(of: element), case .named(let id, _) = schema.resolvingAliases(element),
      case .record(let record) = schema[id].body
    else { return nil }
    return (record, key)
  }

  func text(_ type: FieldType, _ schema: Schema) -> String { schema.text(of: type, in: DefinitionID(-1)) }
}

extension Count {
  var isFixed: Bool { if case .fixed = self { true } else { false } }
}

extension Definition.Body {
  var isCode: Bool {
    switch self {
    case .enumeration, .flags: true
    case .record, .union, .alias: false
    }
  }

  var kindName: String {
    switch self {
    case .record: "record"
    case .union: "union"
    case .enumeration: "enum"
    case .flags: "flags"
    case .alias: "type"
    }
  }
}
