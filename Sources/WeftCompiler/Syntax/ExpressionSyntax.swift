extension Syntax {
  /// An expression or, in a default or a vector, a literal.
  public struct Expression: Sendable, Hashable {
    public var kind: Kind
    public var span: Span
    /// Nodes on the longest way down to a leaf, this one included; at most `maximumDepth`.
    public private(set) var height: Int

    public enum Kind: Sendable, Hashable {
      case integer(Int128)
      /// `0.25`, as 25 / 100; the denominator is a power of ten.
      case real(numerator: Int128, denominator: Int128)
      case text(String)
      /// `hex"00 ff"`.
      case bytes([UInt8])
      case bool(Bool)
      /// `a`, `a.b.c`; never empty.
      case name([Name])
      /// `byteCount(attributes)`.
      indirect case call(function: Name, arguments: [Expression])
      /// `a ... b`; only as the argument of `span`.
      indirect case range(from: Expression, through: Expression)
      indirect case unary(Unary, Expression)
      indirect case binary(Binary, Expression, Expression)
      /// `a if c else b`.
      indirect case conditional(then: Expression, if: Expression, else: Expression)
      /// `[a, b]`; only in a literal.
      case list([Expression])
      /// `{ a: 1, b: 2 }`; only in a literal.
      case record([RecordItem])
      /// Was wrong and is reported.
      case invalid
    }

    /// The operators with one operand; the raw values are the schema's spelling.
    public enum Unary: String, Sendable, Hashable { case negate = "-", complement = "~", not = "not" }

    /// The operators with two operands; the raw values are the schema's spelling.
    public enum Binary: String, Sendable, Hashable, CaseIterable {
      case or, and
      case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
      case concatenate = "++"
      case bitOr = "|", bitXor = "^", bitAnd = "&"
      case shiftLeft = "<<", shiftRight = ">>"
      case add = "+", subtract = "-"
      /// In a literal also a repetition: `0x00 * 32`, `{ … } * 3`.
      case multiply = "*"
      case divide = "/", remainder = "%"
    }

    public init(_ kind: Kind, at span: Span) {
      self.kind = kind
      self.span = span
      height = 1 + kind.childHeight
    }
  }

  /// `want: 8` in a literal.
  public struct RecordItem: Sendable, Hashable {
    public var name: Name
    public var value: Expression

    public init(name: Name, value: Expression) {
      self.name = name
      self.value = value
    }
  }
}

extension Syntax.Expression.Kind {
  fileprivate var childHeight: Int {
    switch self {
    case .integer, .real, .text, .bytes, .bool, .name, .invalid: 0
    case .call(_, let arguments): arguments.lazy.map(\.height).max() ?? 0
    case .range(let left, let right), .binary(_, let left, let right): max(left.height, right.height)
    case .unary(_, let operand): operand.height
    case .conditional(let then, let condition, let otherwise): max(then.height, condition.height, otherwise.height)
    case .list(let elements): elements.lazy.map(\.height).max() ?? 0
    case .record(let items): items.lazy.map(\.value.height).max() ?? 0
    }
  }
}
