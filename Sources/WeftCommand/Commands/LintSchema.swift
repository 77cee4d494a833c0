import ArgumentParser
import WeftEvolution

/// `weft lint`: what compiles and will be regretted.
struct LintSchema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Looks for what is right and will be regretted.",
    discussion: """
      Few rules; `weft explain RULE` says why. With --against it also looks for names that were removed and not reserved.

        weft lint
        weft lint --against '.git#tag=v1'

      Exit code 1 where something was found.
      """)

  @OptionGroup var schema: SchemaOptions

  @Option(
    help: ArgumentHelp(
      "An earlier version: a folder, or a revision of a repository.", valueName: "dir|.git#branch=NAME|.git#tag=NAME"))
  var against: String?

  @Option(help: ArgumentHelp("A rule that does not count; may repeat.", valueName: "RULE"))
  var except: [String] = []

  func validate() throws {
    for rule in except where LintRule(rawValue: rule) == nil {
      throw ValidationError("no rule '\(rule)'; 'weft explain' lists them all")
    }
  }

  func run() throws {
    let schema = try schema.compiled()
    let earlier = try against.map { text throws(Failure) in try EarlierVersion(text, paths: self.schema.paths).schema() }
    let findings = Lint(schema, earlier: earlier).findings.filter { !except.contains($0.rule.rawValue) }
    for finding in findings { StandardOutput.print("\(finding.path): \(finding.rule.rawValue): \(finding.detail)") }
    StandardOutput.print(findings.isEmpty ? "nothing found" : "\(count(findings.count, "finding"))")
    if !findings.isEmpty { throw ExitCode.failure }
  }
}
