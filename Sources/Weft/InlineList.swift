/// What a bounded list decodes into: an array, or an ``InlineList`` that takes its elements in place.
public protocol ElementList: ExpressibleByArrayLiteral where ArrayLiteralElement == Element {
  associatedtype Element
  var count: Int { get }
  subscript(index: Int) -> Element { get set }
  mutating func append(_ element: Element)
  mutating func append(contentsOf list: Self)
  mutating func append(contentsOf elements: [Element])
  mutating func removeAll(keepingCapacity keepsCapacity: Bool)
  mutating func reserveCapacity(_ count: Int)
}

extension Array: ElementList {}

/// `inline [T, max: capacity]`: up to `capacity` elements, stored in place, without an allocation.
@frozen
public struct InlineList<let capacity: Int, Element>: ElementList {
  @usableFromInline var storage: InlineArray<capacity, Element?>
  /// How many elements there are.
  @inlinable
  public var count: Int { used }
  @usableFromInline var used: Int

  @inlinable
  public init() {
    storage = InlineArray(repeating: nil)
    used = 0
  }

  /// Takes `count` elements, at most `capacity`, from `element`, first to last.
  @inlinable
  @inline(__always)
  init<Failure: Error>(count: Int, _ element: (Int) throws(Failure) -> Element) throws(Failure) {
    self.init()
    try unsafe withUnsafeMutableBytes(of: &storage) { bytes throws(Failure) in
      let places = unsafe bytes.assumingMemoryBound(to: Element?.self)
      for index in 0..<count { unsafe places[index] = try element(index) }
    }
    used = count
  }

  /// - Precondition: There are at most `capacity` elements.
  @inlinable
  public init(arrayLiteral elements: Element...) {
    self.init()
    for element in elements { append(element) }
  }

  /// `nil` if there are more than `capacity` elements.
  @inlinable
  public init?(_ elements: [Element]) {
    guard elements.count <= capacity else { return nil }
    self.init()
    for element in elements { append(element) }
  }

  @inlinable
  public var isEmpty: Bool { used == 0 }

  @inlinable
  public var indices: Range<Int> { 0..<used }

  /// - Precondition: `index` is one of ``indices``.
  @inlinable
  public subscript(index: Int) -> Element {
    get {
      guard index < used, let element = storage[index] else { preconditionFailure("no element has this index") }
      return element
    }
    set {
      precondition(index < used, "no element has this index")
      storage[index] = newValue
    }
  }

  /// - Precondition: There are fewer than `capacity` elements.
  @inlinable
  public mutating func append(_ element: Element) {
    storage[used] = element
    used += 1
  }

  /// - Precondition: There is room for them.
  @inlinable
  public mutating func append(contentsOf list: Self) {
    for index in 0..<list.count { append(list[index]) }
  }

  /// - Precondition: There is room for them.
  @inlinable
  public mutating func append(contentsOf elements: [Element]) {
    for element in elements { append(element) }
  }

  /// The storage stays as it is.
  @inlinable
  public mutating func removeAll(keepingCapacity keepsCapacity: Bool = false) {
    for index in 0..<used { storage[index] = nil }
    used = 0
  }

  /// Nothing: the storage has its capacity.
  @inlinable
  public mutating func reserveCapacity(_ count: Int) {}

  /// Calls `body` with each element, first to last.
  @inlinable
  public func forEach<Failure: Error>(_ body: (Element) throws(Failure) -> Void) throws(Failure) {
    for index in 0..<used { try body(self[index]) }
  }
}

extension InlineList: Sendable where Element: Sendable {}

extension InlineList: Equatable where Element: Equatable {
  @inlinable
  public static func == (left: Self, right: Self) -> Bool {
    guard left.used == right.used else { return false }
    for index in 0..<left.used where left[index] != right[index] { return false }
    return true
  }
}

extension InlineList: Hashable where Element: Hashable {
  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(used)
    for index in 0..<used { hasher.combine(self[index]) }
  }
}

extension InlineList: WireEquatable where Element: WireEquatable {
  @inlinable
  public func hasSameBits(as other: Self) -> Bool {
    guard used == other.used else { return false }
    for index in 0..<used where !self[index].hasSameBits(as: other[index]) { return false }
    return true
  }

  @inlinable
  public func hashBits(into hasher: inout Hasher) {
    hasher.combine(used)
    for index in 0..<used { self[index].hashBits(into: &hasher) }
  }
}
