public import WeftSchema

/// Compares two versions of a schema, definition by definition, and says for each message whether the versions read each other.
///
/// ```swift
/// let comparison = Comparison(old: old, new: new)
/// for change in comparison.changes where change.effects.contains(.newReadsOld) { … }
/// ```
public struct Comparison: Sendable {
  public let old: Schema
  public let new: Schema
  /// In the order of the new schema's definitions; those of removed messages last.
  public private(set) var changes: [Change] = []
  /// One for each message that both versions have; then one for each struct, union and foreign definition that no message holds and
  /// in which something changed.
  public private(set) var verdicts: [MessageVerdict] = []

  /// Pairs of definitions that were compared: the changes found there, and the pairs that they hold.
  private var visited: [DefinitionPair: Visit] = [:]
  private var visiting: [DefinitionPair] = []
  private var places: [Change: Int] = [:]

  struct DefinitionPair: Hashable {
    var old: DefinitionID
    var new: DefinitionID
  }

  private struct Visit {
    var changes: Set<Int> = []
    var held: Set<DefinitionPair> = []
  }

  public init(old: Schema, new: Schema) {
    self.old = old
    self.new = new
    let oldMessages = Self.messages(of: old)
    let newMessages = Self.messages(of: new)
    var matched: Set<DefinitionID> = []
    for (newID, newTag) in newMessages {
      // The same tag is the same message on the wire; a message that changed its tag is found by its name.
      let sameModule = oldMessages.filter { old[$0.id].module == new[newID].module }
      let match =
        sameModule.first { $0.tag == newTag }
        ?? sameModule.first { candidate in
          old[candidate.id].name == new[newID].name
            && !newMessages.contains { $0.tag == candidate.tag && new[$0.id].module == new[newID].module }
        }
      if let match {
        matched.insert(match.id)
        compareMessages(match, (newID, newTag))
      } else {
        addMessage(newID)
      }
    }
    // Its name may be there still, on a message that is another one on the wire.
    for (oldID, oldTag) in oldMessages where !matched.contains(oldID) {
      add(Change(.messageRemoved, at: name(oldID, old), "message \(oldTag)", breaks: [.newReadsOld, .source]), to: nil)
    }
    compareTheRest()
    findRemovedDefinitions()
    for change in channelChanges() { add(change, to: nil) }
  }

  private static func messages(of schema: Schema) -> [(id: DefinitionID, tag: Int)] {
    schema.definitions.indices.compactMap { index in
      guard case .record(let record) = schema.definitions[index].body, case .message(let tag) = record.kind else { return nil }
      return (DefinitionID(index), tag)
    }
  }

  private mutating func addMessage(_ id: DefinitionID) {
    add(Change(.messageAdded, at: name(id, new), "only in the new version", breaks: []), to: nil)
  }

  private mutating func compareMessages(_ oldMessage: (id: DefinitionID, tag: Int), _ newMessage: (id: DefinitionID, tag: Int)) {
    let pair = DefinitionPair(old: oldMessage.id, new: newMessage.id)
    compare(pair)
    if oldMessage.tag != newMessage.tag {
      add(Change(.messageTagChanged, at: name(pair.new, new), "\(oldMessage.tag) → \(newMessage.tag)", breaks: .links), to: pair)
    }
    if old[pair.old].name != new[pair.new].name {
      add(Change(.messageRenamed, at: name(pair.new, new), "from \(old[pair.old].name)", breaks: .source), to: pair)
    }
    judge(pair, isMessage: true)
  }

  private mutating func judge(_ pair: DefinitionPair, isMessage: Bool) {
    let found = Set(reach(pair).flatMap { visited[$0]?.changes ?? [] })
    guard isMessage || !found.isEmpty else { return }
    verdicts.append(
      MessageVerdict(
        oldName: name(pair.old, old), newName: name(pair.new, new), isMessage: isMessage, changes: found.sorted(),
        effects: found.reduce(into: []) { $0.formUnion(changes[$1].effects) }))
  }

