/// Marks for people who watch a terminal; elsewhere plain text.
public struct Colour: Sendable {
  public var isOn: Bool

  public enum Hue: String, Sendable {
    case name = "36", value = "32", dim = "2", bold = "1", wrong = "31"
  }

  public init(isOn: Bool) { self.isOn = isOn }

  public func callAsFunction(_ hue: Hue, _ text: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(hue.rawValue)m\(text)\u{1B}[0m" : text
  }
}
