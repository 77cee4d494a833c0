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

  /// The number of places less 1, then for each how many were left out before it since the one before.
  @usableFromInline
  mutating func put(
    choice words: UnsafeBufferPointer<UInt64>, chosenCount: Int, of placeCount: Int
  ) throws(EncodeError) {
    let countBitCount = choiceBitCount(of: placeCount)
    try reserve(bitCount: countBitCount)
    put(UInt64(truncatingIfNeeded: chosenCount &- 1), bitCount: countBitCount)
    let leftOut = UInt64(truncatingIfNeeded: placeCount &- chosenCount)
    let parameter = riceParameter(sum: leftOut, count: UInt64(truncatingIfNeeded: chosenCount))
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
    var leftOut = UInt64(truncatingIfNeeded: placeCount &- chosenCount)
    let parameter = riceParameter(sum: leftOut, count: UInt64(truncatingIfNeeded: chosenCount))
    var place = -1
    for _ in 0..<chosenCount {
      guard let gap = try readRice(parameter: parameter, maximum: leftOut) else {
        try Self.fail(.choiceOutOfBounds, at: start, field: field)
      }
      leftOut &-= gap
      place &+= 1 &+ Int(truncatingIfNeeded: gap)
      unsafe words[place >> 6] |= 1 &<< UInt64(truncatingIfNeeded: place)
    }
    return chosenCount
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
