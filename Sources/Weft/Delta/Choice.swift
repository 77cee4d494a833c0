/// Some of the places 0 ..< n: the elements of an array that have changed (`docs/language.md`, "Choice"). A bit for each, in
/// `wordCount` words.
@frozen
public struct Choice<let wordCount: Int> {
  @usableFromInline var words: InlineArray<wordCount, UInt64>
  @usableFromInline var chosenCount: Int

  /// How many places were chosen.
  @inlinable
  public var count: Int { chosenCount }

  @inlinable
  public init() {
    words = InlineArray(repeating: 0)
    chosenCount = 0
  }

  @inlinable
  public var isEmpty: Bool { chosenCount == 0 }

  /// Chooses a place that was not yet chosen, if `condition` holds. It is one that the words have a bit for.
  @inlinable
  public mutating func insert(_ place: Int, if condition: Bool) {
    guard condition else { return }
    words[place >> 6] |= 1 &<< UInt64(truncatingIfNeeded: place)
    chosenCount &+= 1
  }

  @inlinable
  public func contains(_ place: Int) -> Bool { words[place >> 6] &>> UInt64(truncatingIfNeeded: place) & 1 == 1 }
}

extension BitWriter {
  /// A choice of at least one of `placeCount` places.
  @inlinable
  public mutating func put<let wordCount: Int>(_ choice: Choice<wordCount>, of placeCount: Int) throws(EncodeError) {
    try unsafe withUnsafeBytes(of: choice.words) { bytes throws(EncodeError) in
      try unsafe put(choice: bytes.assumingMemoryBound(to: UInt64.self), chosenCount: choice.count, of: placeCount)
    }
  }

  /// The number of places less 1, whether they are told in runs, then the gaps between places, or gaps and lengths of runs.
  @usableFromInline
  mutating func put(
    choice words: UnsafeBufferPointer<UInt64>, chosenCount: Int, of placeCount: Int
  ) throws(EncodeError) {
    let countBitCount = choiceBitCount(of: placeCount)
    try reserve(bitCount: countBitCount)
    put(UInt64(truncatingIfNeeded: chosenCount &- 1), bitCount: countBitCount)
    guard chosenCount < placeCount else { return }
    let runCount = unsafe chosenRunCount(in: words)
    if chosenCount > 1 {
      try reserve(bitCount: 1)
      put(2 &* runCount <= chosenCount ? 1 : 0, bitCount: 1)
    }
    if 2 &* runCount <= chosenCount {
      try unsafe put(runs: words, runCount: runCount, chosenCount: chosenCount, of: placeCount)
    } else {
      try unsafe put(gaps: words, chosenCount: chosenCount, of: placeCount)
    }
  }

  private mutating func put(
    gaps words: UnsafeBufferPointer<UInt64>, chosenCount: Int, of placeCount: Int
  ) throws(EncodeError) {
    let parameter = riceParameter(
      sum: UInt64(truncatingIfNeeded: placeCount &- chosenCount), count: UInt64(truncatingIfNeeded: chosenCount))
    var next = 0
    for index in words.indices {
      var word = unsafe words[index]
      while word != 0 {
        let place = index &* 64 &+ word.trailingZeroBitCount
        try put(rice: UInt64(truncatingIfNeeded: place &- next), parameter: parameter)
        next = place &+ 1
        word &= word &- 1
      }
    }
  }

  private mutating func put(
    runs words: UnsafeBufferPointer<UInt64>, runCount: Int, chosenCount: Int, of placeCount: Int
  ) throws(EncodeError) {
    let shape = RunShape(runCount: runCount, chosenCount: chosenCount, placeCount: placeCount)
    let countBitCount = choiceBitCount(of: RunShape.largestCount(chosenCount: chosenCount, placeCount: placeCount))
    try reserve(bitCount: countBitCount)
    put(UInt64(truncatingIfNeeded: runCount &- 1), bitCount: countBitCount)
    // Behind a run one place is left out for certain.
    var (end, first) = (0, 0)
    for run in 0..<runCount {
      let start = unsafe nextPlace(in: words, from: end, complement: 0)
      end = unsafe nextPlace(in: words, from: start, complement: .max)
      try put(rice: UInt64(truncatingIfNeeded: start &- first), parameter: shape.gapParameter)
      if run < runCount &- 1 {
        try put(rice: UInt64(truncatingIfNeeded: end &- start &- 1), parameter: shape.lengthParameter)
      }
      first = end &+ 1
    }
  }

