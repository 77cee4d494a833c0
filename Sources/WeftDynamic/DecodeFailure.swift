public import Weft

/// Why bytes are not a value of a definition: the words of `DecodeError`, with a path made at run time.
///
/// For the same bytes a generated codec throws a `DecodeError` of the same reason, bit offset and path text.
public struct DecodeFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public var reason: DecodeError.Reason
  /// From the first bit of the outermost value.
  public var bitOffset: Int
  /// From the outermost value to the field, `nodes[3].link`; empty for the outermost value itself.
  public var path: String

  public init(_ reason: DecodeError.Reason, at bitOffset: Int, path: String = "") {
    self.reason = reason
    self.bitOffset = bitOffset
    self.path = path
  }

  public var description: String { DecodeError.describe(reason, at: bitOffset, path: path) }
}

/// Why a value has no encoding: the words of `EncodeError`, with a path made at run time.
public struct EncodeFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public var reason: EncodeError.Reason
  /// From the outermost value to the field, `nodes[3].link`.
  public var path: String

  public init(_ reason: EncodeError.Reason, path: String = "") {
    self.reason = reason
    self.path = path
  }

  public var description: String { EncodeError.describe(reason, path: path) }
}
