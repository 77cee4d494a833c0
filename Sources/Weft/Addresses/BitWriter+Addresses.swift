// Writing the part of addresses that is sent (`docs/language.md`, "Addresses").

extension BitWriter {
  /// Puts the elements of a list `relative to` an address, behind the count of the list: see ``BitReader``'s function.
  ///
  /// - Throws: ``EncodeError/Reason/keysOutOfOrder`` for an element that is no farther from `target` than the one before it.
  @inlinable
  public mutating func put<List: ElementList, let length: Int>(
    elements list: List, relativeTo target: FixedBytes<length>, addressAt bitOffset: Int, byteCount: Int, field: FieldName
  ) throws(EncodeError) where List.Element: ConstantSizeCodable {
    if list.count == 0 { return }
    let place = AddressPlace(elementBitCount: List.Element.bitCount, bitOffset: bitOffset, byteCount: byteCount)
    try unsafe withUnsafeTemporaryAllocation(byteCount: place.roomByteCount, alignment: 8) {
      (buffer: UnsafeMutableRawBufferPointer) throws(EncodeError) in
      let room = unsafe target.withBytes { unsafe AddressRoom(place, buffer, target: $0) }
      // The last one is the farthest. Where it has no encoding, that is said in its turn.
      try? unsafe Self.fill(room, list[list.count &- 1])
      let shared = unsafe room.sharedBitCount
      let countBitCount = 64 &- UInt64(truncatingIfNeeded: byteCount &* 8).leadingZeroBitCount
      try reserve(bitCount: countBitCount &+ list.count &* (List.Element.bitCount &- shared))
      put(UInt64(truncatingIfNeeded: shared), bitCount: countBitCount)
      for index in 0..<list.count {
        do throws(EncodeError) {
          try unsafe Self.fill(room, list[index])
        } catch {
          try error.rethrow(within: field, element: index)
        }
        if index > 0, unsafe !room.isFarther { try Self.keysOutOfOrder(field: field, element: index) }
        unsafe room.moveOn()
        unsafe put(place, UnsafeRawBufferPointer(room.element).bytes, sharing: shared)
      }
    }
  }

  /// The element's full form, and its address.
  @inlinable
  static func fill(_ room: AddressRoom, _ element: some BitCodable) throws(EncodeError) {
    let target = unsafe room.element
    var writer = unsafe BitWriter(target.mutableBytes)
    try element.encode(into: &writer)
    _ = writer.finish()
    unsafe room.findAddress()
  }

  /// Puts an element without the bits that are shared; there is room for it.
  @usableFromInline
  mutating func put(_ place: AddressPlace, _ element: RawSpan, sharing shared: Int) {
    let (before, middle, behind) = place.sentRanges(sharing: shared)
    putBits(element, at: before.lowerBound, count: before.count)
    putBits(element, at: middle.lowerBound, count: middle.count)
    putBits(element, at: behind.lowerBound, count: behind.count)
  }

  /// Puts `count` bits of `source`; there is room for them.
  @usableFromInline
  mutating func putBits(_ source: RawSpan, at bit: Int, count: Int) {
    if count == 0 { return }
    let run = BitReader.run(of: source, at: bit, bitCount: count)
    var done = 0
    while done < count {
      let part = min(32, count - done)
      put(run.bits(at: done, count: part), bitCount: part)
      done += part
    }
  }

  /// Puts one address `relative to` another.
  @inlinable
  public mutating func put<let count: Int, let length: Int>(
    _ address: FixedBytes<count>, relativeTo target: FixedBytes<length>
  ) throws(EncodeError) {
    let countBitCount = 64 &- UInt64(truncatingIfNeeded: count &* 8).leadingZeroBitCount
    let shared = target.withBytes { target in address.withBytes { sharedBitCount($0, target, count) } }
    try reserve(bitCount: countBitCount &+ count &* 8 &- shared)
    put(UInt64(truncatingIfNeeded: shared), bitCount: countBitCount)
    address.withBytes { put(AddressPlace(byteCount: count), $0, sharing: shared) }
  }

  /// Puts the first bits of an address.
  ///
  /// - Throws: ``EncodeError/Reason/outOfRange`` where a bit behind them is set.
  @inlinable
  public mutating func put<let count: Int>(
    _ address: FixedBytes<count>, significantBitCount bitCount: Int, field: FieldName
  ) throws(EncodeError) {
    // A number of bits that is out of its range has been refused where it stands.
    try reserve(bitCount: bitCount)
    let isWhole = address.withBytes { putPrefix($0, bitCount: bitCount) }
    if !isWhole { try EncodeError.failOutOfRange(field: field) }
  }

  /// Whether the bits behind the first are zero.
  @usableFromInline
  mutating func putPrefix(_ address: RawSpan, bitCount: Int) -> Bool {
    let (whole, part) = (bitCount & ~7, bitCount & 7)
    putBits(address, at: 0, count: whole)
    putBits(address, at: whole + 8 - part, count: part)
    for index in (bitCount + 7) / 8..<address.byteCount where address.byte(at: index) != 0 { return false }
    return part == 0 || address.byte(at: whole / 8) << UInt8(part) == 0
  }
}
