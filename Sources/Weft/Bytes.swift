/// Copies whole bytes out of bits: those from bit `bitOffset` of `bytes` on, as many as `target` holds.
///
/// The caller knows them to be there. A byte that starts inside another is put together from two; eight at a time come from
/// a word and the byte behind it, which the last of those eight reaches into.
@usableFromInline
@inline(never)
func copyBytes(_ bytes: RawSpan, at bitOffset: Int, into target: UnsafeMutableRawBufferPointer) {
  let phase = UInt64(bitOffset & 7)
  let first = bitOffset >> 3
  var index = 0
  while index + 8 <= target.count {
    var word = BitReader.load(bytes, at: first + index)
    if phase != 0 {
      let next = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: first + index + 8, as: UInt8.self)
      word = word >> phase | UInt64(next) << (64 - phase)
    }
    unsafe target.storeBytes(of: word.littleEndian, toByteOffset: index, as: UInt64.self)
    index += 8
  }
  while index < target.count {
    var byte = unsafe UInt16(bytes.unsafeLoad(fromUncheckedByteOffset: first + index, as: UInt8.self))
    if phase != 0 {
      byte |= unsafe UInt16(bytes.unsafeLoad(fromUncheckedByteOffset: first + index + 1, as: UInt8.self)) << 8
    }
    unsafe target[index] = UInt8(truncatingIfNeeded: byte >> UInt16(phase))
    index += 1
  }
}

extension BitRun {
  /// `bytes[n]`.
  @inlinable
  @inline(__always)
  public func bytes<let count: Int>(at offset: Int) -> FixedBytes<count> {
    var storage = InlineArray<count, UInt8>(repeating: 0)
    unsafe copyBytes(at: offset, into: &storage, count: count)
    return FixedBytes(storage)
  }

  @inlinable
  @inline(__always)
  func copyBytes(at offset: Int, into target: UnsafeMutableRawPointer, count: Int) {
    // Beyond some words a call is smaller and not slower.
    guard count <= 64 else {
      return unsafe Weft.copyBytes(
        bytes, at: start &+ offset, into: UnsafeMutableRawBufferPointer(start: target, count: count))
    }
    var index = 0
    while index &+ 8 <= count {
      let word = wideBits(at: offset &+ index &* 8, count: 64).littleEndian
      unsafe target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    let rest = (count & 7) &* 8
    if rest == 0 { return }
    var word = rest > 48 ? wideBits(at: offset &+ index &* 8, count: rest) : bits(at: offset &+ index &* 8, count: rest)
    while index < count {
      unsafe target.storeBytes(of: UInt8(truncatingIfNeeded: word), toByteOffset: index, as: UInt8.self)
      word &>>= 8
      index &+= 1
    }
  }
}

extension BitReader {
  /// The contents of a `bytes[max: n]`: a run of `count` bytes.
  public mutating func readBytes(count: Int) throws(DecodeError) -> [UInt8] {
    let run = try run(bitCount: count &* 8)
    var result = [UInt8](repeating: 0, count: count)
    unsafe result.withUnsafeMutableBytes { target in
      unsafe copyBytes(run.bytes, at: run.start, into: target)
    }
    return result
  }

  /// The contents of an `inline bytes[max: n]`.
  @inlinable
  public mutating func readBytes<let capacity: Int>(count: Int) throws(DecodeError) -> InlineBytes<capacity> {
    let run = try run(bitCount: count &* 8)
    var result = InlineBytes<capacity>()
    result.used = count
    unsafe withUnsafeMutableBytes(of: &result.storage) { target in
      unsafe copyBytes(run.bytes, at: run.start, into: UnsafeMutableRawBufferPointer(rebasing: target[0..<count]))
    }
    return result
  }

  /// The contents of a `text[max: n]`: a run of `byteCount` bytes of UTF-8.
  ///
  /// - Parameter countBitCount: The width of the count before it, at whose first bit an error stands.
  @export(interface)
  public mutating func readText(byteCount: Int, countBitCount: Int, field: FieldName) throws(DecodeError) -> String {
    let run = try run(bitCount: byteCount &* 8)
    var isValid = true
    let text = unsafe String(unsafeUninitializedCapacity: byteCount) { buffer in
      let target = unsafe UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: byteCount)
      unsafe copyBytes(run.bytes, at: run.start, into: target)
      isValid = unsafe isUTF8(UnsafeRawBufferPointer(target).bytes)
      return isValid ? byteCount : 0
    }
    if !isValid { try DecodeError.fail(.invalidText, at: run.start &- countBitCount, field: field) }
    return text
  }

  /// The contents of an `inline text[max: n]`.
  @inlinable
  public mutating func readText<let capacity: Int>(
    byteCount: Int, countBitCount: Int, field: FieldName
  ) throws(DecodeError) -> InlineText<capacity> {
    let start = bitOffset &- countBitCount
    let bytes: InlineBytes<capacity> = try readBytes(count: byteCount)
    guard let text = InlineText(utf8: bytes) else { try DecodeError.fail(.invalidText, at: start, field: field) }
    return text
  }
}

