/// A value to be written as JSON; keys keep their order.
indirect enum JSON {
  case object([(key: String, value: JSON)])
  case array([JSON])
  case string(String)
  case integer(Int)

  /// On one line.
  var text: [UInt8] {
    var output: [UInt8] = []
    write(into: &output)
    return output
  }

  private func write(into output: inout [UInt8]) {
    switch self {
    case .object(let members):
      Self.writeList(members, "{", "}", into: &output) { member, output in
        Self.write(member.key, into: &output)
        output.append(UInt8(ascii: ":"))
        member.value.write(into: &output)
      }
    case .array(let elements): Self.writeList(elements, "[", "]", into: &output) { $0.write(into: &$1) }
    case .string(let string): Self.write(string, into: &output)
    case .integer(let integer): output += "\(integer)".utf8
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar, into output: inout [UInt8],
    _ write: (Element, inout [UInt8]) -> Void
  ) {
    output.append(UInt8(ascii: open))
    for (number, element) in elements.enumerated() {
      if number > 0 { output.append(UInt8(ascii: ",")) }
      write(element, &output)
    }
    output.append(UInt8(ascii: close))
  }

  private static func write(_ string: String, into output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: output += "\\u00".utf8 + writeHex([byte])
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}

/// JSON with one member or element a line, two blanks a level; what is empty stays on its line. `json` has no white space.
func indented(_ json: [UInt8]) -> [UInt8] {
  var output: [UInt8] = []
  output.reserveCapacity(json.count * 2)
  var level = 0
  var isInString = false
  var isEscaped = false
  func lineBreak() { output.append(newline); output += repeatElement(UInt8(ascii: " "), count: 2 * level) }
  for (index, byte) in json.enumerated() {
    if isInString {
      output.append(byte)
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      continue
    }
    let next = index + 1 < json.count ? json[index + 1] : 0
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      level += 1
      output.append(byte)
      if next != UInt8(ascii: "}"), next != UInt8(ascii: "]") { lineBreak() }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      level -= 1
      let isEmpty = output.last == UInt8(ascii: "{") || output.last == UInt8(ascii: "[")
      if !isEmpty { lineBreak() }
      output.append(byte)
    case UInt8(ascii: ","):
      output.append(byte)
      lineBreak()
    case UInt8(ascii: ":"): output += [byte, UInt8(ascii: " ")]
    default:
      isInString = byte == UInt8(ascii: "\"")
      output.append(byte)
    }
  }
  return output
}