  /// What no message holds: other modules may.
  private mutating func compareTheRest() {
    for index in new.definitions.indices {
      let definition = new.definitions[index]
      guard !visited.keys.contains(where: { $0.new.index == index }),
        let other = old.definitions.firstIndex(where: { $0.name == definition.name && $0.module == definition.module })
      else { continue }
      let pair = DefinitionPair(old: DefinitionID(other), new: DefinitionID(index))
      compare(pair)
      if old[pair.old].hasValuesOfItsOwn, new[pair.new].hasValuesOfItsOwn { judge(pair, isMessage: false) }
    }
  }

  /// Definitions other than messages, whose types Swift code may name.
  private mutating func findRemovedDefinitions() {
    for definition in old.definitions {
      if case .record(let record) = definition.body, case .message = record.kind { continue }
      guard !new.definitions.contains(where: { $0.name == definition.name && $0.module == definition.module }) else { continue }
      let path = "\(definition.module).\(definition.name)"
      add(Change(.definitionRemoved, at: path, "only in the old version", breaks: .source), to: nil)
    }
  }

  private func reach(_ pair: DefinitionPair) -> Set<DefinitionPair> {
    var reached: Set<DefinitionPair> = [pair]
    var open = [pair]
    while let next = open.popLast() {
      for held in visited[next]?.held ?? [] where reached.insert(held).inserted { open.append(held) }
    }
    return reached
  }

  // MARK: Definitions

  /// Compares a definition with what it was, once.
  mutating func compare(_ pair: DefinitionPair) {
    if let outer = visiting.last { visited[outer, default: Visit()].held.insert(pair) }
    guard visited[pair] == nil else { return }
    visited[pair] = Visit()
    visiting.append(pair)
    defer { visiting.removeLast() }
    if old[pair.old].hasDelta != new[pair.new].hasDelta {
      found(.deltaChanged, at: name(pair.new, new), "it has \(new[pair.new].hasDelta ? "a" : "no") delta form now", .links)
    } else if isSnapshot(old[pair.old]) != isSnapshot(new[pair.new]) {
      // A message whose fields state policies has deltas, too; its identity says that it is no snapshot.
      found(
        .deltaChanged, at: name(pair.new, new), "it is \(isSnapshot(new[pair.new]) ? "a" : "no") snapshot now", .links)
    }
    switch (old[pair.old].body, new[pair.new].body) {
    case (.record(let before), .record(let after)):
      if before.foreign == nil, after.foreign == nil { compare(before, after, pair) } else { compareForeign(before, after, pair) }
    case (.union(let before), .union(let after)): compare(before, after, pair)
    case (.enumeration, _), (.flags, _), (_, .enumeration), (_, .flags): compareCodes(pair)
    case (.alias(let before), .alias(let after)): compare(before.type, after.type, at: name(pair.new, new))
    default:
      found(
        .definitionKindChanged, at: name(pair.new, new), "a struct, union or type became another of them",
        [.newReadsOld, .oldReadsNew, .source])
    }
  }

  private func isSnapshot(_ definition: Definition) -> Bool {
    guard case .record(let record) = definition.body else { return false }
    return record.isSnapshot
  }

  /// Notes a change of the definitions that are being compared. What breaks the wire breaks links too, which is not said twice.
  mutating func found(_ rule: Rule, at path: String, _ detail: String, _ effects: Change.Effects) {
    let breaksWire = !effects.isDisjoint(with: .wire)
    add(Change(rule, at: path, detail, breaks: breaksWire ? effects.subtracting(.links) : effects), to: visiting.last)
  }

  private mutating func add(_ change: Change, to pair: DefinitionPair?) {
    let index = places[change] ?? changes.count
    if index == changes.count { changes.append(change) }
    places[change] = index
    if let pair { visited[pair, default: Visit()].changes.insert(index) }
  }

  func name(_ id: DefinitionID, _ schema: Schema) -> String { "\(schema[id].module).\(schema[id].name)" }
}

extension Definition {
  /// It is encoded by itself, too: not only as a number in something else, and without what others pass to it.
  fileprivate var hasValuesOfItsOwn: Bool {
    switch body {
    case .record(let record): record.foreign?.parameters.isEmpty ?? true
    case .union: true
    case .enumeration, .flags, .alias: false
    }
  }
}
