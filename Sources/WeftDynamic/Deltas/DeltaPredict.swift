import WeftSchema

/// A baseline, and how many ticks before the new value it was.
public struct AgedBaseline: Sendable {
  public var value: Value
  /// 1…65,535.
  public var age: Int

  public init(_ value: Value, age: Int) {
    self.value = value
    self.age = age
  }
}

extension DynamicCodec {
  /// The newest baseline, moved to where it is expected to be by the time of the new value (`docs/language.md`, "Prediction").
  ///
  /// - Parameter history: one to three values of one definition, the newest first, so that ages ascend. More are not looked at.
  public func predicted(from history: [AgedBaseline]) -> Value? {
    guard let newest = history.first, !newest.value.tree.nodes.isEmpty else { return nil }
    let sources = history.prefix(3).map { TreeSource($0.value) }
    var prediction = Prediction(codec: self, tree: newest.value.tree)
    let states = zip(history, sources).map { Prediction.State(age: $0.age, source: $1, node: 0) }
    prediction.predict(states)
    return Value(codec: self, tree: prediction.tree, input: newest.value.input, index: 0)
  }
}

/// Moves the numbers in a copy of the newest baseline.
private struct Prediction {
  let codec: DynamicCodec
  var tree: ValueTree

  /// One value at up to three times, the newest first.
  struct State {
    var age: Int
    var source: TreeSource
    var node: Int
  }

  /// The record whose newest state is the first of `states`.
  mutating func predict(_ states: [State]) {
    guard let newest = states.first else { return }
    let type = newest.source.node(newest.node).type
    guard let rules = codec.deltaRecord(type), codec.hasDelta(codec.program.types[type]) else { return }
    let record = codec.program.records[codec.program.types[type].detail]
    let nodes = states.map { $0.source.fields(of: $0.node, record).nodes }
    for local in 0..<rules.addedFields where rules.rules[local].policy != .never && local != rules.keyField {
      // A baseline in which an optional is absent, and those before it, do not count for it.
      let field = zip(states, nodes).map { state, nodes in (state, nodes[local]) }.prefix { $0.1 != nil }
      predict(field.map { State(age: $0.0.age, source: $0.0.source, node: $0.1 ?? 0) }, rules.rules[local])
    }
  }

  private mutating func predict(_ states: [State], _ rules: DeltaRules) {
    guard let newest = states.first else { return }
    let type = newest.source.node(newest.node).type
    let entry = codec.program.types[type]
    if entry.kind == .record { return predict(states) }
    if entry.kind == .list { return entry.keyField >= 0 ? predictElements(states, entry.keyField) : () }
    guard case .difference(_, _, let wraps) = rules.policy else { return }
    let line = Line(
      codes: DeltaCodes(entry), wraps: wraps, ages: states.map { Int128($0.age) },
      values: states.map { DeltaCodes(entry).code(of: $0.source.node($0.node)) })
    let code =
      switch rules.predictor {
      case .linear(let points): line.extended(points: points)
      case .last: line.stepped(by: Int128(rules.step))
      }
    tree.nodes[newest.node].payload = line.codes.payload(of: code)
  }

  /// Each element of the newest list, with what has its key in the older ones.
  private mutating func predictElements(_ states: [State], _ key: Int32) {
    guard let newest = states.first else { return }
    let older = states.dropFirst().map { state in
      (state: state, elements: elementsByKey(of: state, key))
    }
    for element in newest.source.children(of: newest.node) {
      guard let name = newest.source.key(of: element, field: key) else { continue }
      let matches = older.map { (state: $0.state, node: $0.elements[name]) }.prefix { $0.node != nil }
      predict(
        [State(age: newest.age, source: newest.source, node: element)]
          + matches.map { State(age: $0.state.age, source: $0.state.source, node: $0.node ?? 0) })
    }
  }

  private func elementsByKey(of state: State, _ key: Int32) -> [ElementKey: Int] {
    var elements: [ElementKey: Int] = [:]
    for element in state.source.children(of: state.node) {
      if let name = state.source.key(of: element, field: key) { elements[name] = element }
    }
    return elements
  }
}

/// A number at up to three times, the newest first; v1, v2, v3 and a1, a2, a3 of the text.
private struct Line {
  var codes: DeltaCodes
  var wraps: Bool
  var ages: [Int128]
  var values: [Int128]

  func stepped(by step: Int128) -> Int128 {
    let code = values[0] + step * ages[0]
    if wraps { return codes.wrapped(code) }
    return codes.contains(code) ? code : values[0]
  }

  func extended(points: Int) -> Int128 {
    let count = min(points, values.count)
    guard count > 1, codes.entry.bitCount <= 32, ages.prefix(count).allSatisfy({ $0 <= 1023 }) else { return values[0] }
    let code = values[0] + (count == 2 ? throughTwo : throughThree)
    return wraps ? codes.wrapped(code) : codes.clamped(code)
  }

  /// How far the line through two is from v1.
  private var throughTwo: Int128 {
    let (a1, distance) = (ages[0], ages[1] - ages[0])
    return floorDivision(2 * from(values[1], to: values[0]) * a1 + distance, 2 * distance)
  }

  /// How far the least-squares line through three is from v1.
  private var throughThree: Int128 {
    let (a1, a2, a3) = (ages[0], ages[1], ages[2])
    let (w2, w3) = (from(values[0], to: values[1]), from(values[0], to: values[2]))
    let sum = a1 + a2 + a3
    let squares = a1 * a1 + a2 * a2 + a3 * a3
    let divisor = 3 * squares - sum * sum
    let product = squares * (w2 + w3) - sum * (a2 * w2 + a3 * w3)
    return floorDivision(2 * product + divisor, 2 * divisor)
  }

  private func from(_ old: Int128, to new: Int128) -> Int128 { codes.difference(from: old, to: new, wraps: wraps) }

  private func floorDivision(_ dividend: Int128, _ divisor: Int128) -> Int128 {
    guard divisor > 0 else { return 0 }
    let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
