import Testing
import WeftCompiler

/// Diagnostics as text: columns, carets and colours.
@Suite struct RenderTests {
  private let source = SourceFile(path: "dir/a.weft", text: "one\n\tt\u{65E5}\u{672C} e\u{301}x\r\nlast")

  private func span(_ lower: Int, _ upper: Int, file: Int = 0) -> Span { Span(file: file, lower: lower, upper: upper) }

  @Test func caretStandsBelowTheCharacter() {
    // Tab to column 8, t, two wide characters, a space, e with a combining accent, x.
    let diagnostic = Diagnostic(.error, "RULE", "message", at: span(16, 17))
    #expect(
      diagnostic.rendered(source: source) == """
        dir/a.weft:2:13: error: message [RULE]
                  t\u{65E5}\u{672C} e\u{301}x
                         ^

        """)
  }

  @Test func underlinesWideCharactersWhole() {
    let text = Diagnostic(.warning, "RULE", "message", at: span(6, 12)).rendered(source: source)
    #expect(text.hasSuffix("\n           ^~~~\n"))
    #expect(text.hasPrefix("dir/a.weft:2:3: warning: message [RULE]\n"))
  }

  @Test func underlinesOneLineOfSeveral() {
    let text = Diagnostic(.error, "RULE", "message", at: span(0, 22)).rendered(source: source)
    #expect(text == "dir/a.weft:1:1: error: message [RULE]\n  one\n  ^~~\n")
  }

  @Test func namesOtherFilesInNotes() {
    let other = SourceFile(path: "b.weft", text: "first\nsecond")
    let diagnostic = Diagnostic(
      .error, "RULE", "message", at: span(0, 3),
      notes: [Diagnostic.Note("elsewhere", at: span(6, 12, file: 1)), Diagnostic.Note("nowhere")])
    #expect(
      diagnostic.rendered(sources: [source, other]) == """
        dir/a.weft:1:1: error: message [RULE]
          one
          ^~~
        b.weft:2:1: note: elsewhere
          second
          ^~~~~~
        note: nowhere

        """)
  }

  @Test func showsWhatAFixDoes() {
    func shown(_ fix: Diagnostic.Fix) -> String? {
      let diagnostic = Diagnostic(.error, "RULE", "message", at: span(0, 3), fixes: [fix])
      return diagnostic.rendered(source: source).split(separator: "\n").last.map(String.init)
    }
    #expect(shown(Diagnostic.Fix(replace: span(3, 3), with: ":")) == "     insert ':'")
    #expect(shown(Diagnostic.Fix(replace: span(1, 3), with: "")) == "   remove 'ne'")
    #expect(shown(Diagnostic.Fix(replace: span(0, 3), with: "1\n")) == "  write '1\\n'")
  }

  @Test func coloursOnlyWhenAsked() {
    let diagnostic = Diagnostic(.error, "RULE", "message", at: span(0, 3))
    #expect(!diagnostic.rendered(source: source).contains("\u{1B}"))
    let text = diagnostic.rendered(source: source, color: true)
    #expect(text.contains("\u{1B}[1;31merror:\u{1B}[0m"))
    #expect(text.contains("\u{1B}[1;32m^~~\u{1B}[0m"))
  }

  /// Every offset of a file of many lines, against a count by hand.
  @Test func findsEveryLocation() {
    let file = SourceFile(path: "", text: (0..<900).map { String(repeating: "x", count: $0 % 23) }.joined(separator: "\n"))
    let map = SourceMap(file)
    var (line, column) = (1, 1)
    for offset in 0...file.bytes.count {
      #expect(map.location(of: offset).line == line)
      #expect(map.location(of: offset).column == column)
      guard offset < file.bytes.count else { break }
      (line, column) = file.bytes[offset] == UInt8(ascii: "\n") ? (line + 1, 1) : (line, column + 1)
    }
  }

  @Test func takesOffsetsBehindTheEnd() {
    let text = Diagnostic(.error, "RULE", "message", at: span(900, 1000)).rendered(source: source)
    #expect(text == "dir/a.weft:3:5: error: message [RULE]\n  last\n      ^\n")
    let nowhere = Diagnostic(.error, "RULE", "message", at: span(0, 1, file: 7)).rendered(source: source)
    #expect(nowhere == "error: message [RULE]\n")
  }
}
