extension BitReader {
  /// The elements of a list: `count` values of constant size, one run (`docs/language.md`, "Runs").
  @inlinable
  public mutating func readElements<Element: ConstantSizeCodable>(
    count: Int, field: FieldName
  ) throws(DecodeError) -> [Element] {
    let bitCount = count &* Element.bitCount
    guard bitCount <= remainingBitCount else { try truncated(bitCount: bitCount) }
    let (bytes, start) = (bytes, position)
    position = start &+ bitCount
    var list: [Element] = []
    list.reserveCapacity(count)
    for index in 0..<count {
      list.append(try Self.element(index, of: bytes, at: start &+ index &* Element.bitCount, field: field))
    }
    return list
  }

  /// The same for an `inline` list. Inlined, since every return copies all of its places.
  @inlinable
  @inline(__always)
  public mutating func readElements<let capacity: Int, Element: ConstantSizeCodable>(
    count: Int, field: FieldName
  ) throws(DecodeError) -> InlineList<capacity, Element> {
    let bitCount = count &* Element.bitCount
    guard bitCount <= remainingBitCount else { try truncated(bitCount: bitCount) }
    let (bytes, start) = (bytes, position)
    position = start &+ bitCount
    return try InlineList(count: count) { (index: Int) throws(DecodeError) -> Element in
      try Self.element(index, of: bytes, at: start &+ index &* Element.bitCount, field: field)
    }
  }

  /// Hands `count` values of constant size, one run, to `body` in order: what ``readElements(count:field:)`` makes a list of.
  @inlinable
  @inline(__always)
  public mutating func visitElements<Element: ConstantSizeCodable>(
    count: Int, field: FieldName, _ body: (Element) -> Void
  ) throws(DecodeError) {
    let bitCount = count &* Element.bitCount
    guard bitCount <= remainingBitCount else { try truncated(bitCount: bitCount) }
    let (bytes, start) = (bytes, position)
    position = start &+ bitCount
    for index in 0..<count { body(try Self.element(index, of: bytes, at: start &+ index &* Element.bitCount, field: field)) }
  }

  /// The same for values of varying size.
  @inlinable
  @inline(__always)
  public mutating func visitVaryingElements<Element: BitCodable>(
    count: Int, field: FieldName, _ body: (Element) -> Void
  ) throws(DecodeError) {
    for index in 0..<count {
      let element: Element
      do throws(DecodeError) {
        element = try Element(decoding: &self)
      } catch {
        try error.rethrow(within: field, element: index)
      }
      body(element)
    }
  }

  /// An element of a list, which is known to be there, at `start`.
  @inlinable
  @inline(__always)
  static func element<Element: ConstantSizeCodable>(
    _ index: Int, of bytes: RawSpan, at start: Int, field: FieldName
  ) throws(DecodeError) -> Element {
    do throws(DecodeError) {
      return try Element(decoding: run(of: bytes, at: start, bitCount: Element.bitCount))
    } catch {
      try error.rethrow(within: field, element: index)
    }
  }

  /// The next of a list's elements, which are known to be there.
  @inlinable
  @inline(__always)
  mutating func readElement<Element: ConstantSizeCodable>(
    _ index: Int, field: FieldName
  ) throws(DecodeError) -> Element {
    let start = position
    position = start &+ Element.bitCount
    return try Self.element(index, of: bytes, at: start, field: field)
  }

  /// The elements of a list: `count` values of varying size. Room is made for no more than the rest of the input can hold.
  @inlinable
  public mutating func readVaryingElements<Element: BitCodable>(
    count: Int, field: FieldName
  ) throws(DecodeError) -> [Element] {
    var list: [Element] = []
    list.reserveCapacity(min(count, remainingBitCount / max(1, Element.bitCountRange.lowerBound)))
    for index in 0..<count { list.append(try readVaryingElement(index, field: field)) }
    return list
  }

  /// The same for an `inline` list.
  @inlinable
  public mutating func readVaryingElements<let capacity: Int, Element: BitCodable>(
    count: Int, field: FieldName
  ) throws(DecodeError) -> InlineList<capacity, Element> {
    var list = InlineList<capacity, Element>()
    for index in 0..<count { list.append(try readVaryingElement(index, field: field)) }
    return list
  }

