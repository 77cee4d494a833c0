/// A foreign definition, with parameters or without, for what treats all of them alike: fuzzers, tools, tests.
///
/// Who knows the definition calls its own initialiser, which names the parameters.
public protocol ForeignDefinition: Hashable, Sendable {
  /// Reads one value and leaves the reader behind it.
  init(decoding reader: inout ForeignReader, arguments: ForeignArguments) throws(DecodeError)

  /// Puts the value; lengths, tags and checksums are computed.
  func encode(into writer: inout ForeignWriter, arguments: ForeignArguments) throws(EncodeError)
}

extension ForeignDefinition {
  /// Decodes a whole input: no byte may follow.
  public init(decoding bytes: RawSpan, arguments: ForeignArguments) throws(DecodeError) {
    var reader = ForeignReader(bytes)
    try self.init(decoding: &reader, arguments: arguments)
    try reader.finish()
  }

  /// Encodes into the start of `buffer`.
  ///
  /// - Returns: How many bytes were written.
  public func encode(into buffer: consuming MutableRawSpan, arguments: ForeignArguments) throws(EncodeError) -> Int {
    var writer = ForeignWriter(buffer)
    try encode(into: &writer, arguments: arguments)
    return writer.byteCount
  }
}

/// Values for the parameters of a foreign definition, in their order. Missing ones are empty bytes, 0 and `false`.
public struct ForeignArguments: Sendable, Hashable {
  public var values: [Argument]

  public enum Argument: Sendable, Hashable {
    case bool(Bool)
    case integer(Int64)
    case bytes([UInt8])
  }

  public init(_ values: [Argument] = []) { self.values = values }

  public func bool(at index: Int) -> Bool {
    if index < values.count, case .bool(let value) = values[index] { value } else { false }
  }

  public func integer(at index: Int) -> Int64 {
    if index < values.count, case .integer(let value) = values[index] { value } else { 0 }
  }

  public func bytes(at index: Int) -> [UInt8] {
    if index < values.count, case .bytes(let value) = values[index] { value } else { [] }
  }
}