  /// Ones, a zero, and the low bits.
  private mutating func put(rice value: UInt64, parameter: UInt64) throws(EncodeError) {
    var ones = Int(truncatingIfNeeded: value &>> parameter)
    let lowBitCount = Int(truncatingIfNeeded: parameter)
    try reserve(bitCount: ones &+ 1 &+ lowBitCount)
    while ones >= 31 {
      put(0x7FFF_FFFF, bitCount: 31)
      ones &-= 31
    }
    let shift = UInt64(truncatingIfNeeded: ones)
    let low = value & ((1 &<< parameter) &- 1)
    put((1 &<< shift) &- 1 | low &<< (shift &+ 1), bitCount: ones &+ 1 &+ lowBitCount)
  }
}

extension BitReader {
  /// Reads a choice of at least one of `placeCount` places.
  ///
  /// - Throws: `choiceOutOfBounds` at its first bit.
  @inlinable
  public mutating func readChoice<let wordCount: Int>(
    of placeCount: Int, field: FieldName
  ) throws(DecodeError) -> Choice<wordCount> {
    var choice = Choice<wordCount>()
    choice.chosenCount = try unsafe withUnsafeMutableBytes(of: &choice.words) { bytes throws(DecodeError) in
      try unsafe readChoice(into: bytes.assumingMemoryBound(to: UInt64.self), of: placeCount, field: field)
    }
    return choice
  }

  /// Sets the bits of the chosen places in `words`, which are zero and have a bit for each place.
  ///
  /// - Returns: How many were chosen.
  @usableFromInline
  mutating func readChoice(
    into words: UnsafeMutableBufferPointer<UInt64>, of placeCount: Int, field: FieldName
  ) throws(DecodeError) -> Int {
    let start = position
    let countBitCount = choiceBitCount(of: placeCount)
    let run = try run(bitCount: countBitCount)
    let chosenCount = countBitCount == 0 ? 1 : 1 &+ Int(truncatingIfNeeded: run.bits(at: 0, count: countBitCount))
    guard chosenCount <= placeCount else { try Self.fail(.choiceOutOfBounds, at: start, field: field) }
    guard chosenCount < placeCount else {
      unsafe choose(0..<placeCount, in: words)
      return chosenCount
    }
    let isInRuns = chosenCount > 1 ? try self.run(bitCount: 1).bool(at: 0) : false
    let isRight =
      isInRuns
      ? try unsafe readRuns(into: words, chosenCount: chosenCount, of: placeCount)
      : try unsafe readGaps(into: words, chosenCount: chosenCount, of: placeCount)
    guard isRight else { try Self.fail(.choiceOutOfBounds, at: start, field: field) }
    return chosenCount
  }

  /// - Returns: Whether the places are among those that there are, and would not be told in runs.
  private mutating func readGaps(
    into words: UnsafeMutableBufferPointer<UInt64>, chosenCount: Int, of placeCount: Int
  ) throws(DecodeError) -> Bool {
    var leftOut = UInt64(truncatingIfNeeded: placeCount &- chosenCount)
    let parameter = riceParameter(sum: leftOut, count: UInt64(truncatingIfNeeded: chosenCount))
    var (place, runCount) = (-1, 0)
    for index in 0..<chosenCount {
      guard let gap = try readRice(parameter: parameter, maximum: leftOut) else { return false }
      if gap > 0 || index == 0 { runCount &+= 1 }
      leftOut &-= gap
      place &+= 1 &+ Int(truncatingIfNeeded: gap)
      unsafe words[place >> 6] |= 1 &<< UInt64(truncatingIfNeeded: place)
    }
    return 2 &* runCount > chosenCount
  }

  /// - Returns: Whether the runs are among the places that there are.
  private mutating func readRuns(
    into words: UnsafeMutableBufferPointer<UInt64>, chosenCount: Int, of placeCount: Int
  ) throws(DecodeError) -> Bool {
    let largestCount = RunShape.largestCount(chosenCount: chosenCount, placeCount: placeCount)
    let countBitCount = choiceBitCount(of: largestCount)
    let run = try run(bitCount: countBitCount)
    let runCount = countBitCount == 0 ? 1 : 1 &+ Int(truncatingIfNeeded: run.bits(at: 0, count: countBitCount))
    guard runCount <= largestCount else { return false }
    let shape = RunShape(runCount: runCount, chosenCount: chosenCount, placeCount: placeCount)
    var (gapRoom, lengthRoom) = (shape.gapSum, shape.lengthSum)
    var first = 0
    for index in 0..<runCount {
      guard let gap = try readRice(parameter: shape.gapParameter, maximum: gapRoom) else { return false }
      gapRoom &-= gap
      var length = lengthRoom
      if index < runCount &- 1 {
        guard let found = try readRice(parameter: shape.lengthParameter, maximum: lengthRoom) else { return false }
        length = found
      }
      lengthRoom &-= length
      let start = first &+ Int(truncatingIfNeeded: gap)
      let end = start &+ 1 &+ Int(truncatingIfNeeded: length)
      unsafe choose(start..<end, in: words)
      first = end &+ 1
    }
    return true
  }

