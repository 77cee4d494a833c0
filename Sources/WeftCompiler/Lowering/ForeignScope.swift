import WeftSchema

/// What the expressions of one foreign record can name, while its fields are lowered in wire order.
///
/// A class, since it grows by a field at a time and every type and expression looks into it.
final class ForeignScope {
  let parameters: [Foreign.Parameter]
  /// Fields before the current one, in wire order.
  var fields: [Field] = []
  /// All fields of the record, also those that come later, and their names where they stand.
  private(set) var indices: [String: Int] = [:]
  private(set) var names: [Syntax.Name] = []
  /// Fields whose type was wrong, which is reported: what names them is not wrong as well.
  var broken: Set<Int> = []
  /// `Limits.fieldCount` is reached, and reported.
  var isFull = false
  /// What `byteCount`, `count` and `tag` name, checked when all fields are known.
  var uses: [Use] = []

  struct Use {
    var function: Function
    var field: Int
    var span: Span
  }

  enum Function: String { case byteCount, count, tag }

  init(parameters: [Foreign.Parameter], fields: [Syntax.Field]) {
    self.parameters = parameters
    for field in fields where indices[field.name.text] == nil {
      indices[field.name.text] = names.count
      names.append(field.name)
    }
  }

  /// The field that is being lowered.
  var current: Int { fields.count }

  func parameter(_ name: String) -> Int? { parameters.firstIndex { $0.name == name } }
}

/// What an expression stands for.
enum ExpressionKind {
  /// A truth value counts as 0 or 1 where an integer is wanted.
  case boolean, integer, bytes

  var name: String {
    switch self {
    case .boolean: "a truth value"
    case .integer: "a number"
    case .bytes: "bytes"
    }
  }

  init(_ type: Foreign.ParameterType) {
    switch type {
    case .bool: self = .boolean
    case .integer: self = .integer
    case .bytes: self = .bytes
    }
  }
}

struct TypedExpression {
  var expression: Expression
  var kind: ExpressionKind

  init(_ expression: Expression, _ kind: ExpressionKind) {
    self.expression = expression
    self.kind = kind
  }
}
