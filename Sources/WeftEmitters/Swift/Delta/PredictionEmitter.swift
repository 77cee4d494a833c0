import WeftSchema

/// Where a baseline is expected to be by now: fields that state it are moved, the others are the newest baseline's.
struct PredictionEmitter {
  let context: SwiftContext
  let id: DefinitionID
  let record: Record

  func emit(into writer: inout SwiftWriter) {
    let depth = context.predictionDepth(of: id)
    if depth == 0 { return }
    let name = SwiftNames.escaped(context.schema[id].name)
    writer.line()
    writer.line("@export(implementation) public static var predictionDepth: Int { \(depth) }")
    writer.line()
    writer.line("@export(implementation)")
    let parameters = ["from newest: \(name)", "second: \(name)?", "third: \(name)?", "ages: \(context.runtime("BaselineAges"))"]
    writer.list("public mutating func predict", parameters, " {")
    writer.indented { writer in
      for (index, field) in record.fields.enumerated() {
        let name = SwiftNames.escaped(field.name)
        guard !record.isAdded(index), index != record.keyField, context.predictionDepth(of: field) > 0 else {
          writer.line("self.\(name) = newest.\(name)")
          continue
        }
        emit(field, name, into: &writer)
      }
      if record.extensibility != nil { writer.line("self.extensionTail = newest.extensionTail") }
    }
    writer.line("}")
  }

  private func emit(_ field: Field, _ name: String, into writer: inout SwiftWriter) {
    let isNumber = if case .difference = field.delta.policy { true } else { false }
    guard field.isOptional else {
      if isNumber { return number(field, "newest.\(name)", name, into: &writer) }
      return writer.line("self.\(name).predict(\(history("newest.\(name)", name)))")
    }
    writer.line("if let value = newest.\(name) {")
    writer.indented { writer in
      if isNumber { return number(field, "value", name, into: &writer) }
      writer.line("var moved = value")
      writer.line("moved.predict(\(history("value", name)))")
      writer.line("self.\(name) = moved")
    }
    writer.line("} else {")
    writer.indented { $0.line("self.\(name) = nil") }
    writer.line("}")
  }

  private func history(_ newest: String, _ name: String) -> String {
    "from: \(newest), second: second?.\(name), third: third?.\(name), ages: ages"
  }

  private func number(_ field: Field, _ newest: String, _ name: String, into writer: inout SwiftWriter) {
    let coding = "self.\(name) = Self.\(SwiftContext.differenceName(field.name))"
    let range = context.rangeArgument(of: field.type, grid: "Self." + SwiftContext.gridName(field.name))
    switch field.delta.predictor {
    case .last:
      writer.list("\(coding).stepped", [newest] + range + ["by: \(field.delta.step)", "ages: ages"], "")
    case .linear(let points):
      let third = points > 2 ? ["third: third?.\(name)"] : []
      writer.list("\(coding).line", [newest] + range + ["second: second?.\(name)"] + third + ["ages: ages"], "")
    }
  }
}

extension SwiftContext {
  /// How many baselines the prediction of a definition looks at; 0 where nothing is predicted.
  func predictionDepth(of id: DefinitionID) -> Int { holdings.predictionDepths[id.index] }

  func predictionDepth(of field: Field) -> Int {
    if case .difference = field.delta.policy { return field.ownPredictionDepth }
    return schema.predictedDefinition(of: field).map { predictionDepth(of: $0) } ?? 0
  }
}

extension Field {
  /// How many baselines the prediction of the number itself looks at.
  var ownPredictionDepth: Int {
    guard case .difference = delta.policy else { return 0 }
    if case .linear(let points) = delta.predictor { return points }
    return delta.step == 0 ? 0 : 1
  }
}

extension Schema {
  /// The record whose fields are predicted in a field: itself, or the elements of a keyed list.
  func predictedDefinition(of field: Field) -> DefinitionID? {
    guard case .changed = field.delta.policy else { return nil }
    switch resolvingAliases(field.type) {
    case .named(let id, _): return id
    case .list(.named(let id, _), .bounded) where isKeyed(.named(id)):
      if case .named(let id, _) = resolvingAliases(.named(id)) { return id }
      return nil
    default: return nil
    }
  }
}
