import Foundation
import Testing
import WeftCompiler
import WeftEvolution
import WeftSchema

/// Random edits of random schemas: what the rules predict is what happens when one version writes and the other reads, and when an end
/// of each version stand at one link.
///
/// `WEFT_EVOLUTION_EDITS` sets how many, of a random seed; `make evolution` runs 10,000. Without it a few are run of a seed whose edits
/// found rules that were missing.
@Suite struct EditTests {
  static let environment = ProcessInfo.processInfo.environment
  static let editCount = environment["WEFT_EVOLUTION_EDITS"].flatMap(Int.init) ?? 150
  static let valueCount = 1500

  /// What was found, over all edits.
  struct Tally {
    var edits = 0
    var breaking = 0
    /// Of those: one direction does not show it.
    var halfHidden = 0
    /// Of those: shown by neither, but by both once a field stands behind.
    var hidden = 0
    var onLinks = 0
    var refused = 0
    var wrong = 0
    /// Structs, unions and foreign definitions that no message holds.
    var alone = 0
    /// By rule, the edits that it speaks about. One that is never counted is not held to anything here.
    var byRule: [Rule: Int] = [:]
  }

  @Test func predictionsHold() throws {
    let chosen = Self.environment["WEFT_EVOLUTION_EDITS"] == nil ? 5_758_728_416_562_955_898 : UInt64.random(in: 0...UInt64.max)
    let seed = Self.environment["WEFT_EVOLUTION_SEED"].flatMap(UInt64.init) ?? chosen
    var chance = Chance(state: seed)
    var tally = Tally()
    while tally.edits < Self.editCount, tally.wrong < 5 {
      let before = Shape(&chance)
      var after = before
      for _ in 0...chance.below(2) { after.edit(&chance) }
      guard let old = Self.schema(before), let new = Self.schema(after) else { continue }
      tally.edits += 1
      let comparison = Comparison(old: old, new: new)
      for rule in Set(comparison.changes.map(\.rule)) { tally.byRule[rule, default: 0] += 1 }
      let valueSeed = chance.next()
      var defects = [Self.defect(ofMessages: comparison), Self.defect(ofChannels: comparison)]
      let subject = comparison.verdicts.first { $0.newName == "Evolving.\(after.message.name)" } ?? comparison.verdicts.first
      if let subject, subject.isMessage {
        defects.append(try Self.defect(ofForms: comparison, subject, before, after, seed: valueSeed, &tally))
        defects.append(Self.defect(ofLinks: comparison, subject, seed: valueSeed, &tally))
      }
      // What no message holds.
      for verdict in comparison.verdicts where !verdict.isMessage {
        tally.alone += 1
        defects.append(Self.defect(ofForms: comparison, verdict, seed: valueSeed))
      }
      for defect in defects.compactMap(\.self) {
        tally.wrong += 1
        Issue.record(
          """
          seed \(seed), edit \(tally.edits): \(defect)
          \(comparison.changes.map { "\($0.rule.rawValue) \($0.path) \($0.detail) \($0.effects)" }.joined(separator: "\n"))
          \(before.text)
          \(after.text)
          """)
      }
    }
    print(
      """
      \(tally.edits) edits: \(tally.breaking) break the wire, of which \(tally.halfHidden) in a direction and \(tally.hidden) in both are \
      hidden by padding; \(tally.onLinks) break links, \(tally.refused) of them by identity; seed \(seed)
      \(tally.alone) definitions that no message holds were run by themselves; edits by rule:
      \(Rule.allCases.map { "\($0.rawValue) \(tally.byRule[$0, default: 0])" }.joined(separator: "\n"))
      """)
    // A third of the edits break something; of a few, none may.
    #expect(tally.edits < 100 || tally.breaking > tally.edits / 8 && tally.breaking < tally.edits)
  }

  /// A rule that no edit brings about would never be held to what happens.
  @Test func editsReachEveryRule() {
    var chance = Chance(state: 1)
    var missing = Set(Rule.allCases)
    for _ in 0..<10_000 where !missing.isEmpty {
      let before = Shape(&chance)
      var after = before
      for _ in 0...chance.below(2) { after.edit(&chance) }
      guard let old = Self.schema(before), let new = Self.schema(after) else { continue }
      missing.subtract(Comparison(old: old, new: new).changes.map(\.rule))
    }
    #expect(missing.isEmpty)
  }

  // MARK: Full forms

