/// Why bytes are not an encoded schema.
public struct SchemaCodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where decoding stopped, in bytes.
  public var byteOffset: Int

  public init(byteOffset: Int) { self.byteOffset = byteOffset }

  public var description: String { "not an encoded schema: byte \(byteOffset)" }
}

extension Schema {
  /// The schema as bytes: deterministic, the same schema gives the same bytes. `init(decoding:)` reads them back.
  public func encoded() -> [UInt8] {
    var coder = SchemaCoder()
    var copy = self
    // Only reading fails.
    try? copy.code(with: &coder)
    return coder.bytes
  }

  /// Total and bounded: no input traps, and none costs more memory than a multiple of its size.
  ///
  /// What is read is a schema by its form only. Whether it makes sense (indices that exist, definitions that do not hold
  /// themselves) is the compiler's promise, so the bytes should come from one: a generated catalog, a cache of one's own.
  public init(decoding bytes: [UInt8]) throws(SchemaCodingError) {
    var coder = SchemaCoder(decoding: bytes)
    self = .blank
    try code(with: &coder)
    guard coder.isAtEnd else { throw coder.failure() }
  }
}

extension Schema: SchemaCodable {
  static var blank: Schema { Schema() }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    // "weft", and the edition of this coding.
    var magic: UInt64 = 0x7466_6577_02
    try coder.code(&magic)
    guard magic == 0x7466_6577_02 else { throw coder.failure() }
    try coder.code(&modules)
    try coder.code(&definitions)
  }
}

extension Module: SchemaCodable {
  static var blank: Module { Module(name: "") }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&documentation)
    try coder.code(&edition)
    try coder.code(&imports)
    try coder.code(&files)
    try coder.code(&definitions)
    try coder.code(&constants)
    try coder.code(&vectors)
    try coder.code(&channels)
    try coder.code(&isEmbedded)
    try coder.code(&identity)
  }
}

extension DefinitionID: SchemaCodable {
  static var blank: DefinitionID { DefinitionID(0) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) { try coder.code(&index) }
}

extension Constant: SchemaCodable {
  static var blank: Constant { Constant(name: "", value: .blank) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&documentation)
    try coder.code(&file)
    try coder.code(&value)
  }
}

extension Vector: SchemaCodable {
  static var blank: Vector { Vector(definition: .blank, label: "", value: .blank, bytes: []) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&definition)
    try coder.code(&label)
    try coder.code(&file)
    try coder.code(&value)
    try coder.code(&bytes)
  }
}

extension Definition: SchemaCodable {
  static var blank: Definition { Definition(name: "", module: "", body: .blank) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&module)
    try coder.code(&file)
    try coder.code(&documentation)
    try coder.code(&body)
    try coder.code(&bitCountRange)
    try coder.code(&hasDelta)
    try coder.code(&isInterning)
  }
}

extension BitCountRange: SchemaCodable {
  static var blank: BitCountRange { BitCountRange(0) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&min)
    try coder.code(&max)
  }
}
