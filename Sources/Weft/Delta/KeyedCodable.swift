/// A record that is `keyed by` a field: lists of it ascend strictly by that key (`docs/language.md`, "keyed by").
public protocol KeyedCodable: BitCodable, Hashable {
  associatedtype Key: Comparable

  /// An integer by its value, an enum by its code, `bytes[n]` from the first byte.
  static func key(of value: Self) -> Key
}

extension BitReader {
  /// The elements of a list, `count` values of constant size, one run, in the order of their keys.
  ///
  /// - Throws: `keysOutOfOrder` at the first bit of the element that does not come after the one before.
  @inlinable
  public mutating func readKeyedElements<List: ElementList>(
    count: Int, field: FieldName
  ) throws(DecodeError) -> List where List.Element: KeyedCodable & ConstantSizeCodable {
    let bitCount = count &* List.Element.bitCount
    guard bitCount <= remainingBitCount else { try truncated(bitCount: bitCount) }
    var list: List = []
    list.reserveCapacity(count)
    for index in 0..<count {
      let start = position
      let element: List.Element = try readElement(index, field: field)
      if index > 0, List.Element.key(of: element) <= List.Element.key(of: list[index &- 1]) {
        try Self.keysOutOfOrder(at: start, field: field, element: index)
      }
      list.append(element)
    }
    return list
  }

  /// The same for values of varying size.
  @inlinable
  public mutating func readVaryingKeyedElements<List: ElementList>(
    count: Int, field: FieldName
  ) throws(DecodeError) -> List where List.Element: KeyedCodable {
    var list: List = []
    list.reserveCapacity(min(count, remainingBitCount / max(1, List.Element.bitCountRange.lowerBound)))
    for index in 0..<count {
      let start = position
      do throws(DecodeError) {
        list.append(try List.Element(decoding: &self))
      } catch {
        try error.rethrow(within: field, element: index)
      }
      if index > 0, List.Element.key(of: list[index]) <= List.Element.key(of: list[index &- 1]) {
        try Self.keysOutOfOrder(at: start, field: field, element: index)
      }
    }
    return list
  }

  /// Hands `count` values of constant size, one run, to `body` in the order of their keys.
  @inlinable
  @inline(__always)
  public mutating func visitKeyedElements<Element: KeyedCodable & ConstantSizeCodable>(
    count: Int, field: FieldName, _ body: (Element) -> Void
  ) throws(DecodeError) {
    let bitCount = count &* Element.bitCount
    guard bitCount <= remainingBitCount else { try truncated(bitCount: bitCount) }
    var last: Element.Key?
    for index in 0..<count {
      let start = position
      let element: Element = try readElement(index, field: field)
      let key = Element.key(of: element)
      if let last, key <= last { try Self.keysOutOfOrder(at: start, field: field, element: index) }
      last = key
      body(element)
    }
  }

  /// The same for values of varying size.
  @inlinable
  @inline(__always)
  public mutating func visitVaryingKeyedElements<Element: KeyedCodable>(
    count: Int, field: FieldName, _ body: (Element) -> Void
  ) throws(DecodeError) {
    var last: Element.Key?
    for index in 0..<count {
      let start = position
      let element: Element
      do throws(DecodeError) {
        element = try Element(decoding: &self)
      } catch {
        try error.rethrow(within: field, element: index)
      }
      let key = Element.key(of: element)
      if let last, key <= last { try Self.keysOutOfOrder(at: start, field: field, element: index) }
      last = key
      body(element)
    }
  }

  @inline(never)
  @usableFromInline
  static func keysOutOfOrder(at bitOffset: Int, field: FieldName, element: Int) throws(DecodeError) -> Never {
    throw DecodeError(.keysOutOfOrder, at: bitOffset).within(field, element: element)
  }
}

extension BitWriter {
  /// Puts the elements of a list in the order of their keys, which is the one in which they have to be.
  ///
  /// - Throws: ``EncodeError/Reason/keysOutOfOrder``.
  @inlinable
  public mutating func put<List: ElementList>(
    keyedElements list: List, field: FieldName
  ) throws(EncodeError) where List.Element: KeyedCodable {
    for index in 0..<list.count {
      do throws(EncodeError) {
        try list[index].encode(into: &self)
      } catch {
        try error.rethrow(within: field, element: index)
      }
      if index > 0, List.Element.key(of: list[index]) <= List.Element.key(of: list[index &- 1]) {
        try Self.keysOutOfOrder(field: field, element: index)
      }
    }
  }

  @inline(never)
  @usableFromInline
  static func keysOutOfOrder(field: FieldName, element: Int) throws(EncodeError) -> Never {
    throw EncodeError(.keysOutOfOrder).within(field, element: element)
  }
}
