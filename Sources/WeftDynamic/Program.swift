import Weft
import WeftSchema

/// A schema as flat tables of trivial values, which the decoder and the encoder walk without following a reference.
///
/// Entries name each other by index. A `Step` becomes one `Instruction`; a `FieldType` in one bit and byte order becomes one `TypeEntry`.
struct Program: Sendable {
  var records: Table<RecordEntry>
  var instructions: Table<Instruction>
  var types: Table<TypeEntry>
  let rules: Table<RuleEntry>
  let expressions: Table<ExpressionNode>
  /// Operands of concatenations, paths of fields, arguments: ranges of expression or field indices.
  let operands: Table<Int32>
  var carriers: Table<CarrierEntry>
  let matches: Table<MatchEntry>
  var cases: Table<CaseEntry>
  let generations: Table<GenerationEntry>
  let fixedRanges: Table<FixedRange>
  let enumerations: [EnumerationEntry]
  /// What byte strings of expressions refer to.
  let bytes: [UInt8]
  /// The type of each definition, by its index.
  let definitionTypes: Table<Int32>
  /// The type and the rules (−1: none) of each field, by its global index.
  let fieldTypes: Table<Int32>
  let fieldRules: Table<Int32>
  /// The table of each field that is interned, by its global index.
  let internTables: [InternTable?]
  let names: Names
  /// `"name":` in UTF-8 of all fields, and where each stands, by global field index.
  let keys: Table<UInt8>
  let keyRanges: Table<Range<Int32>>
  /// By global field index: the field's default as a tree of its own.
  var defaults: [ValueTree?] = [] {
    didSet { hasDefault = defaults.map { $0 != nil } }
  }
  private(set) var hasDefault: [Bool] = []

  init(_ compiler: borrowing ProgramCompiler) {
    records = Table(compiler.records)
    instructions = Table(compiler.instructions)
    types = Table(compiler.types)
    rules = Table(compiler.rules)
    expressions = Table(compiler.expressions)
    operands = Table(compiler.operands)
    carriers = Table(compiler.carriers)
    matches = Table(compiler.matches)
    cases = Table(compiler.cases)
    generations = Table(compiler.generations)
    fixedRanges = Table(compiler.fixedRanges)
    enumerations = compiler.enumerations
    bytes = compiler.bytes
    definitionTypes = Table(compiler.definitionTypes)
    fieldTypes = Table(compiler.fieldTypes)
    fieldRules = Table(compiler.fieldRules)
    internTables = compiler.internTables
    names = compiler.names
    let texts = names.fields.map { Array("\"\($0)\":".utf8) }
    keys = Table(texts.flatMap { $0 })
    var end: Int32 = 0
    keyRanges = Table(
      texts.map { text in
        end += Int32(text.count)
        return end - Int32(text.count)..<end
      })
  }

  func deallocate() {
    records.deallocate()
    instructions.deallocate()
    types.deallocate()
    rules.deallocate()
    expressions.deallocate()
    operands.deallocate()
    carriers.deallocate()
    matches.deallocate()
    cases.deallocate()
    generations.deallocate()
    fixedRanges.deallocate()
    definitionTypes.deallocate()
    fieldTypes.deallocate()
    fieldRules.deallocate()
    keys.deallocate()
    keyRanges.deallocate()
  }
}

/// Where an interpreter finds a program without counting references. Whoever made it keeps it alive and lets go of it.
@safe
struct ProgramReference: @unchecked Sendable {
  private let pointer: UnsafeMutablePointer<Program>

  init(_ program: Program) {
    unsafe pointer = .allocate(capacity: 1)
    unsafe pointer.initialize(to: program)
  }

  var program: Program {
    @inline(__always) _read { yield unsafe pointer.pointee }
  }

  func isOther(than reference: ProgramReference) -> Bool { unsafe pointer != reference.pointer }

  func deallocate() {
    unsafe pointer.deinitialize(count: 1)
    unsafe pointer.deallocate()
  }
}

/// What errors and JSON print: names, and the same as JSON keys.
struct Names: Sendable {
  /// By global field index.
  var fields: [String] = []
  /// By index into `Program.cases`.
  var cases: [String] = []
}

