/// `bytes[n]`: exactly `count` bytes, stored in place.
@frozen
public struct FixedBytes<let count: Int>: Sendable, BitwiseCopyable {
  @usableFromInline var storage: InlineArray<count, UInt8>

  @inlinable
  public init(repeating byte: UInt8) { storage = InlineArray(repeating: byte) }

  /// Takes each byte from `byte`, first to last.
  @inlinable
  public init<Failure: Error>(_ byte: (Int) throws(Failure) -> UInt8) throws(Failure) {
    storage = try InlineArray { index throws(Failure) in try byte(index) }
  }

  /// `nil` if there are not exactly `count` bytes.
  @inlinable
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == count else { return nil }
    storage = InlineArray { bytes[$0] }
  }

  @inlinable
  init(_ storage: InlineArray<count, UInt8>) { self.storage = storage }

  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// - Precondition: `index` is one of ``indices``.
  @inlinable
  public subscript(index: Int) -> UInt8 {
    // By way of the span, as in ``FixedArray``.
    get { withBytes { unsafe $0.unsafeLoad(fromByteOffset: index, as: UInt8.self) } }
    set { storage[index] = newValue }
  }

  /// Calls `body` with the bytes where they are.
  ///
  /// A property that hands out their span would be shorter, and dangle: Swift 6.3 copies the value that it borrows from, and
  /// in release builds drops the copy's contents.
  @inlinable
  @inline(__always)
  public func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
    try unsafe withUnsafeBytes(of: storage) { bytes throws(Failure) in try body(unsafe bytes.bytes) }
  }
}

extension FixedBytes: ExpressibleByArrayLiteral {
  /// - Precondition: The literal has `count` elements.
  @inlinable
  public init(arrayLiteral elements: UInt8...) {
    precondition(elements.count == count, "the literal has another number of bytes than the type")
    self.init { elements[$0] }
  }
}

extension FixedBytes: Hashable {
  @inlinable
  public static func == (left: Self, right: Self) -> Bool {
    // By copies, which cost nothing, and not by closures, which every user's compiler has to take apart.
    var (left, right) = (left.storage, right.storage)
    return unsafe areEqual(&left, &right, count: count)
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    var bytes = storage
    unsafe combine(&bytes, count: count, into: &hasher)
  }
}

extension FixedBytes: Comparable {
  /// As numbers of `count` bytes, the first the most significant.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool {
    left.withBytes { left in right.withBytes { right in isLess(left, right) } }
  }
}

// One copy for all counts: to compare and hash is called, and not compiled into every type that holds bytes.

@usableFromInline
@inline(never)
func areEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, count: Int) -> Bool {
  var index = 0
  while index + 8 <= count {
    let words = unsafe (
      left.loadUnaligned(fromByteOffset: index, as: UInt64.self), right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    )
    if words.0 != words.1 { return false }
    index += 8
  }
  while index < count {
    let bytes = unsafe (left.load(fromByteOffset: index, as: UInt8.self), right.load(fromByteOffset: index, as: UInt8.self))
    if bytes.0 != bytes.1 { return false }
    index += 1
  }
  return true
}

@usableFromInline
@inline(never)
func isLess(_ left: RawSpan, _ right: RawSpan) -> Bool {
  for index in 0..<min(left.byteCount, right.byteCount) where left.byte(at: index) != right.byte(at: index) {
    return left.byte(at: index) < right.byte(at: index)
  }
  return left.byteCount < right.byteCount
}

@usableFromInline
@inline(never)
func combine(_ bytes: UnsafeRawPointer, count: Int, into hasher: inout Hasher) {
  unsafe hasher.combine(bytes: UnsafeRawBufferPointer(start: bytes, count: count))
}

extension Array where Element == UInt8 {
  /// The bytes in an array of their own.
  @inlinable
  public init<let count: Int>(_ bytes: FixedBytes<count>) {
    self.init(repeating: 0, count: count)
    for index in 0..<count { self[index] = bytes[index] }
  }
}
