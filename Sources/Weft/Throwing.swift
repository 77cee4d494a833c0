// Errors are made and thrown out of line, so that the code that reads and writes stays straight and small.

extension BitRun {
  /// An error of the field at `offset`.
  @inline(never)
  public func fail(_ reason: DecodeError.Reason, at offset: Int, field: StaticString) throws(DecodeError) -> Never {
    throw DecodeError(reason, at: start &+ offset).within(field)
  }

  /// An error of the value at the start of the run: a closed enum's code without a case, flags without a name.
  @inline(never)
  public func fail(_ reason: DecodeError.Reason) throws(DecodeError) -> Never {
    throw DecodeError(reason, at: start)
  }

  @inline(never)
  @usableFromInline
  func codeAboveMaximum(
    _ found: UInt64, _ maximum: UInt64, at offset: Int, field: StaticString
  ) throws(DecodeError) -> Never {
    try fail(.codeAboveMaximum(found: found, maximum: maximum), at: offset, field: field)
  }
}

extension BitReader {
  @inline(never)
  @usableFromInline
  func truncated(bitCount: Int) throws(DecodeError) -> Never {
    throw DecodeError(.truncated(neededBitCount: bitCount &- (limit &- position)), at: limit)
  }

  /// Padding that is not zero, or else the bytes behind it.
  @inline(never)
  @usableFromInline
  static func leftOver(_ bytes: RawSpan, at position: Int, limit: Int) throws(DecodeError) -> Never {
    var reader = BitReader(bytes)
    reader.position = position
    let padding = try reader.run(bitCount: -position & 7)
    if position & 7 != 0 && padding.bits(at: 0, count: -position & 7) != 0 { try padding.fail(.nonZeroPadding) }
    throw DecodeError(.trailingBytes(count: (limit &- reader.position) / 8), at: reader.position)
  }
}

extension DecodeError {
  /// Throws the same error, one level further out.
  @inline(never)
  public consuming func rethrow(within field: StaticString) throws(DecodeError) -> Never {
    throw within(field)
  }

  /// Throws the same error, seen from the list that holds the element.
  @inline(never)
  public consuming func rethrow(within field: StaticString, element index: Int) throws(DecodeError) -> Never {
    throw within(field, element: index)
  }
}

extension DecodeError {
  /// Throws the same error, seen from the list whose element, not a record, was being read. The input's end is the record's
  /// own error, and has its path (`docs/language.md`, "Runs").
  @inline(never)
  public consuming func rethrow(inList field: StaticString, element index: Int) throws(DecodeError) -> Never {
    if case .truncated = reason, path.isEmpty { throw self }
    throw within(field, element: index)
  }
}

extension BitWriter {
  @inline(never)
  public func fail(_ reason: EncodeError.Reason, field: StaticString) throws(EncodeError) -> Never {
    throw EncodeError(reason).within(field)
  }

  /// An error of the value itself: a raw code that its definition does not have.
  @inline(never)
  public func fail(_ reason: EncodeError.Reason) throws(EncodeError) -> Never { throw EncodeError(reason) }

  @inline(never)
  @usableFromInline
  func outOfRange(field: StaticString) throws(EncodeError) -> Never { throw EncodeError(.outOfRange).within(field) }

  @inline(never)
  @usableFromInline
  func overflow(bitCount: Int) throws(EncodeError) -> Never {
    throw EncodeError(.bufferTooSmall(neededByteCount: (bitOffset + bitCount + 7) / 8))
  }
}

extension EncodeError {
  /// Throws the same error, one level further out.
  @inline(never)
  public consuming func rethrow(within field: StaticString) throws(EncodeError) -> Never {
    throw within(field)
  }

  /// Throws the same error, seen from the list that holds the element.
  @inline(never)
  public consuming func rethrow(within field: StaticString, element index: Int) throws(EncodeError) -> Never {
    throw within(field, element: index)
  }
}
