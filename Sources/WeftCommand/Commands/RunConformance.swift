import ArgumentParser
import WeftConformance
import WeftDynamic
import WeftSchema

/// `weft conformance -- COMMAND`: does another implementation read and write the same bytes?
struct RunConformance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "Holds another implementation to the schema, by questions on its standard input.",
    discussion: """
      Each question is a line of JSON, and so is each answer:

        {"message":"M.Ping","decode":"0e00"}   {"value":{…}} or {"error":"why"}
        {"message":"M.Ping","encode":{…}}      {"bytes":"0e00"}

      {"skipped":"why"} is an answer, too. Known failures, one id a line in a file, do not count, but a known failure that passes does.

        weft conformance -- python3 codec.py
        weft conformance --known failures.txt --message Ping -- ./codec

      An implementation that ends, or does not answer in time, fails that case and is begun anew for the next.

      Exit code 1 where an answer is wrong.
      """)

  @OptionGroup var schema: SchemaOptions

  @Option(help: ArgumentHelp("A file of ids of cases that are known to fail.", valueName: "file"), completion: .file())
  var known: String?

  @Option(help: "Only this message; may repeat.", completion: definitionNames)
  var message: [String] = []

  @Option(help: ArgumentHelp("How long one answer may take.", valueName: "seconds"))
  var timeout = 10

  @Flag(help: "Name the cases that succeed, too.")
  var verbose = false

  @Argument(parsing: .postTerminator, help: "The implementation and its arguments, behind '--'.")
  var command: [String] = []

  /// So many questions in a row without an answer end the run.
  private static let patience = 10

  func validate() throws {
    if command.isEmpty { throw ValidationError("name the implementation behind '--': weft conformance -- ./codec") }
    if timeout < 1 { throw ValidationError("--timeout is a number of seconds above 0, not \(timeout)") }
  }

  func run() throws {
    let schema = try schema.compiled()
    let codec = DynamicCodec(schema)
    let chosen = try message.map { name throws(Failure) in try schema.definition(named: name) }
    let cases = Conformance(codec).cases().filter { chosen.isEmpty || chosen.contains($0.definition) }
    if cases.isEmpty { throw Failure.mistake("the schema has no message to ask about") }
    var tally = ConformanceTally(known: try KnownFailures(path: known).ids, isVerbose: verbose)
    let testee = Testee(command, timeout: .seconds(timeout))
    let checks = cases.flatMap { ConformanceCheck.all(of: $0, in: codec) }
    var hasAnswered = false
    var missing = 0
    for (index, check) in checks.enumerated() {
      let answer = try testee.answer(check.request)
      switch answer {
      case .line(let line): tally.count(check, check.verdict(on: line, by: codec))
      case .ended("exit code 127") where !hasAnswered:
        throw Failure.mistake("'\(command[0])' cannot be run: is it there, and executable?")
      case .ended(let how): tally.count(check, .failure("it ended without an answer: \(how)"))
      case .silent: tally.count(check, .failure("no answer within \(timeout) s"))
      }
      if case .line = answer { (hasAnswered, missing) = (true, 0) } else { missing += 1 }
      if missing == Self.patience {
        let rest = checks.count - index - 1
        StandardOutput.print("gives up: \(missing) questions in a row without an answer; \(rest) were not asked")
        tally.givesUp = true
        break
      }
    }
    testee.end()
    StandardOutput.print(tally.summary)
    if tally.isBad { throw ExitCode.failure }
  }
}

/// What came out, as protobuf's conformance runner counts.
struct ConformanceTally {
  let known: Set<String>
  let isVerbose: Bool
  private var successes = 0
  private var skipped = 0
  private var expectedFailures = 0
  private var unexpectedFailures = 0
  private var unexpectedPasses = 0
  private var seen: Set<String> = []
  /// Not everything was asked: which known failures have no case is unknown.
  var givesUp = false

  init(known: Set<String>, isVerbose: Bool) {
    self.known = known
    self.isVerbose = isVerbose
  }

  mutating func count(_ check: ConformanceCheck, _ verdict: ConformanceCheck.Verdict) {
    let isKnown = known.contains(check.id)
    seen.insert(check.id)
    switch verdict {
    case .skipped: skipped += 1
    case .success where isKnown:
      unexpectedPasses += 1
      StandardOutput.print("PASSES, but is known to fail: \(check.id)")
    case .success:
      successes += 1
      if isVerbose { StandardOutput.print("passes: \(check.id)") }
    case .failure where isKnown: expectedFailures += 1
    case .failure(let reason):
      unexpectedFailures += 1
      StandardOutput.print("FAILS: \(check.id)\n  \(check.request)\n  \(reason)")
    }
  }

  /// A known failure that no case has is a mistake in the list.
  var isBad: Bool { givesUp || unexpectedFailures + unexpectedPasses > 0 || !known.isSubset(of: seen) }

  var summary: [String] {
    (givesUp ? [] : known.subtracting(seen)).sorted().map { "known to fail, but there is no such case: \($0)" } + [
      "\(successes) successes, \(skipped) skipped, \(expectedFailures) expected failures, "
        + "\(unexpectedFailures) unexpected failures, \(unexpectedPasses) unexpected passes"
    ]
  }
}
