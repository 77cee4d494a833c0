import ArgumentParser

/// How bytes stand in text.
enum ByteForm: String, CaseIterable, ExpressibleByArgument {
  case hex, raw, base64

  /// The bytes that `text` stands for.
  func bytes(from text: [UInt8]) throws(ByteFormError) -> [UInt8] {
    switch self {
    case .hex: try readHex(text)
    case .base64: try readBase64(text)
    case .raw: text
    }
  }

  /// `bytes` as a line of text; raw ones as they are, without a line's end.
  func text(of bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .hex: writeHex(bytes) + [newline]
    case .base64: writeBase64(bytes) + [newline]
    case .raw: bytes
    }
  }
}

/// Where text is not the bytes that it should be.
struct ByteFormError: Error {
  var message: String
  /// Of the first wrong byte of the text.
  var offset: Int

  /// `line 2, column 7: …`, both from 1, columns in bytes.
  func placed(in text: [UInt8]) -> String { "\(place(of: offset, in: text)): \(message)" }
}

/// `line 2, column 7`; the line is left out where there is only one.
func place(of offset: Int, in text: [UInt8]) -> String {
  let before = text[..<min(offset, text.count)]
  let column = offset - (before.lastIndex(of: newline).map { $0 + 1 } ?? 0) + 1
  let trimmed = text.last == newline ? text.dropLast() : text[...]
  guard trimmed.contains(newline) else { return "column \(column)" }
  return "line \(before.count { $0 == newline } + 1), column \(column)"
}

let newline = UInt8(ascii: "\n")

func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

/// A byte of text as messages quote it.
func quoted(_ byte: UInt8) -> String {
  (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16, uppercase: true))"
}
