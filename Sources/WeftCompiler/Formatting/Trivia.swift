/// What stands between two tokens: comments and blank lines.
struct Trivia: Equatable {
  var comments: [Comment] = []
  /// A blank line stands directly before the token.
  var endsWithBlankLine = false

  struct Comment: Equatable {
    /// Without white space at its end.
    var bytes: Range<Int>
    /// On the line of the token before it.
    var isTrailing: Bool
    var followsBlankLine: Bool
  }

  /// Reads a gap between two tokens, which holds white space and comments and nothing else.
  ///
  /// - Parameter isFirst: no token stands before the gap.
  init(_ bytes: [UInt8], in gap: Range<Int>, isFirst: Bool) {
    var newlines = isFirst ? 1 : 0
    var isOnTokenLine = !isFirst
    var index = gap.lowerBound
    while index < gap.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        newlines += 1
        isOnTokenLine = false
      }
      guard byte == UInt8(ascii: "/") else {
        index += 1
        continue
      }
      let end = bytes[index..<gap.upperBound].firstIndex(of: UInt8(ascii: "\n")) ?? gap.upperBound
      var last = end
      while last > index, bytes[last - 1].isSpace { last -= 1 }
      comments.append(Comment(bytes: index..<last, isTrailing: isOnTokenLine, followsBlankLine: newlines > 1))
      newlines = 0
      isOnTokenLine = false
      index = end
    }
    endsWithBlankLine = newlines > 1
  }
}
