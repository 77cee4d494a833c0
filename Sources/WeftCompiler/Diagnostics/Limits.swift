extension Diagnostic {
  /// How many diagnostics one file gets; the last one then says that there are more.
  public static let maximumCount = 100
}

extension Diagnostic.Rule {
  static let tooManyDiagnostics: Self = "TOO_MANY_DIAGNOSTICS"
}

/// Diagnostics of one file, never more than `Diagnostic.maximumCount`.
struct DiagnosticList: Sendable {
  private(set) var elements: [Diagnostic] = []

  /// One more than the limit, which shows that there is more.
  var isFull: Bool { elements.count > Diagnostic.maximumCount }

  mutating func append(_ diagnostic: Diagnostic) {
    if !isFull { elements.append(diagnostic) }
  }

  /// Both lists in the order of the text, cut to the limit.
  func merged(with other: DiagnosticList) -> [Diagnostic] {
    let all = (elements + other.elements).enumerated()
      .sorted { ($0.element.span.lower, $0.offset) < ($1.element.span.lower, $1.offset) }
      .map(\.element)
    guard all.count > Diagnostic.maximumCount else { return all }
    let last = all[Diagnostic.maximumCount - 1].span
    let more = Diagnostic(.error, .tooManyDiagnostics, "too many errors; the rest of the file is not reported", at: last.start)
    return all.prefix(Diagnostic.maximumCount - 1) + [more]
  }
}