  private static func defect(
    ofForms comparison: Comparison, _ verdict: MessageVerdict, _ before: Shape, _ after: Shape, seed: UInt64, _ tally: inout Tally
  ) throws -> String? {
    let found = examples(comparison, verdict, seed: seed)
    let predicted = [Change.Effects.newReadsOld, .oldReadsNew].map { verdict.effects.contains($0) }
    if zip(found, predicted).contains(where: { $0 != nil && !$1 }) { return "predicted to break \(predicted), found \(found)" }
    guard predicted != [false, false] else { return nil }
    tally.breaking += 1
    // Padding hides what is wrong with the last bits: `u5` at the end of a message reads as `u6` without loss. The other direction
    // shows it, or both do where something stands behind.
    if found != [nil, nil] {
      tally.halfHidden += zip(found, predicted).contains { $0 == nil && $1 } ? 1 : 0
      return nil
    }
    tally.hidden += 1
    guard let old = schema(before.withLastField), let new = schema(after.withLastField) else {
      return "predicted to break \(predicted), and nothing shows it"
    }
    let longer = Comparison(old: old, new: new)
    let shown = examples(longer, try #require(longer.verdicts.first { $0.newName == verdict.newName }), seed: seed)
    if shown == [nil, nil], comparison.breaksOnlyOwnExtension(verdict) { return nil }
    return shown == [nil, nil] ? "predicted to break \(predicted), but nothing shows it, with a field behind neither" : nil
  }

  /// Of what no message holds: compatible is what is read as it was written. What is called breaking may be hidden by padding.
  private static func defect(ofForms comparison: Comparison, _ verdict: MessageVerdict, seed: UInt64) -> String? {
    let found = examples(comparison, verdict, seed: seed)
    let predicted = [Change.Effects.newReadsOld, .oldReadsNew].map { verdict.effects.contains($0) }
    if zip(found, predicted).contains(where: { $0 != nil && !$1 }) {
      return "\(verdict.newName) is predicted to break \(predicted), found \(found)"
    }
    guard verdict.effects.isDisjoint(with: [.links, .newReadsOld, .oldReadsNew]) else { return nil }
    let proof = Proof(comparison, valueCount: 200, seed: seed)
    for direction in [Proof.Direction.newReadsOld, .oldReadsNew] {
      if case .misread(let example) = proof.linkOutcome(verdict, direction) { return "\(verdict.newName) in a delta: \(example)" }
    }
    return nil
  }

  // MARK: Messages and channels

  /// A dispatcher goes by tags: whose tag both versions have is one message to them. Everyone else is added or removed.
  private static func defect(ofMessages comparison: Comparison) -> String? {
    let (old, new) = (messages(of: comparison.old), messages(of: comparison.new))
    for (tag, name) in new where old[tag] != nil {
      let isOne = comparison.verdicts.contains { $0.newName == name && $0.oldName == old[tag] }
      if !isOne { return "message \(tag) is not compared with what it was" }
    }
    let added = comparison.changes.filter { $0.rule == .messageAdded }.map(\.path)
    let removed = comparison.changes.filter { $0.rule == .messageRemoved }.map(\.path)
    let retagged = comparison.verdicts.filter { verdict in
      verdict.changes.contains { comparison.changes[$0].rule == .messageTagChanged }
    }
    let told = Set(added + retagged.map(\.newName)), gone = Set(removed + retagged.map(\.oldName))
    let (isNew, isGone) = (new.filter { old[$0.key] == nil }, old.filter { new[$0.key] == nil })
    if told != Set(isNew.values) { return "new tags of \(isNew.values.sorted()), told of \(told.sorted())" }
    return gone == Set(isGone.values) ? nil : "tags of \(isGone.values.sorted()) are gone, told of \(gone.sorted())"
  }

  private static func messages(of schema: Schema) -> [Int: String] {
    var names: [Int: String] = [:]
    for definition in schema.definitions {
      guard case .record(let record) = definition.body, case .message(let tag) = record.kind else { continue }
      names[tag] = "\(definition.module).\(definition.name)"
    }
    return names
  }

  /// Two handshakes come to the messages whose identities both state: those that the rules call neither added nor removed, and
  /// changed in nothing that an identity has.
  private static func defect(ofChannels comparison: Comparison) -> String? {
    let (old, new) = (comparison.old.modules.flatMap(\.channels), comparison.new.modules.flatMap(\.channels))
    for channel in new {
      let path = "Evolving.\(channel.name)"
      let changes = comparison.changes.filter { $0.path == path }
      guard !changes.contains(where: { $0.rule == .channelAdded }) else { continue }
      let from = changes.first { $0.rule == .channelRenamed }?.detail.split(separator: " ").last.map(String.init)
      guard let other = old.first(where: { $0.name == from ?? channel.name }) else {
        return "\(path) was told to be there before"
      }
      let (before, after) = (identities(other, comparison.old), identities(channel, comparison.new))
      let unknown = after.filter { !before.contains($0) }.count
      let isSilent = !changes.contains { [.channelMessageAdded, .channelMessageRemoved].contains($0.rule) }
      let isChanged = comparison.verdicts.contains { !$0.effects.isDisjoint(with: [.links, .newReadsOld, .oldReadsNew]) }
      if isSilent, !isChanged, unknown > 0 {
        return "\(path): \(unknown) messages are unknown to the other end, and nobody said so"
      }
      let isSameTransport = "\(channel.transport)".prefix(4) == "\(other.transport)".prefix(4)
      if isSameTransport == changes.contains(where: { $0.rule == .channelTransportChanged }) { return "\(path): transport" }
    }
    let gone = old.filter { channel in
      !new.contains { $0.name == channel.name || $0.number == channel.number }
    }
    let removed = comparison.changes.filter { $0.rule == .channelRemoved }.map(\.path)
    return gone.allSatisfy { removed.contains("Evolving.\($0.name)") }
      ? nil : "channels \(gone.map(\.name)) are gone, told of \(removed)"
  }

  private static func identities(_ channel: Channel, _ schema: Schema) -> [UInt64] {
    channel.messages.compactMap { id in
      guard case .record(let record) = schema[id].body else { return nil }
      return record.identity
    }
  }

  private static func examples(_ comparison: Comparison, _ verdict: MessageVerdict, seed: UInt64) -> [Proof.Counterexample?] {
    let proof = Proof(comparison, valueCount: valueCount, seed: seed)
    return [Proof.Direction.newReadsOld, .oldReadsNew].map { proof.counterexample(verdict, $0) }
  }

  // MARK: Links

  /// What the rules call compatible goes over a link as deltas; what they do not is refused by the handshake, which knows nothing of
  /// the rules, or misread, which only changes below `--- added` and changes of names may be: they are in no identity.
  private static func defect(
    ofLinks comparison: Comparison, _ verdict: MessageVerdict, seed: UInt64, _ tally: inout Tally
  ) -> String? {
    let proof = Proof(comparison, valueCount: 200, seed: seed)
    let outcomes = [Proof.Direction.newReadsOld, .oldReadsNew].map { proof.linkOutcome(verdict, $0) }
    let predicted = !verdict.effects.isDisjoint(with: [.links, .newReadsOld, .oldReadsNew])
    if predicted { tally.onLinks += 1 }
    if outcomes.contains(.refused) { tally.refused += 1 }
    if predicted == (outcomes != [.exchanged, .exchanged]) {
      // Who is not refused would misread in silence.
      let isSilent = outcomes.contains { if case .misread = $0 { true } else { false } }
      return isSilent && comparison.breaksSealedParts(verdict) ? "equal identities, but \(outcomes)" : nil
    }
    if predicted, !comparison.breaksSealedParts(verdict) { return nil }
    return "links are predicted to \(predicted ? "break" : "work"), found \(outcomes)"
  }

  private static func schema(_ shape: Shape) -> Schema? {
    let compilation = compile(shape.files.map { SourceFile(path: $0.path, bytes: Array($0.text.utf8)) })
    return compilation.hasErrors ? nil : compilation.schema
  }
}

extension Comparison {
  /// Nothing stands behind a message's own extension: where its size has another width and what was added ends in zeros, all bits
  /// are where they were, and an old version keeps them as a tail that begins elsewhere.
  fileprivate func breaksOnlyOwnExtension(_ verdict: MessageVerdict) -> Bool {
    verdict.changes.allSatisfy { index in
      let change = changes[index]
      return change.effects.isDisjoint(with: [.newReadsOld, .oldReadsNew])
        || change.rule == .extensionBoundChanged && change.path == verdict.newName
    }
  }

  /// Whether one of the changes that break something touches what identities are made of: all but names and the fields below
  /// `--- added`, with what these hold.
  fileprivate func breaksSealedParts(_ verdict: MessageVerdict) -> Bool {
    let added = definitionsBelowAdded(old).union(definitionsBelowAdded(new))
    return verdict.changes.contains { index in
      let change = changes[index]
      guard !change.effects.isDisjoint(with: [.links, .newReadsOld, .oldReadsNew]) else { return false }
      let definition = change.path.split(separator: ".").prefix(2).joined(separator: ".")
      guard !change.path.contains(".added"), !added.contains(definition) else { return false }
      return change.effects.contains(.links) || !change.effects.contains(.meaning)
    }
  }

  private func definitionsBelowAdded(_ schema: Schema) -> Set<String> {
    var names: Set<String> = []
    for definition in schema.definitions {
      guard case .record(let record) = definition.body else { continue }
      for index in record.extensibility?.generations.flatMap(\.fields) ?? [] {
        guard case .named(let id, _) = schema.resolvingAliases(record.fields[index].type) else { continue }
        names.insert("\(schema[id].module).\(schema[id].name)")
      }
    }
    return names
  }
}
