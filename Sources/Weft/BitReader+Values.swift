extension BitReader {
  /// A value of another definition.
  @inlinable
  @inline(__always)
  public mutating func read<Value: BitCodable>(_ type: Value.Type, field: StaticString) throws(DecodeError) -> Value {
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
    _ type: Value.Type, at offset: Int, field: StaticString
  ) throws(DecodeError) -> Value {
    do throws(DecodeError) {
      return try Value(decoding: part(at: offset))
    } catch {
      try error.rethrow(within: field)
    }
  }
}
