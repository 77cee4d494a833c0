#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Marks for people who watch a terminal; elsewhere, and where `NO_COLOR` is set, plain text.
struct Colour {
  var isOn: Bool

  enum Hue: String {
    case name = "36", value = "32", dim = "2", bold = "1", wrong = "31"
  }

  /// https://no-color.org: any value but the empty one turns colours off.
  init(forTerminal isTerminal: Bool) {
    let environment = ProcessInfo.processInfo.environment
    isOn = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  func callAsFunction(_ hue: Hue, _ text: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(hue.rawValue)m\(text)\u{1B}[0m" : text
  }
}
