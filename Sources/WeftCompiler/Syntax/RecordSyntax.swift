extension Syntax {
  /// A `struct`, a `message`, a `snapshot` or a `foreign` definition.
  public struct Record: Sendable, Hashable {
    public var documentation: [String]
    public var kind: Kind
    public var name: Name
    /// Where `snapshot` stands.
    public var snapshot: Span?
    /// The field behind `keyed by`.
    public var key: Name?
    public var attributes: [Attribute]
    public var members: [Member]
    public var span: Span

    public enum Kind: Sendable, Hashable {
      case structure
      case message(tag: Integer)
      case foreign(Foreign)
    }
  }

  /// What stands between the braces, in the order of the text.
  public enum Member: Sendable, Hashable {
    case field(Field)
    /// Native: `reserved 3, oldName`.
    case reserved(Reserved)
    /// Native: `--- added`.
    case added(Span)
    /// Foreign: `word u32 { … }`.
    case word(Word)
  }

  /// `word u32 { … }`: one word in the record's byte order, cut in its bit order.
  public struct Word: Sendable, Hashable {
    /// Its type is `.unsigned` or `.invalid`.
    public var type: TypeReference
    public var fields: [Field]
    public var span: Span
  }

  /// What stands between the name and the braces of a `foreign` definition.
  public struct Foreign: Sendable, Hashable {
    public var parameters: [Parameter] = []
    /// `bits(msb)`: the word in the parentheses is `msb` or `lsb`.
    public var bitOrder: Name?
    /// `bytes(big)`: `big`, `little`, or the name of a parameter.
    public var byteOrder: Name?
    public var bindings: [Binding] = []

    public init() {}
  }

  /// `transaction: bytes`.
  public struct Parameter: Sendable, Hashable {
    public var name: Name
    /// `bool`, `int` or `bytes`.
    public var type: Name
    public var span: Span
  }

  /// `udp.port`: the name of a table of next layers.
  public struct Table: Sendable, Hashable {
    public var layer: Name
    public var field: Name
    /// `udp.port`.
    public var text: String { "\(layer.text).\(field.text)" }
    public var span: Span { layer.span.through(field.span) }
  }

  /// `udp.port(3478)`.
  public struct Binding: Sendable, Hashable {
    public var table: Table
    /// `nil`: `*`.
    public var key: Int128?
    public var span: Span
  }

  /// `address: Address? @name("x") = 0`; in a native definition also `delta`, `predict`, `interned` and `secret`, in a foreign one
  /// `const`, `within`, `xor`, `or`, `if` and `carries`.
  public struct Field: Sendable, Hashable {
    public var documentation: [String]
    public var name: Name
    /// Where `inline` stands (native).
    public var inline: Span?
    /// Where `const` stands (foreign).
    public var const: Span?
    public var type: TypeReference
    /// Where `?` stands (native).
    public var optional: Span?
    public var attributes: [Attribute]
    /// In the order of the text, each kind at most once.
    public var clauses: [Clause]
    public var span: Span
  }

  /// What a field states behind its type. A list rather than a property each: most fields have none.
  public enum Clause: Sendable, Hashable {
    /// `= e`: native the default (a literal), foreign the constant or what is computed.
    case value(Expression)
    /// `or 0`, behind `= e`.
    case alternative(Integer)
    /// `within e`.
    case extent(Expression)
    /// `xor e`.
    case mask(Expression)
    /// `if e`.
    case condition(Expression)
    /// `carries table(key), …`.
    case carries([Carrier])
    /// Native.
    case delta(DeltaPolicy)
    /// Native: `predict linear(3)`.
    case predict(Predictor)
    /// Native: `interned(16)`.
    case interned(count: Expression, span: Span)
    /// Native.
    case secret(Span)
    /// Native: `relative to target`.
    case relative(to: Name, span: Span)
    /// Native: `significant(length)`.
    case significant(count: Name, span: Span)
  }

  /// `delta wrap(3) step(1)`.
  public struct DeltaPolicy: Sendable, Hashable {
    public var kind: Kind
    /// Of the word in `kind`.
    public var kindSpan: Span
    /// `(3)`, behind `difference` and `wrap`.
    public var parameter: Expression?
    /// `step(1)`; `kind` is `.difference` where it stands alone.
    public var step: Expression?
    public var span: Span

    /// The raw values are the schema's spelling.
    public enum Kind: String, Sendable, Hashable, CaseIterable { case changed, difference, wrap, never }
  }

  /// `predict linear(3)`.
  public struct Predictor: Sendable, Hashable {
    public var kind: Kind
    /// `(3)`, behind `linear`.
    public var points: Expression?
    public var span: Span

    /// The raw values are the schema's spelling.
    public enum Kind: String, Sendable, Hashable, CaseIterable { case none, last, linear }
  }

  /// `ip.protocol(next) with (source ++ destination) when offset == 0`.
  public struct Carrier: Sendable, Hashable {
    public var table: Table
    public var key: Expression
    public var arguments: [Expression]
    public var condition: Expression?
    public var span: Span
  }
}

extension Syntax.Field {
  public var value: Syntax.Expression? {
    for case .value(let expression) in clauses { return expression }
    return nil
  }

  public var alternative: Syntax.Integer? {
    for case .alternative(let integer) in clauses { return integer }
    return nil
  }

  public var extent: Syntax.Expression? {
    for case .extent(let expression) in clauses { return expression }
    return nil
  }

  public var mask: Syntax.Expression? {
    for case .mask(let expression) in clauses { return expression }
    return nil
  }

  public var condition: Syntax.Expression? {
    for case .condition(let expression) in clauses { return expression }
    return nil
  }

  public var delta: Syntax.DeltaPolicy? {
    for case .delta(let policy) in clauses { return policy }
    return nil
  }

  public var predictor: Syntax.Predictor? {
    for case .predict(let predictor) in clauses { return predictor }
    return nil
  }

  public var interned: (count: Syntax.Expression, span: Span)? {
    for case .interned(let count, let span) in clauses { return (count, span) }
    return nil
  }

  public var secret: Span? {
    for case .secret(let span) in clauses { return span }
    return nil
  }

  public var relative: (target: Syntax.Name, span: Span)? {
    for case .relative(let target, let span) in clauses { return (target, span) }
    return nil
  }

  public var significant: (count: Syntax.Name, span: Span)? {
    for case .significant(let count, let span) in clauses { return (count, span) }
    return nil
  }

  public var carries: [Syntax.Carrier] {
    for case .carries(let carriers) in clauses { return carriers }
    return []
  }
}
