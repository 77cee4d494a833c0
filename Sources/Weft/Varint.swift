extension BitReader {
  /// `varint`: groups of 7 bits, the low one first, each a run of 8 bits whose highest says that another follows.
  ///
  /// - Throws: `varintOverflow` beyond 64 bits, `nonMinimalVarint` if the last of several groups is zero.
  @export(interface)
  public mutating func readVarint(field: FieldName) throws(DecodeError) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: 0 as UInt64, through: 63, by: 7) {
      let group = try run(bitCount: 8).bits(at: 0, count: 8)
      if shift == 63 && group > 1 { throw DecodeError(.varintOverflow, at: start).within(field) }
      value |= (group & 0x7F) << shift
      if group < 0x80 {
        if group == 0 && shift > 0 { throw DecodeError(.nonMinimalVarint, at: start).within(field) }
        return value
      }
    }
    throw DecodeError(.varintOverflow, at: start).within(field)
  }

  /// `varint(signed)`: zigzag, so that small numbers of either sign are short.
  @export(interface)
  public mutating func readSignedVarint(field: FieldName) throws(DecodeError) -> Int64 {
    let code = try readVarint(field: field)
    return Int64(bitPattern: code >> 1 ^ (0 &- code & 1))
  }
}

extension BitWriter {
  /// `varint`.
  public mutating func putVarint(_ value: UInt64) throws(EncodeError) {
    let groupCount = max(1, (70 - value.leadingZeroBitCount) / 7)
    try reserve(bitCount: groupCount * 8)
    for group in 0..<groupCount {
      let isLast = group == groupCount - 1
      put(value >> UInt64(group * 7) & 0x7F | (isLast ? 0 : 0x80), bitCount: 8)
    }
  }

  /// `varint(signed)`.
  public mutating func putVarint(_ value: Int64) throws(EncodeError) {
    try putVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }
}
