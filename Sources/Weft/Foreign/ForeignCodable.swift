/// A value of a `foreign` definition without parameters. One with parameters has the same members, each with them as arguments.
public protocol ForeignCodable: ForeignDefinition {
  /// Reads one value and leaves the reader behind it.
  init(decoding reader: inout ForeignReader) throws(DecodeError)

  /// Puts the value; lengths, tags and checksums are computed.
  func encode(into writer: inout ForeignWriter) throws(EncodeError)
}

extension ForeignCodable {
  /// Without parameters there is nothing to pass on.
  public init(decoding reader: inout ForeignReader, arguments: ForeignArguments) throws(DecodeError) {
    try self.init(decoding: &reader)
  }

  /// Without parameters there is nothing to pass on.
  public func encode(into writer: inout ForeignWriter, arguments: ForeignArguments) throws(EncodeError) {
    try encode(into: &writer)
  }

  /// Decodes a whole input: no byte may follow.
  public init(decoding bytes: RawSpan) throws(DecodeError) {
    var reader = ForeignReader(bytes)
    try self.init(decoding: &reader)
    try reader.finish()
  }

  /// Decodes a whole input: no byte may follow.
  public init(decoding bytes: [UInt8]) throws(DecodeError) { try self.init(decoding: unsafe bytes.span.bytes) }

  /// Encodes into the start of `buffer`.
  ///
  /// - Returns: How many bytes were written.
  public func encode(into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
    var writer = ForeignWriter(buffer)
    try encode(into: &writer)
    return writer.byteCount
  }

  /// The encoding.
  public func encoded() throws(EncodeError) -> [UInt8] {
    var counter = ForeignWriter()
    try encode(into: &counter)
    var bytes = [UInt8](repeating: 0, count: counter.byteCount)
    var span = bytes.mutableSpan
    _ = try encode(into: unsafe span.mutableBytes)
    return bytes
  }
}
