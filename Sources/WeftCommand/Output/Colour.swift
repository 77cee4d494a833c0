#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeftAnnotation

extension Colour {
  /// https://no-color.org: any value of `NO_COLOR` but the empty one turns colours off.
  init(forTerminal isTerminal: Bool) {
    let environment = ProcessInfo.processInfo.environment
    self.init(isOn: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb")
  }
}
