/// Bytes in base64 (RFC 4648 section 4), 60 of them a line.
func base64Lines(of bytes: [UInt8]) -> [String] {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var lines: [String] = []
  for start in stride(from: 0, to: bytes.count, by: 60) {
    let part = bytes[start..<min(start + 60, bytes.count)]
    var line: [UInt8] = []
    for start in stride(from: part.startIndex, to: part.endIndex, by: 3) {
      let group = Array(part[start..<min(start + 3, part.endIndex)])
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        line.append(place <= group.count ? digits[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    lines.append(String(decoding: line, as: UTF8.self))
  }
  return lines
}
