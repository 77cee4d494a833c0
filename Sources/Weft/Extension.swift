/// Where an extension block stands while it is read or written (`docs/language.md`, "@extensible").
@frozen
public struct ExtensionBlock {
  /// The first bit of its contents, behind the byte count.
  @usableFromInline let start: Int
  /// The first bit of the open generation.
  @usableFromInline var generationStart: Int
  /// While reading: where the input ended before the block became the input.
  @usableFromInline let outerLimit: Int
  @usableFromInline let maximumByteCount: Int

  @usableFromInline
  init(start: Int, outerLimit: Int, maximumByteCount: Int) {
    self.start = start
    generationStart = start
    self.outerLimit = outerLimit
    self.maximumByteCount = maximumByteCount
  }

  @usableFromInline var countBitCount: Int { 64 - UInt64(maximumByteCount).leadingZeroBitCount }
}

extension BitReader {
  /// Reads the byte count; until the block is closed, the input ends where it ends.
  public mutating func openExtension(maximumByteCount: Int) throws(DecodeError) -> ExtensionBlock {
    let countBitCount = 64 - UInt64(maximumByteCount).leadingZeroBitCount
    let run = try run(bitCount: countBitCount)
    let byteCount: UInt64 = run.integer(at: 0, count: countBitCount)
    guard byteCount <= UInt64(maximumByteCount) else {
      try run.fail(.codeAboveMaximum(found: byteCount, maximum: UInt64(maximumByteCount)))
    }
    guard byteCount > 0 else { try run.fail(.emptyExtension) }
    let block = ExtensionBlock(start: position, outerLimit: limit, maximumByteCount: maximumByteCount)
    let bitCount = Int(byteCount) * 8
    guard bitCount <= remainingBitCount else { try DecodeError.failTruncated(bitCount: bitCount, from: position, limit: limit) }
    limit = position + bitCount
    return block
  }

  /// Whether the block goes on with another generation; the known ones are read in order.
  public func hasGeneration(in block: inout ExtensionBlock) -> Bool {
    block.generationStart = position
    return position < limit
  }

  /// The zero bits behind a generation. The last one must say something, unless a tail follows.
  public mutating func closeGeneration(of block: ExtensionBlock, holdsOnlyDefaults: Bool) throws(DecodeError) {
    let paddingBitCount = (block.start &- position) & 7
    let padding = try run(bitCount: paddingBitCount)
    if paddingBitCount > 0 && padding.bits(at: 0, count: paddingBitCount) != 0 { try padding.fail(.nonZeroPadding) }
    if holdsOnlyDefaults && position == limit { throw DecodeError(.emptyExtension, at: block.generationStart) }
  }

  /// What is left of the block: the tail, which newer peers understand.
  public mutating func closeExtension(_ block: ExtensionBlock) throws(DecodeError) -> [UInt8] {
    let tail = try readBytes(count: remainingBitCount / 8)
    limit = block.outerLimit
    return tail
  }
}

extension BitWriter {
  /// Leaves room for the byte count.
  public mutating func openExtension(maximumByteCount: Int) throws(EncodeError) -> ExtensionBlock {
    let countBitCount = 64 - UInt64(maximumByteCount).leadingZeroBitCount
    try reserve(bitCount: countBitCount)
    put(0, bitCount: countBitCount)
    return ExtensionBlock(start: bitOffset, outerLimit: 0, maximumByteCount: maximumByteCount)
  }

  /// Zero bits up to a byte of the block.
  public mutating func closeGeneration(of block: ExtensionBlock) throws(EncodeError) {
    let paddingBitCount = (block.start &- bitOffset) & 7
    try reserve(bitCount: paddingBitCount)
    put(0, bitCount: paddingBitCount)
  }

  /// Puts the tail and states the byte count.
  ///
  /// - Throws: ``EncodeError/Reason/extensionTooLong(found:maximum:)``.
  public mutating func closeExtension(_ block: ExtensionBlock, tail: [UInt8]) throws(EncodeError) {
    try put(tail)
    let byteCount = (bitOffset - block.start) / 8
    guard byteCount <= block.maximumByteCount else {
      try fail(.extensionTooLong(found: byteCount, maximum: block.maximumByteCount))
    }
    for bit in 0..<block.countBitCount where byteCount >> bit & 1 == 1 { setBit(block.start - block.countBitCount + bit) }
  }

  /// Sets a bit that was put as zero: it is still pending, or already in the buffer.
  private mutating func setBit(_ bitOffset: Int) {
    if bitOffset >= index * 8 {
      pending |= 1 << UInt64(bitOffset - index * 8)
      return
    }
    let byte = unsafe bytes.unsafeLoad(fromByteOffset: bitOffset / 8, as: UInt8.self)
    bytes.storeBytes(of: byte | 1 << UInt8(bitOffset % 8), toByteOffset: bitOffset / 8, as: UInt8.self)
  }
}
