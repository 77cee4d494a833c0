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
    Rule.allCases.map { ($0.rawValue, $0.explanation) } + LintRule.allCases.map { ($0.rawValue, $0.explanation) }

  @Argument(help: "Ids of rules; all of them if none is given.", completion: .list(explanations.map(\.id)))
  var rules: [String] = []

  func run() throws {
    for id in rules.isEmpty ? Self.explanations.map(\.id) : rules {
      guard let rule = Self.explanations.first(where: { $0.id == id.uppercased() }) else {
        throw Failure.mistake("no rule '\(id)'; 'weft explain' lists them all")
      }
      StandardOutput.print("\(rule.id)\n  \(rule.text)")
    }
  }
}
