/// The bytes of hexadecimal digits in pairs, between which white space, `0x`, `,` and `:` may stand: `0x0a1b`, `0a 1b`, `0a:1b`.
func readHex(_ text: [UInt8]) throws(ByteFormError) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.count / 2)
  var offset = 0
  while offset < text.count {
    let byte = text[offset]
    if isWhiteSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") {
      offset += 1
      continue
    }
    let next = offset + 1 < text.count ? text[offset + 1] : nil
    if byte == UInt8(ascii: "0"), next == UInt8(ascii: "x") || next == UInt8(ascii: "X") {
      offset += 2
      continue
    }
    guard let high = hexDigit(byte) else {
      throw ByteFormError(message: "\(quoted(byte)) is not a hexadecimal digit", offset: offset)
    }
    guard let next else { throw ByteFormError(message: "the last byte has one digit only", offset: offset) }
    guard let low = hexDigit(next) else {
      let what = isWhiteSpace(next) ? "this byte has one digit only" : "\(quoted(next)) is not a hexadecimal digit"
      throw ByteFormError(message: what, offset: isWhiteSpace(next) ? offset : offset + 1)
    }
    bytes.append(high << 4 | low)
    offset += 2
  }
  return bytes
}

/// Two lowercase digits a byte.
func writeHex(_ bytes: some Collection<UInt8>) -> [UInt8] {
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    text.append(hexDigits[Int(byte >> 4)])
    text.append(hexDigits[Int(byte & 15)])
  }
  return text
}

private let hexDigits = Array("0123456789abcdef".utf8)

private func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

/// The digits as text.
func hexText(_ bytes: [UInt8]) -> String { String(decoding: writeHex(bytes), as: UTF8.self) }
