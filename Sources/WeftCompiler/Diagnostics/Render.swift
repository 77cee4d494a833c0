/// Diagnostics as text, in the shape of clang's, which editors and SwiftPM understand.
///
///     overlay/peer.weft:4:9: error: expected ':' between 'link' and its type, found 'Link' [EXPECTED_TOKEN]
///       link Link
///            ^~~~
///           insert ':'
///     overlay/peer.weft:2:16: note: to close this
///
/// Columns count bytes of UTF-8 from 1, as clang's and swiftc's do; the caret stands where a terminal shows the byte.
public struct DiagnosticRenderer: Sendable {
  private let sources: [SourceFile]
  private let maps: [SourceMap?]
  private let color: Bool

  /// - Parameters:
  ///   - sources: the files that were compiled together, in the same order.
  ///   - diagnostics: what is going to be rendered; the lines of other files are not counted.
  ///   - color: whether to use the escape sequences of ANSI terminals.
  public init(sources: [SourceFile], for diagnostics: some Sequence<Diagnostic>, color: Bool = false) {
    self.sources = sources
    self.color = color
    var files: Set<Int> = []
    for diagnostic in diagnostics {
      files.insert(diagnostic.span.file)
      for note in diagnostic.notes { if let span = note.span { files.insert(span.file) } }
    }
    maps = sources.indices.map { files.contains($0) ? SourceMap(sources[$0]) : nil }
  }

  /// The diagnostic, its notes and fixes; several lines, each with its end.
  public func render(_ diagnostic: Diagnostic) -> String {
    let kind = diagnostic.severity == .error ? Kind.error : .warning
    var text = headline(kind, "\(diagnostic.message) [\(diagnostic.rule.rawValue)]", at: diagnostic.span)
    text += snippet(of: diagnostic.span, fixes: diagnostic.fixes)
    for note in diagnostic.notes {
      text += headline(.note, note.message, at: note.span)
      if let span = note.span { text += snippet(of: span, fixes: []) }
    }
    return text
  }

  private enum Kind: String { case error, warning, note }

  private func headline(_ kind: Kind, _ message: String, at span: Span?) -> String {
    var place = ""
    if let span, let map = map(of: span) {
      let location = map.location(of: span.lower)
      place = "\(sources[span.file].path):\(location.line):\(location.column): "
    }
    let word = styled("\(kind.rawValue):", kind == .error ? "1;31" : kind == .warning ? "1;35" : "1;36")
    return styled(place, "1") + word + " " + (kind == .note ? message : styled(message, "1")) + "\n"
  }

  /// The line, the caret below it, and the fixes below that.
  private func snippet(of span: Span, fixes: [Diagnostic.Fix]) -> String {
    guard let map = map(of: span) else { return "" }
    let range = map.line(at: span.lower, reach: 120)
    let line = DisplayedLine(sources[span.file].bytes[range])
    guard !line.text.isEmpty else { return "" }
    func column(_ offset: Int) -> Int { line.columns[min(max(offset, range.lowerBound), range.upperBound) - range.lowerBound] }
    let lower = column(span.lower)
    let width = max(1, column(span.upper) - lower)
    var text = "  \(line.text)\n  \(spaces(lower))"
    text += styled("^" + String(repeating: "~", count: width - 1), "1;32") + "\n"
    for fix in fixes {
      let isHere = range.lowerBound...range.upperBound ~= fix.span.lower
      text += "  \(spaces(isHere ? column(fix.span.lower) : 0))" + styled(words(for: fix), "32") + "\n"
    }
    return text
  }

  private func words(for fix: Diagnostic.Fix) -> String {
    let bytes = sources[fix.span.file].bytes
    let old = DisplayedLine(bytes[min(fix.span.lower, bytes.count)..<min(fix.span.upper, bytes.count)]).text
    let new = fix.replacement.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
    if old.isEmpty { return "insert '\(new)'" }
    return new.isEmpty ? "remove '\(old)'" : "write '\(new)'"
  }

  private func map(of span: Span) -> SourceMap? { maps.indices.contains(span.file) ? maps[span.file] : nil }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private func styled(_ text: String, _ style: String) -> String { color ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text }
}

extension Diagnostic {
  /// The diagnostic as text, where only one file was compiled.
  public func rendered(source: SourceFile, color: Bool = false) -> String { rendered(sources: [source], color: color) }

  /// The diagnostic as text. For many, `DiagnosticRenderer` counts the lines of each file only once.
  public func rendered(sources: [SourceFile], color: Bool = false) -> String {
    DiagnosticRenderer(sources: sources, for: [self], color: color).render(self)
  }
}

extension Sequence where Element == Diagnostic {
  /// All diagnostics as text.
  public func rendered(sources: [SourceFile], color: Bool = false) -> String {
    let diagnostics = Array(self)
    let renderer = DiagnosticRenderer(sources: sources, for: diagnostics, color: color)
    return diagnostics.map(renderer.render).joined()
  }
}
