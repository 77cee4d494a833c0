/// Lines of Swift, indented and wrapped as `swift format` would leave them.
struct SwiftWriter {
  /// UTF-8: appending to bytes takes half of what appending to a string does.
  private var bytes: [UInt8] = []
  private var depth = 0

  var text: String { String(decoding: bytes, as: UTF8.self) }

  static let lineLength = 100

  /// One line; an empty one is blank.
  mutating func line(_ line: String = "") {
    if !line.isEmpty {
      for _ in 0..<depth * 2 { bytes.append(0x20) }
      bytes.append(contentsOf: line.utf8)
    }
    bytes.append(0x0A)
  }

  /// `opening {`, the body one level deeper, `}`.
  mutating func block(_ opening: String, _ body: (inout SwiftWriter) -> Void) {
    line(opening + " {")
    depth += 1
    body(&self)
    depth -= 1
    line("}")
  }

  /// The body one level deeper, between two lines of the caller's.
  mutating func indented(_ body: (inout SwiftWriter) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  /// Whether the line is short enough: a look at its bytes, of which there are no fewer than characters.
  func fits(_ line: String) -> Bool { depth * 2 + line.utf8.count <= Self.lineLength }

  /// Characters of a line. All names are ASCII, and only a default's text may not be.
  private static func width(_ line: String) -> Int {
    line.utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D } ? line.utf8.count : line.count
  }

  /// `before(item, item)after`, on one line where it fits, otherwise the items on a line or on lines of their own.
  mutating func list(
    _ before: String, _ items: [String], _ after: String = "", opening: String = "(", closing: String = ")"
  ) {
    let widths = items.map { Self.width($0) }
    let width = widths.reduce(Self.width(before) + Self.width(after) + 2 + max(0, items.count - 1) * 2, +)
    if items.isEmpty || depth * 2 + width <= Self.lineLength {
      line("\(before)\(opening)\(items.joined(separator: ", "))\(closing)\(after)")
      return
    }
    line(before + opening)
    indented { writer in
      var current = ""
      var width = 0
      for (index, item) in items.enumerated() {
        let comma = index == items.count - 1 ? "" : ","
        let added = widths[index] + comma.utf8.count
        if width > 0, writer.depth * 2 + width + 1 + added > Self.lineLength {
          writer.line(current)
          (current, width) = ("", 0)
        }
        if width > 0 { current += " " }
        current += item
        current += comma
        width += (width > 0 ? 1 : 0) + added
      }
      writer.line(current)
    }
    line(closing + after)
  }

  /// `before = test && test`, on one line where it fits, otherwise a line a test.
  mutating func conjunction(_ before: String, _ tests: [String]) {
    let whole = "\(before) = \(tests.joined(separator: " && "))"
    if tests.count < 2 || depth * 2 + Self.width(whole) <= Self.lineLength {
      line(whole)
      return
    }
    line(before + " =")
    indented { writer in
      for (index, test) in tests.enumerated() { writer.line(index == 0 ? test : "&& " + test) }
    }
  }

  /// `///` lines.
  mutating func documentation(_ lines: [String]) {
    for text in lines { line(text.isEmpty ? "///" : "/// " + text) }
  }
}
