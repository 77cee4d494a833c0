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
      guard let old = Self.schema(before.text), let new = Self.schema(after.text) else { continue }
      tally.edits += 1
      let comparison = Comparison(old: old, new: new)
      let valueSeed = chance.next()
      let defects = [
        try Self.defect(ofForms: comparison, before, after, seed: valueSeed, &tally),
        try Self.defect(ofLinks: comparison, seed: valueSeed, &tally),
      ]
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
      """)
    // A third of the edits break something; of a few, none may.
    #expect(tally.edits < 100 || tally.breaking > tally.edits / 8 && tally.breaking < tally.edits)
  }

  // MARK: Full forms

  private static func defect(
    ofForms comparison: Comparison, _ before: Shape, _ after: Shape, seed: UInt64, _ tally: inout Tally
  ) throws -> String? {
    let verdict = try #require(comparison.verdicts.first)
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
    guard let old = schema(before.withLastField.text), let new = schema(after.withLastField.text) else {
      return "predicted to break \(predicted), and nothing shows it"
    }
    let longer = Comparison(old: old, new: new)
    let shown = examples(longer, try #require(longer.verdicts.first), seed: seed)
    if shown == [nil, nil], comparison.breaksOnlyOwnExtension(verdict) { return nil }
    return shown == [nil, nil] ? "predicted to break \(predicted), but nothing shows it, with a field behind neither" : nil
  }

  private static func examples(_ comparison: Comparison, _ verdict: MessageVerdict, seed: UInt64) -> [Proof.Counterexample?] {
    let proof = Proof(comparison, valueCount: valueCount, seed: seed)
    return [Proof.Direction.newReadsOld, .oldReadsNew].map { proof.counterexample(verdict, $0) }
  }

  // MARK: Links

  /// What the rules call compatible goes over a link as deltas; what they do not is refused by the handshake, which knows nothing of
  /// the rules, or misread, which only changes below `--- added` and changes of names may be: they are in no identity.
  private static func defect(ofLinks comparison: Comparison, seed: UInt64, _ tally: inout Tally) throws -> String? {
    let verdict = try #require(comparison.verdicts.first)
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

  private static func schema(_ text: String) -> Schema? {
    let compilation = compile([SourceFile(path: "evolving.weft", bytes: Array(text.utf8))])
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
  /// `--- added`.
  fileprivate func breaksSealedParts(_ verdict: MessageVerdict) -> Bool {
    verdict.changes.contains { index in
      let change = changes[index]
      guard !change.effects.isDisjoint(with: [.links, .newReadsOld, .oldReadsNew]) else { return false }
      return !change.path.contains(".added") && (change.effects.contains(.links) || !change.effects.contains(.meaning))
    }
  }
}
