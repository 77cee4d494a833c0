public import WeftSchema

/// The foreign record that is being made: what its expressions can already see.
struct ForeignScope {
  var firstField: Int32 = 0
  /// By local field index: the node, −1 while there is none.
  var nodes: [Int] = []
  /// By local field index: the case of a `match` that was chosen before its turn, since its tag stands earlier; −1: none.
  var chosenCases: [Int] = []
  /// Of `bool` and `int` parameters; `nil` for what nobody knows yet.
  var arguments: [Int64?] = []
}

/// What a record's expressions say about good values of its fields.
struct ForeignHints {
  /// Numbers that its conditions, cases and masks name.
  var literals: [UInt64] = []
  /// Local indices of fields that say how much follows: small numbers are what gives a value at all.
  var sizes: Set<Int32> = []
}

// Fields are made in wire order. What an expression over earlier fields decides (presence, counts, the case of a `match`) is
// followed; what it leaves open is chosen, and encoding computes the lengths and tags that belong to it. A value that is still not
// one of the definition is thrown away.
extension RandomValue {
  /// Random values for the parameters of a foreign definition; none where it has none.
  public mutating func arguments(for definition: DefinitionID) -> Arguments {
    var arguments = Arguments()
    guard case .record(let record) = codec.schema[definition].body, let foreign = record.foreign else { return arguments }
    for parameter in foreign.parameters {
      switch parameter.type {
      case .bool: arguments.append(generator.chance(1, in: 2))
      // What a definition counts by, mostly: a negative count has no value.
      case .integer: arguments.append(Int64(generator.below(8)))
      case .bytes: arguments.append(bytes(generator.chance(1, in: 8) ? generator.below(4) : 4 << generator.below(3)))
      }
    }
    return arguments
  }

  mutating func foreignRecord(
    _ entry: TypeEntry, _ type: Int32, field: Int32, arguments: [Int64?], depth: Int
  ) {
    guard depth < 2 * Interpreter.maximumDepth else { return isStuck = true }
    let record = codec.program.records[entry.detail]
    let outer = scope
    let count = Int(record.fieldCount)
    scope = ForeignScope(
      firstField: record.firstField, nodes: [Int](repeating: -1, count: count),
      chosenCases: [Int](repeating: -1, count: count), arguments: arguments)
    if hints[entry.detail] == nil { hints[entry.detail] = ForeignHints(record, codec.program) }
    let node = builder.open(.record, type: type, field: field)
    for local in 0..<record.fieldCount where !isStuck {
      foreignField(local, hints[entry.detail] ?? ForeignHints(), depth: depth)
    }
    builder.close(node)
    scope = outer
  }

  private mutating func foreignField(_ local: Int32, _ hints: ForeignHints, depth: Int) {
    let field = scope.firstField + local
    let rules = codec.program.fieldRules[field]
    let rule = rules < 0 ? RuleEntry() : codec.program.rules[rules]
    let isUnstated = rule.computed >= 0 || rule.constant >= 0
    let condition = rule.condition >= 0 ? known(rule.condition) : 1
    if condition == 0 || (condition == nil && !isUnstated && generator.chance(1, in: 2)) { return }
    let node = builder.tree.nodes.count
    let type = codec.program.fieldTypes[field]
    let entry = codec.program.types[type]
    if isUnstated {
      builder.buildUnstated(field, isTentative: condition == nil)
      scope.nodes[Int(local)] = node
      if rule.computed >= 0 { settle(rule, node: node, entry) }
      return
    }
    if entry.kind == .match {
      match(entry, type, field, chosen: scope.chosenCases[Int(local)], depth: depth)
    } else {
      value(type, field: field, depth: depth + 1)
    }
    if entry.kind == .unsigned, let payload = suggested(local, hints, entry) { builder.tree.nodes[node].payload = payload }
    scope.nodes[Int(local)] = node
  }

