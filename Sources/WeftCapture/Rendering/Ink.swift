import WeftDynamic

/// Colours of a terminal, or none.
struct Ink {
  let isOn: Bool

  enum Colour: String {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case cyan = "36"
  }

  func start(_ colour: Colour, _ text: inout TextBuffer) {
    if isOn { text.append(text: "\u{1B}[\(colour.rawValue)m") }
  }

  func end(_ text: inout TextBuffer) {
    if isOn { text.append("\u{1B}[0m") }
  }
}
