/// The diagnostics of a compilation: a bounded number for each file, so that no input makes them take more than bounded memory.
struct Diagnostics {
  private var all: [Diagnostic] = []
  private var counts: [Int: (errors: Int, warnings: Int)] = [:]
  private(set) var hasErrors = false
  /// Suggestions compare a name with all others; beyond this many they would cost more than they help.
  var suggestionsLeft = 20

  mutating func add(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics { add(diagnostic) }
  }

  mutating func add(_ diagnostic: Diagnostic) {
    var count = counts[diagnostic.span.file] ?? (0, 0)
    if diagnostic.severity == .error {
      hasErrors = true
      count.errors += 1
    } else {
      count.warnings += 1
    }
    counts[diagnostic.span.file] = count
    if max(count.errors, count.warnings) <= Diagnostic.maximumCount { all.append(diagnostic) }
  }

  /// By file and place; at one place as they were found. A file's last one says that there are more, if there are.
  var sorted: [Diagnostic] {
    let limit = Diagnostic.maximumCount
    return Dictionary(grouping: all, by: \.span.file).sorted { $0.key < $1.key }.flatMap { file, found -> [Diagnostic] in
      let ordered = found.enumerated().sorted { ($0.element.span.lower, $0.offset) < ($1.element.span.lower, $1.offset) }
        .map(\.element)
      let isCut = max(counts[file]?.errors ?? 0, counts[file]?.warnings ?? 0) > limit
      guard isCut || ordered.count > limit, let last = ordered.prefix(limit).last else { return ordered }
      let more = Diagnostic(
        .error, .tooManyDiagnostics, "too many errors; the rest of the file is not reported", at: last.span.start)
      return ordered.prefix(limit - 1) + [more]
    }
  }
}

extension Lowering {
  mutating func error(
    _ rule: Diagnostic.Rule, _ message: String, at span: Span, notes: [Diagnostic.Note] = [], fixes: [Diagnostic.Fix] = []
  ) {
    diagnostics.add(Diagnostic(.error, rule, message, at: span, notes: notes, fixes: fixes))
  }

  mutating func warning(
    _ rule: Diagnostic.Rule, _ message: String, at span: Span, notes: [Diagnostic.Note] = [], fixes: [Diagnostic.Fix] = []
  ) {
    diagnostics.add(Diagnostic(.warning, rule, message, at: span, notes: notes, fixes: fixes))
  }

  /// "did you mean" as a note and a fix, where there is such a name.
  mutating func suggest(
    for name: Syntax.Name, among known: @autoclosure () -> some Sequence<String>
  ) -> (notes: [Diagnostic.Note], fixes: [Diagnostic.Fix]) {
    guard diagnostics.suggestionsLeft > 0 else { return ([], []) }
    diagnostics.suggestionsLeft -= 1
    guard let meant = suggestion(for: name.text, among: known()) else { return ([], []) }
    return ([Diagnostic.Note("did you mean '\(meant)'?")], [Diagnostic.Fix(replace: name.span, with: meant)])
  }
}
