// Reading addresses of which only a part is there (`docs/language.md`, "Addresses").

extension BitReader {
  /// The elements of a list `relative to` an address, nearest first, behind the count of the list.
  ///
  ///     shared   0…8 · byteCount: how many first bits all addresses have in common with `target`
  ///     then     the elements without those bits, one run
  ///
  /// - Parameters:
  ///   - bitOffset: Where the address stands in an element.
  ///   - byteCount: Of the address; no more than `target` has.
  /// - Throws: `keysOutOfOrder` at the first bit of an element that is no farther from `target` than the one before it;
  ///   `computedMismatch` at the first bit of `shared`, where they have more bits in common.
  @inlinable
  public mutating func readElements<List: ElementList, let length: Int>(
    count: Int, relativeTo target: FixedBytes<length>, addressAt bitOffset: Int, byteCount: Int, field: FieldName
  ) throws(DecodeError) -> List where List.Element: ConstantSizeCodable {
    var list: List = []
    list.reserveCapacity(min(count, remainingBitCount))
    try visitElements(count: count, relativeTo: target, addressAt: bitOffset, byteCount: byteCount, field: field) {
      list.append($0)
    }
    return list
  }

  /// Hands the elements to `body` instead.
  @inlinable
  public mutating func visitElements<Element: ConstantSizeCodable, let length: Int>(
    count: Int, relativeTo target: FixedBytes<length>, addressAt bitOffset: Int, byteCount: Int, field: FieldName,
    _ body: (Element) -> Void
  ) throws(DecodeError) {
    if count == 0 { return }
    let place = AddressPlace(elementBitCount: Element.bitCount, bitOffset: bitOffset, byteCount: byteCount)
    let first = position
    let shared = try readSharedBitCount(byteCount: byteCount, field: field)
    let (sentBitCount, rest) = (Element.bitCount &- shared, remainingBitCount)
    guard count &* sentBitCount <= rest else { try truncated(bitCount: count &* sentBitCount) }
    let (bytes, start) = (bytes, position)
    position = start &+ count &* sentBitCount
    try unsafe withUnsafeTemporaryAllocation(byteCount: place.roomByteCount, alignment: 8) {
      (buffer: UnsafeMutableRawBufferPointer) throws(DecodeError) in
      let room = unsafe target.withBytes { unsafe AddressRoom(place, buffer, target: $0) }
      for index in 0..<count {
        let begin = start &+ index &* sentBitCount
        unsafe room.join(bytes, at: begin, sharing: shared)
        let element: Element
        do throws(DecodeError) {
          let run = unsafe BitReader.run(
            of: UnsafeRawBufferPointer(room.element).bytes, at: 0, bitCount: Element.bitCount)
          element = try Element(decoding: run)
        } catch {
          try error.moved(from: place, to: begin, sharing: shared, field: field, element: index)
        }
        if index > 0, unsafe !room.isFarther { try Self.keysOutOfOrder(at: begin, field: field, element: index) }
        unsafe room.moveOn()
        body(element)
      }
      let common = unsafe room.sharedBitCount
      if common != shared { try DecodeError.failUnshared(shared, common, at: first, field: field) }
    }
  }

  /// One address `relative to` another: how many first bits they have in common, then the others.
  @inlinable
  public mutating func readBytes<let count: Int, let length: Int>(
    relativeTo target: FixedBytes<length>, field: FieldName
  ) throws(DecodeError) -> FixedBytes<count> {
    let first = position
    let shared = try readSharedBitCount(byteCount: count, field: field)
    let start = try run(bitCount: count &* 8 &- shared).start
    var address = FixedBytes<count>(repeating: 0)
    let bytes = bytes
    let common = target.withBytes { target in
      unsafe withUnsafeMutableBytes(of: &address.storage) { result in
        unsafe joinAddress(bytes, at: start, sharing: shared, target, into: result)
      }
    }
    if common != shared { try DecodeError.failUnshared(shared, common, at: first, field: field) }
    return address
  }

  /// The number of shared bits.
  @usableFromInline
  mutating func readSharedBitCount(byteCount: Int, field: FieldName) throws(DecodeError) -> Int {
    let maximum = UInt64(truncatingIfNeeded: byteCount &* 8)
    let run = try run(bitCount: 64 &- maximum.leadingZeroBitCount)
    let code = run.code(at: 0, count: run.bitCount)
    if code > maximum { try DecodeError.failAboveMaximum(code, maximum, at: run.start, field: field) }
    return Int(truncatingIfNeeded: code)
  }

  /// An address of which the first `bitCount` bits are `significant`; the others are zero.
  @inlinable
  public mutating func readBytes<let count: Int>(significantBitCount bitCount: Int) throws(DecodeError) -> FixedBytes<count> {
    let start = try run(bitCount: bitCount).start
    var address = FixedBytes<count>(repeating: 0)
    let bytes = bytes
    unsafe withUnsafeMutableBytes(of: &address.storage) { result in
      unsafe readPrefix(bytes, at: start, bitCount: bitCount, into: result)
    }
    return address
  }
}

/// Puts one address together.
///
/// - Returns: How many first bits it has in common with `target`.
@usableFromInline
@inline(never)
func joinAddress(
  _ source: RawSpan, at start: Int, sharing shared: Int, _ target: RawSpan, into result: UnsafeMutableRawBufferPointer
) -> Int {
  let (_, middle, behind) = AddressPlace(byteCount: result.count).sentRanges(sharing: shared)
  let (whole, part) = (shared & ~7, shared & 7)
  unsafe copyBits(target, at: 0, into: result, at: 0, count: whole)
  unsafe copyBits(target, at: whole + 8 - part, into: result, at: whole + 8 - part, count: part)
  unsafe copyBits(source, at: start, into: result, at: middle.lowerBound, count: middle.count)
  unsafe copyBits(source, at: start + middle.count, into: result, at: behind.lowerBound, count: behind.count)
  return unsafe sharedBitCount(UnsafeRawBufferPointer(result).bytes, target, result.count)
}

/// Whole bytes, then the upper bits of the next.
@usableFromInline
@inline(never)
func readPrefix(_ source: RawSpan, at start: Int, bitCount: Int, into result: UnsafeMutableRawBufferPointer) {
  let (whole, part) = (bitCount & ~7, bitCount & 7)
  unsafe copyBits(source, at: start, into: result, at: 0, count: whole)
  unsafe copyBits(source, at: start + whole, into: result, at: whole + 8 - part, count: part)
}

extension DecodeError {
  /// The number of shared bits that is not the most that there are.
  @export(interface)
  public static func failUnshared(_ found: Int, _ common: Int, at bit: Int, field: FieldName) throws(DecodeError) -> Never {
    throw DecodeError(.computedMismatch(found: UInt64(found), expected: UInt64(common)), at: bit).within(field)
  }

  /// An error of an element that was read in a room, at its place in the input.
  @usableFromInline
  consuming func moved(
    from place: AddressPlace, to start: Int, sharing shared: Int, field: FieldName, element: Int
  ) throws(DecodeError) -> Never {
    let isBehind = bitOffset >= place.bitOffset + place.byteCount * 8
    let moved = DecodeError(reason, at: start + bitOffset - (isBehind ? shared : 0), path: path)
    throw moved.within(field, element: element)
  }
}
