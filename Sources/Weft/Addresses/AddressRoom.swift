// Addresses of which only a part goes over the wire (`docs/language.md`, "Addresses"): `significant(n)`, the first bits; `relative to`, what
// is left without the first bits that the addresses of a list share with one that is known. The first bit of an address is the most
// significant one of its first byte, so of the byte in which the two parts meet the upper bits are in the first part.
//
// An element of a list is put together, or taken apart, in a *room* for its full form: its own code reads and writes it there.

/// Where an address stands in an element.
@frozen
@usableFromInline
struct AddressPlace {
  /// Of the element's full form.
  @usableFromInline let elementBitCount: Int
  /// From the element's first bit.
  @usableFromInline let bitOffset: Int
  @usableFromInline let byteCount: Int

  @inlinable
  init(elementBitCount: Int, bitOffset: Int, byteCount: Int) {
    self.elementBitCount = elementBitCount
    self.bitOffset = bitOffset
    self.byteCount = byteCount
  }

  /// The address by itself.
  @inlinable
  init(byteCount: Int) { self.init(elementBitCount: byteCount &* 8, bitOffset: 0, byteCount: byteCount) }

  /// What a room takes: the full form with the rest of a word, then the element's address, the one before it, and the known one.
  @inlinable
  var roomByteCount: Int { elementByteCount &+ 3 &* byteCount }

  @inlinable
  var elementByteCount: Int { (elementBitCount &+ 7) / 8 &+ 8 }

  /// The bits of the full form that are sent: before the address, of the byte in which the shared part ends, and behind.
  @usableFromInline
  func sentRanges(sharing shared: Int) -> (Range<Int>, Range<Int>, Range<Int>) {
    let middle = bitOffset + (shared & ~7)
    // Where all of an address is shared, there is no byte left of it.
    let left = shared < byteCount * 8 ? 8 - (shared & 7) : 0
    return (0..<bitOffset, middle..<middle + left, min(middle + 8, bitOffset + byteCount * 8)..<elementBitCount)
  }
}

/// A room: see ``AddressPlace/roomByteCount``.
@frozen
@usableFromInline
@unsafe
struct AddressRoom {
  @usableFromInline let place: AddressPlace
  @usableFromInline let bytes: UnsafeMutableRawBufferPointer

  @usableFromInline
  init(_ place: AddressPlace, _ bytes: UnsafeMutableRawBufferPointer, target: RawSpan) {
    unsafe self.place = place
    unsafe self.bytes = bytes
    let known = unsafe region(2)
    for index in 0..<place.byteCount { unsafe known[index] = target.byte(at: index) }
  }

  /// The element's full form.
  @usableFromInline
  var element: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[0..<place.elementByteCount])
  }

  /// 0: the element's address; 1: the one before it; 2: the known one.
  @usableFromInline
  func region(_ number: Int) -> UnsafeMutableRawBufferPointer {
    let first = unsafe place.elementByteCount + number * place.byteCount
    return unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[first..<first + place.byteCount])
  }

  /// Puts an element together: its bits in `source` from `bit` on, and `shared` bits of the known address.
  @usableFromInline
  func join(_ source: RawSpan, at bit: Int, sharing shared: Int) {
    let target = unsafe element
    for index in target.indices { unsafe target[index] = 0 }
    let (before, middle, behind) = unsafe place.sentRanges(sharing: shared)
    unsafe copyBits(source, at: bit, into: target, at: before.lowerBound, count: before.count)
    unsafe copyBits(source, at: bit + before.count, into: target, at: middle.lowerBound, count: middle.count)
    unsafe copyBits(source, at: bit + before.count + middle.count, into: target, at: behind.lowerBound, count: behind.count)
    let known = unsafe UnsafeRawBufferPointer(region(2)).bytes
    let (whole, part, offset) = unsafe (shared & ~7, shared & 7, place.bitOffset)
    unsafe copyBits(known, at: 0, into: target, at: offset, count: whole)
    unsafe copyBits(known, at: whole + 8 - part, into: target, at: offset + whole + 8 - part, count: part)
    unsafe findAddress()
  }

  /// Notes the address of the element that is there.
  @usableFromInline
  func findAddress() {
    unsafe copyBytes(UnsafeRawBufferPointer(element).bytes, at: place.bitOffset, into: region(0))
  }

  /// The address becomes the one before.
  @usableFromInline
  func moveOn() {
    let (old, new) = unsafe (region(1), region(0))
    for index in old.indices { unsafe old[index] = new[index] }
  }

  /// How many first bits the address and the known one have in common.
  @usableFromInline
  var sharedBitCount: Int {
    unsafe Weft.sharedBitCount(UnsafeRawBufferPointer(region(0)).bytes, UnsafeRawBufferPointer(region(2)).bytes, place.byteCount)
  }

  /// Whether the address is further away from the known one than the address before it.
  @usableFromInline
  var isFarther: Bool {
    let (new, old, known) = unsafe (region(0), region(1), region(2))
    for index in new.indices where unsafe new[index] != old[index] {
      return unsafe new[index] ^ known[index] > old[index] ^ known[index]
    }
    return false
  }
}

/// How many first bits two addresses have in common.
@usableFromInline
@inline(never)
func sharedBitCount(_ left: RawSpan, _ right: RawSpan, _ byteCount: Int) -> Int {
  for index in 0..<byteCount where left.byte(at: index) != right.byte(at: index) {
    return index * 8 + (left.byte(at: index) ^ right.byte(at: index)).leadingZeroBitCount
  }
  return byteCount * 8
}

/// Copies bits to where there are zeros.
@usableFromInline
@inline(never)
func copyBits(
  _ source: RawSpan, at sourceBit: Int, into target: UnsafeMutableRawBufferPointer, at targetBit: Int, count: Int
) {
  var (from, to, left) = (sourceBit, targetBit, count)
  while left > 0 {
    if to & 7 == 0, left >= 8 {
      let byteCount = left / 8
      unsafe copyBytes(
        source, at: from, into: UnsafeMutableRawBufferPointer(rebasing: target[to / 8..<to / 8 + byteCount]))
      (from, to, left) = (from + byteCount * 8, to + byteCount * 8, left - byteCount * 8)
      continue
    }
    let part = min(left, 8 - to & 7)
    var bits = UInt16(source.byte(at: from >> 3)) >> UInt16(from & 7)
    if from & 7 + part > 8 { bits |= UInt16(source.byte(at: from >> 3 + 1)) << UInt16(8 - from & 7) }
    unsafe target[to >> 3] |= UInt8(truncatingIfNeeded: (bits & (1 << UInt16(part) - 1)) << UInt16(to & 7))
    (from, to, left) = (from + part, to + part, left - part)
  }
}
