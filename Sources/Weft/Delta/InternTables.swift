/// The values that a link has carried in full and from then on names by an index: one table for each ``InternTable``, kept alike
/// by both ends (`docs/language.md`, "Links").
///
/// What entries hold are the bytes of `bytes`, the UTF-8 of `text`, or the encoding of a definition. Where a message fails, the
/// owner takes back what it had added.
public protocol InternTables: AnyObject {
  /// While encoding: the index under which the peer is known to have these bytes.
  func index(of bytes: RawSpan, in table: InternTable) -> Int?

  /// A value went over the link in full: both ends make an entry of it.
  func add(_ bytes: RawSpan, to table: InternTable)

  /// While decoding: the entry of this index, 0 ..< `capacity`; `nil` if there is none.
  func entry(at index: Int, in table: InternTable) -> [UInt8]?
}

/// Which table: fields of the same `interned(n)` and of one size share it over all messages of a link, so that an address that
/// one message has named is known to the next.
@frozen
public struct InternTable: Sendable, Hashable {
  /// `interned(n)`.
  public let capacity: Int
  public let kind: Kind

  @frozen
  public enum Kind: Sendable, Hashable {
    /// `bytes[n]`, and any definition of constant size: that many bits.
    case value(bitCount: Int)
    /// `bytes[max: n]`.
    case bytes
    case text
  }

  @inlinable
  public init(capacity: Int, kind: Kind) {
    self.capacity = capacity
    self.kind = kind
  }

  /// The width of an index on the wire.
  @inlinable
  public var indexBitCount: Int { capacity > 1 ? Int.bitWidth &- (capacity &- 1).leadingZeroBitCount : 0 }
}

/// A value that has a form for links, in which interned fields may be indexes of a table. Where it holds none, it is the full
/// form.
public protocol LinkCodable: BitCodable, Hashable {
  /// Reads the link form; without tables in `state` it is the full form.
  init(decoding reader: inout BitReader, state: inout DeltaState) throws(DecodeError)

  /// Puts the link form; without tables in `state` it is the full form.
  func encode(into writer: inout BitWriter, state: inout DeltaState) throws(EncodeError)
}

extension LinkCodable {
  @inlinable
  public init(decoding reader: inout BitReader, state: inout DeltaState) throws(DecodeError) {
    try self.init(decoding: &reader)
  }

  @inlinable
  public func encode(into writer: inout BitWriter, state: inout DeltaState) throws(EncodeError) {
    try encode(into: &writer)
  }
}
