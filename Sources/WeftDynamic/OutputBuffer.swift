/// Bytes of text on their way out, in storage that is kept: what is appended costs a comparison and a store.
///
/// ```swift
/// var output = OutputBuffer()
/// codec.writeJSON(tree, decodedFrom: input, into: &output)
/// ```
@safe @frozen
public struct OutputBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  @usableFromInline var end = 0

  /// Bytes that have been appended.
  @inlinable public var count: Int { end }

  public init() {
    capacity = 256
    unsafe base = .allocate(capacity: 256)
  }

  deinit { unsafe base.deallocate() }

  @inlinable public var isEmpty: Bool { count == 0 }

  /// The byte at `index`, which is below `count`.
  @inlinable
  public subscript(_ index: Int) -> UInt8 {
    precondition(index >= 0 && index < count, "no such byte")
    return unsafe base[index]
  }

  /// What has been appended, handed to `body`.
  @inlinable
  public func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
    try unsafe body(RawSpan(_unsafeStart: base, byteCount: count))
  }

  // MARK: Changing

  @inlinable
  public mutating func append(_ byte: UInt8) {
    if count == capacity { reserve(1) }
    unsafe base[count] = byte
    end += 1
  }

  @inlinable
  public mutating func append(_ text: StaticString) {
    unsafe append(text.utf8Start, count: text.utf8CodeUnitCount)
  }

  public mutating func append(utf8 text: String) {
    for byte in text.utf8 { append(byte) }
  }

  @inlinable
  public mutating func append(contentsOf bytes: [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress { unsafe append(start, count: bytes.count) }
    }
  }

  @inlinable
  public mutating func append(repeating byte: UInt8, count: Int) {
    for _ in 0..<Swift.max(count, 0) { append(byte) }
  }

  /// Keeps the storage.
  @inlinable
  public mutating func removeAll() { end = 0 }

  @inlinable
  public mutating func removeLast(_ removed: Int) { end = Swift.max(0, count - Swift.max(0, removed)) }

  /// Puts a byte several times before what stands at `index`.
  public mutating func insert(repeating byte: UInt8, count inserted: Int, at index: Int) {
    guard index >= 0, index <= count, inserted > 0 else { return }
    reserve(inserted)
    unsafe base.advanced(by: index + inserted).update(from: base.advanced(by: index), count: count - index)
    for offset in index..<index + inserted { unsafe base[offset] = byte }
    end += inserted
  }

  @inlinable
  mutating func append(_ start: UnsafePointer<UInt8>, count added: Int) {
    reserve(added)
    unsafe base.advanced(by: count).update(from: start, count: added)
    end += added
  }

  /// Room for so many more.
  @inlinable
  mutating func reserve(_ added: Int) {
    if capacity - count < added { grow(by: added) }
  }

  @inline(never) @usableFromInline
  mutating func grow(by added: Int) {
    let newCapacity = Swift.max(capacity * 2, count + added)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity)
    unsafe new.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = new
    capacity = newCapacity
  }

  // MARK: Numbers

  @inlinable
  public mutating func append(decimal value: UInt64) {
    if value < 10 { return append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)) }
    var rest = value
    var digits = 1
    while rest >= 10 {
      rest /= 10
      digits &+= 1
    }
    append(decimal: value, digits: digits)
  }

  /// So many digits: with zeros in front, or without the digits in front.
  @inlinable
  public mutating func append(decimal value: UInt64, digits: Int) {
    reserve(Swift.max(digits, 0))
    var rest = value
    var index = count + digits
    while index > count {
      index -= 1
      unsafe base[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    end += Swift.max(digits, 0)
  }

  @inlinable
  public mutating func append(signed value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  /// One lowercase digit.
  @inlinable
  public mutating func append(digit: UInt8) { append(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit) }

  /// Two lowercase digits.
  @inlinable
  public mutating func append(hexadecimal byte: UInt8) {
    reserve(2)
    unsafe base[count] = byte >> 4 < 10 ? 0x30 &+ byte >> 4 : 0x57 &+ byte >> 4
    unsafe base[count &+ 1] = byte & 15 < 10 ? 0x30 &+ byte & 15 : 0x57 &+ byte & 15
    end += 2
  }

  /// Two lowercase digits a byte, four bytes at once.
  public mutating func append(hexadecimal bytes: RawSpan) {
    let byteCount = bytes.byteCount
    reserve(byteCount * 2)
    var index = 0
    while byteCount - index >= 4 {
      let word = unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt32.self))
      unsafe UnsafeMutableRawPointer(base.advanced(by: end)).storeBytes(
        of: hexadecimalDigits(of: word).littleEndian, as: UInt64.self)
      end += 8
      index += 4
    }
    while index < byteCount {
      append(hexadecimal: unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self))
      index += 1
    }
  }
}

/// Of four bytes, the lowest first: eight characters, the first in the lowest byte.
@inline(__always)
private func hexadecimalDigits(of word: UInt32) -> UInt64 {
  // One byte in every second, then its upper half there and its lower half behind.
  var spread = UInt64(word)
  spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFF
  spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FF
  let halves = spread >> 4 & 0x000F_000F_000F_000F | (spread & 0x000F_000F_000F_000F) << 8
  // 10 and above carry into bit 4 when 6 is added; from "9" to "a" it is 0x27 further than one.
  let letters = (halves &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
  return halves &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
}

extension OutputBuffer {
  /// Appends some bytes of a table.
  @inline(__always)
  mutating func append(_ bytes: Table<UInt8>, _ range: Range<Int32>) {
    unsafe bytes.withElements(range) { unsafe append($0, count: $1) }
  }
}

extension [UInt8] {
  /// Appends what `write` writes.
  mutating func append(_ write: (inout OutputBuffer) -> Void) {
    var output = OutputBuffer()
    write(&output)
    output.withBytes { append(copying: $0) }
  }
}