extension BitWriter {
  /// Puts whole bytes, wherever in a byte they start.
  @inline(never)
  public mutating func put(_ source: RawSpan) throws(EncodeError) {
    try reserve(bitCount: source.byteCount * 8)
    putReserved(source)
  }

  @inline(never)
  @usableFromInline
  mutating func putReserved(_ source: RawSpan) {
    var index = 0
    while index + 8 <= source.byteCount {
      put(word: BitReader.load(source, at: index))
      index += 8
    }
    while index < source.byteCount {
      put(UInt64(unsafe source.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)), bitCount: 8)
      index += 1
    }
  }

  /// `bytes[n]`. There is room for them: `reserve` has seen to that.
  @inlinable
  @inline(__always)
  public mutating func put<let count: Int>(_ bytes: FixedBytes<count>) {
    guard count <= 64 else { return bytes.withBytes { putReserved($0) } }
    unsafe withUnsafeBytes(of: bytes.storage) { source in
      var index = 0
      while index &+ 8 <= count {
        put(word: unsafe UInt64(littleEndian: source.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
        index &+= 8
      }
      if count & 7 > 0 { put(unsafe Self.lastWord(of: source), bitCount: (count & 7) &* 8) }
    }
  }

  /// The bytes behind the last eight whole ones, 1...7 of them.
  @inlinable
  @inline(__always)
  static func lastWord(of source: UnsafeRawBufferPointer) -> UInt64 {
    var word: UInt64 = 0
    var index = source.count
    while index > source.count & ~7 {
      index &-= 1
      word = word &<< 8 | UInt64(unsafe source[index])
    }
    return word
  }

  // The contents of the others, behind their count.

  @inlinable
  public mutating func put(_ bytes: [UInt8]) throws(EncodeError) { try unsafe put(bytes.span.bytes) }

  @inlinable
  public mutating func put<let capacity: Int>(_ bytes: InlineBytes<capacity>) throws(EncodeError) {
    try bytes.withBytes { source throws(EncodeError) in try put(source) }
  }

  @inlinable
  public mutating func put<let capacity: Int>(_ text: InlineText<capacity>) throws(EncodeError) { try put(text.utf8) }

  public mutating func put(_ text: String) throws(EncodeError) {
    try unsafe put(text.utf8Span.span.bytes)
  }
}

extension FixedBytes: ConstantSizeCodable {
  @inlinable
  public static var bitCount: Int { count &* 8 }

  @inlinable
  public init(decoding run: BitRun) throws(DecodeError) { self = run.bytes(at: 0) }

  @inlinable
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: Self.bitCount)
    writer.put(self)
  }
}

// What has a count of its own, in one call: the count is a run, and the contents behind it another.

extension BitReader {
  /// The count of a list.
  @export(interface)
  public mutating func readCount(in range: ClosedRange<Int>, field: FieldName) throws(DecodeError) -> Int {
    let maximum = UInt64(truncatingIfNeeded: range.upperBound &- range.lowerBound)
    let run = try run(bitCount: 64 &- maximum.leadingZeroBitCount)
    let code = run.code(at: 0, count: run.bitCount)
    if code > maximum { try DecodeError.failAboveMaximum(code, maximum, at: run.start, field: field) }
    return Int(truncatingIfNeeded: code) &+ range.lowerBound
  }

  /// A `bytes[max: n]`.
  @export(interface)
  public mutating func readBytes(in range: ClosedRange<Int>, field: FieldName) throws(DecodeError) -> [UInt8] {
    try readBytes(count: readCount(in: range, field: field))
  }

  /// A `text[max: n]`.
  @export(interface)
  public mutating func readText(in range: ClosedRange<Int>, field: FieldName) throws(DecodeError) -> String {
    let start = position
    let byteCount = try readCount(in: range, field: field)
    return try readText(byteCount: byteCount, countBitCount: position &- start, field: field)
  }
}

extension BitWriter {
  /// The count of a list.
  @export(interface)
  public mutating func put(count: Int, in range: ClosedRange<Int>, field: FieldName) throws(EncodeError) {
    let bitCount = 64 &- UInt64(truncatingIfNeeded: range.upperBound &- range.lowerBound).leadingZeroBitCount
    try reserve(bitCount: bitCount)
    guard range.contains(count) else {
      try EncodeError.failCount(count, minimum: range.lowerBound, maximum: range.upperBound, field: field)
    }
    put(UInt64(truncatingIfNeeded: count &- range.lowerBound), bitCount: bitCount)
  }

  /// A `bytes[max: n]`.
  @export(interface)
  public mutating func put(
    _ bytes: [UInt8], in range: ClosedRange<Int>, field: FieldName
  ) throws(EncodeError) {
    try put(count: bytes.count, in: range, field: field)
    try put(bytes)
  }

  /// A `text[max: n]`.
  @export(interface)
  public mutating func put(
    _ text: String, in range: ClosedRange<Int>, field: FieldName
  ) throws(EncodeError) {
    try put(count: text.utf8.count, in: range, field: field)
    try put(text)
  }
}