  /// A Rice code, each bit of its prefix a run; `nil` as soon as it is above `maximum`.
  private mutating func readRice(parameter: UInt64, maximum: UInt64) throws(DecodeError) -> UInt64? {
    var value: UInt64 = 0
    var mayBeMore = Int(truncatingIfNeeded: maximum &>> parameter)
    while true {
      // No more than the word is sure to hold.
      let ones = min((~nextWord).trailingZeroBitCount, 56)
      guard min(ones, mayBeMore) < limit &- position else {
        position = limit
        try truncated(bitCount: 1)
      }
      if ones > mayBeMore { return nil }
      mayBeMore &-= ones
      value &+= UInt64(truncatingIfNeeded: ones)
      position &+= ones
      if ones < 56 { break }
    }
    position &+= 1
    guard parameter > 0 else { return value }
    let lowBitCount = Int(truncatingIfNeeded: parameter)
    value = value &<< parameter | (try run(bitCount: lowBitCount).bits(at: 0, count: lowBitCount))
    return value <= maximum ? value : nil
  }
}

/// The width of the number of chosen places, less 1.
@inline(__always)
private func choiceBitCount(of placeCount: Int) -> Int {
  placeCount > 1 ? Int.bitWidth &- (placeCount &- 1).leadingZeroBitCount : 0
}

/// What is known of a choice in runs once their number is.
private struct RunShape {
  /// How many places the gaps hold in total besides the one between two runs, and the runs besides their first places.
  let gapSum: UInt64
  let lengthSum: UInt64
  let gapParameter: UInt64
  let lengthParameter: UInt64

  init(runCount: Int, chosenCount: Int, placeCount: Int) {
    let count = UInt64(truncatingIfNeeded: runCount)
    gapSum = UInt64(truncatingIfNeeded: placeCount &- chosenCount &- runCount &+ 1)
    lengthSum = UInt64(truncatingIfNeeded: chosenCount &- runCount)
    gapParameter = riceParameter(sum: gapSum, count: count)
    lengthParameter = riceParameter(sum: lengthSum, count: count)
  }

  /// No more runs than half of the chosen places, with one place between any two.
  static func largestCount(chosenCount: Int, placeCount: Int) -> Int {
    min(chosenCount >> 1, placeCount &- chosenCount &+ 1)
  }
}

/// How many runs the set bits make: those that the one before is not set.
private func chosenRunCount(in words: UnsafeBufferPointer<UInt64>) -> Int {
  var (count, last): (Int, UInt64) = (0, 0)
  for index in words.indices {
    let word = unsafe words[index]
    count &+= (word & ~(word &<< 1 | last)).nonzeroBitCount
    last = word &>> 63
  }
  return count
}

/// The first place from `start` on whose bit is set; with `complement` all ones, is not set. Behind the words if there is none.
private func nextPlace(in words: UnsafeBufferPointer<UInt64>, from start: Int, complement: UInt64) -> Int {
  var index = start >> 6
  guard index < words.count else { return start }
  var word = unsafe (words[index] ^ complement) & (UInt64.max &<< UInt64(truncatingIfNeeded: start))
  while word == 0 {
    index &+= 1
    guard index < words.count else { return words.count &* 64 }
    word = unsafe words[index] ^ complement
  }
  return index &* 64 &+ word.trailingZeroBitCount
}

/// Sets the bits of places that the words have bits for.
private func choose(_ places: Range<Int>, in words: UnsafeMutableBufferPointer<UInt64>) {
  var place = places.lowerBound
  while place < places.upperBound {
    let count = min(64 &- place & 63, places.upperBound &- place)
    let bits = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count)
    unsafe words[place >> 6] |= bits &<< UInt64(truncatingIfNeeded: place)
    place &+= count
  }
}
