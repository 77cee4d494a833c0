import WeftSchema

/// Law 9: what a message can cost at most.
struct Limits {
  /// How deep records and unions are nested, the message itself 1.
  var depth: Int
  /// How many elements all lists together hold.
  var elementCount: Int
}

extension SwiftContext {
  /// Native definitions are acyclic, so that this ends.
  func limits(of id: DefinitionID) -> Limits {
    switch schema[id].body {
    case .record(let record): nested(record.fields.map { limits(of: $0.type) })
    case .union(let union): nested(union.cases.compactMap { $0.type.map { limits(of: $0) } }, isUnion: true)
    case .alias(let alias): limits(of: alias.type)
    case .enumeration, .flags: Limits(depth: 0, elementCount: 0)
    }
  }

  private func nested(_ parts: [Limits], isUnion: Bool = false) -> Limits {
    let counts = parts.map(\.elementCount)
    let elements = isUnion ? counts.max() ?? 0 : counts.reduce(0) { Self.sum($0, $1) }
    return Limits(depth: 1 + (parts.map(\.depth).max() ?? 0), elementCount: elements)
  }

  private func limits(of type: FieldType) -> Limits {
    switch type {
    case .named(let id, _): return limits(of: id)
    case .list(let element, let count):
      let inner = limits(of: element)
      let (product, overflow) = count.maximum.multipliedReportingOverflow(by: Self.sum(1, inner.elementCount))
      return Limits(depth: inner.depth, elementCount: overflow ? Int.max : product)
    default: return Limits(depth: 0, elementCount: 0)
    }
  }

  private static func sum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? Int.max : sum
  }
}
