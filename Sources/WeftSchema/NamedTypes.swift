extension Definition {
  /// The definitions that the declaration of this one names.
  public var namedTypes: [DefinitionID] {
    switch body {
    case .record(let record): record.fields.flatMap(\.type.namedTypes)
    case .union(let union): union.cases.flatMap { $0.type?.namedTypes ?? [] }
    case .alias(let alias): alias.type.namedTypes
    case .enumeration, .flags: []
    }
  }
}

extension FieldType {
  fileprivate var namedTypes: [DefinitionID] {
    switch self {
    case .named(let id, _): [id]
    case .list(let element, _): element.namedTypes
    case .match(let match): (match.cases + (match.fallback.map { [$0] } ?? [])).flatMap { $0.type?.namedTypes ?? [] }
    default: []
    }
  }
}

extension Schema {
  /// By definition: whether a value of it holds a `secret` field, so that it enters no history and no compressor.
  public var secretHolders: [Bool] { holders(where: \.isSecret) }

  /// By definition: whether it stays packed in the frames of a channel with zstd. Secrets do, and so does what holds addresses without
  /// the bits that others have: the rest of an address repeats nothing.
  public var packedHolders: [Bool] { holders { $0.isSecret || $0.form != .whole } }

  private func holders(where isOne: (Field) -> Bool) -> [Bool] {
    var holders = definitions.map { _ in [Int]() }
    for (index, definition) in definitions.enumerated() {
      for held in definition.namedTypes { holders[held.index].append(index) }
    }
    var found = definitions.map { definition in
      if case .record(let record) = definition.body { record.fields.contains(where: isOne) } else { false }
    }
    var open = found.indices.filter { found[$0] }
    while let index = open.popLast() {
      for holder in holders[index] where !found[holder] {
        found[holder] = true
        open.append(holder)
      }
    }
    return found
  }
}
