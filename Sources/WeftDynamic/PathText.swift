import Weft

extension Program {
  /// The text that `FieldPath` gives for the same parts, outermost first: an element and its field are one step, and the innermost
  /// `FieldPath.capacity` steps are kept.
  func text(ofPath path: some BidirectionalCollection<Interpreter.PathPart>) -> String {
    var steps: [String] = []
    var index = ""
    for part in path.reversed() {
      switch part {
      case .element(let element):
        if !index.isEmpty { steps.append(index) }
        index = "[\(element)]"
      case .caseName(let name):
        steps.append(names.cases[Int(name)] + index)
        index = ""
      case .matchCase(let name): index = "." + names.cases[Int(name)] + index
      case .field(let field):
        steps.append(names.fields[Int(field)] + index)
        index = ""
      }
    }
    if !index.isEmpty { steps.append(index) }
    var text = steps.count > FieldPath.capacity ? "…" : ""
    for step in steps.prefix(FieldPath.capacity).reversed() {
      if !text.isEmpty && !step.hasPrefix("[") { text += "." }
      text += step
    }
    return text
  }
}
