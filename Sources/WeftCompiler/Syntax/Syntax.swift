/// The syntax tree: what the text says, with the span of everything, before any name is resolved.
///
/// A tree is always complete: where the text was wrong, the parser has left out the smallest part that it could not
/// read (`nil`, `.invalid`, a missing member) and has reported it, so that later passes need not report it again.
/// No way from the root to a leaf is longer than `maximumDepth` nodes of one kind, so that passes may recurse.
public enum Syntax {
  /// The deepest nesting of expressions, and of types, that the parser accepts.
  public static let maximumDepth = 64

  /// The longest name, in characters; what is longer is reported and cut.
  public static let maximumNameLength = 255

  /// A name as it is written.
  public struct Name: Sendable, Hashable {
    public var text: String
    public var span: Span

    public init(_ text: String, at span: Span) {
      self.text = text
      self.span = span
    }
  }

  /// An `INT`; `value` is `nil` where it was too large (and reported).
  public struct Integer: Sendable, Hashable {
    public var value: Int128?
    public var span: Span

    public init(_ value: Int128?, at span: Span) {
      self.value = value
      self.span = span
    }
  }

  /// A `STRING`, escapes resolved.
  public struct Text: Sendable, Hashable {
    public var value: String
    public var span: Span

    public init(_ value: String, at span: Span) {
      self.value = value
      self.span = span
    }
  }

  /// `@extensible(max: 64)`.
  public struct Attribute: Sendable, Hashable {
    public var name: Name
    public var arguments: [Argument]
    public var span: Span

    public init(name: Name, arguments: [Argument], at span: Span) {
      self.name = name
      self.arguments = arguments
      self.span = span
    }
  }

  /// `max: 64`, or `64`.
  public struct Argument: Sendable, Hashable {
    public var label: Name?
    public var value: Expression

    public init(label: Name?, value: Expression) {
      self.label = label
      self.value = value
    }
  }
}
