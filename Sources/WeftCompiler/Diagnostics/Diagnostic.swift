/// What the compiler has to say about a place in a definition file.
public struct Diagnostic: Sendable, Hashable, Error {
  public var severity: Severity
  public var rule: Rule
  /// Lower-case, no full stop, names what is wrong and not what the compiler did.
  public var message: String
  /// The smallest part of the text that is wrong.
  public var span: Span
  public var notes: [Note]
  /// Edits that make the text right, where they are known for certain.
  public var fixes: [Fix]

  public enum Severity: String, Sendable, Hashable { case error, warning }

  /// A second place that explains the first: `first declared here`.
  public struct Note: Sendable, Hashable {
    public var message: String
    /// `nil`: a remark without a place.
    public var span: Span?

    public init(_ message: String, at span: Span? = nil) {
      self.message = message
      self.span = span
    }
  }

  /// Replaces the text of `span` (nothing, if it is empty) with `replacement`.
  public struct Fix: Sendable, Hashable {
    public var span: Span
    public var replacement: String

    public init(replace span: Span, with replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  /// The name of what is checked, in capitals: `UNKNOWN_TYPE`. Each pass declares its own in an extension.
  public struct Rule: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: StaticString) { rawValue = value.description }
  }

  public init(
    _ severity: Severity = .error, _ rule: Rule, _ message: String, at span: Span, notes: [Note] = [], fixes: [Fix] = []
  ) {
    self.severity = severity
    self.rule = rule
    self.message = message
    self.span = span
    self.notes = notes
    self.fixes = fixes
  }
}

extension Sequence where Element == Diagnostic {
  public var hasErrors: Bool { contains { $0.severity == .error } }
}
