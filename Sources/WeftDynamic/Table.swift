/// A fixed array of trivial values that costs no reference counting where it is read.
///
/// Indices are those that the `ProgramCompiler` gave out, never numbers from an input; debug builds, in which all tests
/// run, check them.
@safe
struct Table<Element>: @unchecked Sendable {
  private let base: UnsafeMutableBufferPointer<Element>

  init(_ elements: [Element]) {
    unsafe base = .allocate(capacity: elements.count)
    _ = unsafe base.initialize(from: elements)
  }

  func deallocate() { unsafe base.deallocate() }

  @inline(__always)
  subscript(_ index: Int32) -> Element { unsafe base[Int(index)] }

  @inline(__always)
  subscript(_ index: Int) -> Element { unsafe base[index] }
}

/// The nodes of the fields of the records being read, innermost last: a stack in an array whose storage outlives the call.
@safe
struct FieldNodes {
  private let base: UnsafeMutableBufferPointer<Int32>

  init(_ base: UnsafeMutableBufferPointer<Int32>) { unsafe self.base = base }

  /// No node, and (of an optional whose presence bit was read as set) no node yet.
  static let absent: Int32 = -1
  static let present: Int32 = -2

  @inline(__always)
  subscript(_ index: Int) -> Int32 {
    get { unsafe base[index] }
    nonmutating set { unsafe base[index] = newValue }
  }
}
