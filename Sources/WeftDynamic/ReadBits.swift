/// Reads of up to 64 bits from anywhere in a span. The caller has checked that the bits are there.
extension RawSpan {
  /// The byte at `offset`; 0 behind the end, so that no mistake of ours can trap on input.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    guard offset >= 0, offset < byteCount else { return 0 }
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// The 8 bytes from `offset` on, the first one least significant; zeros behind the end.
  @inline(__always)
  func littleEndianWord(at offset: Int) -> UInt64 {
    if offset >= 0, byteCount - offset >= 8 {
      return unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }
    return slowWord(at: offset)
  }

  @inline(never)
  private func slowWord(at offset: Int) -> UInt64 {
    var word: UInt64 = 0
    var shift: UInt64 = 0
    var index = offset
    while shift < 64, index < byteCount {
      word |= UInt64(byte(at: index)) << shift
      shift += 8
      index += 1
    }
    return word
  }

  /// Native bits: each byte's and the value's least significant bit first.
  @inline(__always)
  func leastSignificantFirst(at bitOffset: Int, bitCount: Int) -> UInt64 {
    if bitCount == 0 { return 0 }
    let offset = bitOffset >> 3
    let shift = UInt64(bitOffset & 7)
    var value = littleEndianWord(at: offset) >> shift
    if Int(shift) + bitCount > 64 { value |= UInt64(byte(at: offset + 8)) << (64 - shift) }
    return value & (UInt64.max >> UInt64(64 - bitCount))
  }

  /// Network bits: each byte's and the value's most significant bit first.
  @inline(__always)
  func mostSignificantFirst(at bitOffset: Int, bitCount: Int) -> UInt64 {
    if bitCount == 0 { return 0 }
    let offset = bitOffset >> 3
    let shift = UInt64(bitOffset & 7)
    var value = littleEndianWord(at: offset).byteSwapped << shift
    if Int(shift) + bitCount > 64 { value |= UInt64(byte(at: offset + 8)) >> (8 - shift) }
    return value >> UInt64(64 - bitCount)
  }
}

/// Whether the bytes are UTF-8: no overlong form, no surrogate, nothing above U+10FFFF (RFC 3629).
func isUTF8(_ bytes: RawSpan) -> Bool {
  var index = 0
  while index < bytes.byteCount {
    if bytes.byteCount - index >= 8, bytes.littleEndianWord(at: index) & 0x8080_8080_8080_8080 == 0 {
      index += 8
      continue
    }
    let lead = bytes.byte(at: index)
    if lead < 0x80 {
      index += 1
      continue
    }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0:
      length = 3
      second = 0xA0...0xBF
    case 0xED:
      length = 3
      second = 0x80...0x9F
    case 0xE1...0xEF: length = 3
    case 0xF0:
      length = 4
      second = 0x90...0xBF
    case 0xF4:
      length = 4
      second = 0x80...0x8F
    case 0xF1...0xF3: length = 4
    default: return false
    }
    guard bytes.byteCount - index >= length, second.contains(bytes.byte(at: index + 1)) else { return false }
    for offset in 2..<max(length, 2) where bytes.byte(at: index + offset) & 0xC0 != 0x80 { return false }
    index += length
  }
  return true
}