  /// A number that the record's expressions name, or a small one for a field that sizes are made of.
  private mutating func suggested(_ local: Int32, _ hints: ForeignHints, _ entry: TypeEntry) -> UInt64? {
    if hints.sizes.contains(local), generator.chance(7, in: 8) { return min(UInt64(generator.below(12)), ones(entry.bitCount)) }
    guard !hints.literals.isEmpty, generator.chance(1, in: 3) else { return nil }
    return hints.literals[generator.below(hints.literals.count)] & ones(entry.bitCount)
  }

  /// A computed field may hold its alternative; one that is the tag of a default case has to be stated.
  private mutating func settle(_ rule: RuleEntry, node: Int, _ entry: TypeEntry) {
    if rule.hasAlternative, generator.chance(1, in: 6) {
      builder.tree.nodes[node].payload = rule.alternative
      builder.tree.nodes[node].flags.remove(.isPending)
      return
    }
    let expression = codec.program.expressions[rule.computed]
    guard expression.code == .tag, let match = match(at: expression.a) else { return }
    let index = choose(match, at: expression.a)
    guard match.cases.lowerBound + Int32(index) == match.fallback else { return }
    let taken = match.cases.compactMap { known(codec.program.cases[$0].value) }
    var tag = edge(upTo: ones(entry.bitCount))
    for _ in 0..<8 where taken.contains(Int64(truncatingIfNeeded: tag)) { tag = generator.next() & ones(entry.bitCount) }
    builder.tree.nodes[node].payload = tag
    builder.tree.nodes[node].flags.remove(.isPending)
  }

  // MARK: Matches

  /// The `match` that a field of the record is.
  private func match(at local: Int32) -> MatchEntry? {
    let entry = codec.program.types[codec.program.fieldTypes[scope.firstField + local]]
    return entry.kind == .match ? codec.program.matches[entry.detail] : nil
  }

  /// The case of a `match` whose tag is asked for before its turn.
  private mutating func choose(_ match: MatchEntry, at local: Int32) -> Int {
    if scope.chosenCases[Int(local)] < 0 {
      scope.chosenCases[Int(local)] = generator.below(match.cases.count + (match.fallback < 0 ? 0 : 1))
    }
    return scope.chosenCases[Int(local)]
  }

  mutating func match(_ entry: TypeEntry, _ type: Int32, _ field: Int32, chosen: Int = -1, depth: Int) {
    let match = codec.program.matches[entry.detail]
    var index = chosen
    if index < 0, let subject = known(match.subject) {
      let selected = match.cases.first { known(codec.program.cases[$0].value) == subject } ?? match.fallback
      guard selected >= 0 else { return isStuck = true }
      index = Int(selected - match.cases.lowerBound)
    }
    if index < 0 { index = generator.below(match.cases.count + (match.fallback < 0 ? 0 : 1)) }
    self.chosen(.match, match.cases.lowerBound, index, type, field, depth: depth)
  }

  // MARK: Expressions

  /// The value of an expression over what is already there; `nil` where it has none yet, or none at all.
  mutating func known(_ index: Int32) -> Int64? {
    guard index >= 0 else { return nil }
    let node = codec.program.expressions[index]
    switch node.code {
    case .integer: return node.value
    case .localField: return knownField(node.a)
    case .field: return knownField(along: node)
    case .parameter: return scope.arguments.indices.contains(Int(node.a)) ? scope.arguments[Int(node.a)] : nil
    case .conditional: return known(node.b).flatMap { known($0 != 0 ? node.a : node.c) }
    case .and: return known(node.a).flatMap { $0 == 0 ? 0 : known(node.b).map { $0 == 0 ? 0 : 1 } }
    case .or: return known(node.a).flatMap { $0 != 0 ? 1 : known(node.b).map { $0 == 0 ? 0 : 1 } }
    case .not: return known(node.a).map { $0 == 0 ? 1 : 0 }
    case .complement: return known(node.a).map { ~$0 }
    case .negate: return known(node.a).flatMap { binary(.subtract, 0, $0) }
    case .tag:
      guard let match = match(at: node.a) else { return nil }
      let index = match.cases.lowerBound + Int32(choose(match, at: node.a))
      return index == match.fallback ? nil : known(codec.program.cases[index].value)
    case .count, .byteCount:
      let place = scope.nodes[Int(node.a)]
      guard place >= 0, node.code == .count || builder.tree.nodes[place].kind != .list else { return nil }
      return elementCount(builder.tree.nodes[place])
    default:
      guard node.code.isArithmetic, let left = known(node.a), let right = known(node.b) else { return nil }
      return binary(node.code, left, right)
    }
  }

