import WeftSchema

/// Rows as lines: byte and bit, width, hex, the bits drawn in their bytes, name, value.
public struct AnnotationText {
  public var colour: Colour
  /// Otherwise a long field's first bytes, and a long value's start.
  public var showsAll: Bool

  public init(colour: Colour, showsAll: Bool = false) {
    self.colour = colour
    self.showsAll = showsAll
  }

  private static let bytesPerLine = 4
  private static let linesPerField = 4
  private static let valueLength = 64

  public func lines(of rows: [Annotation.Row], bytes: [UInt8]) -> [String] {
    let nameWidth = min(40, rows.reduce(5) { max($0, $1.name.count) })
    let header =
      "byte.bit  bits  " + padded("hex", 11) + "  " + padded("bits", 35) + "  " + padded("field", nameWidth) + "  value"
    return [colour(.dim, header)] + rows.flatMap { lines(of: $0, bytes, nameWidth) }
  }

  private func lines(of row: Annotation.Row, _ bytes: [UInt8], _ nameWidth: Int) -> [String] {
    let range = row.bitRange
    let start = "\(range.lowerBound / 8).\(range.lowerBound % 8)"
    let name = padded(row.name, nameWidth)
    let hue: Colour.Hue = row.role == .wrong ? .wrong : row.role == .added ? .dim : .name
    let value = row.role == .wrong ? colour(.wrong, shortened(row.value)) : shortened(row.value)
    let pieces = pieces(of: row, bytes)
    let first = padded(left: start, 8) + padded(left: "\(range.count)", 6) + "  "
    var lines = [trimmed(first + (pieces.first ?? blankPiece) + "  " + colour(hue, name) + "  " + value)]
    let isCut = !showsAll && pieces.count > Self.linesPerField
    for piece in isCut ? pieces[1..<Self.linesPerField] : pieces.dropFirst() {
      lines.append(trimmed(String(repeating: " ", count: 16) + piece))
    }
    if isCut {
      let rest = range.lowerBound / 8 + Self.linesPerField * Self.bytesPerLine
      lines.append(String(repeating: " ", count: 16) + colour(.dim, "… and \(byteCount((range.upperBound + 7) / 8 - rest))"))
    }
    return lines
  }

  /// Hex and bits, a few bytes a line.
  private func pieces(of row: Annotation.Row, _ bytes: [UInt8]) -> [String] {
    guard !row.bitRange.isEmpty else { return [] }
    let touched = row.bitRange.lowerBound / 8..<min(bytes.count, (row.bitRange.upperBound + 7) / 8)
    return stride(from: touched.lowerBound, to: touched.upperBound, by: Self.bytesPerLine).map { start in
      let part = start..<min(start + Self.bytesPerLine, touched.upperBound)
      let hex = part.map { hexadecimal(bytes[$0]) }.joined(separator: " ")
      let bits = part.map { drawing(of: $0, bytes[$0], row) }.joined(separator: " ")
      let missing = (Self.bytesPerLine - part.count) * 9
      return padded(hex, 11) + "  " + bits + String(repeating: " ", count: missing)
    }
  }

  private var blankPiece: String { String(repeating: " ", count: 11 + 2 + 35) }

  /// The most significant bit left, and dots for bits of other fields.
  private func drawing(of index: Int, _ byte: UInt8, _ row: Annotation.Row) -> String {
    var text = ""
    for place in (0..<8).reversed() {
      let number = index * 8 + (row.bitOrder == .leastSignificantFirst ? place : 7 - place)
      let isOwn = row.bitRange.contains(number)
      text += isOwn ? (byte >> place & 1 == 1 ? "1" : "0") : "·"
    }
    return colour.isOn ? coloured(text) : text
  }

  private func coloured(_ bits: String) -> String {
    let own = bits.drop { $0 == "·" }
    let before = bits.prefix(bits.count - own.count)
    let digits = own.prefix { $0 != "·" }
    return colour(.dim, String(before)) + colour(.value, String(digits)) + colour(.dim, String(own.dropFirst(digits.count)))
  }

  private func shortened(_ value: String) -> String {
    let value = onOneLine(value)
    return showsAll || value.count <= Self.valueLength ? value : value.prefix(Self.valueLength) + "…"
  }

  /// Text of a message is whatever somebody sent: it neither ends the line nor talks to the terminal.
  private func onOneLine(_ value: String) -> String {
    guard value.unicodeScalars.contains(where: isControl) else { return value }
    var text = ""
    for scalar in value.unicodeScalars {
      if isControl(scalar) { text += "\\u{\(String(scalar.value, radix: 16))}" } else { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  private func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

  private func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }

  private func padded(left text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  private func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  private func byteCount(_ number: Int) -> String { "\(number) byte\(number == 1 ? "" : "s")" }
}
