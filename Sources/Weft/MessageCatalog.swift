/// The messages of a schema module, for what treats all of them alike: fuzzers, tools, tests.
public struct MessageCatalog: Sendable {
  /// The schema module's name.
  public let name: StaticString
  /// Law 7, over all messages of the module.
  public let identity: UInt64
  public let entries: [Entry]

  public init(name: StaticString, identity: UInt64, entries: [Entry]) {
    self.name = name
    self.identity = identity
    self.entries = entries
  }

  /// One definition of the module.
  public struct Entry: Sendable {
    public let name: StaticString
    /// `message Name = tag`; `nil` for what is not a message.
    public let tag: Int?
    /// Law 7; 0 for what is not a record.
    public let identity: UInt64
    public let bitCountRange: ClosedRange<Int>
    private let recoding: @Sendable (RawSpan) throws(DecodeError) -> Result<[UInt8], EncodeError>

    public init<Value: BitCodable>(_ name: StaticString, _ type: Value.Type, tag: Int? = nil, identity: UInt64 = 0) {
      self.name = name
      self.tag = tag
      self.identity = identity
      bitCountRange = type.bitCountRange
      recoding = { bytes throws(DecodeError) in
        let value = try Value(decoding: bytes)
        do throws(EncodeError) {
          return .success(try value.encoded())
        } catch {
          return .failure(error)
        }
      }
    }

    /// Decodes and encodes again. Law 5: what decodes gives the same bytes, so anything else is a defect.
    public func recode(_ bytes: [UInt8]) throws(DecodeError) -> Result<[UInt8], EncodeError> {
      try recoding(unsafe bytes.span.bytes)
    }
  }
}
