/// A `struct`, a `message` or a `foreign` definition: fields in wire order.
public struct Record: Sendable, Hashable {
  public var kind: Kind
  public var fields: [Field]
  /// The wire form as a list of steps, computed once by the `layOut` pass.
  public var steps: [Step]
  public var extensibility: Extensibility?
  /// `@mtu(n)`, in bytes.
  public var maximumByteCount: Int?
  /// `reserved` names and numbers, for the comparison of two schemas.
  public var reservedNames: [String]
  public var reservedTags: [Int]
  /// `@name("ip")`: what tshark's users call this layer.
  public var displayName: String?
  /// `snapshot`: a message that a link sends against what the other side already has.
  public var isSnapshot: Bool
  /// `keyed by`: the field that tells elements of a list, or snapshots on a link, apart.
  public var keyField: Int?
  /// Where the definition has a delta form (`Definition.hasDelta`).
  public var delta: DeltaPlan?
  /// Law 7: the first 8 bytes, big-endian, of SHA-256 over the printable projection.
  public var identity: UInt64

  public enum Kind: Sendable, Hashable {
    case structure
    case message(tag: Int)
    case foreign(Foreign)
  }

  public init(
    kind: Kind, fields: [Field], steps: [Step] = [], extensibility: Extensibility? = nil,
    maximumByteCount: Int? = nil, reservedNames: [String] = [], reservedTags: [Int] = [],
    displayName: String? = nil, isSnapshot: Bool = false, keyField: Int? = nil, delta: DeltaPlan? = nil, identity: UInt64 = 0
  ) {
    self.kind = kind
    self.fields = fields
    self.steps = steps
    self.extensibility = extensibility
    self.maximumByteCount = maximumByteCount
    self.reservedNames = reservedNames
    self.reservedTags = reservedTags
    self.displayName = displayName
    self.isSnapshot = isSnapshot
    self.keyField = keyField
    self.delta = delta
    self.identity = identity
  }

  public var foreign: Foreign? {
    if case .foreign(let foreign) = kind { foreign } else { nil }
  }
}

/// `@extensible(max: n)`: one head bit and, if set, a byte count and the newer fields at the end.
public struct Extensibility: Sendable, Hashable {
  /// The bound of the byte count; the count takes ⌈log2(maximumByteCount + 1)⌉ bits.
  public var maximumByteCount: Int
  /// One per `--- added` line: the indices into `Record.fields` of the fields below it. Each generation is padded to bytes.
  public var generations: [Generation]

  public struct Generation: Sendable, Hashable {
    public var fields: Range<Int>
    /// The steps inside this generation (presence bits at its head), offsets from its own runs' starts.
    public var steps: [Step]

    public init(fields: Range<Int>, steps: [Step]) {
      self.fields = fields
      self.steps = steps
    }
  }

  public init(maximumByteCount: Int, generations: [Generation]) {
    self.maximumByteCount = maximumByteCount
    self.generations = generations
  }
}

/// One step of a record's wire form. Law 8: a run of constant width is guarded once, then read without checks of length.
///
/// Offsets count from the first bit of the step's run. Both codecs follow these steps and nothing else, so that they
/// agree on where an error is reported (`docs/language.md`, "Runs").
public enum Step: Sendable, Hashable {
  /// The next `bitCount` bits have a constant layout: check once that they are there. The steps up to the next `run`,
  /// `elements`, `varying`, `optional` or `extension` stand inside it.
  case run(bitCount: Int)
  case extensionBit(bitOffset: Int)
  case presence(field: Int, bitOffset: Int)
  /// A field of constant width.
  case fixed(field: Int, bitOffset: Int)
  /// The count of a bounded list, `bytes` or `text`, of `bitCount` bits; its contents follow as `elements`.
  case count(field: Int, bitOffset: Int, bitCount: Int)
  /// What follows a `count`.
  case elements(field: Int)
  /// A field of varying size that has no count here: varint, nested record or union, foreign field.
  case varying(field: Int)
  /// An optional field's contents, if its presence bit was set. Constant width: one run of that width. Otherwise, for a
  /// bounded list, `bytes` or `text`, a run that is the count, then the elements.
  case optional(field: Int)
  /// Byte count and generations, if the extension bit was set.
  case extensionBlock
}

