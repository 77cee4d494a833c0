import Weft
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

  let deltas: DeltaProgram
  /// Of link forms; `reference` where nothing is interned.
  let linkReference: ProgramReference
  let reference: ProgramReference
  var program: Program {
    @inline(__always) _read { yield reference.program }
  }
  private let firstFields: [Int32]
  private let bindings: Bindings

  /// - Precondition: `schema` is the compiler's, without errors, or `Schema(decoding:)` of what `encoded()` made of such a one: ids, cycles and
  ///   steps are not checked again (`docs/architecture.md`, "Schemas as bytes").
  public init(_ schema: Schema) {
    let compiler = ProgramCompiler(schema)
    self.schema = schema
    deltas = DeltaProgram(schema)
    fields = compiler.fieldReferences
    var program = Program(compiler)
    var builder = TreeBuilder(program, schema: schema, fields: fields)
    program.defaults = fields.indices.map { builder.defaultValue(of: Int32($0)) }
    reference = ProgramReference(program)
    linkReference = program.internTables.contains { $0 != nil } ? ProgramReference(program.linked(schema)) : reference
    tables = compiler.tables
    firstFields = compiler.firstFields
    bindings = Bindings(schema, tables: compiler.tables)
  }

  deinit {
    if linkReference.isOther(than: reference) {
      linkReference.program.deallocateLinked()
      linkReference.deallocate()
    }
    program.deallocate()
    reference.deallocate()
  }

  /// The index into `fields` of the first field of `definition`; its others follow in order. −1 if it is no record.
  public func firstField(of definition: DefinitionID) -> Int { Int(firstFields[definition.index]) }

  /// `Name` or `Module.Name`; `nil` if there is none, or if several modules have a definition of that name.
  public func definition(named name: String) -> DefinitionID? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let bare = parts.last, parts.count <= 2 else { return nil }
    let module = parts.count == 2 ? parts[0] : nil
    var found: DefinitionID?
    for index in schema.definitions.indices where schema.definitions[index].name == bare {
      if let module, module != schema.definitions[index].module { continue }
      if found != nil { return nil }
      found = DefinitionID(index)
    }
    return found
  }

  /// The definition that a node's type names; `nil` for a type that has no name.
  public func definition(ofType type: Int32) -> DefinitionID? {
    guard type >= 0, program.types[type].definition >= 0 else { return nil }
    return DefinitionID(Int(program.types[type].definition))
  }

  /// The case that a node of a union or a `match` holds.
  public func caseName(of node: ValueNode) -> String { reference.caseName(of: node) }

  // MARK: Decoding

  /// How strictly and how much is decoded.
  public struct DecodeOptions: Sendable, Hashable {
    /// Wrong constants, computed lengths and checksums are marked on their nodes, and decoding goes on.
    public var isLenient: Bool
    /// Bytes after the value are left alone; `ValueTree.bitCount` says where it ended.
    public var allowsTrailingBytes: Bool
    /// Computed lengths and checksums are compared with what they should be. Who shows no marks can save that, if lenient.
    public var checksComputedValues: Bool

    public init(isLenient: Bool = false, allowsTrailingBytes: Bool = false, checksComputedValues: Bool = true) {
      self.isLenient = isLenient
      self.allowsTrailingBytes = allowsTrailingBytes
      self.checksComputedValues = checksComputedValues
    }

    /// As a generated codec decodes.
    public static let strict = DecodeOptions()
    /// As `weft inspect` decodes a layer.
    public static let inspecting = DecodeOptions(isLenient: true, allowsTrailingBytes: true)
  }

  /// Decodes a value of `definition` from the start of `input` into `tree`, whose old value is forgotten.
  ///
  /// With a projection, made by this codec, the tree holds less.
  /// - Returns: whether there was a value; if not, `tree.failure` says why, and the tree holds what came before.
  @discardableResult
  public func decode(
    _ definition: DefinitionID, from input: RawSpan, into tree: inout ValueTree, options: DecodeOptions = .strict,
    arguments: borrowing Arguments = Arguments(), projection: Projection? = nil
  ) -> Bool {
    tree.removeAll()
    let type = program.definitionTypes[definition.index]
    let checksComputedValues = options.checksComputedValues || !options.isLenient
    let reference = checksComputedValues ? reference : projection?.reference ?? reference
    return withInterpreter(reference, of: &tree, isLenient: options.isLenient) { interpreter in
      interpreter.checksComputedValues = checksComputedValues
      let isComplete = interpreter.decodeOutermost(
        type, arguments: arguments, allowsTrailingBytes: options.allowsTrailingBytes, input)
      if !isComplete {
        interpreter.tree.failure = DecodeFailure(
          interpreter.reason, at: interpreter.failureBit, path: interpreter.pathText())
      }
      return isComplete
    }
  }

  /// Gives the interpreter the tree for one call.
  @inline(__always)
  func withInterpreter<Result>(
    _ reference: ProgramReference, of tree: inout ValueTree, isLenient: Bool, _ body: (inout Interpreter) -> Result
  ) -> Result {
    tree.makeUnique()
    return unsafe withUnsafeMutablePointer(to: &tree) { tree in
      var interpreter = unsafe Interpreter(reference, isLenient: isLenient, tree: tree)
      return body(&interpreter)
    }
  }

  // MARK: Next layers

  /// The definitions bound `on table(key)`, in schema order. `table` is an index into `tables`.
  ///
  /// Where there are several, the first in which every constant matches is meant: the first whose lenient decoding leaves no
  /// `constantMismatch` in `ValueTree.marks`. If there is none, the first of them.
  public func definitions(boundTo table: Int, key: Int64) -> [DefinitionID] {
    Array(bindings.definitions[bindings.exact(table, key)])
  }

  /// The definitions bound `on table(*)`, in schema order: to be tried after the exact keys, strictly.
  public func definitions(boundToAnyKeyOf table: Int) -> [DefinitionID] {
    Array(bindings.definitions[bindings.any(table)])
  }

  /// The same as numbers, for `definition(ofBinding:)`: without a list a payload.
  public func bindings(of table: Int, key: Int64) -> Range<Int> { bindings.exact(table, key) }
  public func bindingsOfAnyKey(of table: Int) -> Range<Int> { bindings.any(table) }
  public func definition(ofBinding binding: Int) -> DefinitionID { bindings.definitions[binding] }

  /// By table: the definitions bound to any of its keys.
  var boundDefinitions: [[DefinitionID]] { tables.indices.map { bindings.all($0) } }

  // MARK: Encoding

  /// Encodes the value in `tree`; `input` is what the tree was decoded from (empty for a built tree).
  ///
  /// The nodes' bit ranges become those in the result, and their bytes are then those of the result: afterwards the tree is
  /// as if it had been decoded from `output`.
  /// - Parameters:
  ///   - output: replaced; its storage is reused.
  ///   - isLenient: constants and computed fields that the tree holds are written as they are, right or wrong.
  /// - Throws: what the value is refused for. A tree whose decoding failed is no value: `outOfRange`, with the failure's path.
  public func encode(
    _ tree: inout ValueTree, decodedFrom input: RawSpan, into output: inout [UInt8],
    isLenient: Bool = false, arguments: borrowing Arguments = Arguments()
  ) throws(EncodeFailure) {
    // What such a tree holds may end in the middle of a value, as a union without what its case carries.
    if let failure = tree.failure { throw EncodeFailure(.outOfRange, path: failure.path) }
    let failure: EncodeFailure? = withInterpreter(reference, of: &tree, isLenient: isLenient) { interpreter in
      interpreter.encodeOutermost(arguments: arguments, input, into: &output)
        ? nil : EncodeFailure(interpreter.encodeReason, path: interpreter.pathText())
    }
    if let failure { throw failure }
  }
}
