extension Syntax {
  /// What a field, an element or a case holds, as it is written.
  public struct TypeReference: Sendable, Hashable {
    public var kind: Kind
    public var span: Span

    public enum Kind: Sendable, Hashable {
      case bool
      /// `u1`…`u64`.
      case unsigned(bitCount: Int)
      /// `i1`…`i64`.
      case signed(bitCount: Int)
      /// `f16`, `f32`, `f64`.
      case float(bitCount: Int)
      /// `int(a...b)`.
      indirect case ranged(lower: Expression, upper: Expression)
      /// `fixed(a...b, step: s)`.
      indirect case fixed(lower: Expression, upper: Expression, step: Expression)
      /// `varint`, `varint(signed)`.
      case varint(isSigned: Bool)
      indirect case bytes(Count)
      indirect case text(Count)
      /// `[T, max: n]`, `[T * n]`, `[T]`.
      indirect case list(element: TypeReference, count: Count)
      /// `Address`, `Module.Address`, `XorAddress(transaction)`.
      indirect case named(module: Name?, name: Name, arguments: [Expression])
      /// Foreign.
      indirect case match(Match)
      /// Foreign: `padding(4)`.
      indirect case padding(Expression)
      /// Was wrong and is reported.
      case invalid
    }

    public init(_ kind: Kind, at span: Span) {
      self.kind = kind
      self.span = span
    }
  }

  /// `[n]`, `* n`, `max: n, min: m`, or (foreign) nothing, which is up to the end of the region.
  public struct Count: Sendable, Hashable {
    /// `[n]`, `* n`: exactly that many.
    public var exact: Expression?
    /// `max: n`; foreign also beside `exact`.
    public var maximum: Expression?
    /// `min: m`; only beside `maximum`.
    public var minimum: Expression?
    /// From the bracket (of a list: the comma or asterisk) through the last bound; the end of the type if there is none.
    public var span: Span
  }

  /// `match kind { mapped = 1: Address  default other: bytes }`.
  public struct Match: Sendable, Hashable {
    public var subject: Expression
    public var cases: [MatchCase]
    /// `default other: bytes`.
    public var fallback: MatchCase?
  }

  /// `mapped = 1: Address`; the default case has no value.
  public struct MatchCase: Sendable, Hashable {
    public var documentation: [String]
    public var name: Name
    public var value: Expression?
    public var type: TypeReference?
    public var attributes: [Attribute]
    public var span: Span
  }
}
