/// Values that a `ValueTree` holds, one behind the other. Copies share their storage until one of them changes.
@frozen
public struct TreeItems<Element: Sendable>: RandomAccessCollection, Sendable {
  /// What the interpreter works on, after `makeUnique`.
  @usableFromInline var buffer = GrowingBuffer<Element>()

  public init() {}

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { buffer.count }
  @inlinable public var count: Int { buffer.count }

  public internal(set) subscript(_ index: Int) -> Element {
    @inlinable get {
      precondition(index >= 0 && index < buffer.count, "no such item")
      return buffer[index]
    }
    set {
      precondition(index >= 0 && index < buffer.count, "no such item")
      buffer.makeUnique()
      buffer[index] = newValue
    }
  }

  mutating func append(_ element: Element) {
    buffer.makeUnique()
    buffer.append(element)
  }

  mutating func removeAll() { buffer.count = 0 }

  mutating func removeAll(where isRemoved: (Element) -> Bool) {
    buffer.makeUnique()
    var kept = 0
    for index in 0..<count where !isRemoved(buffer[index]) {
      buffer[kept] = buffer[index]
      kept += 1
    }
    buffer.count = kept
  }
}
