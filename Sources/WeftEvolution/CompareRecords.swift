import WeftSchema

extension Comparison {
  mutating func compare(_ before: Record, _ after: Record, _ pair: DefinitionPair) {
    let path = name(pair.new, new)
    compareExtensibility(before, after, at: path)
    let pairs = FieldPairs(before, after)
    compareSealed(before, after, pairs, at: path)
    compareGenerations(before, after, pairs, at: path)
    for (oldIndex, newIndex) in pairs.all {
      let isAdded = oldIndex >= before.sealedCount && newIndex >= after.sealedCount
      let (field, other) = (before.fields[oldIndex], after.fields[newIndex])
      compare(
        field, other, pairs, form: (before.text(of: field.form), after.text(of: other.form)), isAdded: isAdded,
        at: "\(path).\(other.name)")
    }
    compareKeyedBy(before, after, pairs, at: path)
  }

  private mutating func compareSealed(_ before: Record, _ after: Record, _ pairs: FieldPairs, at path: String) {
    let (oldCount, newCount) = (before.sealedCount, after.sealedCount)
    for index in 0..<newCount where pairs.oldIndex(of: index) == nil {
      found(.fieldAdded, at: "\(path).\(after.fields[index].name)", "in the sealed part", breaksWire)
    }
    for index in 0..<oldCount where pairs.newIndex(of: index) == nil {
      found(.fieldRemoved, at: "\(path).\(before.fields[index].name)", "from the sealed part", breaksWire)
    }
    // What stays must stay in order, and on its side of the first `--- added`.
    var last = -1
    for (oldIndex, newIndex) in pairs.all.sorted(by: { $0.new < $1.new }) {
      let field = "\(path).\(after.fields[newIndex].name)"
      if (oldIndex < oldCount) != (newIndex < newCount) {
        found(.fieldMoved, at: field, "across a line `--- added`", breaksWire)
      } else if oldIndex < last {
        found(.fieldMoved, at: field, "before a field that it stood behind", [.newReadsOld, .oldReadsNew, .meaning])
      }
      last = max(last, oldIndex)
    }
  }

  private var breaksWire: Change.Effects { [.newReadsOld, .oldReadsNew, .source] }

  // MARK: Extensions

  private mutating func compareExtensibility(_ before: Record, _ after: Record, at path: String) {
    switch (before.extensibility, after.extensibility) {
    case (nil, nil): break
    case (nil, _?): found(.extensionAdded, at: path, "one bit more at the head", [.newReadsOld, .oldReadsNew])
    case (_?, nil): found(.extensionRemoved, at: path, "one bit less at the head", [.newReadsOld, .oldReadsNew])
    case (let a?, let b?): compareBounds(a, b, before, after, at: path)
    }
  }

  private mutating func compareBounds(_ a: Extensibility, _ b: Extensibility, _ before: Record, _ after: Record, at path: String)
  {
    let detail = "max: \(a.maximumByteCount) → max: \(b.maximumByteCount)"
    if a.countBits != b.countBits {
      var effects: Change.Effects = [.meaning, .links]
      if !a.generations.isEmpty { effects.insert(.newReadsOld) }
      if !b.generations.isEmpty { effects.insert(.oldReadsNew) }
      return found(.extensionBoundChanged, at: path, detail, effects)
    }
    // As many bits: a writer may still fill more bytes than the other takes. The bound is in the identity.
    let oldLargest = min(a.maximumByteCount, a.largestByteCount(of: before))
    let newLargest = min(b.maximumByteCount, b.largestByteCount(of: after))
    var effects: Change.Effects = .links
    if oldLargest > b.maximumByteCount { effects.insert(.newReadsOld) }
    if newLargest > a.maximumByteCount { effects.insert(.oldReadsNew) }
    if a.maximumByteCount != b.maximumByteCount {
      found(.extensionBoundChanged, at: path, detail, effects)
    }
  }

  private mutating func compareGenerations(_ before: Record, _ after: Record, _ pairs: FieldPairs, at path: String) {
    let oldGenerations = before.extensibility?.generations ?? []
    let newGenerations = after.extensibility?.generations ?? []
    for (number, generation) in newGenerations.enumerated() {
      for index in generation.fields where pairs.oldIndex(of: index) == nil {
        let isNew = number >= oldGenerations.count
        found(
          isNew ? .fieldAddedToExtension : .fieldAdded, at: "\(path).\(after.fields[index].name)",
          isNew ? "in a generation of its own" : "in a generation that was there", isNew ? [] : breaksWire)
      }
    }
    for (number, generation) in oldGenerations.enumerated() {
      for index in generation.fields {
        let field = "\(path).\(before.fields[index].name)"
        guard let newIndex = pairs.newIndex(of: index) else {
          // Without the whole generation, the new version reads it as an older one would: as a tail that it keeps.
          let isWhole = number >= newGenerations.count
          found(.fieldRemoved, at: field, isWhole ? "with its generation" : "from an extension", isWhole ? .source : breaksWire)
          continue
        }
        let newNumber = newGenerations.firstIndex { $0.fields.contains(newIndex) }
        if newNumber != nil, newNumber != number { found(.fieldMoved, at: field, "to another generation", breaksWire) }
      }
    }
  }

