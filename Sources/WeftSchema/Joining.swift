extension Schema {
  /// This schema and `other` as one; a module that both have is this schema's.
  ///
  /// What `other` names of a module that both have is found here by its name; if it is not here, it reads as bytes.
  public func joined(with other: Schema) -> Schema {
    var joined = self
    let own = Set(modules.map(\.name))
    let names = Dictionary(definitions.indices.map { (qualifiedName($0), $0) }) { first, _ in first }
    var places: [Int: Int] = [:]
    for (index, definition) in other.definitions.enumerated() {
      if own.contains(definition.module) {
        places[index] = names[other.qualifiedName(index)]
      } else {
        places[index] = joined.definitions.count
        joined.definitions.append(definition)
      }
    }
    let moved = definitions.count..<joined.definitions.count
    for index in moved { joined.definitions[index].moveNames { places[$0.index].map { DefinitionID($0) } } }
    for var module in other.modules where !own.contains(module.name) {
      module.definitions = module.definitions.compactMap { places[$0.index].map { DefinitionID($0) } }
      module.vectors = module.vectors.compactMap { vector in
        var vector = vector
        guard let place = places[vector.definition.index] else { return nil }
        vector.definition = DefinitionID(place)
        return vector
      }
      joined.modules.append(module)
    }
    return joined
  }

  private func qualifiedName(_ index: Int) -> String { "\(definitions[index].module).\(definitions[index].name)" }
}

extension Definition {
  /// Every definition that this one names becomes what `place` says; a type without one becomes bytes to the end.
  fileprivate mutating func moveNames(_ place: (DefinitionID) -> DefinitionID?) {
    switch body {
    case .record(var record):
      for index in record.fields.indices { record.fields[index].type.moveNames(place) }
      body = .record(record)
    case .union(var union):
      for index in union.cases.indices { union.cases[index].type?.moveNames(place) }
      body = .union(union)
    case .alias(var alias):
      alias.type.moveNames(place)
      body = .alias(alias)
    case .enumeration, .flags: break
    }
  }
}

extension FieldType {
  fileprivate mutating func moveNames(_ place: (DefinitionID) -> DefinitionID?) {
    switch self {
    case .named(let id, let arguments):
      self = place(id).map { .named($0, arguments: arguments) } ?? .bytes(.toEnd(max: nil))
    case .list(var element, let count):
      element.moveNames(place)
      self = .list(element: element, count: count)
    case .match(var match):
      for index in match.cases.indices { match.cases[index].type?.moveNames(place) }
      match.fallback?.type?.moveNames(place)
      self = .match(match)
    case .bool, .unsigned, .signed, .ranged, .fixed, .float, .varint, .bytes, .text, .padding: break
    }
  }
}
