/// The way from the outermost value to a field, `nodes[3].link`: built without allocation while an error travels outwards.
///
/// It holds the innermost ``capacity`` steps; where there are more, the text starts with `…`: `….link.address`.
public struct FieldPath: Sendable {
  /// How many steps are kept. An element and its field are one step: `nodes[3].link` has two.
  public static let capacity = 8

  /// Innermost first, so that a step outwards is an append.
  private var steps: InlineArray<8, Step>
  private var stepCount: Int

  /// `name`, `name[index]`, or `[index]` where the name is empty: an element of an element.
  private struct Step: Sendable {
    var name: FieldName
    /// -1: no index.
    var index: Int32
  }

  /// The path of the outermost value itself.
  public init() {
    steps = InlineArray(repeating: Step(name: FieldName(""), index: -1))
    stepCount = 0
  }

  public var isEmpty: Bool { stepCount == 0 }

  /// Puts a field in front of the path. An empty name is none: what a list's element, which has no name, fails with.
  public mutating func prepend(_ field: FieldName) {
    if !field.isEmpty { append(Step(name: field, index: -1)) }
  }

  /// Puts an element of a field in front of the path; an empty field name is an element of an element: `grid[3][1]`.
  public mutating func prepend(_ field: FieldName, element index: Int) {
    append(Step(name: field, index: Int32(clamping: index)))
  }

  private mutating func append(_ step: Step) {
    if stepCount < Self.capacity { steps[stepCount] = step }
    stepCount += 1
  }
}

extension FieldPath: CustomStringConvertible {
  /// The steps from the outermost to the innermost, joined by full stops.
  public var description: String {
    var text = stepCount > Self.capacity ? "…" : ""
    for position in stride(from: min(stepCount, Self.capacity) - 1, through: 0, by: -1) {
      let step = steps[position]
      // A name that is nothing but an index, `[1]`, is an element of the element before it.
      if !text.isEmpty && !step.name.isEmpty && step.name.first != UInt8(ascii: "[") { text += "." }
      text += step.name.description
      if step.index >= 0 { text += "[\(step.index)]" }
    }
    return text
  }
}

extension FieldPath: Hashable {
  public static func == (left: FieldPath, right: FieldPath) -> Bool {
    guard left.stepCount == right.stepCount else { return false }
    for position in 0..<min(left.stepCount, capacity) {
      let (left, right) = (left.steps[position], right.steps[position])
      guard left.index == right.index, left.name == right.name else { return false }
    }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(stepCount)
    for position in 0..<min(stepCount, Self.capacity) {
      hasher.combine(steps[position].name)
      hasher.combine(steps[position].index)
    }
  }
}