  // MARK: Fields

  private mutating func compare(
    _ before: Field, _ after: Field, _ pairs: FieldPairs, form: (old: String, new: String), isAdded: Bool, at path: String
  ) {
    if before.name != after.name { found(.fieldRenamed, at: path, "from \(before.name)", .source) }
    if before.isOptional != after.isOptional {
      found(.optionalChanged, at: path, after.isOptional ? "became optional" : "is no longer optional", breaksWire)
    }
    if before.defaultValue != after.defaultValue { compareDefaults(before, after, isAdded: isAdded, at: path) }
    if before.isInline != after.isInline { found(.typeChanged, at: path, "another Swift type", .source) }
    if pairs.form(before.form) != after.form {
      found(.formChanged, at: path, "\(form.old) → \(form.new)", [.newReadsOld, .oldReadsNew])
    }
    let linkForms = [before, after].map(\.linkForm)
    if linkForms[0] != linkForms[1] { found(.linkFormChanged, at: path, linkForms.joined(separator: " → "), .links) }
    if before.delta != after.delta { found(.deltaChanged, at: path, "\(before.delta) → \(after.delta)", .links) }
    compare(before.type, after.type, at: path)
  }

  /// Below `--- added`, the bytes leave a default out: each version reads its own.
  private mutating func compareDefaults(_ before: Field, _ after: Field, isAdded: Bool, at path: String) {
    let detail = "\(before.defaultValue.map { "\($0)" } ?? "none") → \(after.defaultValue.map { "\($0)" } ?? "none")"
    found(.defaultChanged, at: path, detail, isAdded ? [.newReadsOld, .oldReadsNew, .meaning] : [.source, .meaning])
  }

  private mutating func compareKeyedBy(_ before: Record, _ after: Record, _ pairs: FieldPairs, at path: String) {
    let kept = before.keyField.flatMap { pairs.newIndex(of: $0) }
    guard (before.keyField == nil) != (after.keyField == nil) || kept != after.keyField else { return }
    let oldKey = before.keyField.map { before.fields[$0].name }
    let newKey = after.keyField.map { after.fields[$0].name }
    found(.keyChanged, at: path, "keyed by \(oldKey ?? "nothing") → \(newKey ?? "nothing")", .links)
  }
}

extension Record {
  /// The fields before the first `--- added`.
  var sealedCount: Int { extensibility?.generations.first?.fields.lowerBound ?? fields.count }

  fileprivate func text(of form: FieldForm) -> String {
    switch form {
    case .whole: "in full"
    case .relative(let target): "relative to \(fields[target].name)"
    case .significant(let count): "significant(\(fields[count].name))"
    }
  }
}

extension Field {
  /// How it goes over a link, in the words of the language.
  fileprivate var linkForm: String {
    let words = [internedCount.map { "interned(\($0))" }, isSecret ? "secret" : nil].compactMap(\.self)
    return words.isEmpty ? "in full" : words.joined(separator: " ")
  }
}

extension Extensibility {
  var countBits: Int { bitsNeeded(forCodesUpTo: UInt64(maximumByteCount)) }
}

/// Which field was which: by name; what is left over by its place, as renamed.
struct FieldPairs {
  private var newOfOld: [Int: Int] = [:]
  private var oldOfNew: [Int: Int] = [:]

  init(_ before: Record, _ after: Record) {
    for (index, field) in after.fields.enumerated() {
      if let match = before.fields.firstIndex(where: { $0.name == field.name }) { pair(match, index) }
    }
    for index in after.fields.indices where oldOfNew[index] == nil {
      if before.fields.indices.contains(index), newOfOld[index] == nil, before.isSealed(index) == after.isSealed(index) {
        pair(index, index)
      }
    }
  }

  private mutating func pair(_ old: Int, _ new: Int) {
    newOfOld[old] = new
    oldOfNew[new] = old
  }

  /// The form with the field that it names where that is now.
  func form(_ form: FieldForm) -> FieldForm? {
    switch form {
    case .whole: form
    case .relative(let target): newOfOld[target].map { .relative(to: $0) }
    case .significant(let count): newOfOld[count].map { .significant(count: $0) }
    }
  }

  func newIndex(of old: Int) -> Int? { newOfOld[old] }
  func oldIndex(of new: Int) -> Int? { oldOfNew[new] }
  var all: [(old: Int, new: Int)] { newOfOld.map { ($0.key, $0.value) }.sorted { $0.1 < $1.1 } }
}

extension Record {
  fileprivate func isSealed(_ index: Int) -> Bool { index < sealedCount }
}
