/// What to delete and insert so that one text becomes another, as `diff -u` shows it.
struct LineDifference {
  private enum Line {
    case both(Substring), old(Substring), new(Substring)
  }

  private var lines: [Line] = []

  init(from old: [UInt8], to new: [UInt8]) {
    let (old, new) = (Self.lines(of: old), Self.lines(of: new))
    let difference = new.difference(from: old)
    let removed = Set(difference.removals.map { Self.offset($0) })
    let inserted = Set(difference.insertions.map { Self.offset($0) })
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        lines.append(.old(old[left]))
        left += 1
      } else if right < new.count, inserted.contains(right) {
        lines.append(.new(new[right]))
        right += 1
      } else {
        lines.append(.both(old[left]))
        left += 1
        right += 1
      }
    }
  }

  private static func lines(of text: [UInt8]) -> [Substring] {
    let text = Substring(decoding: text.last == newline ? text.dropLast() : text[...], as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func offset(_ change: CollectionDifference<Substring>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  /// Hunks with three lines of context.
  func unified(path: String) -> [String] {
    let changed = lines.indices.filter { if case .both = lines[$0] { false } else { true } }
    var hunks: [Range<Int>] = []
    for index in changed {
      let around = max(0, index - 3)..<min(lines.count, index + 4)
      if let last = hunks.last, around.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
      } else {
        hunks.append(around)
      }
    }
    return ["--- \(path)", "+++ \(path) (formatted)"] + hunks.flatMap { text(of: $0) }
  }

  private func text(of hunk: Range<Int>) -> [String] {
    var result: [String] = []
    var (oldCount, newCount) = (0, 0)
    for index in hunk {
      switch lines[index] {
      case .both(let line):
        result.append(" \(line)")
        oldCount += 1
        newCount += 1
      case .old(let line):
        result.append("-\(line)")
        oldCount += 1
      case .new(let line):
        result.append("+\(line)")
        newCount += 1
      }
    }
    let before = lines[..<hunk.lowerBound]
    let oldStart = before.count { if case .new = $0 { false } else { true } } + 1
    let newStart = before.count { if case .old = $0 { false } else { true } } + 1
    return ["@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@"] + result
  }
}
