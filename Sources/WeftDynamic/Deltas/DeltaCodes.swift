/// The codes of a type that can have differences: integers and quantised reals. Of `iN` the code is the value.
struct DeltaCodes {
  let entry: TypeEntry
  let lowest: Int128
  let count: Int128

  init(_ entry: TypeEntry) {
    self.entry = entry
    switch entry.kind {
    case .signed:
      count = 1 << Int128(entry.bitCount)
      lowest = -count / 2
    case .ranged, .fixed:
      count = Int128(entry.maximum) + 1
      lowest = 0
    default:
      count = 1 << Int128(entry.bitCount)
      lowest = 0
    }
  }

  var highest: Int128 { lowest + count - 1 }

  func contains(_ code: Int128) -> Bool { code >= lowest && code <= highest }

  /// The code of a value in a tree.
  func code(of node: ValueNode) -> Int128 {
    switch entry.kind {
    case .signed: Int128(Int64(bitPattern: node.payload))
    case .ranged:
      entry.node == .signed
        ? Int128(Int64(bitPattern: node.payload)) - Int128(Int64(bitPattern: entry.lower))
        : Int128(node.payload) - Int128(entry.lower)
    default: Int128(node.payload)
    }
  }

  /// What a node holds for a code.
  func payload(of code: Int128) -> UInt64 {
    let bits = UInt64(truncatingIfNeeded: code)
    return entry.kind == .ranged ? entry.lower &+ bits : bits
  }

  /// A code as it stands in a full form.
  func wireBits(of code: Int128) -> UInt64 { UInt64(truncatingIfNeeded: code) & ones(entry.bitCount) }

  func code(ofWireBits bits: UInt64) -> Int128 {
    entry.kind == .signed && bits >> UInt64(max(0, entry.bitCount - 1)) == 1 ? Int128(bits) - count : Int128(bits)
  }

  /// The shorter way round from one code to another: −(count − 1) / 2 … count / 2.
  func shorterWay(_ difference: Int128) -> Int128 {
    let up = modulo(difference)
    return up > count / 2 ? up - count : up
  }

  /// `code` modulo the number of codes.
  func wrapped(_ code: Int128) -> Int128 { lowest + modulo(code - lowest) }

  func clamped(_ code: Int128) -> Int128 { min(max(code, lowest), highest) }

  private func modulo(_ value: Int128) -> Int128 {
    let rest = value % count
    return rest < 0 ? rest + count : rest
  }

  /// From the baseline's code to the new one.
  func difference(from old: Int128, to new: Int128, wraps: Bool) -> Int128 {
    wraps ? shorterWay(new - old) : new - old
  }

  /// The new code; `nil` where the difference leaves the range, or goes the longer way round.
  func code(after difference: Int128, from old: Int128, wraps: Bool) -> Int128? {
    if wraps { return shorterWay(difference) == difference ? wrapped(old + difference) : nil }
    let new = old + difference
    return contains(new) ? new : nil
  }
}
