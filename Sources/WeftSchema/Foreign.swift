/// What a foreign definition states about itself.
public struct Foreign: Sendable, Hashable {
  public var bitOrder: BitOrder
  public var byteOrder: ByteOrder
  /// Values that the definition that uses this one passes in, as `XorAddress(transaction)`.
  public var parameters: [Parameter]
  /// `on udp.port(3478)`: where this definition is looked for.
  public var bindings: [Binding]

  /// Whether the first bit consumed of a byte is its most or its least significant one.
  public enum BitOrder: String, Sendable, Hashable, CaseIterable {
    case mostSignificantFirst = "msb"
    case leastSignificantFirst = "lsb"
  }

  public enum ByteOrder: Sendable, Hashable {
    case big, little
    /// `bytes(name)`: a `bool` parameter that says whether the order is little.
    case parameter(Int)
  }

  public struct Parameter: Sendable, Hashable {
    public var name: String
    public var type: ParameterType
    public init(name: String, type: ParameterType) {
      self.name = name
      self.type = type
    }
  }

  public enum ParameterType: String, Sendable, Hashable, CaseIterable { case bool, integer = "int", bytes }

  public init(
    bitOrder: BitOrder, byteOrder: ByteOrder, parameters: [Parameter] = [], bindings: [Binding] = []
  ) {
    self.bitOrder = bitOrder
    self.byteOrder = byteOrder
    self.parameters = parameters
    self.bindings = bindings
  }
}

/// An entry in a table of next layers: `udp.port(3478)`, or `udp.port(*)`, which is tried after all exact entries and
/// taken only if the whole payload decodes with every constant, length and checksum right.
public struct Binding: Sendable, Hashable {
  public var table: String
  public var key: Int128?

  public init(table: String, key: Int128?) {
    self.table = table
    self.key = key
  }
}

/// What a foreign field states beside its type.
public struct ForeignRules: Sendable, Hashable {
  /// `if EXPR`: the field is there only if it is not 0.
  public var condition: Expression?
  /// `const u32 = 0x2112A442`: must match; not a property of the generated type.
  public var constant: Expression?
  /// `= EXPR` (no `const`): computed on encode, checked on decode; not a property.
  public var computed: Expression?
  /// `= EXPR or N`: N is accepted too, and kept (UDP's checksum 0).
  public var alternative: UInt64?
  /// `xor EXPR`: the value is the one after the xor, both ways.
  public var mask: Expression?
  /// `within EXPR`: the field's region is that many bytes, which it must fill.
  public var extent: Expression?
  /// `carries table(key), …`: these bytes are the next layer.
  public var carries: [Carrier]
  /// `word uN { … }`: this field and its neighbours with the same `word` are cut out of one word of this many bits.
  public var word: Word?

  public struct Carrier: Sendable, Hashable {
    public var table: String
    public var key: Expression
    /// `if EXPR` behind the carrier: only then (fragments).
    public var condition: Expression?
    /// `with EXPR, …`: arguments for a definition with parameters (the UDP pseudo header).
    public var arguments: [Expression]

    public init(table: String, key: Expression, condition: Expression? = nil, arguments: [Expression] = []) {
      self.table = table
      self.key = key
      self.condition = condition
      self.arguments = arguments
    }
  }

  public struct Word: Sendable, Hashable {
    /// Width of the whole word, a multiple of 8, at most 64.
    public var bitCount: Int
    /// Bits of the word that are consumed before this field, in the record's bit order.
    public var bitOffset: Int

    public init(bitCount: Int, bitOffset: Int) {
      self.bitCount = bitCount
      self.bitOffset = bitOffset
    }
  }

  public init(
    condition: Expression? = nil, constant: Expression? = nil, computed: Expression? = nil,
    alternative: UInt64? = nil, mask: Expression? = nil, extent: Expression? = nil, carries: [Carrier] = [],
    word: Word? = nil
  ) {
    self.condition = condition
    self.constant = constant
    self.computed = computed
    self.alternative = alternative
    self.mask = mask
    self.extent = extent
    self.carries = carries
    self.word = word
  }
}

/// `match type { mapped = 0x0001: Address  default other: bytes }`.
public struct Match: Sendable, Hashable {
  public var subject: Expression
  public var cases: [Case]
  /// Taken where no value fits; without it that is an error.
  public var fallback: Case?
  /// The earlier field that is `= tag(this)`, computed from the case; the fallback then carries its raw value.
  public var tagField: Int?

