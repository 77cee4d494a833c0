import ArgumentParser
import WeftEvolution

/// `weft breaking`: would peers of the two versions still understand each other?
struct Breaking: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares a schema with an earlier version, and tries what it says.",
    discussion: """
      Says for each change what it breaks: the wire, links (deltas and tables), meaning, or source. What breaks the wire is shown by the
      smallest message that one version writes and the other rejects or misreads; what is called compatible was run both ways.

        weft breaking --against '.git#branch=main'
        weft breaking --against '.git#tag=v1' --format github
        weft breaking --schema new --against old --only wire
        weft explain WIDTH_CHANGED

      Exit code 1 where something breaks.
      """)

  @OptionGroup var schema: SchemaOptions

  @Option(
    help: ArgumentHelp(
      "The earlier version: a folder, or a revision of a repository.", valueName: "dir|.git#branch=NAME|.git#tag=NAME"))
  var against: String

  @Option(help: "How to say it: text, json, junit or github.")
  var format: ReportFormat = .text

  @Option(help: "What counts: wire, links, meaning, source; may repeat. (default: all of them)")
  var only: [Breakage] = []

  @Option(help: "How many random values of each message are run each way.")
  var values = 2000

  @Option(help: "Where the random values begin; the same seed gives the same ones.")
  var seed: UInt64 = 1

  func validate() throws {
    if !(1...1_000_000).contains(values) { throw ValidationError("--values is 1 to 1000000") }
  }

  func run() throws {
    let new = try schema.compiled()
    let old = try EarlierVersion(against, paths: schema.paths).schema()
    let report = Report(Comparison(old: old, new: new), valueCount: values, seed: seed)
    let counted = only.isEmpty ? Breakage.allCases : only
    let effects = counted.reduce(into: Change.Effects()) { $0.formUnion($1.effects) }
    StandardOutput.write(format.text(of: report, counting: effects, sources: (try? schema.sources()) ?? []))
    for surprise in report.surprises {
      StandardError.print(
        "weft: error: the rules call \(surprise.message) compatible, but \(hexText(surprise.bytes)) shows otherwise: please report this"
      )
    }
    let breaking = report.findings.count { !$0.change.effects.isDisjoint(with: effects) }
    if breaking > 0 || !report.surprises.isEmpty { throw ExitCode.failure }
  }
}

/// What `--only` names.
enum Breakage: String, ExpressibleByArgument, CaseIterable {
  case wire, links, meaning, source

  var effects: Change.Effects {
    switch self {
    case .wire: .wire
    // What breaks the wire breaks links, too.
    case .links: .wire.union(.links)
    case .meaning: .meaning
    case .source: .source
    }
  }
}
