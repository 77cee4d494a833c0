/// An enum or a set of flags: a value that is one code of constant width.
public protocol CodedValue: ConstantSizeCodable {
  /// The code on the wire.
  ///
  /// - Throws: ``EncodeError/Reason/unknownCode(found:)`` for a raw value that has no place on the wire.
  func code() throws(EncodeError) -> UInt64
}

extension CodedValue {
  @inlinable
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    let code = try code()
    try writer.reserve(bitCount: Self.bitCount)
    writer.put(code, bitCount: Self.bitCount)
  }

  /// A raw value that has no place on the wire.
  @inline(never)
  public func unknownCode(_ found: UInt64) throws(EncodeError) -> Never { throw EncodeError(.unknownCode(found: found)) }
}

extension BitWriter {
  /// The code of an enum or of flags.
  @inlinable
  @inline(__always)
  public func code<Value: CodedValue>(_ value: Value, field: StaticString) throws(EncodeError) -> UInt64 {
    do throws(EncodeError) {
      return try value.code()
    } catch {
      try error.rethrow(within: field)
    }
  }
}
