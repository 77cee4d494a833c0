/// Text as a terminal shows it: what has no mark is written out, tabs become spaces, wide characters take two columns.
struct DisplayedLine {
  private(set) var text = ""
  private(set) var width = 0
  /// The column at which each byte of the line is shown, and the one behind the last.
  private(set) var columns: [Int] = []

  init(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    columns.reserveCapacity(bytes.count + 1)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      // Nearly everything: one byte, one column.
      if 0x20..<0x7F ~= bytes[index] {
        columns.append(width)
        text.append(bytes[index])
        width += 1
        index += 1
        continue
      }
      let (shown, byteCount, shownWidth) = Self.character(bytes, at: index, column: width)
      columns.append(contentsOf: repeatElement(width, count: byteCount))
      text.append(contentsOf: shown.utf8)
      width += shownWidth
      index += byteCount
    }
    columns.append(width)
    self.text = String(decoding: text, as: UTF8.self)
  }

  private static func character(_ bytes: [UInt8], at index: Int, column: Int) -> (text: String, byteCount: Int, width: Int) {
    let byte = bytes[index]
    if byte == UInt8(ascii: "\t") {
      let count = 8 - column % 8
      return (String(repeating: " ", count: count), 1, count)
    }
    var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
      return ("<\(String(byte, radix: 16, uppercase: true))>", 1, 4)
    }
    let byteCount = UTF8.width(scalar)
    if scalar.isCombining { return (String(scalar), byteCount, 0) }
    if scalar != " ", !scalar.isShown {
      let notation = "<\(scalar.codeNotation)>"
      return (notation, byteCount, notation.utf8.count)
    }
    return (String(scalar), byteCount, scalar.isWide ? 2 : 1)
  }
}

extension Unicode.Scalar {
  fileprivate var isCombining: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }

  /// East Asian wide and fullwidth characters, and emoji (Unicode TR 11), in whole blocks.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