/// How the bits of an integer are found in the input.
enum BitStream: UInt8, Sendable {
  /// The first bit is the least significant one of the byte and of the value.
  case leastSignificantFirst
  /// The first bit is the most significant one of the byte and of the value.
  case mostSignificantFirst
  /// Whole bytes, in the order that the record's `bool` parameter says.
  case byParameter
}

struct RecordEntry: Sendable {
  var instructions: Range<Int32> = 0..<0
  /// Of the link form; empty where that is the full form.
  var linkInstructions: Range<Int32> = 0..<0
  /// Global index of the first field.
  var firstField: Int32 = 0
  var fieldCount: Int32 = 0
  /// Instructions whose computed value needs later fields: checked at the end of the record.
  var deferred: Range<Int32> = 0..<0
  /// Instructions of all computed fields and constants, in wire order.
  var computed: Range<Int32> = 0..<0
  /// Whether nodes must be found by field: expressions, presence bits, an extension.
  var findsFields = false
  var isForeign = false
  /// The `bool` parameter that says whether the byte order is little; −1: none.
  var orderParameter: Int32 = -1
  /// Of an extension's byte count; −1: not extensible.
  var extensionMaximum = -1
  /// Indices into `Program.generations`.
  var generations: Range<Int32> = 0..<0
  /// Local indices, in `Program.operands`, of the fields that addresses are relative to.
  var companions: Range<Int32> = 0..<0
}

struct GenerationEntry: Sendable {
  var instructions: Range<Int32>
  /// Local field indices.
  var fields: Range<Int32>
}

/// One step of a record's wire form.
struct Instruction: Sendable {
  enum Code: UInt8, Sendable {
    case run, extensionBit, presence
    /// A leaf of constant width about which nothing has to be checked where it stands: the common case.
    case leaf
    /// A leaf that must have a constant value.
    case constant
    /// A byte string of constant length about which nothing has to be checked where it stands.
    case bytes
    /// A value of constant width that has children or bytes, or rules.
    case fixed
    case count, elements, varying, optional, extensionBlock
    /// In a link form: a bit, and the index of a table's entry or the full form; of an optional field behind its presence bit.
    case interned, optionalInterned
  }
  var code: Code
  /// Of the field's type, so that a leaf needs no other table.
  var kind = TypeEntry.Kind.unsigned
  var node = ValueNode.Kind.unsigned
  var stream = BitStream.leastSignificantFirst
  /// Whether an expression may ask for the field's node.
  var isReferenced = true
  /// Index into `Program.rules`; −1: none.
  var rules: Int32 = -1
  /// Local field index.
  var field: Int32 = -1
  var type: Int32 = -1
  /// From the start of the run.
  var bitOffset = 0
  var bitCount = 0
}

struct TypeEntry: Sendable {
  enum Kind: UInt8, Sendable {
    case bool, unsigned, signed, ranged, fixed, float, enumeration, flags
    case varint, zigzag, bytes, text, list, record, union, match, padding
  }
  enum CountKind: UInt8, Sendable { case fixed, bounded, computed, toEnd }

  var kind: Kind
  var node: ValueNode.Kind
  var stream: BitStream = .leastSignificantFirst
  /// Enumerations and flags.
  var isOpen = false
  var count: CountKind = .fixed
  /// Width of a leaf or of a union's tag; of a value of constant width otherwise, −1 if it varies.
  var bitCount = 0
  /// Bits of the smallest value.
  var minimumBitCount = 0
  /// Two's complement of the lowest value of a ranged integer.
  var lower: UInt64 = 0
  /// Highest code of `ranged` and `fixed`; `flags`: the bits with names; `enumeration`: a set of the codes below 64.
  var maximum: UInt64 = 0
  var minimumCount = 0
  /// −1: no bound.
  var maximumCount = -1
  /// The count needs `remaining` or `lastByte`, which encoding does not know.
  var countNeedsRegion = false
  /// Expression of a computed count.
  var countExpression: Int32 = -1
  /// `list`: the element's type. `record`, `enumeration`, `flags`, `match`, `fixed`: index of the entry.
  var detail: Int32 = -1
  /// `union`: indices into `Program.cases`; `record`: arguments in `operands`.
  var operands: Range<Int32> = 0..<0
  /// The definition that was named; −1: none.
  var definition: Int32 = -1
  var display: Display?

