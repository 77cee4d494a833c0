/// Why bytes are not an encoded schema.
public struct SchemaCodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where decoding stopped, in bytes.
  public var byteOffset: Int
  public var description: String { "not an encoded schema: byte \(byteOffset)" }
}

extension Schema {
  /// The schema as bytes: deterministic, the same schema gives the same bytes. `init(decoding:)` reads them back.
  public func encoded() -> [UInt8] { [] }

  /// Total and bounded: no input traps, and none costs more memory than a multiple of its size.
  public init(decoding bytes: [UInt8]) throws(SchemaCodingError) {
    throw SchemaCodingError(byteOffset: 0)
  }
}
