#if !hasFeature(Embedded)
  /// The definitions of a schema module, for what treats all of them alike: fuzzers, tools, tests.
  public struct MessageCatalog: Sendable {
    /// The schema module's name.
    public let name: StaticString
    /// Law 7, over all messages of the module.
    public let identity: UInt64
    /// The native definitions.
    public let types: [any BitCodable.Type]
    /// The `foreign` definitions.
    public let foreignTypes: [any ForeignDefinition.Type]

    public init(
      name: StaticString, identity: UInt64, types: [any BitCodable.Type], foreignTypes: [any ForeignDefinition.Type] = []
    ) {
      self.name = name
      self.identity = identity
      self.types = types
      self.foreignTypes = foreignTypes
    }

    /// The messages: the definitions that a channel carries under a tag.
    public var messages: [any Message.Type] { types.compactMap { $0 as? any Message.Type } }
  }

  extension ForeignDefinition {
    /// The definition's name.
    public static var definitionName: String { "\(Self.self)" }
  }

  extension BitCodable {
    /// The definition's name.
    public static var definitionName: String { "\(Self.self)" }

    /// Decodes and encodes again. Law 5: what decodes gives the same bytes, so anything else is a defect.
    public static func recode(_ bytes: [UInt8]) throws(DecodeError) -> Result<[UInt8], EncodeError> {
      let value = try Self(decoding: bytes)
      do throws(EncodeError) {
        return .success(try value.encoded())
      } catch {
        return .failure(error)
      }
    }
  }
#endif
