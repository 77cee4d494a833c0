import WeftCompiler

/// The line of a file on which `Module.Definition.member` is declared, or at least the definition.
///
/// Read from words and braces, not from a syntax tree: what is compared are schemas, which know no lines.
struct DeclarationLine {
  /// Counted from 1; `nil` where the definition is not in the file.
  private(set) var number: Int?

  private static let keywords: Set<String> = [
    "struct", "message", "snapshot", "union", "enum", "flags", "foreign", "type", "channel",
  ]

  init(of path: String, in source: SourceFile) {
    let names = path.split { $0 == "." || $0 == "[" }.map(String.init)
    guard names.count > 1 else { return }
    var depth = 0
    var isInside = false
    var module: String?
    for (index, line) in source.bytes.split(separator: newline, omittingEmptySubsequences: false).enumerated() {
      let code = Self.code(of: String(decoding: line, as: UTF8.self))
      let words = code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
      if depth == 0, let keyword = words.firstIndex(of: "module"), keyword + 1 < words.count { module = words[keyword + 1] }
      if depth == 0, module == names[0], Self.declares(names[1], words) {
        number = index + 1
        isInside = true
      } else if isInside, depth == 1, names.count > 2, Self.member(names[2], words) {
        number = index + 1
        return
      }
      depth += code.count { $0 == "{" } - code.count { $0 == "}" }
      if isInside, depth <= 0, code.contains("}") { return }
    }
  }

  /// Without what stands in comments and texts.
  private static func code(of line: String) -> String {
    var code = ""
    var isText = false
    var rest = line[...]
    while let first = rest.popFirst() {
      if first == "\"" { isText.toggle() }
      if !isText, first == "/", rest.first == "/" { break }
      if !isText { code.append(first) }
    }
    return code
  }

  private static func declares(_ name: String, _ words: [String]) -> Bool {
    guard let keyword = words.firstIndex(where: { keywords.contains($0) }), keyword + 1 < words.count else { return false }
    return words[(keyword + 1)...].prefix(2).contains(name)
  }

  /// Its name comes first, behind no more than `key`.
  private static func member(_ name: String, _ words: [String]) -> Bool {
    words.first == name || words.first == "key" && words.dropFirst().first == name
  }
}