  public struct Case: Sendable, Hashable {
    public var name: String
    public var documentation: [String]
    public var value: Expression?
    /// `nil`: the case carries nothing.
    public var type: FieldType?
    /// `@name("stun.att.hmac")` of the case's value; empty: the record's display name, a dot, this case's name.
    public var displayNames: [String]
    /// How text output shows the case's value; `nil`: as its type says.
    public var display: Display?

    public init(
      name: String, documentation: [String] = [], value: Expression?, type: FieldType?, displayNames: [String] = [],
      display: Display? = nil
    ) {
      self.name = name
      self.documentation = documentation
      self.value = value
      self.type = type
      self.displayNames = displayNames
      self.display = display
    }
  }

  public init(subject: Expression, cases: [Case], fallback: Case? = nil, tagField: Int? = nil) {
    self.subject = subject
    self.cases = cases
    self.fallback = fallback
    self.tagField = tagField
  }
}

/// An expression over the fields decoded so far. Integers are 64-bit signed; leaving that range, dividing by 0 or a
/// negative count is `DecodeError.Reason.expression`.
public indirect enum Expression: Sendable, Hashable {
  case integer(Int128)
  case bytes([UInt8])
  /// An earlier field of this record, then fields of nested records. bool is 0 or 1; enums and flags are their code.
  case field([Int])
  case parameter(Int)
  case unary(Unary, Expression)
  case binary(Binary, Expression, Expression)
  /// `a if c else b`.
  case conditional(then: Expression, if: Expression, else: Expression)
  /// `byteCount(f)`: encoded bytes of field f of this record, wherever it stands.
  case byteCount(field: Int)
  /// `count(f)`: its elements or bytes.
  case count(field: Int)
  /// `tag(f)`: the value of the chosen case of the `match` field f.
  case tag(field: Int)
  /// `span(a ... b)`: the wire bytes of the fields a through b; the field being computed counts as zero.
  case span(from: Int, through: Int)
  /// `self`: the wire bytes of the whole record; the field being computed counts as zero.
  case wholeRecord
  /// `preceding(n)`: the bytes of the outermost record from its start up to this field, without the last n.
  case preceding(dropping: Int)
  /// `remaining`: bytes left in the region.
  case remaining
  /// `lastByte`: the last byte of the region, 0 where nothing is left of it (RTP states its padding there).
  case lastByte
  /// `position`: bytes consumed since the start of this record.
  case position
  /// `a ++ b`.
  case concatenation([Expression])
  /// `u16(e)`: an integer as bytes, in the record's byte order.
  case encoded(bitCount: Int, Expression)
  /// `internetChecksum(e)`, `internetChecksumNonzero(e)`, `crc32(e)`.
  case checksum(Checksum, Expression)

  public enum Unary: String, Sendable, Hashable, CaseIterable { case negate = "-", complement = "~", not = "not" }
  public enum Binary: String, Sendable, Hashable, CaseIterable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%", shiftLeft = "<<", shiftRight = ">>"
    case bitAnd = "&", bitOr = "|", bitXor = "^"
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case and = "and", or = "or"
  }
  public enum Checksum: String, Sendable, Hashable, CaseIterable {
    /// RFC 1071.
    case internet = "internetChecksum"
    /// RFC 768: a result of 0 is sent as 0xFFFF.
    case internetNonzero = "internetChecksumNonzero"
    /// ISO 3309, as in RFC 8489 section 14.7.
    case crc32
  }
}

/// A value as the schema's text states it: a default, a constant, a vector's value.
public indirect enum Literal: Sendable, Hashable {
  case bool(Bool)
  case integer(Int128)
  /// numerator / denominator, exact.
  case real(numerator: Int128, denominator: Int128)
  /// `nan`, `inf`, `-inf`, `-0.0`, which no fraction can state.
  case special(String)
  case text(String)
  case bytes([UInt8])
  /// An enum or flag case, or the name of a union case that carries nothing.
  case symbol(String)
  case list([Literal])
  case record([LiteralField])
  /// `{ v4: {…} }` where a union is expected.
  case unionCase(name: String, Literal?)
}

public struct LiteralField: Sendable, Hashable {
  public var name: String
  public var value: Literal
  public init(name: String, value: Literal) {
    self.name = name
    self.value = value
  }
}
