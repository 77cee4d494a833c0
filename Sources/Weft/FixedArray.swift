/// `[T * n]`: exactly `count` elements, stored in place.
@frozen
public struct FixedArray<let count: Int, Element> {
  @usableFromInline var storage: InlineArray<count, Element>

  @inlinable
  public init(repeating element: Element) { storage = InlineArray(repeating: element) }

  /// Takes each element from `element`, first to last.
  @inlinable
  public init<Failure: Error>(_ element: (Int) throws(Failure) -> Element) throws(Failure) {
    storage = try InlineArray { index throws(Failure) in try element(index) }
  }

  /// Wraps what is already stored in place.
  @inlinable
  public init(_ storage: InlineArray<count, Element>) { self.storage = storage }

  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// - Precondition: `index` is one of ``indices``.
  @inlinable
  public subscript(index: Int) -> Element {
    // By way of the span: with `storage[index]` in a loop that throws, the optimiser of Swift 6.3.1 crashes.
    get { withElements { $0[index] } }
    set { storage[index] = newValue }
  }

  /// Calls `body` with the elements where they are (a span of them would dangle, see ``FixedBytes``).
  @inlinable
  @inline(__always)
  public func withElements<Result, Failure: Error>(
    _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe withUnsafeBytes(of: storage) { bytes throws(Failure) in
      try body(unsafe bytes.assumingMemoryBound(to: Element.self).span)
    }
  }
}

extension FixedArray: Sendable where Element: Sendable {}
extension FixedArray: BitwiseCopyable where Element: BitwiseCopyable {}

extension FixedArray: ExpressibleByArrayLiteral {
  /// - Precondition: The literal has `count` elements.
  @inlinable
  public init(arrayLiteral elements: Element...) {
    precondition(elements.count == count, "the literal has another number of elements than the array")
    self.init { elements[$0] }
  }
}

extension FixedArray: Equatable where Element: Equatable {
  @inlinable
  public static func == (left: Self, right: Self) -> Bool {
    for index in 0..<count where left[index] != right[index] { return false }
    return true
  }
}

extension FixedArray: Hashable where Element: Hashable {
  @inlinable
  public func hash(into hasher: inout Hasher) {
    for index in 0..<count { hasher.combine(storage[index]) }
  }
}
