/// A name that could have been meant.
struct Spelling {
  let name: String
  private let bytes: [UInt8]
  /// Which of the letters, digits and signs occur, by their lowest five bits.
  private let letters: UInt32

  init(_ name: String) {
    self.name = name
    bytes = Array(name.utf8.prefix(64))
    letters = bytes.reduce(0) { $0 | 1 << UInt32($1 & 31) }
  }

  /// Insertions, deletions, replacements and swaps of neighbours that make one of the other.
  ///
  /// - Returns: `nil` if it takes more than `limit`.
  func distance(to other: Spelling, limit: Int) -> Int? {
    // What is longer by more, or has more letters of its own, takes more changes at least.
    guard abs(bytes.count - other.bytes.count) <= limit, (letters & ~other.letters).nonzeroBitCount <= limit,
      (other.letters & ~letters).nonzeroBitCount <= limit
    else { return nil }
    var before = Array(0...other.bytes.count)
    var beforeThat = before
    var current = before
    for (row, byte) in bytes.enumerated() {
      current[0] = row + 1
      for (column, otherByte) in other.bytes.enumerated() {
        var distance = min(before[column] + (byte == otherByte ? 0 : 1), before[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, byte == other.bytes[column - 1], bytes[row - 1] == otherByte {
          distance = min(distance, beforeThat[column - 1] + 1)
        }
        current[column + 1] = distance
      }
      swap(&beforeThat, &before)
      swap(&before, &current)
    }
    return before[other.bytes.count] <= limit ? before[other.bytes.count] : nil
  }
}

extension NamedValues {
  /// The known name of a field or a layer that takes the fewest edits to reach, if that is few.
  func nearest(to name: String) -> String? { nearest(to: name, among: spellings) }

  /// The same of layers only.
  func nearestLayer(to name: String) -> String? { nearest(to: name, among: layersByName.keys.map(Spelling.init)) }

  private func nearest(to name: String, among spellings: [Spelling]) -> String? {
    let wanted = Spelling(name)
    let fewest = max(2, name.utf8.prefix(64).count / 4)
    var best: (name: String, distance: Int)?
    for known in spellings {
      guard let distance = known.distance(to: wanted, limit: best?.distance ?? fewest) else { continue }
      if best.map({ distance < $0.distance || known.name < $0.name }) ?? true { best = (known.name, distance) }
    }
    return best?.name
  }
}
