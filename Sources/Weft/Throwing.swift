// Errors are made and thrown out of line, so that the code that reads and writes stays straight and small. What generated
// code calls is not compiled into it, and takes no more than its registers hold.

extension DecodeError {
  /// An error of the field at `bitOffset` of the input.
  @export(interface)
  public static func fail(_ reason: Reason, at bitOffset: Int, field: FieldName) throws(DecodeError) -> Never {
    throw DecodeError(reason, at: bitOffset).within(field)
  }

  /// An error of the value at `bitOffset` itself.
  @export(interface)
  public static func fail(_ reason: Reason, at bitOffset: Int) throws(DecodeError) -> Never {
    throw DecodeError(reason, at: bitOffset)
  }

  @export(interface)
  public static func failAboveMaximum(
    _ found: UInt64, _ maximum: UInt64, at bitOffset: Int, field: FieldName
  ) throws(DecodeError) -> Never {
    throw DecodeError(.codeAboveMaximum(found: found, maximum: maximum), at: bitOffset).within(field)
  }

  @export(interface)
  public static func failUnknownCase(_ found: UInt64, at bitOffset: Int) throws(DecodeError) -> Never {
    throw DecodeError(.unknownCase(found: found), at: bitOffset)
  }

  /// The input ends at `limit`, before the `bitCount` bits from `position` on.
  @export(interface)
  public static func failTruncated(bitCount: Int, from position: Int, limit: Int) throws(DecodeError) -> Never {
    throw DecodeError(.truncated(neededBitCount: bitCount &- (limit &- position)), at: limit)
  }

  /// Padding from `position` on that is not zero, or else the bytes behind it.
  @export(interface)
  public static func failLeftOver(_ bytes: RawSpan, at position: Int, limit: Int) throws(DecodeError) -> Never {
    var reader = BitReader(bytes)
    reader.position = position
    let padding = try reader.run(bitCount: -position & 7)
    if position & 7 != 0 && padding.bits(at: 0, count: -position & 7) != 0 { try padding.fail(.nonZeroPadding) }
    throw DecodeError(.trailingBytes(count: (limit &- reader.position) / 8), at: reader.position)
  }
}

extension DecodeError {
  /// Throws the same error, one level further out.
  @export(interface)
  public consuming func rethrow(within field: FieldName) throws(DecodeError) -> Never { throw within(field) }

  /// Throws the same error, seen from the list that holds the element.
  @export(interface)
  public consuming func rethrow(within field: FieldName, element index: Int) throws(DecodeError) -> Never {
    throw within(field, element: index)
  }

  /// Throws the same error, seen from the list whose element, not a record, was being read. The input's end is the record's
  /// own error, and has its path (`docs/language.md`, "Runs").
  @export(interface)
  public consuming func rethrow(inList field: FieldName, element index: Int) throws(DecodeError) -> Never {
    if case .truncated = reason, path.isEmpty { throw self }
    throw within(field, element: index)
  }
}

extension BitRun {
  /// An error of the field at `offset`.
  @inlinable
  @inline(__always)
  public func fail(_ reason: DecodeError.Reason, at offset: Int, field: FieldName) throws(DecodeError) -> Never {
    try DecodeError.fail(reason, at: start &+ offset, field: field)
  }

  /// An error of the value at the start of the run: a closed enum's code without a case, flags without a name.
  @inlinable
  @inline(__always)
  public func fail(_ reason: DecodeError.Reason) throws(DecodeError) -> Never {
    try DecodeError.fail(reason, at: start)
  }
}

extension BitReader {
  /// The input ends before the next `bitCount` bits.
  @inlinable
  @inline(__always)
  func truncated(bitCount: Int) throws(DecodeError) -> Never {
    try DecodeError.failTruncated(bitCount: bitCount, from: position, limit: limit)
  }
}

extension EncodeError {
  /// An error of a field.
  @export(interface)
  public static func fail(_ reason: Reason, field: FieldName) throws(EncodeError) -> Never {
    throw EncodeError(reason).within(field)
  }

  /// An error of the value itself: a raw code that its definition does not have.
  @export(interface)
  public static func fail(_ reason: Reason) throws(EncodeError) -> Never { throw EncodeError(reason) }

  @export(interface)
  public static func failOutOfRange(field: FieldName) throws(EncodeError) -> Never {
    throw EncodeError(.outOfRange).within(field)
  }

  /// A real that is not finite or rounds to a code outside its range.
  @export(interface)
  public static func failOffGrid(_ value: Double, field: FieldName) throws(EncodeError) -> Never {
    throw EncodeError(value.isFinite ? .outOfRange : .notFinite).within(field)
  }

  @export(interface)
  public static func failCount(_ found: Int, minimum: Int, maximum: Int, field: FieldName) throws(EncodeError) -> Never {
    throw EncodeError(.countOutOfBounds(found: found, minimum: minimum, maximum: maximum)).within(field)
  }

  /// The buffer has no room for `bitCount` bits behind the first `bitOffset`.
  @export(interface)
  public static func failTooSmall(bitCount: Int, behind bitOffset: Int) throws(EncodeError) -> Never {
    throw EncodeError(.bufferTooSmall(neededByteCount: (bitOffset + bitCount + 7) / 8))
  }
}

extension EncodeError {
  /// Throws the same error, one level further out.
  @export(interface)
  public consuming func rethrow(within field: FieldName) throws(EncodeError) -> Never { throw within(field) }

  /// Throws the same error, seen from the list that holds the element.
  @export(interface)
  public consuming func rethrow(within field: FieldName, element index: Int) throws(EncodeError) -> Never {
    throw within(field, element: index)
  }
}

extension BitWriter {
  @inlinable
  @inline(__always)
  public func fail(_ reason: EncodeError.Reason, field: FieldName) throws(EncodeError) -> Never {
    try EncodeError.fail(reason, field: field)
  }

  /// An error of the value itself: a raw code that its definition does not have.
  @inlinable
  @inline(__always)
  public func fail(_ reason: EncodeError.Reason) throws(EncodeError) -> Never { try EncodeError.fail(reason) }
}
