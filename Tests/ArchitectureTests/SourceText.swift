import Foundation

/// A Swift file as the architecture sees it: its import lines, and its code without comments and strings.
struct SourceText {
  var path: String
  /// Code only; what stood in comments and string literals is gone, line breaks are kept.
  var code: String
  var lineCount: Int

  init(_ url: URL) throws {
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    self.init(path: url.path.replacing(House.root.path + "/", with: "", maxReplacements: 1), text: text)
  }

  init(path: String, text: String) {
    self.path = path
    lineCount = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    code = Self.withoutCommentsAndStrings(text)
  }

  var imports: Set<String> {
    let line = /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:[a-z]+\s+)?(\w+)/
      .anchorsMatchLineEndings()
    return Set(code.matches(of: line).map { String($0.output.1) })
  }

  /// `path:line` of each place where the code matches.
  func places(matching pattern: some RegexComponent) -> [String] {
    code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { $0.element.contains(pattern) }.map { "\(path):\($0.offset + 1): \($0.element.trimmingPrefix(/\s+/))" }
  }

  /// One pass over the characters. Interpolations count as string; that hides their code, never invents any.
  private static func withoutCommentsAndStrings(_ text: String) -> String {
    enum State { case code, line, block(Int), string(String) }
    var state = State.code
    var result = ""
    var rest = text[...]
    while let character = rest.first {
      if character == "\n" { result.append(character) }
      switch state {
      case .code:
        if rest.hasPrefix("//") {
          state = .line
        } else if rest.hasPrefix("/*") {
          state = .block(1)
          rest.removeFirst()
        } else if let quote = ["#\"\"\"", "\"\"\"", "#\"", "\""].first(where: { rest.hasPrefix($0) }) {
          state = .string(String(quote.reversed()))
          rest.removeFirst(quote.count - 1)
        } else if character != "\n" {
          result.append(character)
        }
      case .line:
        if character == "\n" { state = .code }
      case .block(let depth):
        if rest.hasPrefix("*/") {
          state = depth == 1 ? .code : .block(depth - 1)
          rest.removeFirst()
        } else if rest.hasPrefix("/*") {
          state = .block(depth + 1)
          rest.removeFirst()
        }
      case .string(let end):
        if rest.hasPrefix(end) {
          state = .code
          rest.removeFirst(end.count - 1)
        } else if character == "\\", !end.hasSuffix("#") {
          rest.removeFirst()
        }
      }
      if !rest.isEmpty { rest.removeFirst() }
    }
    return result
  }
}
