extension BitReader {
  /// A value of another definition.
  @inlinable
  @inline(__always)
  public mutating func read<Value: BitCodable>(_ type: Value.Type, field: FieldName) throws(DecodeError) -> Value {
    do throws(DecodeError) {
      return try Value(decoding: &self)
    } catch {
      try error.rethrow(within: field)
    }
  }
}

extension BitRun {
  /// A value of another definition of constant size, inside the run.
  @inlinable
  @inline(__always)
  public func read<Value: ConstantSizeCodable>(
    _ type: Value.Type, at offset: Int, field: FieldName
  ) throws(DecodeError) -> Value {
    do throws(DecodeError) {
      return try Value(decoding: part(at: offset))
    } catch {
      try error.rethrow(within: field)
    }
  }
}

extension BitRun {
  /// What begins here and has `bitCount` bits, however much of the run follows: where a value knows its own end, each of its
  /// fields is one load or none, in code that is not compiled into its caller too.
  @inlinable
  @inline(__always)
  @_lifetime(copy self)
  public func first(_ count: Int) -> BitRun {
    // The count is one that the compiler knows, either way: with it each field is one load, or none.
    let last = count == bitCount ? last : BitReader.lastWord(of: bytes, at: start, bitCount: count)
    return BitRun(bytes: bytes, last: last, start: start, bitCount: count)
  }
}
