public import WeftSchema

/// Text to `Schema`. All files of all modules are given together, in any order; what they are called decides nothing but
/// the order of definitions, so that the same files give the same schema on every machine.
///
/// - Parameter dictionaries: The `.dict` files that channels may name, each under the folder of the definition file that it
///   stands beside. `nil` where nobody has looked for them: then none is missed, and the schema has none of their bytes.
/// - Returns: the schema, complete if no diagnostic is an error, and all diagnostics in the order of files and places.
public func compile(_ files: [SourceFile], dictionaries: [SourceFile]? = nil) -> Compilation {
  var lowering = Lowering(parsing: files)
  lowering.dictionaries = dictionaries
  lowering.collectDeclarations()
  lowering.resolveNames()
  lowering.evaluateConstants()
  lowering.checkTypes()
  lowering.checkCycles()
  lowering.lowerForms()
  lowering.layOut()
  lowering.checkLimits()
  lowering.planDeltas()
  lowering.checkForms()
  lowering.lowerChannels()
  lowering.checkValues()
  lowering.identify()
  return lowering.compilation
}

/// What `compile` gives back.
public struct Compilation: Sendable {
  /// Complete if no diagnostic is an error, otherwise what could be understood, for tools that show a schema while it is written:
  /// sizes may then be anything, and identities are 0.
  public var schema: Schema
  /// At most `Diagnostic.maximumCount` a file, in the order of files and places.
  public var diagnostics: [Diagnostic]
  /// What the `module` line of each file says; `nil` where it is missing.
  public var moduleNames: [Syntax.Name?]

  public init(schema: Schema, diagnostics: [Diagnostic], moduleNames: [Syntax.Name?]) {
    self.schema = schema
    self.diagnostics = diagnostics
    self.moduleNames = moduleNames
  }

  /// Whether the schema must not be used for codecs.
  public var hasErrors: Bool { diagnostics.hasErrors }
}

/// What the passes hand on to each other.
struct Lowering {
  /// As the compiler was given them: a span's `file` is an index into these.
  let files: [Syntax.File]
  let paths: [String]
  /// Files that the parser had to repair: names that are missing there are not reported a second time.
  let isBroken: [Bool]
  var diagnostics: Diagnostics

  /// By module, parallel to `schema.modules`.
  var scopes: [ModuleScope] = []
  /// By file; `nil` where the `module` line is missing.
  var fileScopes: [FileScope?]
  var constants: [ConstantDeclaration] = []
  /// By `DefinitionID`, parallel to `schema.definitions`.
  var origins: [Origin] = []
  var channels: [ChannelDeclaration] = []
  /// The files that channels may name as dictionaries; `nil` where nobody has looked for any.
  var dictionaries: [SourceFile]?
  var vectors: [VectorDeclaration] = []
  var vectorLabels: [VectorKey: Span] = [:]
  var repetitionBudget = Limits.repeatedElementCount
  /// Definitions in an order in which each stands after what it names (`checkCycles`).
  var components: [[Int]] = []
  var schema = Schema()

  init(parsing sources: [SourceFile]) {
    var files: [Syntax.File] = []
    var isBroken: [Bool] = []
    var diagnostics = Diagnostics()
    for (index, source) in sources.enumerated() {
      let (file, found) = parse(source, index: index)
      files.append(file)
      isBroken.append(found.hasErrors)
      diagnostics.add(found)
    }
    self.files = files
    self.isBroken = isBroken
    self.diagnostics = diagnostics
    paths = sources.map(\.path)
    fileScopes = Array(repeating: nil, count: files.count)
  }

  var compilation: Compilation {
    Compilation(schema: schema, diagnostics: diagnostics.sorted, moduleNames: files.map(\.module))
  }
}

/// A module's names.
struct ModuleScope {
  var name: String
  /// Indices into `Lowering.files`, in the order of their paths.
  var files: [Int]
  var symbols: [String: Symbol] = [:]
}

/// What a file adds to its module's names.
struct FileScope {
  var module: Int
  /// Index into `Module.files`.
  var fileInModule: Int
  var imports: [String: Import] = [:]

  struct Import {
    var module: Int
    var name: Syntax.Name
    var isUsed = false
  }
}

struct Symbol {
  var kind: Kind
  var name: Syntax.Name

  enum Kind: Hashable {
    /// Index into `Lowering.constants`.
    case constant(Int)
    case definition(DefinitionID)
    /// Index into `Lowering.channels`.
    case channel(Int)
  }
}

extension Symbol.Kind {
  var noun: String {
    switch self {
    case .constant: "constant"
    case .definition: "type"
    case .channel: "channel"
    }
  }
}

struct ConstantDeclaration {
  var syntax: Syntax.Constant
  /// Index into `Lowering.files`.
  var file: Int
  /// `nil` until it is evaluated, and where it has none (reported).
  var value: ConstantValue?
}

struct ChannelDeclaration {
  var syntax: Syntax.Channel
  /// Index into `Lowering.files`.
  var file: Int
}

struct VectorDeclaration {
  var syntax: Syntax.Vector
  var file: Int
}

/// Where a definition comes from.
struct Origin {
  var declaration: Syntax.Declaration
  var file: Int
  /// The fields of a record, parallel to `Record.fields`.
  var fields: [Syntax.Field] = []

  var name: Syntax.Name { declaration.name ?? Syntax.Name("", at: declaration.span) }
}
