/// `inline bytes[max: capacity]`: up to `capacity` bytes, stored in place. Those behind the last one are zero.
@frozen
public struct InlineBytes<let capacity: Int>: Sendable, BitwiseCopyable {
  @usableFromInline var storage: InlineArray<capacity, UInt8>
  @usableFromInline var used: Int

  @inlinable
  public init() {
    storage = InlineArray(repeating: 0)
    used = 0
  }

  /// `nil` if there are more than `capacity` bytes.
  @inlinable
  public init?(_ bytes: [UInt8]) {
    guard bytes.count <= capacity else { return nil }
    self.init()
    for byte in bytes { append(byte) }
  }

  /// How many bytes there are.
  @inlinable
  public var count: Int { used }

  @inlinable
  public var isEmpty: Bool { used == 0 }

  @inlinable
  public var indices: Range<Int> { 0..<used }

  /// - Precondition: `index` is one of ``indices``.
  @inlinable
  public subscript(index: Int) -> UInt8 {
    get {
      precondition(index < used, "no byte has this index")
      return storage[index]
    }
    set {
      precondition(index < used, "no byte has this index")
      storage[index] = newValue
    }
  }

  /// - Precondition: There are fewer than `capacity` bytes.
  @inlinable
  public mutating func append(_ byte: UInt8) {
    storage[used] = byte
    used += 1
  }

  /// Calls `body` with the bytes where they are (a span of them would dangle, see ``FixedBytes``).
  @inlinable
  @inline(__always)
  public func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
    try unsafe withUnsafeBytes(of: storage) { bytes throws(Failure) in
      try body(unsafe UnsafeRawBufferPointer(rebasing: bytes[0..<used]).bytes)
    }
  }
}

extension InlineBytes: ExpressibleByArrayLiteral {
  /// - Precondition: There are at most `capacity` bytes.
  @inlinable
  public init(arrayLiteral elements: UInt8...) {
    self.init()
    for byte in elements { append(byte) }
  }
}

extension InlineBytes: Hashable {
  @inlinable
  public static func == (left: Self, right: Self) -> Bool {
    guard left.used == right.used else { return false }
    let count = left.used
    var (left, right) = (left.storage, right.storage)
    return unsafe areEqual(&left, &right, count: count)
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(used)
    var bytes = storage
    unsafe combine(&bytes, count: used, into: &hasher)
  }
}

extension Array where Element == UInt8 {
  /// The bytes in an array of their own.
  @inlinable
  public init<let capacity: Int>(_ bytes: InlineBytes<capacity>) {
    self.init(repeating: 0, count: bytes.count)
    for index in 0..<bytes.count { self[index] = bytes[index] }
  }
}
