/// RFC 4648 section 4. White space may stand anywhere; the padding may be left out; the unused bits must be zero.
func readBase64(_ text: [UInt8]) throws(ByteFormError) -> [UInt8] {
  var bytes: [UInt8] = []
  var word: UInt32 = 0
  var digitCount = 0
  var paddingCount = 0
  for (offset, byte) in text.enumerated() where !isWhiteSpace(byte) {
    if byte == UInt8(ascii: "=") {
      paddingCount += 1
      guard digitCount % 4 >= 2, digitCount % 4 + paddingCount <= 4 else {
        throw ByteFormError(message: "'=' does not belong here", offset: offset)
      }
      continue
    }
    guard paddingCount == 0, let digit = base64Digit(byte) else {
      throw ByteFormError(message: "\(quoted(byte)) is not a base64 digit", offset: offset)
    }
    word = word << 6 | UInt32(digit)
    digitCount += 1
    if digitCount % 4 == 0 {
      bytes += [UInt8(truncatingIfNeeded: word >> 16), UInt8(truncatingIfNeeded: word >> 8), UInt8(truncatingIfNeeded: word)]
    }
  }
  let unusedBits: UInt32
  switch digitCount % 4 {
  case 0: return bytes
  case 2:
    bytes.append(UInt8(truncatingIfNeeded: word >> 4))
    unusedBits = word & 0xF
  case 3:
    bytes += [UInt8(truncatingIfNeeded: word >> 10), UInt8(truncatingIfNeeded: word >> 2)]
    unusedBits = word & 0x3
  default: throw ByteFormError(message: "the text ends inside a byte", offset: text.count)
  }
  if unusedBits != 0 { throw ByteFormError(message: "the last digit has bits that belong to no byte", offset: text.count) }
  return bytes
}

func writeBase64(_ bytes: [UInt8]) -> [UInt8] {
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  var index = 0
  while index < bytes.count {
    let part = bytes[index..<min(index + 3, bytes.count)]
    var word: UInt32 = 0
    for place in 0..<3 { word = word << 8 | UInt32(place < part.count ? part[part.startIndex + place] : 0) }
    for place in 0..<4 {
      let digit = base64Digits[Int(word >> UInt32(18 - 6 * place) & 63)]
      text.append(place <= part.count ? digit : UInt8(ascii: "="))
    }
    index += 3
  }
  return text
}

private let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

private func base64Digit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
  case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}