  private mutating func knownField(_ local: Int32) -> Int64? {
    let place = scope.nodes[Int(local)]
    guard place >= 0 else { return nil }
    if builder.tree.nodes[place].flags.contains(.isPending) {
      return known(codec.program.rules[codec.program.fieldRules[scope.firstField + local]].computed)
    }
    return number(builder.tree.nodes[place])
  }

  private func knownField(along path: ExpressionNode) -> Int64? {
    var place = scope.nodes[Int(codec.program.operands[path.a])]
    for index in path.a + 1..<path.b {
      guard place >= 0,
        let next = builder.tree.child(of: place, field: codec.program.operands[index], codec.reference)
      else { return nil }
      place = next
    }
    guard place >= 0, !builder.tree.nodes[place].flags.contains(.isPending) else { return nil }
    return number(builder.tree.nodes[place])
  }

  private func number(_ node: ValueNode) -> Int64? {
    switch node.kind {
    case .unsigned, .bool, .enumeration, .flags: Int64(exactly: node.payload)
    case .signed: Int64(bitPattern: node.payload)
    default: nil
    }
  }

  private func elementCount(_ node: ValueNode) -> Int64? {
    node.kind == .list ? Int64(exactly: node.payload) : node.holdsBytes ? Int64(node.byteCount) : nil
  }
}

extension ForeignHints {
  init(_ record: RecordEntry, _ program: Program) {
    for local in 0..<record.fieldCount {
      let rules = program.fieldRules[record.firstField + local]
      if rules >= 0 {
        let rule = program.rules[rules]
        add(rule.condition, program)
        add(rule.extent, program, isSize: true)
      }
      add(type: program.fieldTypes[record.firstField + local], program)
    }
  }

  private mutating func add(type: Int32, _ program: Program) {
    let entry = program.types[type]
    if entry.count == .computed { add(entry.countExpression, program, isSize: true) }
    switch entry.kind {
    case .list: add(type: entry.detail, program)
    case .record: for operand in entry.operands { add(program.operands[operand], program, isSize: true) }
    case .match:
      let match = program.matches[entry.detail]
      add(match.subject, program)
      for index in match.cases { add(program.cases[index].value, program) }
      for index in match.cases.lowerBound..<max(match.cases.upperBound, match.fallback + 1) {
        if program.cases[index].type >= 0 { add(type: program.cases[index].type, program) }
      }
    default: break
    }
  }

  private mutating func add(_ index: Int32, _ program: Program, isSize: Bool = false) {
    guard index >= 0 else { return }
    let node = program.expressions[index]
    switch node.code {
    case .integer: literals.append(UInt64(bitPattern: node.value))
    case .localField: if isSize { sizes.insert(node.a) }
    case .conditional:
      add(node.a, program, isSize: isSize)
      add(node.b, program)
      add(node.c, program, isSize: isSize)
    case .not, .negate, .complement: add(node.a, program, isSize: isSize)
    default:
      guard node.code.isArithmetic else { return }
      add(node.a, program, isSize: isSize)
      add(node.b, program, isSize: isSize)
    }
  }
}

extension Arguments.Argument {
  /// `nil` for bytes.
  var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
}

extension ExpressionNode.Code {
  /// Of two integers.
  fileprivate var isArithmetic: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .remainder, .shiftLeft, .shiftRight, .bitAnd, .bitOr, .bitXor, .equal,
      .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .and, .or:
      true
    default: false
    }
  }
}
