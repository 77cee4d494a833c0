extension Syntax {
  /// One definition file.
  public struct File: Sendable, Hashable {
    /// The lines of the `///` comment before `edition`, without the slashes and one space.
    public var documentation: [String] = []
    public var edition: Integer?
    public var module: Name?
    /// Of the `module` line.
    public var attributes: [Attribute] = []
    public var imports: [Name] = []
    public var declarations: [Declaration] = []
    /// The whole file.
    public var span: Span

    public init(at span: Span) { self.span = span }
  }

  public enum Declaration: Sendable, Hashable {
    case constant(Constant)
    case alias(Alias)
    /// `struct`, `message`, `snapshot` and `foreign`.
    case record(Record)
    /// `enum` and `flags`.
    case enumeration(Enumeration)
    case union(Union)
    case channel(Channel)
    case vector(Vector)
  }

  /// `const limit = 20`.
  public struct Constant: Sendable, Hashable {
    public var documentation: [String]
    public var name: Name
    public var value: Expression
    public var span: Span
  }

  /// `type Address = bytes[32]`.
  public struct Alias: Sendable, Hashable {
    public var documentation: [String]
    public var name: Name
    public var type: TypeReference
    public var attributes: [Attribute]
    public var span: Span
  }

  /// `[open] enum Link: u2 { webSocket = 0 }`, and the same for `flags`.
  public struct Enumeration: Sendable, Hashable {
    public var documentation: [String]
    /// `flags`: the values are bit numbers.
    public var isFlags: Bool
    /// Where `open` stands.
    public var open: Span?
    public var name: Name
    /// `: u2`. Its type is `.unsigned` or `.invalid`.
    public var width: TypeReference?
    public var cases: [Case]
    public var reserved: [Reserved]
    public var span: Span
  }

  /// `webSocket = 0`.
  public struct Case: Sendable, Hashable {
    public var documentation: [String]
    public var name: Name
    public var value: Expression
    public var span: Span
  }

  /// `union Endpoint { v4: V4  none }`.
  public struct Union: Sendable, Hashable {
    public var documentation: [String]
    public var name: Name
    public var cases: [UnionCase]
    public var reserved: [Reserved]
    public var span: Span
  }

  /// `v4: V4`, or `none`, which carries nothing.
  public struct UnionCase: Sendable, Hashable {
    public var documentation: [String]
    public var name: Name
    public var type: TypeReference?
    public var span: Span
  }

  /// One item of `reserved 3, oldName, "old name"`.
  public struct Reserved: Sendable, Hashable {
    public var kind: Kind
    public var span: Span

    public enum Kind: Sendable, Hashable {
      case number(Int128)
      case name(String)
    }
  }

  /// `vector Module.FindNode "smallest" { … } = hex"…"`.
  public struct Vector: Sendable, Hashable {
    public var documentation: [String]
    public var module: Name?
    public var name: Name
    public var label: Text
    /// A literal: `.list` and `.record` occur in it.
    public var value: Expression
    public var bytes: [UInt8]
    /// Of the `hex"…"`.
    public var bytesSpan: Span
    public var span: Span
  }
}

extension Syntax.Declaration {
  /// The name that the declaration declares; a vector declares none.
  public var name: Syntax.Name? {
    switch self {
    case .constant(let constant): constant.name
    case .alias(let alias): alias.name
    case .record(let record): record.name
    case .enumeration(let enumeration): enumeration.name
    case .union(let union): union.name
    case .channel(let channel): channel.name
    case .vector: nil
    }
  }

  public var span: Span {
    switch self {
    case .constant(let constant): constant.span
    case .alias(let alias): alias.span
    case .record(let record): record.span
    case .enumeration(let enumeration): enumeration.span
    case .union(let union): union.span
    case .channel(let channel): channel.span
    case .vector(let vector): vector.span
    }
  }
}
