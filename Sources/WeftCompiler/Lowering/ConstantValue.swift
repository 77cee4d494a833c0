import WeftSchema

/// What a constant expression stands for.
enum ConstantValue: Sendable, Hashable {
  case number(Rational)
  case bool(Bool)
  case text(String)
  case bytes([UInt8])

  /// For diagnostics: `a number`.
  var kind: String {
    switch self {
    case .number(let number): number.integer == nil ? "a fraction" : "a whole number"
    case .bool: "a truth value"
    case .text: "text"
    case .bytes: "bytes"
    }
  }

  var literal: Literal {
    switch self {
    case .number(let number):
      number.integer.map { .integer($0) } ?? .real(numerator: number.numerator, denominator: number.denominator)
    case .bool(let value): .bool(value)
    case .text(let text): .text(text)
    case .bytes(let bytes): .bytes(bytes)
    }
  }
}

/// Why an operation on constants has no value.
enum OperationFailure: Error {
  /// Beyond 128 bits.
  case overflow
  case divisionByZero
  /// `&`, `<<`, `%`, … of fractions.
  case needsIntegers
  /// A shift by less than 0 or more than 127 bits.
  case shiftCount
  /// More than `Limits.literalByteCount` bytes.
  case tooLong
  /// The operands are of different kinds, or of one that the operator does not know.
  case kinds(String, [String])

  var message: String {
    switch self {
    case .overflow: "the result takes more than 128 bits"
    case .divisionByZero: "division by zero"
    case .needsIntegers: "the operator needs whole numbers"
    case .shiftCount: "a shift is by 0...127 bits"
    case .tooLong: "the result has more than \(Limits.literalByteCount) bytes"
    case .kinds(let operation, let kinds): "'\(operation)' does not work on \(kinds.joined(separator: " and "))"
    }
  }
}

extension ConstantValue {
  static func apply(_ operation: Syntax.Expression.Unary, to operand: ConstantValue) throws(OperationFailure) -> ConstantValue {
    switch (operation, operand) {
    case (.negate, .number(let number)): return .number(try unwrap(Rational.zero - number))
    case (.complement, .number(let number)):
      guard let integer = number.integer else { throw .needsIntegers }
      return .number(Rational(~integer))
    case (.not, .bool(let value)): return .bool(!value)
    default: throw .kinds(operation.rawValue, [operand.kind])
    }
  }

  static func apply(
    _ operation: Syntax.Expression.Binary, _ left: ConstantValue, _ right: ConstantValue
  ) throws(OperationFailure) -> ConstantValue {
    let failure = OperationFailure.kinds(operation.rawValue, [left.kind, right.kind])
    switch (left, right) {
    case (.number(let a), .number(let b)): return try apply(operation, a, b)
    case (.bool(let a), .bool(let b)):
      switch operation {
      case .and: return .bool(a && b)
      case .or: return .bool(a || b)
      case .equal: return .bool(a == b)
      case .notEqual: return .bool(a != b)
      default: throw failure
      }
    case (.bytes(let a), .bytes(let b)):
      switch operation {
      case .concatenate: return .bytes(try joined(a, b))
      case .equal: return .bool(a == b)
      case .notEqual: return .bool(a != b)
      default: throw failure
      }
    // By their bytes, as everywhere: Swift's own == holds "é" and "e\u{301}" for one.
    case (.text(let a), .text(let b)) where operation == .equal: return .bool(a.utf8.elementsEqual(b.utf8))
    case (.text(let a), .text(let b)) where operation == .notEqual: return .bool(!a.utf8.elementsEqual(b.utf8))
    default: throw failure
    }
  }

  private static func apply(
    _ operation: Syntax.Expression.Binary, _ a: Rational, _ b: Rational
  ) throws(OperationFailure) -> ConstantValue {
    switch operation {
    case .add: return .number(try unwrap(a + b))
    case .subtract: return .number(try unwrap(a - b))
    case .multiply: return .number(try unwrap(a * b))
    case .divide:
      if b == .zero { throw .divisionByZero }
      return .number(try unwrap(a / b))
    case .equal: return .bool(a == b)
    case .notEqual: return .bool(a != b)
    case .less: return .bool(try order(a, b) < 0)
    case .lessOrEqual: return .bool(try order(a, b) <= 0)
    case .greater: return .bool(try order(a, b) > 0)
    case .greaterOrEqual: return .bool(try order(a, b) >= 0)
    case .remainder, .shiftLeft, .shiftRight, .bitAnd, .bitOr, .bitXor:
      guard let left = a.integer, let right = b.integer else { throw .needsIntegers }
      return .number(Rational(try apply(operation, left, right)))
    case .and, .or, .concatenate: throw .kinds(operation.rawValue, ["numbers"])
    }
  }

  private static func apply(
    _ operation: Syntax.Expression.Binary, _ a: Int128, _ b: Int128
  ) throws(OperationFailure) -> Int128 {
    switch operation {
    case .bitAnd: return a & b
    case .bitOr: return a | b
    case .bitXor: return a ^ b
    case .remainder:
      if b == 0 { throw .divisionByZero }
      return b == -1 ? 0 : a % b
    case .shiftLeft, .shiftRight:
      guard (0..<128).contains(b) else { throw .shiftCount }
      if operation == .shiftRight { return a >> b }
      let shifted = a << b
      guard shifted >> b == a else { throw .overflow }
      return shifted
    default: throw .kinds(operation.rawValue, ["numbers"])
    }
  }

  private static func order(_ a: Rational, _ b: Rational) throws(OperationFailure) -> Int {
    guard let order = Rational.order(a, b) else { throw .overflow }
    return order
  }

  private static func unwrap(_ result: Rational?) throws(OperationFailure) -> Rational {
    guard let result else { throw .overflow }
    return result
  }

  /// Constants that double each other could otherwise fill the memory in forty lines.
  private static func joined(_ a: [UInt8], _ b: [UInt8]) throws(OperationFailure) -> [UInt8] {
    guard a.count + b.count <= Limits.literalByteCount else { throw .tooLong }
    return a + b
  }
}
