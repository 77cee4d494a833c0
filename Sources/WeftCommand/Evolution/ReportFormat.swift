import ArgumentParser
import WeftCompiler
import WeftEvolution

/// How `weft breaking` says it.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, junit, github

  func text(of report: Report, counting effects: Change.Effects, sources: [SourceFile]) -> [UInt8] {
    switch self {
    case .text: Array(Self.text(report, effects).utf8)
    case .json: indented(Self.json(report).text) + [newline]
    case .junit: Array(Self.junit(report, effects).utf8)
    case .github: Array(Self.github(report, effects, sources).utf8)
    }
  }

  // MARK: Text

  private static func text(_ report: Report, _ effects: Change.Effects) -> String {
    var lines: [String] = []
    var shown: Set<Proof.Counterexample> = []
    for finding in report.findings {
      lines.append("\(finding.change.path): \(finding.change.rule.rawValue): \(finding.change.detail)")
      lines.append("  \(finding.change.effects.words)")
      for example in finding.counterexamples {
        let writer = "  written by the \(example.direction == .newReadsOld ? "old" : "new") version: \(hexText(example.bytes))"
        // Several changes of one message are shown by the same value.
        guard shown.insert(example).inserted else {
          lines.append(writer + ", as above")
          continue
        }
        lines += [writer, "    old  \(example.oldResult)", "    new  \(example.newResult)"]
      }
      if finding.counterexamples.isEmpty, !finding.change.effects.isDisjoint(with: .wire), finding.message != nil {
        lines.append("  no message that shows it was found: padding can hide it")
      }
    }
    let breaking = report.findings.count { !$0.change.effects.isDisjoint(with: effects) }
    let changes = report.findings.isEmpty ? "nothing changed" : "\(count(report.findings.count, "change")), \(breaking) breaking"
    let noun = report.comparison.verdicts.allSatisfy(\.isMessage) ? "message" : "definition"
    let run = "\(count(report.runCount, "value")) of \(count(report.comparison.verdicts.count, noun))"
    lines.append("\(changes); \(run) written by one version and read by the other")
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: JSON

  private static func json(_ report: Report) -> JSON {
    .array(
      report.findings.flatMap { finding -> [JSON] in
        let head: [(key: String, value: JSON)] = [
          ("rule", .string(finding.change.rule.rawValue)), ("message", .string(finding.message ?? "")),
          ("path", .string(finding.change.path)), ("detail", .string(finding.change.detail)),
          ("breaks", .array(finding.change.effects.names.map { .string($0) })),
        ]
        guard !finding.counterexamples.isEmpty else { return [.object(head)] }
        return finding.counterexamples.map { example in
          .object(
            head + [
              ("bytes", .string(hexText(example.bytes))), ("oldResult", .string(example.oldResult)),
              ("newResult", .string(example.newResult)),
            ])
        }
      })
  }

  // MARK: JUnit

  private static func junit(_ report: Report, _ effects: Change.Effects) -> String {
    let breaking = report.findings.filter { !$0.change.effects.isDisjoint(with: effects) }
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    lines.append(#"<testsuite name="weft breaking" tests="\#(max(1, report.findings.count))" failures="\#(breaking.count)">"#)
    for finding in report.findings {
      let name = escaped("\(finding.change.path) \(finding.change.rule.rawValue)")
      let isBreaking = !finding.change.effects.isDisjoint(with: effects)
      let failure =
        isBreaking ? "<failure message=\"\(escaped(finding.change.detail))\">\(escaped(finding.evidence))</failure>" : ""
      lines.append(#"  <testcase classname="weft.breaking" name="\#(name)">\#(failure)</testcase>"#)
    }
    if report.findings.isEmpty { lines.append(#"  <testcase classname="weft.breaking" name="nothing changed"></testcase>"#) }
    return (lines + ["</testsuite>"]).joined(separator: "\n") + "\n"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      default: result.append(character)
      }
    }
    return result
  }

  // MARK: GitHub

  private static func github(_ report: Report, _ effects: Change.Effects, _ sources: [SourceFile]) -> String {
    var text = ""
    for finding in report.findings {
      let level = finding.change.effects.isDisjoint(with: effects) ? "notice" : "error"
      let place = place(of: finding.change.path, in: sources).map { " file=\($0.path),line=\($0.line)," } ?? " "
      let words = "\(finding.change.path): \(finding.change.detail). \(finding.evidence)"
      let line = words.replacing("%", with: "%25").replacing("\n", with: "%0A")
      text += "::\(level)\(place)title=\(finding.change.rule.rawValue)::\(line)\n"
    }
    return text
  }

  private static func place(of path: String, in sources: [SourceFile]) -> (path: String, line: Int)? {
    for source in sources {
      if let line = DeclarationLine(of: path, in: source).number { return (source.path, line) }
    }
    return nil
  }
}

extension Report.Finding {
  fileprivate var evidence: String {
    let examples = counterexamples.map { "\(hexText($0.bytes))\nold: \($0.oldResult)\nnew: \($0.newResult)" }
    return ([change.effects.words] + examples).joined(separator: "\n")
  }
}

extension Change.Effects {
  /// For people.
  fileprivate var words: String {
    var parts: [String] = []
    switch (contains(.newReadsOld), contains(.oldReadsNew)) {
    case (true, true): parts.append("the wire, both ways")
    case (true, false): parts.append("the wire: new readers reject or misread what old writers send")
    case (false, true): parts.append("the wire: old readers reject or misread what new writers send")
    case (false, false): break
    }
    if contains(.links) { parts.append("links: deltas, tables or identities differ") }
    if contains(.meaning) { parts.append("meaning") }
    if contains(.source) { parts.append("source: Swift code and JSON") }
    return parts.isEmpty ? "compatible" : "breaks " + parts.joined(separator: "; ")
  }

  fileprivate var names: [String] {
    var names: [String] = []
    if !isDisjoint(with: .wire) { names.append("wire") }
    if contains(.links) { names.append("links") }
    if contains(.meaning) { names.append("meaning") }
    if contains(.source) { names.append("source") }
    return names
  }
}
