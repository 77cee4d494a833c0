/// Storage of trivial values that one owner fills, without a check for uniqueness a value.
///
/// Indices are those of values that were appended, never numbers from an input; debug builds, in which all tests run,
/// check them.
@safe @frozen @usableFromInline
struct GrowingBuffer<Element>: @unchecked Sendable {
  @usableFromInline var count = 0
  @usableFromInline var capacity = 0
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var storage: Storage?

  /// What is freed with the last copy.
  @safe @usableFromInline
  final class Storage: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>
    init(capacity: Int) { unsafe base = .allocate(capacity: capacity) }
    deinit { unsafe base.deallocate() }
  }

  @usableFromInline init() { unsafe base = UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment).unsafelyUnwrapped }

  @usableFromInline
  subscript(_ index: Int) -> Element {
    @inlinable _read {
      assert(index >= 0 && index < count)
      yield unsafe base[index]
    }
    @inline(__always) nonmutating _modify {
      assert(index >= 0 && index < count)
      yield unsafe &base[index]
    }
  }

  /// Before a value is changed, if there may be a copy.
  @inline(__always)
  mutating func makeUnique() {
    if capacity > 0, !isKnownUniquelyReferenced(&storage) { reserve(capacity) }
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { reserve(max(64, capacity * 2)) }
    unsafe base.advanced(by: count).initialize(to: element)
    count += 1
  }

  /// The values beyond `count` are what they were.
  @inline(__always)
  mutating func grow(to newCount: Int) {
    if newCount > capacity { reserve(max(64, newCount, capacity * 2)) }
    count = newCount
  }

  @inline(never)
  private mutating func reserve(_ newCapacity: Int) {
    let new = Storage(capacity: newCapacity)
    unsafe new.base.initialize(from: base, count: count)
    unsafe base = new.base
    storage = new
    capacity = newCapacity
  }
}
