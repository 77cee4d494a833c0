/// The way from the outermost value to a field, `nodes[3].link`: built without allocation while an error travels outwards.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible {
  @inlinable public init() {}
  @inlinable public mutating func prepend(_ field: StaticString) {}
  @inlinable public mutating func prepend(_ field: StaticString, element index: Int) {}
  public var description: String { "" }
}
