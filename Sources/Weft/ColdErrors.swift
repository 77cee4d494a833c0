// Errors are made out of line, so that the code that reads and writes stays straight and small (`docs/architecture.md`).

extension DecodeError {
  @inline(never)
  @usableFromInline
  static func codeAboveMaximum(_ found: UInt64, _ maximum: UInt64, at bitOffset: Int, field: StaticString) -> DecodeError {
    DecodeError(.codeAboveMaximum(found: found, maximum: maximum), at: bitOffset).within(field)
  }

  @inline(never)
  @usableFromInline
  static func invalid(_ reason: Reason, at bitOffset: Int, field: StaticString) -> DecodeError {
    DecodeError(reason, at: bitOffset).within(field)
  }

  @inline(never)
  @usableFromInline
  static func padding(at bitOffset: Int) -> DecodeError { DecodeError(.nonZeroPadding, at: bitOffset) }

  @inline(never)
  @usableFromInline
  static func leftOver(bitCount: Int, at bitOffset: Int) -> DecodeError {
    DecodeError(.trailingBytes(count: bitCount / 8), at: bitOffset)
  }
}

extension EncodeError {
  @inline(never)
  @usableFromInline
  static func outOfRange(field: StaticString) -> EncodeError { EncodeError(.outOfRange).within(field) }

  @inline(never)
  @usableFromInline
  static func invalid(_ reason: Reason, field: StaticString) -> EncodeError { EncodeError(reason).within(field) }

  @inline(never)
  @usableFromInline
  static func countOutOfBounds(_ found: Int, _ minimum: Int, _ maximum: Int, field: StaticString) -> EncodeError {
    EncodeError(.countOutOfBounds(found: found, minimum: minimum, maximum: maximum)).within(field)
  }
}
