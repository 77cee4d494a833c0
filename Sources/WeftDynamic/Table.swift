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
  subscript(_ index: Int32) -> Element { _read { yield unsafe base[Int(index)] } }

  @inline(__always)
  subscript(_ index: Int) -> Element { _read { yield unsafe base[index] } }

  /// A range of them, handed to `body`.
  @inline(__always)
  func withElements(_ range: Range<Int32>, _ body: (UnsafePointer<Element>, Int) -> Void) {
    if let base = unsafe base.baseAddress { unsafe body(base.advanced(by: Int(range.lowerBound)), range.count) }
  }

  /// All of them, for what goes through them once.
  var elements: [Element] { unsafe Array(base) }
}