  @inlinable
  @inline(__always)
  mutating func readVaryingElement<Element: BitCodable>(_ index: Int, field: FieldName) throws(DecodeError) -> Element {
    do throws(DecodeError) {
      return try Element(decoding: &self)
    } catch {
      try error.rethrow(within: field, element: index)
    }
  }

  /// The elements of a `[T * n]` of varying size.
  @inlinable
  public mutating func readVaryingElements<let count: Int, Element: BitCodable>(
    field: FieldName
  ) throws(DecodeError) -> FixedArray<count, Element> {
    try FixedArray { (index: Int) throws(DecodeError) -> Element in
      do throws(DecodeError) {
        return try Element(decoding: &self)
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }
}

extension BitRun {
  /// The elements of a `[T * n]` of constant size.
  @inlinable
  public func readElements<let count: Int, Element: ConstantSizeCodable>(
    at offset: Int, field: FieldName
  ) throws(DecodeError) -> FixedArray<count, Element> {
    try FixedArray { (index: Int) throws(DecodeError) -> Element in
      do throws(DecodeError) {
        return try Element(decoding: part(at: offset &+ index &* Element.bitCount))
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }
}

extension BitWriter {
  /// The code of the count of a list, `bytes` or `text`: `count − min`.
  ///
  /// - Throws: ``EncodeError/Reason/countOutOfBounds(found:minimum:maximum:)``.
  @inlinable
  @inline(__always)
  public func code(
    count: Int, at offset: UInt64 = 0, from lowest: Int, through highest: Int, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    guard lowest <= count, count <= highest else {
      try EncodeError.failCount(count, minimum: lowest, maximum: highest, field: field)
    }
    return UInt64(truncatingIfNeeded: count &- lowest) &<< offset
  }

  /// Puts the elements of a list.
  @inlinable
  public mutating func put<Element: BitCodable>(elements list: [Element], field: FieldName) throws(EncodeError) {
    let elements = list.span
    for index in elements.indices {
      do throws(EncodeError) {
        try elements[index].encode(into: &self)
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }

  /// The same for an `inline` list.
  @inlinable
  public mutating func put<let capacity: Int, Element: BitCodable>(
    elements list: InlineList<capacity, Element>, field: FieldName
  ) throws(EncodeError) {
    // Where they are: a subscript copies the whole list first.
    try unsafe withUnsafeBytes(of: list.storage) { bytes throws(EncodeError) in
      guard var place = bytes.baseAddress else { return }
      for index in 0..<list.count {
        do throws(EncodeError) {
          // An optional starts with its value.
          try unsafe place.assumingMemoryBound(to: Element.self).pointee.encode(into: &self)
        } catch {
          try error.rethrow(within: field, element: index)
        }
        unsafe place += MemoryLayout<Element?>.stride
      }
    }
  }

  /// Puts the elements of a `[T * n]`.
  @inlinable
  public mutating func put<let count: Int, Element: BitCodable>(
    elements list: FixedArray<count, Element>, field: FieldName
  ) throws(EncodeError) {
    for index in list.indices {
      do throws(EncodeError) {
        try list[index].encode(into: &self)
      } catch {
        try error.rethrow(within: field, element: index)
      }
    }
  }
}

extension FixedArray: BitCodable where Element: BitCodable {
  @inlinable
  public static var bitCountRange: ClosedRange<Int> {
    count &* Element.bitCountRange.lowerBound...count &* Element.bitCountRange.upperBound
  }

  @inlinable
  public init(decoding reader: inout BitReader) throws(DecodeError) { self = try reader.readVaryingElements(field: "") }

  @inlinable
  public func encode(into writer: inout BitWriter) throws(EncodeError) { try writer.put(elements: self, field: "") }
}

extension FixedArray: ConstantSizeCodable where Element: ConstantSizeCodable {
  @inlinable
  public static var bitCount: Int { count &* Element.bitCount }

  @inlinable
  public init(decoding run: BitRun) throws(DecodeError) { self = try run.readElements(at: 0, field: "") }
}
