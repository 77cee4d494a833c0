public import WeftSchema

/// Decodes and encodes any definition of a schema at run time, with no generated code.
///
/// The schema is compiled once into a flat program. Make one codec and share it: it is immutable, and calls do not
/// block each other. It accepts and rejects exactly the bytes that the generated codecs of the same schema do, with the
/// same reason, bit offset and path (`docs/language.md`, "Runs").
public final class DynamicCodec: Sendable {
  public let schema: Schema
  /// Every field of every record, so that a tool can prepare what it needs per field in an array of the same count.
  public let fields: [FieldReference]
  /// Names of the tables of next layers, `udp.port`, that some carrier or binding names.
  public let tables: [String]

  /// A field of a record.
  public struct FieldReference: Sendable, Hashable {
    public var definition: DefinitionID
    /// Index into `Record.fields`.
    public var index: Int
  }

  public init(_ schema: Schema) {
    self.schema = schema
    fields = []
    tables = []
  }

  /// The index into `fields` of the first field of `definition`; its others follow in order.
  public func firstField(of definition: DefinitionID) -> Int { 0 }

  /// `Name` or `Module.Name`; `nil` if there is none, or if several modules have a definition of that name.
  public func definition(named name: String) -> DefinitionID? { nil }

  // MARK: Decoding

  /// How strictly and how much is decoded.
  public struct DecodeOptions: Sendable, Hashable {
    /// Wrong constants, computed lengths and checksums are marked on their nodes, and decoding goes on.
    public var isLenient: Bool
    /// Bytes after the value are left alone; `ValueTree.bitCount` says where it ended.
    public var allowsTrailingBytes: Bool

    public init(isLenient: Bool = false, allowsTrailingBytes: Bool = false) {
      self.isLenient = isLenient
      self.allowsTrailingBytes = allowsTrailingBytes
    }

    /// As a generated codec decodes.
    public static let strict = DecodeOptions()
    /// As `weft inspect` decodes a layer.
    public static let inspecting = DecodeOptions(isLenient: true, allowsTrailingBytes: true)
  }

  /// Decodes a value of `definition` from the start of `input` into `tree`, whose old value is forgotten.
  ///
  /// - Returns: whether there was a value; if not, `tree.failure` says why, and the tree holds what came before.
  @discardableResult
  public func decode(
    _ definition: DefinitionID, from input: RawSpan, into tree: inout ValueTree, options: DecodeOptions = .strict,
    arguments: borrowing Arguments = Arguments()
  ) -> Bool { false }

  // MARK: Next layers

  /// The definition bound `on table(key)`, or `nil`. `table` is an index into `tables`.
  public func definition(boundTo table: Int, key: Int64) -> DefinitionID? { nil }

  /// The definitions bound `on table(*)`, in schema order: to be tried after the exact keys, strictly.
  public func definitions(boundToAnyKeyOf table: Int) -> [DefinitionID] { [] }

  // MARK: Encoding

  /// Encodes the value in `tree`; `input` is what the tree was decoded from (empty for a built tree).
  ///
  /// Computed fields that a decoded tree holds are written as they are. The nodes' bit ranges become those in the result.
  /// - Parameter output: replaced; its storage is reused.
  public func encode(
    _ tree: inout ValueTree, decodedFrom input: RawSpan, into output: inout [UInt8],
    arguments: borrowing Arguments = Arguments()
  ) throws(EncodeFailure) {}
}
