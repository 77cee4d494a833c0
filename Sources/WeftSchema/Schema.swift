/// A resolved, laid-out schema: the one model that emitters, the dynamic codec, the inspector and the fuzzers read.
///
/// Nothing in it is syntax: names are resolved, constants are evaluated, and every width, count and offset that
/// can be known without a packet is known (`docs/architecture.md`, "The waist").
public struct Schema: Sendable, Hashable {
  /// Imported modules stand before the modules that import them.
  public var modules: [Module]
  /// All definitions of all modules; a `DefinitionID` is an index into this list.
  public var definitions: [Definition]

  public init(modules: [Module] = [], definitions: [Definition] = []) {
    self.modules = modules
    self.definitions = definitions
  }

  public subscript(id: DefinitionID) -> Definition { definitions[id.index] }
}

/// One SwiftPM target's worth of definitions (law 12).
public struct Module: Sendable, Hashable {
  public var name: String
  public var documentation: [String]
  public var edition: Int
  public var imports: [String]
  /// The definition files, as the compiler was given them, in the order in which their definitions stand.
  public var files: [String]
  /// In the order of files, and within a file in source order.
  public var definitions: [DefinitionID]
  public var constants: [Constant]
  public var vectors: [Vector]
  public var channels: [Channel]
  /// `@embedded` on the `module` line: the generated catalog carries this schema, encoded.
  public var isEmbedded: Bool
  /// Law 7, over all messages of the module.
  public var identity: UInt64

  public init(
    name: String, documentation: [String] = [], edition: Int = 2026, imports: [String] = [], files: [String] = [],
    definitions: [DefinitionID] = [], constants: [Constant] = [], vectors: [Vector] = [], channels: [Channel] = [],
    isEmbedded: Bool = false,
    identity: UInt64 = 0
  ) {
    self.name = name
    self.documentation = documentation
    self.edition = edition
    self.imports = imports
    self.files = files
    self.definitions = definitions
    self.constants = constants
    self.vectors = vectors
    self.channels = channels
    self.isEmbedded = isEmbedded
    self.identity = identity
  }
}

public struct DefinitionID: Sendable, Hashable, Comparable {
  public var index: Int
  public init(_ index: Int) { self.index = index }
  public static func < (left: DefinitionID, right: DefinitionID) -> Bool { left.index < right.index }
}

/// `const limit = 20`: a name for a value; emitted as a Swift constant, absent from the wire.
public struct Constant: Sendable, Hashable {
  public var name: String
  public var documentation: [String]
  public var file: Int
  public var value: Literal

  public init(name: String, documentation: [String] = [], file: Int = 0, value: Literal) {
    self.name = name
    self.documentation = documentation
    self.file = file
    self.value = value
  }
}

/// `vector FindNode "smallest" { target: 0x00 * 32, want: 1 } = hex"…"`: a value and its bytes.
public struct Vector: Sendable, Hashable {
  public var definition: DefinitionID
  public var label: String
  public var file: Int
  public var value: Literal
  public var bytes: [UInt8]

  public init(definition: DefinitionID, label: String, file: Int = 0, value: Literal, bytes: [UInt8]) {
    self.definition = definition
    self.label = label
    self.file = file
    self.value = value
    self.bytes = bytes
  }
}

/// A named declaration that has a wire form.
public struct Definition: Sendable, Hashable {
  public var name: String
  public var module: String
  /// Index into `Module.files`.
  public var file: Int
  public var documentation: [String]
  public var body: Body
  /// The size of any value of this definition, in bits.
  public var bitCountRange: BitCountRange
  /// It is a snapshot, a message that states a delta policy, or something such a one holds: it has a delta form too.
  public var hasDelta: Bool
  /// A field of it, or of something that it holds, is `interned`: over a link it has a form of its own.
  public var isInterning: Bool

  public enum Body: Sendable, Hashable {
    case record(Record)
    case enumeration(Enumeration)
    case flags(Flags)
    case union(Union)
    case alias(Alias)
  }

  public init(
    name: String, module: String, file: Int = 0, documentation: [String] = [], body: Body,
    bitCountRange: BitCountRange = BitCountRange(0), hasDelta: Bool = false, isInterning: Bool = false
  ) {
    self.name = name
    self.module = module
    self.file = file
    self.documentation = documentation
    self.body = body
    self.bitCountRange = bitCountRange
    self.hasDelta = hasDelta
    self.isInterning = isInterning
  }
}

/// The smallest and the largest size of a value, in bits. `max` is `nil` where nothing bounds it (foreign only).
public struct BitCountRange: Sendable, Hashable {
  public var min: Int
  public var max: Int?

  public init(_ constant: Int) {
    min = constant
    max = constant
  }

  public init(min: Int, max: Int?) {
    self.min = min
    self.max = max
  }

  /// The one size, where all values have the same.
  public var constant: Int? { min == max ? min : nil }
}
