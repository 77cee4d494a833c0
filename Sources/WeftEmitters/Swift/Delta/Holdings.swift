import WeftSchema

/// What is so of definitions because of what they hold, found once for all of them: a walk down from each would meet what is held
/// in two ways twice, and so on at every level.
struct Holdings {
  /// By definition, above 0 where a value's bits are rounded: it holds a `fixed` or an `f16`.
  let rounded: [Int]
  /// Where it stays packed: it holds a `secret` field, or an address in part.
  let secrets: [Bool]
  /// How many baselines its prediction looks at.
  let predictionDepths: [Int]

  init(_ schema: Schema) {
    let ids = schema.definitions.indices
    var holders = Array(repeating: [Int](), count: schema.definitions.count)
    var predictors = holders
    for index in ids {
      for held in schema.definitions[index].namedTypes { holders[held.index].append(index) }
      guard case .record(let record) = schema.definitions[index].body, schema.definitions[index].hasDelta else { continue }
      for (field, position) in zip(record.fields, record.fields.indices) where !record.isAdded(position) {
        if let held = schema.predictedDefinition(of: field) { predictors[held.index].append(index) }
      }
    }
    rounded = Self.spread(ids.map { schema.definitions[$0].types.contains(where: \.isRounded) ? 1 : 0 }, along: holders)
    secrets = schema.packedHolders
    predictionDepths = Self.spread(ids.map { schema.definitions[$0].ownPredictionDepth }, along: predictors)
  }

  /// The highest number of a definition itself and all that it holds.
  private static func spread(_ own: [Int], along holders: [[Int]]) -> [Int] {
    var numbers = own
    var open = own.indices.filter { own[$0] > 0 }
    while let index = open.popLast() {
      for holder in holders[index] where numbers[holder] < numbers[index] {
        numbers[holder] = numbers[index]
        open.append(holder)
      }
    }
    return numbers
  }
}

extension Definition {
  /// The types of what a value consists of.
  fileprivate var types: [FieldType] {
    switch body {
    case .record(let record): record.fields.map(\.type)
    case .union(let union): union.cases.compactMap(\.type)
    case .alias(let alias): [alias.type]
    case .enumeration, .flags: []
    }
  }

  fileprivate var ownPredictionDepth: Int {
    guard case .record(let record) = body, hasDelta else { return 0 }
    let fields = record.fields.indices.filter { !record.isAdded($0) && $0 != record.keyField }
    return fields.map { record.fields[$0].ownPredictionDepth }.max() ?? 0
  }
}

extension FieldType {
  /// A real whose bits are those of the nearest value that there is, or a list of such.
  fileprivate var isRounded: Bool {
    switch self {
    case .fixed: true
    case .float(let bits): bits == 16
    case .list(let element, _): element.isRounded
    default: false
    }
  }
}
