import WeftSchema

extension Diagnostic.Rule {
  static let compression: Self = "COMPRESSION"
  static let dictionary: Self = "DICTIONARY"
}

extension Lowering {
  /// `zstd(level: 3, window: 64KiB)`, `zstd(history: 4KiB)`, `zstd(dictionary: "talk.dict")`.
  mutating func lower(_ syntax: Syntax.Compression, file: Int) -> Channel.Compression? {
    guard syntax.name.text == "zstd" else {
      let (notes, fixes) = suggest(for: syntax.name, among: ["zstd"])
      error(
        .compression, "a channel is compressed by 'zstd', not by '\(syntax.name.text)'", at: syntax.name.span, notes: notes,
        fixes: fixes)
      return nil
    }
    var compression = Channel.Compression(mode: .message(dictionary: nil))
    var first: [String: Span] = [:]
    for argument in syntax.arguments {
      guard let label = argument.label, ["level", "window", "history", "dictionary"].contains(label.text) else {
        reportUnknown(argument)
        continue
      }
      if let other = first[label.text] {
        error(
          .compression, "'\(label.text)' is stated twice", at: label.span, notes: [.init("first stated here", at: other)])
        continue
      }
      // The three modes exclude each other.
      if label.text != "level", let other = first.first(where: { $0.key != "level" }) {
        error(
          .compression, "'\(other.key)' and '\(label.text)' are two modes: a channel has one", at: label.span,
          notes: [.init("'\(other.key)' is stated here", at: other.value)])
      }
      first[label.text] = label.span
      lower(argument.value, of: label.text, file: file, &compression)
    }
    return compression
  }

  private mutating func reportUnknown(_ argument: Syntax.Argument) {
    guard let label = argument.label else {
      return error(
        .compression, "'zstd' states its arguments by name: 'level', 'window', 'history', 'dictionary'", at: argument.value.span)
    }
    let (notes, fixes) = suggest(for: label, among: ["level", "window", "history", "dictionary"])
    error(.compression, "'zstd' has no '\(label.text)'", at: label.span, notes: notes, fixes: fixes)
  }

  private mutating func lower(
    _ value: Syntax.Expression, of label: String, file: Int, _ compression: inout Channel.Compression
  ) {
    switch label {
    case "level":
      if let level = number(value, in: 1...19, "a level", file: file) { compression.level = level }
    case "window":
      guard let window = number(value, in: 1024...8_388_608, "a window", file: file) else { return }
      guard window & (window - 1) == 0 else {
        return error(.compression, "a window is a power of two of bytes, not \(window)", at: value.span)
      }
      compression.mode = .stream(windowByteCount: window)
    case "history":
      guard let history = number(value, in: 256...1_048_576, "a history", file: file) else { return }
      compression.mode = .history(byteCount: history)
    default:
      guard let constant = evaluate(value, in: file) else { return }
      guard case .text(let name) = constant, isPlainPath(name) else {
        return error(
          .compression, "a dictionary is a file beside the definitions, as in \"talk.dict\"", at: value.span)
      }
      compression.mode = .message(dictionary: name)
      compression.dictionary = dictionary(named: name, at: value.span, file: file)
    }
  }

  private mutating func number(
    _ value: Syntax.Expression, in range: ClosedRange<Int128>, _ what: String, file: Int
  ) -> Int? {
    guard let number = integer(value, in: file) else { return nil }
    if range.contains(number) { return Int(number) }
    let unit = what == "a level" ? "" : " bytes"
    error(.compression, "\(what) is \(range.lowerBound)...\(range.upperBound)\(unit), not \(number)", at: value.span)
    return nil
  }

  /// A name without a folder, so that no definition reads a file elsewhere, and with the ending that the plugin knows its
  /// inputs by.
  private func isPlainPath(_ name: String) -> Bool {
    name.hasSuffix(".dict") && (6...128).contains(name.utf8.count) && !name.contains("/") && !name.contains("\\")
  }

  /// What the file holds; nothing after an error, and where nobody has looked for files.
  private mutating func dictionary(named name: String, at span: Span, file: Int) -> [UInt8] {
    guard let dictionaries else { return [] }
    let path = paths[file].lastIndex(of: "/").map { paths[file][...$0] + name } ?? name[...]
    guard let found = dictionaries.first(where: { $0.path == path }) else {
      error(
        .dictionary, "there is no file '\(name)' beside this definition", at: span,
        notes: [.init("'weft train' makes one of messages or a capture")])
      return []
    }
    guard (8...Limits.dictionaryByteCount).contains(found.bytes.count) else {
      error(
        .dictionary, "a dictionary has 8...\(Limits.dictionaryByteCount) bytes, '\(name)' has \(found.bytes.count)", at: span)
      return []
    }
    return found.bytes
  }
}
