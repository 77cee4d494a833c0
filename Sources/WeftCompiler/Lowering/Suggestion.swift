/// The known name that `name` was probably meant to be: for "did you mean".
///
/// At most a third of the letters differ (but always one may); among equals the first in alphabetical order.
func suggestion(for name: String, among known: some Sequence<String>) -> String? {
  let wanted = Array(name.utf8)
  // A name longer than any that people write is no typing mistake, and the comparison is quadratic.
  guard wanted.count <= 64 else { return nil }
  let tolerance = max(1, wanted.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in known where candidate != name {
    let letters = Array(candidate.utf8)
    guard abs(letters.count - wanted.count) <= tolerance else { continue }
    let distance = editDistance(wanted, letters)
    guard distance <= tolerance, distance < letters.count else { continue }
    guard let soFar = best else {
      best = (candidate, distance)
      continue
    }
    if (distance, candidate) < (soFar.distance, soFar.name) { best = (candidate, distance) }
  }
  return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours; letters that differ in case only count as equal but for a
/// remainder of one.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  let left = a.map(lowercase)
  let right = b.map(lowercase)
  if left == right { return 1 }
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for i in 1..<(left.count + 1) {
    var row = [i]
    for j in 1..<(right.count + 1) {
      var distance = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1))
      if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
        distance = min(distance, beforeLast[j - 2] + 1)
      }
      row.append(distance)
    }
    (beforeLast, last) = (last, row)
  }
  return last[right.count]
}

private func lowercase(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
