/// A value that has a wire form: what every generated type is.
public protocol BitCodable: Sendable {
  /// The size of any value, in bits; the upper bound is `Int.max` where a foreign format states none.
  static var bitCountRange: ClosedRange<Int> { get }

  /// Reads one value and leaves the reader behind it.
  init(decoding reader: inout BitReader) throws(DecodeError)

  /// Puts the value. After an error the bits that the writer holds mean nothing.
  func encode(into writer: inout BitWriter) throws(EncodeError)
}

/// A value whose every encoding has the same size: it can stand in a run, where its length is already checked.
public protocol ConstantSizeCodable: BitCodable {
  static var bitCount: Int { get }

  /// Reads the value that is the first ``bitCount`` bits of a run.
  init(decoding run: BitRun) throws(DecodeError)
}

extension ConstantSizeCodable {
  @inlinable
  public static var bitCountRange: ClosedRange<Int> { bitCount...bitCount }

  // Embedded Swift has no generic code at run time: there each type gets its own.
  #if hasFeature(Embedded)
    @inlinable
  #else
    @export(interface)
  #endif
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    try self.init(decoding: reader.run(bitCount: Self.bitCount))
  }
}

/// A union whose cases all have one size.
public protocol ConstantSizeUnion: ConstantSizeCodable {
  static var tagBitCount: Int { get }
}

extension ConstantSizeUnion {
  /// Where it stands in no run of a record, the tag is one run and the case another (`docs/language.md`, "Runs").
  // Embedded Swift has no generic code at run time: there each type gets its own.
  #if hasFeature(Embedded)
    @inlinable
  #else
    @export(interface)
  #endif
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let start = reader.bitOffset
    _ = try reader.run(bitCount: Self.tagBitCount)
    reader.position = start
    try self.init(decoding: reader.run(bitCount: Self.bitCount))
  }
}

/// A top-level definition: what a channel carries under a tag, padded with zero bits to a byte.
public protocol Message: BitCodable {
  /// `message Name = tag`.
  static var tag: Int { get }
  /// Law 7: equal in two peers exactly if they read the same bits the same way.
  static var wireIdentity: UInt64 { get }
}

extension ConstantSizeCodable where Self: Message {
  /// Decodes a whole message. Every one has the same size, so that one look at the size is all that its fields need.
  @inlinable
  @inline(__always)
  public init(decoding bytes: RawSpan) throws(DecodeError) {
    guard bytes.byteCount == Self.maximumByteCount else { try Self.failOtherSize(bytes) }
    var reader = BitReader(bytes)
    try self.init(decoding: reader.run(bitCount: Self.bitCount))
    try reader.finish()
  }

  /// What is wrong with bytes of another size: that they end too early, what a field says, or what is left over.
  @inline(never)
  @usableFromInline
  static func failOtherSize(_ bytes: RawSpan) throws(DecodeError) -> Never {
    var reader = BitReader(bytes)
    _ = try Self(decoding: &reader)
    try reader.finish()
    throw DecodeError(.truncated(neededBitCount: 0), at: 0)
  }
}

extension BitCodable {
  /// The most bytes that an encoding takes.
  @inlinable
  public static var maximumByteCount: Int {
    bitCountRange.upperBound / 8 + (bitCountRange.upperBound % 8 == 0 ? 0 : 1)
  }

  /// Decodes a whole message: nothing but zero padding to the byte may follow it.
  @inlinable
  @inline(__always)
  public init(decoding bytes: RawSpan) throws(DecodeError) {
    var reader = BitReader(bytes)
    try self.init(decoding: &reader)
    try reader.finish()
  }

  /// Decodes a whole message: nothing but zero padding to the byte may follow it.
  @inlinable
  public init(decoding bytes: [UInt8]) throws(DecodeError) {
    try self.init(decoding: unsafe bytes.span.bytes)
  }

  /// Encodes into the start of `buffer`, without allocation.
  ///
  /// - Returns: How many bytes were written. The rest of the buffer may be overwritten.
  @inlinable
  public func encode(into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
    var writer = BitWriter(buffer)
    try encode(into: &writer)
    return writer.finish()
  }

  /// Encodes into bytes of their own.
  public func encoded() throws(EncodeError) -> [UInt8] {
    // Most messages fit at once; what is larger is measured by trying, since encoding has no side effect.
    var capacity = min(Self.maximumByteCount, 1024)
    while true {
      var bytes = [UInt8](repeating: 0, count: capacity)
      do throws(EncodeError) {
        var span = bytes.mutableSpan
        let byteCount = try unsafe encode(into: span.mutableBytes)
        bytes.removeLast(capacity - byteCount)
        return bytes
      } catch {
        guard case .bufferTooSmall = error.reason, capacity < Self.maximumByteCount else { throw error }
        capacity = min(Self.maximumByteCount, capacity * 4)
      }
    }
  }
}
