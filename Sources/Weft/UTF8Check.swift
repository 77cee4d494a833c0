/// Whether bytes are UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF, nothing cut off.
@usableFromInline
func isUTF8(_ bytes: RawSpan) -> Bool {
  var index = 0
  while index < bytes.byteCount {
    if index + 8 <= bytes.byteCount && BitReader.load(bytes, at: index) & 0x8080_8080_8080_8080 == 0 {
      index += 8
      continue
    }
    guard let length = sequenceLength(bytes, at: index) else { return false }
    index += length
  }
  return true
}

/// The bytes of the character at `index`; `nil` if they are none.
///
/// What the second byte may be depends on the first (RFC 3629 section 4); all that follow are 80..BF.
private func sequenceLength(_ bytes: RawSpan, at index: Int) -> Int? {
  let length: Int
  let second: ClosedRange<UInt8>
  switch byte(bytes, at: index) {
  case 0x00...0x7F: return 1
  case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return nil
  }
  guard index + length <= bytes.byteCount, second.contains(byte(bytes, at: index + 1)) else { return nil }
  for next in index + 2..<max(index + 2, index + length) where byte(bytes, at: next) & 0xC0 != 0x80 { return nil }
  return length
}

/// A byte that the caller knows to be there; the load is checked once more.
private func byte(_ bytes: RawSpan, at index: Int) -> UInt8 {
  unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
}