/// A field: name, type, and what the schema says about it.
public struct Field: Sendable, Hashable {
  public var name: String
  public var documentation: [String]
  public var type: FieldType
  /// Native `?`: one presence bit at the head.
  public var isOptional: Bool
  /// `inline`: fixed-capacity storage in the generated type, no allocation.
  public var isInline: Bool
  public var defaultValue: Literal?
  /// `@name("ip.src", "ip.addr")`, whole names; empty: the record's display name, a dot, this field's name.
  public var displayNames: [String]
  /// `@name("ip.hdr_len", scale: 4)`: what those names stand for is the value times this. JSON of the codecs is not affected.
  public var displayScale: Int
  /// `@part("stun.type.class", mask: 0x0110)`: names of some of its bits.
  public var displayParts: [DisplayPart]
  public var display: Display?
  /// How it goes against a baseline, in definitions that have a delta form.
  public var delta: DeltaRules
  /// `interned(n)`: over a link it goes once and then as an index into a table of n entries.
  public var internedCount: Int?
  /// `secret`: never in a table, a history or zstd.
  public var isSecret: Bool
  /// `relative to` and `significant`: what of the value goes over the wire.
  public var form: FieldForm
  /// What only foreign fields have.
  public var foreign: ForeignRules {
    get { if case .rules(let rules) = foreignRules { rules } else { ForeignRules() } }
    set { foreignRules = BoxedRules(newValue) }
  }
  private var foreignRules: BoxedRules
  public var bitCountRange: BitCountRange
  /// From the first bit of the record, where every value before it has a constant size.
  public var bitOffset: Int?

  public init(
    name: String, documentation: [String] = [], type: FieldType, isOptional: Bool = false, isInline: Bool = false,
    defaultValue: Literal? = nil, displayNames: [String] = [], displayScale: Int = 1, displayParts: [DisplayPart] = [],
    display: Display? = nil, delta: DeltaRules = DeltaRules(), internedCount: Int? = nil, isSecret: Bool = false,
    form: FieldForm = .whole, foreign: ForeignRules = ForeignRules(), bitCountRange: BitCountRange = BitCountRange(0),
    bitOffset: Int? = nil
  ) {
    self.name = name
    self.documentation = documentation
    self.type = type
    self.isOptional = isOptional
    self.isInline = isInline
    self.defaultValue = defaultValue
    self.displayNames = displayNames
    self.displayScale = displayScale
    self.displayParts = displayParts
    self.display = display
    self.delta = delta
    self.internedCount = internedCount
    self.isSecret = isSecret
    self.form = form
    foreignRules = BoxedRules(foreign)
    self.bitCountRange = bitCountRange
    self.bitOffset = bitOffset
  }
}

/// Some bits of a field under a name of their own, as the number that they are when the lowest bit of the mask is the first.
public struct DisplayPart: Sendable, Hashable {
  public var name: String
  /// Not 0.
  public var mask: UInt64

  public init(name: String, mask: UInt64) {
    self.name = name
    self.mask = mask
  }
}

/// Rules in a box of their own: most fields have none, and every field is copied often.
private enum BoxedRules: Sendable, Hashable {
  case none
  indirect case rules(ForeignRules)

  init(_ rules: ForeignRules) { self = rules == ForeignRules() ? .none : .rules(rules) }
}

/// How text output shows a value; JSON is not affected.
public enum Display: String, Sendable, Hashable, CaseIterable {
  case decimal, hexadecimal, ipv4, ipv6, mac, time
}
