/// Up to 64 bits on their way to a ``BitWriter``, each field at a constant offset: what ``BitRun`` is for reading.
@frozen
public struct BitWord {
  @usableFromInline var bits: UInt64

  @inlinable
  @inline(__always)
  public init() { bits = 0 }

  @inlinable
  @inline(__always)
  mutating func insert(_ code: UInt64, at offset: Int) { bits |= code &<< UInt64(truncatingIfNeeded: offset) }

  @inlinable
  @inline(__always)
  public mutating func put(_ value: Bool, at offset: Int) { insert(value ? 1 : 0, at: offset) }

  /// `u1`…`u64`, `i1`…`i64`.
  ///
  /// - Throws: ``EncodeError/Reason/outOfRange`` if the value needs more than `count` bits.
  @inlinable
  @inline(__always)
  public mutating func put<Value: FixedWidthInteger>(
    _ value: Value, at offset: Int, count: Int, field: StaticString
  ) throws(EncodeError) {
    let unused = UInt64(truncatingIfNeeded: 64 &- count)
    if count < Value.bitWidth {
      let wide = Int64(truncatingIfNeeded: value)
      let code = UInt64(bitPattern: wide)
      let signed = UInt64(bitPattern: (wide &<< Int64(bitPattern: unused)) &>> Int64(bitPattern: unused))
      guard (Value.isSigned ? signed : (code &<< unused) &>> unused) == code else { throw .outOfRange(field: field) }
    }
    insert((UInt64(truncatingIfNeeded: value) &<< unused) &>> unused, at: offset)
  }

  /// `int(a...b)`.
  @inlinable
  @inline(__always)
  public mutating func put<Value: FixedWidthInteger>(
    _ value: Value, at offset: Int, in range: ClosedRange<Value>, field: StaticString
  ) throws(EncodeError) {
    let lower = UInt64(truncatingIfNeeded: range.lowerBound)
    let code = UInt64(truncatingIfNeeded: value) &- lower
    guard code <= UInt64(truncatingIfNeeded: range.upperBound) &- lower else { throw .outOfRange(field: field) }
    insert(code, at: offset)
  }
}

extension BitWriter {
  /// The low `bitCount` bits of a word. There is room for them: `reserve` has seen to that.
  @inlinable
  @inline(__always)
  public mutating func put(_ word: BitWord, bitCount: Int) { put(word.bits, bitCount: bitCount) }
}
