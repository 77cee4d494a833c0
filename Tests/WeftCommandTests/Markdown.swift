import Foundation

/// A page of documentation as a list of fenced code blocks.
struct Markdown {
  struct Block {
    /// What stands behind the opening fence: `console in docs/examples/position-share`.
    var words: [Substring]
    /// Index of the first line behind the fence.
    var start: Int
    var lines: [String]

    var language: Substring { words.first ?? "" }
    /// The folder after `in`, relative to the project's.
    var folder: Substring? { words.count == 3 && words[1] == "in" ? words[2] : nil }
    var text: String { lines.joined(separator: "\n") }
  }

  var path: String
  var lines: [String]
  var blocks: [Block] = []

  init(_ path: String) throws {
    self.path = path
    let text = String(decoding: try Data(contentsOf: Weft.project.appending(path: path)), as: UTF8.self)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var open: Block?
    for (number, line) in lines.enumerated() {
      if var block = open {
        if line == "```" {
          blocks.append(block)
          open = nil
        } else {
          block.lines.append(line)
          open = block
        }
      } else if line.hasPrefix("```") {
        open = Block(words: line.dropFirst(3).split(separator: " "), start: number + 1, lines: [])
      }
    }
  }
}

/// A command of a `console` block and what it is said to print.
struct Transcript {
  var command: String
  var output: [String]

  /// Commands begin with `$ ` and go on after a backslash; what stands between them is their output.
  static func all(in block: Markdown.Block) -> [Transcript] {
    var all: [Transcript] = []
    var goesOn = false
    for line in block.lines {
      if line.hasPrefix("$ ") {
        all.append(Transcript(command: String(line.dropFirst(2)), output: []))
      } else if goesOn {
        all[all.count - 1].command += "\n" + line
      } else if !all.isEmpty {
        all[all.count - 1].output.append(line)
        continue
      }
      goesOn = line.hasSuffix("\\")
    }
    return all
  }

  /// A line `…` stands for any number of lines.
  func matches(_ found: [String]) -> Bool { Self.matches(output[...], found[...]) }

  private static func matches(_ expected: ArraySlice<String>, _ found: ArraySlice<String>) -> Bool {
    guard let first = expected.first else { return found.isEmpty }
    if first == "…" {
      return (found.startIndex...found.endIndex).contains { matches(expected.dropFirst(), found[$0...]) }
    }
    return first == found.first && matches(expected.dropFirst(), found.dropFirst())
  }
}
