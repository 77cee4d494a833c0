/// The changed bits of a record that has more than eight: in groups of eight, of which those without a set bit are left out
/// (`docs/language.md`, "Form of a record").
///
///     key bit? │ a bit for each group │ the bits of the groups that have one set
@frozen
public struct DeltaHead<let wordCount: Int> {
  @usableFromInline var words: InlineArray<wordCount, UInt64>
  /// While reading: the first of the groups' bits, and where the bits themselves begin.
  @usableFromInline var groupsStart: Int
  @usableFromInline var bitsStart: Int

  @inlinable
  public init() {
    words = InlineArray(repeating: 0)
    groupsStart = 0
    bitsStart = 0
  }

  @inlinable
  public mutating func set(_ index: Int, if condition: Bool) {
    words[index >> 6] |= (condition ? 1 : 0) &<< UInt64(truncatingIfNeeded: index)
  }

  @inlinable
  public func bool(at index: Int) -> Bool { words[index >> 6] &>> UInt64(truncatingIfNeeded: index) & 1 == 1 }

  /// Whether any bit is set.
  @inlinable
  public var isSet: Bool {
    var all: UInt64 = 0
    for index in 0..<wordCount { all |= words[index] }
    return all != 0
  }

  @inlinable
  func group(_ index: Int) -> UInt64 { words[index >> 3] &>> UInt64(truncatingIfNeeded: index &* 8) & 0xFF }

  @inlinable
  mutating func setGroup(_ index: Int, to bits: UInt64) {
    words[index >> 3] |= bits &<< UInt64(truncatingIfNeeded: index &* 8)
  }

  /// The head of an element that was chosen to have one, without a bit set.
  @inline(never)
  public func failEmpty() throws(DecodeError) -> Never { throw DecodeError(.emptyGroup, at: groupsStart) }

  /// A key bit that says that the key differs, where it does not.
  @inline(never)
  public func failKey(field: FieldName) throws(DecodeError) -> Never {
    throw DecodeError(.unchangedValue, at: groupsStart &- 1).within(field)
  }

  /// An error of the bit itself, at its place in the input.
  @inline(never)
  public func fail(_ reason: DecodeError.Reason, at index: Int, field: FieldName) throws(DecodeError) -> Never {
    var bitOffset = bitsStart &+ index & 7
    for earlier in 0..<index >> 3 where group(earlier) != 0 { bitOffset &+= 8 }
    throw DecodeError(reason, at: bitOffset).within(field)
  }
}

extension BitWriter {
  /// Puts the groups' bits, and the bits of those that have one set. A key bit precedes them.
  @inlinable
  public mutating func put<let wordCount: Int>(_ head: DeltaHead<wordCount>, bitCount: Int) throws(EncodeError) {
    let groupCount = (bitCount &+ 7) >> 3
    try reserve(bitCount: groupCount)
    for group in 0..<groupCount { put(head.group(group) == 0 ? 0 : 1, bitCount: 1) }
    for group in 0..<groupCount where head.group(group) != 0 {
      let size = min(8, bitCount &- group &* 8)
      try reserve(bitCount: size)
      put(head.group(group), bitCount: size)
    }
  }
}

extension BitReader {
  /// Reads the groups' bits, one run with a key bit if `hasKeyBit`, and the bits of those that have one set, another run.
  ///
  /// - Throws: `emptyGroup` at the bit of a group that has none set.
  @inlinable
  public mutating func readHead<let wordCount: Int>(
    bitCount: Int, hasKeyBit: Bool
  ) throws(DecodeError) -> (head: DeltaHead<wordCount>, keyDiffers: Bool) {
    var head = DeltaHead<wordCount>()
    let groupCount = (bitCount &+ 7) >> 3
    let keyBitCount = hasKeyBit ? 1 : 0
    let groups = try run(bitCount: keyBitCount &+ groupCount)
    head.groupsStart = groups.start &+ keyBitCount
    head.bitsStart = position
    var setBitCount = 0
    for group in 0..<groupCount where groups.bool(at: keyBitCount &+ group) {
      setBitCount &+= min(8, bitCount &- group &* 8)
    }
    let bits = try run(bitCount: setBitCount)
    var offset = 0
    for group in 0..<groupCount where groups.bool(at: keyBitCount &+ group) {
      let size = min(8, bitCount &- group &* 8)
      let changed = bits.bits(at: offset, count: size)
      guard changed != 0 else { throw DecodeError(.emptyGroup, at: head.groupsStart &+ group) }
      head.setGroup(group, to: changed)
      offset &+= size
    }
    return (head, hasKeyBit && groups.bool(at: 0))
  }
}
