/// The way from the outermost value to a field, `nodes[3].link`: built without allocation while an error travels outwards.
///
/// It holds the innermost ``capacity`` steps; where there are more, the text starts with `…`: `….link.address`.
public struct FieldPath: Sendable {
  /// How many steps are kept. An element and its field are one step: `nodes[3].link` has two.
  public static let capacity = 8

  /// Innermost first, so that a step outwards is an append.
  @usableFromInline var steps: InlineArray<8, Step>
  @usableFromInline var stepCount: Int

  /// `name`, `name[index]`, or `[index]` where the name is empty: an element of an element.
  @usableFromInline
  struct Step: Sendable {
    @usableFromInline var name: StaticString
    /// -1: no index.
    @usableFromInline var index: Int32

    @usableFromInline
    init(name: StaticString, index: Int32) {
      self.name = name
      self.index = index
    }
  }

  /// The path of the outermost value itself.
  @inlinable
  public init() {
    steps = InlineArray(repeating: Step(name: "", index: -1))
    stepCount = 0
  }

  public var isEmpty: Bool { stepCount == 0 }

  /// Puts a field in front of the path. An empty name is none: what a list's element, which has no name, fails with.
  @inline(never)
  public mutating func prepend(_ field: StaticString) {
    if field.utf8CodeUnitCount > 0 { append(Step(name: field, index: -1)) }
  }

  /// Puts an element of a field in front of the path; an empty field name is an element of an element: `grid[3][1]`.
  @inline(never)
  public mutating func prepend(_ field: StaticString, element index: Int) {
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
      let isIndex = step.name.withUTF8Buffer { unsafe $0.first == UInt8(ascii: "[") }
      if !text.isEmpty && step.name.utf8CodeUnitCount > 0 && !isIndex { text += "." }
      text += step.name.description
      if step.index >= 0 { text += "[\(step.index)]" }
    }
    return text
  }
}

extension FieldPath: Hashable {
  public static func == (left: FieldPath, right: FieldPath) -> Bool {
    guard left.stepCount == right.stepCount else { return false }
    for position in 0..<min(left.stepCount, capacity) where left.steps[position] != right.steps[position] { return false }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(stepCount)
    for position in 0..<min(stepCount, Self.capacity) { steps[position].hash(into: &hasher) }
  }
}

extension FieldPath.Step: Hashable {
  @usableFromInline
  static func == (left: Self, right: Self) -> Bool {
    left.index == right.index
      && left.name.withUTF8Buffer { left in
        right.name.withUTF8Buffer { right in unsafe left.elementsEqual(right) }
      }
  }

  @usableFromInline
  func hash(into hasher: inout Hasher) {
    hasher.combine(index)
    name.withUTF8Buffer { name in
      for position in 0..<name.count { hasher.combine(unsafe name[position]) }
    }
  }
}
