import Foundation

/// A Swift file as the architecture sees it: its import lines, and its code without comments and strings.
struct SourceText {
  var path: String
  /// Code only; what stood in comments and string literals is gone, line breaks are kept.
  var code: String { Self.withoutCommentsAndStrings(text) }
  var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }
  private let text: String

  init(_ url: URL) throws {
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    self.init(path: url.path.replacing(House.root.path + "/", with: "", maxReplacements: 1), text: text)
  }

  init(path: String, text: String) {
    self.path = path
    self.text = text
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

  /// One pass over the bytes. Interpolations count as string; that hides their code, never invents any.
  private static func withoutCommentsAndStrings(_ text: String) -> String {
    enum State { case code, line, block(Int), string([UInt8]) }
    let quotes = ["#\"\"\"", "\"\"\"", "#\"", "\""].map { Array($0.utf8) }
    let bytes = Array(text.utf8)
    var state = State.code
    var result: [UInt8] = []
    var index = 0
    func stands(_ word: String) -> Bool { stands(Array(word.utf8)) }
    func stands(_ word: [UInt8]) -> Bool { bytes[index...].starts(with: word) }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") { result.append(byte) }
      switch state {
      case .code:
        if byte == UInt8(ascii: "/"), stands("//") {
          state = .line
        } else if byte == UInt8(ascii: "/"), stands("/*") {
          state = .block(1)
          index += 1
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#"), let quote = quotes.first(where: stands) {
          state = .string(quote.reversed())
          index += quote.count - 1
        } else if byte != UInt8(ascii: "\n") {
          result.append(byte)
        }
      case .line:
        if byte == UInt8(ascii: "\n") { state = .code }
      case .block(let depth):
        if stands("*/") {
          state = depth == 1 ? .code : .block(depth - 1)
          index += 1
        } else if stands("/*") {
          state = .block(depth + 1)
          index += 1
        }
      case .string(let end):
        if byte == end[0], stands(end) {
          state = .code
          index += end.count - 1
        } else if byte == UInt8(ascii: "\\"), end.last != UInt8(ascii: "#") {
          index += 1
        }
      }
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}
