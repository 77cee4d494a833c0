// Lists of integers: one call each, which no user compiles again. As in ``BitRun`` there is a function for each type.

extension BitReader {
  /// `count` integers of `bitCount` bits, one run (`docs/language.md`, "Runs").
  @inline(__always)
  mutating func integers<Value: FixedWidthInteger>(count: Int, bitCount: Int) throws(DecodeError) -> [Value] {
    let run = try run(bitCount: count &* bitCount)
    var list: [Value] = []
    list.reserveCapacity(count)
    for index in 0..<count {
      let code =
        Value.isSigned
        ? UInt64(bitPattern: run.signedCode(at: index &* bitCount, count: bitCount))
        : run.code(at: index &* bitCount, count: bitCount)
      list.append(Value(truncatingIfNeeded: code))
    }
    return list
  }

  /// `count` integers of a range.
  @inline(__always)
  mutating func integers<Value: FixedWidthInteger>(
    count: Int, in range: ClosedRange<Value>, field: FieldName
  ) throws(DecodeError) -> [Value] {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    let bitCount = 64 &- (upper &- lower).leadingZeroBitCount
    let run = try run(bitCount: count &* bitCount)
    var list: [Value] = []
    list.reserveCapacity(count)
    for index in 0..<count {
      do throws(DecodeError) {
        let value = try run.ranged(at: index &* bitCount, from: lower, through: upper, field: "")
        list.append(Value(truncatingIfNeeded: value))
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
    return list
  }

  /// `count` varints.
  @export(interface)
  public mutating func readVarints(count: Int, field: FieldName) throws(DecodeError) -> [UInt64] {
    // Each takes at least a byte.
    var list: [UInt64] = []
    list.reserveCapacity(min(count, remainingBitCount / 8))
    for index in 0..<count {
      do throws(DecodeError) {
        list.append(try readVarint(field: ""))
      } catch {
        try error.rethrow(inList: field, element: index)
      }
    }
    return list
  }

  /// `count` signed varints.
  @export(interface)
  public mutating func readSignedVarints(count: Int, field: FieldName) throws(DecodeError) -> [Int64] {
    try readVarints(count: count, field: field).map { Int64(bitPattern: $0 >> 1 ^ (0 &- $0 & 1)) }
  }
}

extension BitWriter {
  @inline(__always)
  mutating func put<Value: FixedWidthInteger>(
    list: [Value], bitCount: Int, field: FieldName
  ) throws(EncodeError) {
    try reserve(bitCount: list.count &* bitCount)
    for index in list.indices {
      do throws(EncodeError) {
        let code =
          Value.isSigned
          ? try code(fitting: Int64(truncatingIfNeeded: list[index]), bitCount: bitCount, field: "")
          : try code(fitting: UInt64(truncatingIfNeeded: list[index]), bitCount: bitCount, field: "")
        put(code, bitCount: bitCount)
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }

  @inline(__always)
  mutating func put<Value: FixedWidthInteger>(
    list: [Value], in range: ClosedRange<Value>, field: FieldName
  ) throws(EncodeError) {
    let (lower, upper) = (UInt64(truncatingIfNeeded: range.lowerBound), UInt64(truncatingIfNeeded: range.upperBound))
    let bitCount = 64 &- (upper &- lower).leadingZeroBitCount
    try reserve(bitCount: list.count &* bitCount)
    for index in list.indices {
      do throws(EncodeError) {
        let code = try code(UInt64(truncatingIfNeeded: list[index]), from: lower, through: upper, field: "")
        put(code, bitCount: bitCount)
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }

  /// Puts varints.
  @export(interface)
  public mutating func put(varints list: [UInt64], field: FieldName) throws(EncodeError) {
    for index in list.indices {
      do throws(EncodeError) {
        try putVarint(list[index])
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }

  /// Puts signed varints.
  @export(interface)
  public mutating func put(varints list: [Int64], field: FieldName) throws(EncodeError) {
    for index in list.indices {
      do throws(EncodeError) {
        try putVarint(list[index])
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }
}

/// A `[uN, max: n]` or `[iN, max: n]`, behind its count.
extension BitReader {
  @export(interface)
  public mutating func readIntegers(count: Int, bitCount: Int) throws(DecodeError) -> [UInt8] {
    try integers(count: count, bitCount: bitCount)
  }

  @export(interface)
  public mutating func readIntegers(count: Int, bitCount: Int) throws(DecodeError) -> [UInt16] {
    try integers(count: count, bitCount: bitCount)
  }

  @export(interface)
  public mutating func readIntegers(count: Int, bitCount: Int) throws(DecodeError) -> [UInt32] {
    try integers(count: count, bitCount: bitCount)
  }

  @export(interface)
  public mutating func readIntegers(count: Int, bitCount: Int) throws(DecodeError) -> [UInt64] {
    try integers(count: count, bitCount: bitCount)
  }

  @export(interface)
  public mutating func readIntegers(count: Int, bitCount: Int) throws(DecodeError) -> [Int8] {
    try integers(count: count, bitCount: bitCount)
  }

  @export(interface)
  public mutating func readIntegers(count: Int, bitCount: Int) throws(DecodeError) -> [Int16] {
    try integers(count: count, bitCount: bitCount)
  }

  @export(interface)
  public mutating func readIntegers(count: Int, bitCount: Int) throws(DecodeError) -> [Int32] {
    try integers(count: count, bitCount: bitCount)
  }

  @export(interface)
  public mutating func readIntegers(count: Int, bitCount: Int) throws(DecodeError) -> [Int64] {
    try integers(count: count, bitCount: bitCount)
  }
}

/// An `[int(a...b), max: n]`, behind its count.
extension BitReader {
  @export(interface)
  public mutating func readIntegers(
    count: Int, in range: ClosedRange<UInt8>, field: FieldName
  ) throws(DecodeError) -> [UInt8] {
    try integers(count: count, in: range, field: field)
  }

  @export(interface)
  public mutating func readIntegers(
    count: Int, in range: ClosedRange<UInt16>, field: FieldName
  ) throws(DecodeError) -> [UInt16] {
    try integers(count: count, in: range, field: field)
  }

  @export(interface)
  public mutating func readIntegers(
    count: Int, in range: ClosedRange<UInt32>, field: FieldName
  ) throws(DecodeError) -> [UInt32] {
    try integers(count: count, in: range, field: field)
  }

  @export(interface)
  public mutating func readIntegers(
    count: Int, in range: ClosedRange<UInt64>, field: FieldName
  ) throws(DecodeError) -> [UInt64] {
    try integers(count: count, in: range, field: field)
  }

  @export(interface)
  public mutating func readIntegers(
    count: Int, in range: ClosedRange<Int8>, field: FieldName
  ) throws(DecodeError) -> [Int8] {
    try integers(count: count, in: range, field: field)
  }

  @export(interface)
  public mutating func readIntegers(
    count: Int, in range: ClosedRange<Int16>, field: FieldName
  ) throws(DecodeError) -> [Int16] {
    try integers(count: count, in: range, field: field)
  }

  @export(interface)
  public mutating func readIntegers(
    count: Int, in range: ClosedRange<Int32>, field: FieldName
  ) throws(DecodeError) -> [Int32] {
    try integers(count: count, in: range, field: field)
  }

  @export(interface)
  public mutating func readIntegers(
    count: Int, in range: ClosedRange<Int64>, field: FieldName
  ) throws(DecodeError) -> [Int64] {
    try integers(count: count, in: range, field: field)
  }
}

/// Puts the elements of a `[uN, max: n]` or `[iN, max: n]`.
extension BitWriter {
  @export(interface)
  public mutating func put(integers list: [UInt8], bitCount: Int, field: FieldName) throws(EncodeError) {
    try put(list: list, bitCount: bitCount, field: field)
  }

  @export(interface)
  public mutating func put(integers list: [UInt16], bitCount: Int, field: FieldName) throws(EncodeError) {
    try put(list: list, bitCount: bitCount, field: field)
  }

  @export(interface)
  public mutating func put(integers list: [UInt32], bitCount: Int, field: FieldName) throws(EncodeError) {
    try put(list: list, bitCount: bitCount, field: field)
  }

  @export(interface)
  public mutating func put(integers list: [UInt64], bitCount: Int, field: FieldName) throws(EncodeError) {
    try put(list: list, bitCount: bitCount, field: field)
  }

  @export(interface)
  public mutating func put(integers list: [Int8], bitCount: Int, field: FieldName) throws(EncodeError) {
    try put(list: list, bitCount: bitCount, field: field)
  }

  @export(interface)
  public mutating func put(integers list: [Int16], bitCount: Int, field: FieldName) throws(EncodeError) {
    try put(list: list, bitCount: bitCount, field: field)
  }

  @export(interface)
  public mutating func put(integers list: [Int32], bitCount: Int, field: FieldName) throws(EncodeError) {
    try put(list: list, bitCount: bitCount, field: field)
  }

  @export(interface)
  public mutating func put(integers list: [Int64], bitCount: Int, field: FieldName) throws(EncodeError) {
    try put(list: list, bitCount: bitCount, field: field)
  }
}

/// Puts the elements of an `[int(a...b), max: n]`.
extension BitWriter {
  @export(interface)
  public mutating func put(
    integers list: [UInt8], in range: ClosedRange<UInt8>, field: FieldName
  ) throws(EncodeError) {
    try put(list: list, in: range, field: field)
  }

  @export(interface)
  public mutating func put(
    integers list: [UInt16], in range: ClosedRange<UInt16>, field: FieldName
  ) throws(EncodeError) {
    try put(list: list, in: range, field: field)
  }

  @export(interface)
  public mutating func put(
    integers list: [UInt32], in range: ClosedRange<UInt32>, field: FieldName
  ) throws(EncodeError) {
    try put(list: list, in: range, field: field)
  }

  @export(interface)
  public mutating func put(
    integers list: [UInt64], in range: ClosedRange<UInt64>, field: FieldName
  ) throws(EncodeError) {
    try put(list: list, in: range, field: field)
  }

  @export(interface)
  public mutating func put(
    integers list: [Int8], in range: ClosedRange<Int8>, field: FieldName
  ) throws(EncodeError) {
    try put(list: list, in: range, field: field)
  }

  @export(interface)
  public mutating func put(
    integers list: [Int16], in range: ClosedRange<Int16>, field: FieldName
  ) throws(EncodeError) {
    try put(list: list, in: range, field: field)
  }

  @export(interface)
  public mutating func put(
    integers list: [Int32], in range: ClosedRange<Int32>, field: FieldName
  ) throws(EncodeError) {
    try put(list: list, in: range, field: field)
  }

  @export(interface)
  public mutating func put(
    integers list: [Int64], in range: ClosedRange<Int64>, field: FieldName
  ) throws(EncodeError) {
    try put(list: list, in: range, field: field)
  }
}
