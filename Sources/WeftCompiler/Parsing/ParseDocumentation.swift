/// `///` comments: each belongs to what stands below it.
extension Parser {
  /// The documentation of what begins at the next token: its lines without the slashes and one space.
  mutating func takeDocumentation() -> [String] {
    reportStrayDocumentation(before: position)
    var lines: [String] = []
    while nextDocumentation < documentation.count, documentation[nextDocumentation].token == position {
      let line = documentation[nextDocumentation]
      nextDocumentation += 1
      if line.startsLine { lines.append(text(of: line)) } else { reportTrailing(line) }
    }
    return lines
  }

  /// Reports documentation that no one has taken, once for lines that stand together.
  mutating func reportStrayDocumentation(before position: Int) {
    var reported: Int?
    while nextDocumentation < documentation.count, documentation[nextDocumentation].token < position {
      let line = documentation[nextDocumentation]
      nextDocumentation += 1
      guard reported != line.token else { continue }
      reported = line.token
      if line.startsLine {
        report(.strayDocumentation, "nothing below this comment that it could document", at: line.span, severity: .warning)
      } else {
        reportTrailing(line)
      }
    }
  }

  private mutating func reportTrailing(_ line: Lexer.DocumentationLine) {
    let slashes = Span(file: file, lower: line.span.lower, upper: line.span.lower + 3)
    report(
      .strayDocumentation, "documentation stands above what it documents", at: slashes, severity: .warning,
      fixes: [Diagnostic.Fix(replace: slashes, with: "//")])
  }

  /// Forgets the documentation of what was skipped.
  mutating func dropDocumentation() {
    while nextDocumentation < documentation.count, documentation[nextDocumentation].token < position {
      nextDocumentation += 1
    }
  }

  private func text(of line: Lexer.DocumentationLine) -> String {
    var contents = bytes[line.span.lower + 3..<line.span.upper]
    if contents.first == UInt8(ascii: " ") { contents.removeFirst() }
    while let last = contents.last, last.isSpace { contents.removeLast() }
    return String(decoding: contents, as: UTF8.self)
  }
}

extension Diagnostic.Rule {
  static let strayDocumentation: Self = "STRAY_DOCUMENTATION"
}