  /// Width of an element; −1 if it varies.
  var elementBitCount = -1
  /// `list` of a keyed struct: the global index of its key field; −1: none.
  var keyField: Int32 = -1
  /// Whether an element may take no bits.
  var isEmptyElement = false

  /// What of a field's value goes over the wire (`FieldForm`), and the global index of the field that it takes.
  enum Form: UInt8, Sendable { case whole, relative, significant }
  var form = Form.whole
  var companion: Int32 = -1
  /// Of an address that is relative to another, or of one in each element: the global index of the element's field (−1: it is the
  /// element), where it stands in it, its size, and the width of the number of shared bits.
  var addressField: Int32 = -1
  var addressBitOffset = 0
  var addressByteCount = 0
  var sharedBitCount = 0

  var isLeaf: Bool { kind.rawValue <= Kind.flags.rawValue }
  var isFixedBytes: Bool { kind == .bytes && count == .fixed }
}

struct EnumerationEntry: Sendable {
  /// Ascending; a flag's code is its bit number.
  var codes: [UInt64]
  /// In the order of `codes`.
  var names: [String]

  func index(of code: UInt64) -> Int? {
    var low = 0
    var high = codes.count
    while low < high {
      let middle = (low + high) / 2
      if codes[middle] < code { low = middle + 1 } else { high = middle }
    }
    return low < codes.count && codes[low] == code ? low : nil
  }
}

struct MatchEntry: Sendable {
  var subject: Int32
  var cases: Range<Int32>
  /// Index into `Program.cases`; −1: none. Stands one behind the last of `cases`.
  var fallback: Int32
  /// Local index of the field that is `= tag(this)`.
  var tagField: Int32
  /// The values of all cases are integers that are known.
  var hasConstants = false
}

struct CaseEntry: Sendable {
  /// Of a `match`: the expression of its value; −1: none.
  var value: Int32 = -1
  /// −1: carries nothing.
  var type: Int32 = -1
  /// Where every value of the case has the same width: the run that it is; −1 otherwise.
  var bitCount = -1
  /// `value`, where `MatchEntry.hasConstants`.
  var constant: Int64 = 0
}

struct RuleEntry: Sendable {
  var condition: Int32 = -1
  var constant: Int32 = -1
  /// The constant's bits, where it is an integer.
  var constantPattern: UInt64 = 0
  var computed: Int32 = -1
  var hasAlternative = false
  var alternative: UInt64 = 0
  var mask: Int32 = -1
  var extent: Int32 = -1
  var carriers: Range<Int32> = 0..<0
  /// 0: not in a word.
  var wordBitCount = 0
  var wordBitOffset = 0
  var wordStream: BitStream = .mostSignificantFirst
  var wordIsMostSignificantFirst = true
  /// The computed value needs later fields.
  var isDeferred = false
  /// The computed value is made of bytes of the encoding: filled in after all sizes are known.
  var needsBytes = false
  /// `remaining` or `lastByte`: only the finished record knows, so encoding does not check it.
  var conditionNeedsRegion = false
  var extentNeedsRegion = false
  /// Something is to be compared or unmasked where the field stands.
  var isChecked: Bool { mask >= 0 || constant >= 0 || (computed >= 0 && !isDeferred) }
  /// `bytes` parameters of the computed value, in `Program.operands`: where one is empty the check is skipped.
  var bytesParameters: Range<Int32> = 0..<0
}

struct CarrierEntry: Sendable {
  var table: Int32
  var key: Int32
  var condition: Int32
  var arguments: Range<Int32>
}

/// An operation and its operands.
struct ExpressionNode: Sendable {
  enum Code: UInt8, Sendable {
    case integer
    /// A field of this record: `a` is its local index.
    case localField
    /// A path of fields in `operands`.
    case field
    case bytes, parameter
    case negate, complement, not
    case add, subtract, multiply, divide, remainder, shiftLeft, shiftRight, bitAnd, bitOr, bitXor
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, and, or
    case conditional, byteCount, count, tag, span, wholeRecord, preceding, remaining, lastByte, position
    case concatenation, encoded, internetChecksum, internetChecksumNonzero, crc32
    /// An integer constant that 64 signed bits do not hold.
    case outOfRange
  }
  var code: Code
  /// Whether the value is bytes and not an integer.
  var isBytes = false
  var a: Int32 = -1
  var b: Int32 = -1
  var c: Int32 = -1
  var value: Int64 = 0
}
