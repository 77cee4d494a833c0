/// A comparison with what was tried: for each change that breaks something, the smallest message that shows it.
public struct Report: Sendable {
  public let comparison: Comparison
  public var findings: [Finding]
  /// How many values were written by each version and read by the other.
  public var runCount: Int

  public struct Finding: Sendable {
    public var change: Change
    /// The message in which it was tried, where there is one.
    public var message: String?
    public var counterexamples: [Proof.Counterexample]
  }

  /// Compares, and runs every message that both versions have both ways: a change that is called compatible has been tried as well.
  ///
  /// - Returns: with `surprises`: directions that the rules call compatible and a value contradicts. There should be none; it is our mistake.
  public init(_ comparison: Comparison, valueCount: Int, seed: UInt64) {
    self.comparison = comparison
    let proof = Proof(comparison, valueCount: valueCount, seed: seed)
    var found: [[Proof.Counterexample]] = []
    for verdict in comparison.verdicts {
      found.append([proof.counterexample(verdict, .newReadsOld), proof.counterexample(verdict, .oldReadsNew)].compactMap(\.self))
    }
    runCount = comparison.verdicts.count * valueCount * 2
    findings = comparison.changes.enumerated().map { index, change in
      let touched = comparison.verdicts.indices.filter { comparison.verdicts[$0].changes.contains(index) }
      // The message whose counterexample is the smallest shows it best.
      let shown =
        touched.filter { !found[$0].isEmpty }.min { Self.byteCount(found[$0]) < Self.byteCount(found[$1]) } ?? touched.first
      let counterexamples = shown.map { found[$0].filter { change.effects.contains($0.direction.effect) } } ?? []
      return Finding(change: change, message: shown.map { comparison.verdicts[$0].newName }, counterexamples: counterexamples)
    }
    surprises = zip(comparison.verdicts, found).flatMap { verdict, found in
      found.filter { !verdict.effects.contains($0.direction.effect) }
    }
    for verdict in comparison.verdicts where verdict.effects.isDisjoint(with: [.newReadsOld, .oldReadsNew, .links]) {
      for direction in [Proof.Direction.newReadsOld, .oldReadsNew] where proof.hasDelta(verdict) {
        runCount += valueCount
        if case .misread(let example) = proof.linkOutcome(verdict, direction) { surprises.append(example) }
      }
    }
  }

  private static func byteCount(_ examples: [Proof.Counterexample]) -> Int { examples.map(\.bytes.count).min() ?? 0 }

  /// Values that contradict the rules.
  public var surprises: [Proof.Counterexample]
}

extension Proof.Direction {
  public var effect: Change.Effects { self == .newReadsOld ? .newReadsOld : .oldReadsNew }
}
