import ArgumentParser
import WeftEvolution

/// `weft explain`: what a rule means.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explains the rules of `weft breaking` and `weft lint`.",
    discussion: """
        weft explain                  # all rules
        weft explain WIDTH_CHANGED    # one of them
      """)

  private static let explanations: [(id: String, text: String)] =
    Rule.allCases.map { ($0.rawValue, $0.explanation) } + LintRule.allCases.map { ($0.rawValue, $0.explanation) } + errors

  /// What `weft lint` need not look for, since it does not compile.
  private static let errors: [(id: String, text: String)] = [
    (
      "EXTENSIBLE",
      "An error of the compiler: old readers take no more of the added fields than the bound of `@extensible(max: n)`, so a field that does not fit below it can never be read by them. Make the field smaller, or choose a larger bound with the first version: it cannot change later."
    ),
    (
      "MTU",
      "An error of the compiler: a message that is larger than a datagram is cut into fragments by the network, or lost. Shorten its lists and texts, send it over an `ordered` channel, or state the mtu that your network has."
    ),
    (
      "TOO_LARGE",
      "An error of the compiler: the bounds of lists and texts multiply, and the largest value is larger than any reader may be asked to hold. Lower the bounds to what is ever sent."
    ),
  ]

  @Argument(help: "Ids of rules; all of them if none is given.", completion: .list(explanations.map(\.id)))
  var rules: [String] = []

  func run() throws {
    for id in rules.isEmpty ? Self.explanations.map(\.id) : rules {
      guard let rule = Self.explanations.first(where: { $0.id == id.uppercased() }) else {
        throw Failure.mistake("no rule '\(id)' of 'weft breaking' and 'weft lint'; 'weft explain' lists them all")
      }
      StandardOutput.print("\(rule.id)\n  \(rule.text)")
    }
  }
}
