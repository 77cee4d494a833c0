// What expressions ask of the input, and what is asked of expressions.
extension ForeignReader {
  /// An expression's value where one is needed.
  ///
  /// - Throws: ``DecodeError/Reason/expression`` at `bitOffset`, by default the next bit.
  @inlinable
  public func integer(
    _ expression: WireInteger, at bitOffset: Int? = nil, field: FieldName? = nil
  ) throws(DecodeError) -> Int64 {
    guard let value = expression.value else { throw failure(.expression, at: bitOffset, field: field) }
    return value
  }

  /// `if EXPR`.
  @inlinable
  public func isPresent(_ condition: WireInteger, field: FieldName) throws(DecodeError) -> Bool {
    try integer(condition, field: field) != 0
  }

  /// The value of a byte string where one is needed: an argument, a mask, a constant.
  @inlinable
  public func byteString(
    _ expression: WireBytes, at bitOffset: Int? = nil, field: FieldName? = nil
  ) throws(DecodeError) -> [UInt8] {
    guard let value = expression.value else { throw failure(.expression, at: bitOffset, field: field) }
    return value
  }

  /// A stated number of bytes or elements, at most `maximum`.
  @inlinable
  public func count(
    _ expression: WireInteger, maximum: Int = .max, field: FieldName
  ) throws(DecodeError) -> Int {
    let value = try integer(expression, field: field)
    guard let count = Int(exactly: value), count >= 0 else { throw failure(.expression, at: nil, field: field) }
    guard count <= maximum else {
      throw failure(.limitExceeded(found: UInt64(count), maximum: UInt64(maximum)), at: nil, field: field)
    }
    return count
  }

  /// The bits that are left: how many elements that may take none of them a count can state.
  @inlinable
  public var remainingBitCount: Int { limit &- bitOffset }

  /// Bytes up to the end of the region, at most `maximum`.
  @inlinable
  public func countToEnd(maximum: Int = .max, field: FieldName) throws(DecodeError) -> Int {
    let count = (limit &- bitOffset) / 8
    guard count <= maximum else {
      throw failure(.limitExceeded(found: UInt64(count), maximum: UInt64(maximum)), at: nil, field: field)
    }
    return count
  }

  /// A list to the end of its region may go on: it holds fewer than `maximum` elements.
  @inlinable
  public func checkMore(than count: Int, maximum: Int, at start: Int, field: FieldName) throws(DecodeError) {
    guard count < maximum else {
      throw failure(.limitExceeded(found: UInt64(count) + 1, maximum: UInt64(count)), at: start, field: field)
    }
  }

  /// A `match` without a default case, whose subject selects none.
  public func unknownTag(_ tag: Int64, field: FieldName) -> DecodeError {
    failure(.unknownTag(found: UInt64(bitPattern: tag)), at: nil, field: field)
  }

  /// `xor EXPR` of an integer: the mask's low bits.
  public func mask<Value: FixedWidthInteger>(
    _ expression: WireInteger, bitCount: Int, field: FieldName
  ) throws(DecodeError) -> Value {
    let mask = UInt64(bitPattern: try integer(expression, field: field))
    return Value(truncatingIfNeeded: bitCount == 0 ? 0 : mask & (UInt64.max >> UInt64(64 - bitCount)))
  }

  /// `within EXPR`: the next bytes are all that the field sees.
  ///
  /// - Returns: The end of the region around it, for ``leaveRegion(_:field:)``.
  @inlinable
  public mutating func enterRegion(_ extent: WireInteger, field: FieldName) throws(DecodeError) -> Int {
    let byteCount = try count(extent, field: field)
    try require(byteCount, ofBitCount: 8)
    let outer = limit
    limit = bitOffset &+ byteCount &* 8
    return outer
  }

  /// The field must have filled its region.
  @inlinable
  public mutating func leaveRegion(_ outer: Int, field: FieldName) throws(DecodeError) {
    guard bitOffset == limit else { throw failure(.trailingBytes(count: (limit &- bitOffset) / 8), at: nil, field: field) }
    limit = outer
  }

  /// `span(a ... b)` and `self`: the bytes between two bits, with those of the field that is being computed as zeros.
  public func wireBytes(from start: Int, to end: Int, zeroing field: Range<Int> = 0..<0) -> WireBytes {
    var copy: [UInt8] = []
    let zeros = field.isEmpty ? 0..<0 : field.lowerBound / 8..<(field.upperBound + 7) / 8
    for index in start / 8..<max(start, end) / 8 { copy.append(zeros.contains(index) ? 0 : bytes.byte(at: index)) }
    return WireBytes(copy)
  }

  /// `preceding(n)`: the input from its start up to `bitOffset`, without the last n bytes.
  public func precedingBytes(of bitOffset: Int, dropping count: Int) -> WireBytes {
    wireBytes(from: 0, to: max(0, bitOffset - count * 8))
  }

  @inline(never)
  @usableFromInline
  func failure(_ reason: DecodeError.Reason, at bitOffset: Int?, field: FieldName?) -> DecodeError {
    ForeignCode.failure(reason, at: bitOffset ?? self.bitOffset, field: field)
  }
}
